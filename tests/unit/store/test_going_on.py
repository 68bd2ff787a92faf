"""A walk that goes on from what is kept comes to what a walk of the whole history comes to."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.history import CommitStep
from pipeline.model.trace import Trace
from pipeline.parse.scan import Words, read_words
from pipeline.provenance.state import State
from pipeline.provenance.trace import Walk
from pipeline.store.keep import keep
from pipeline.store.log import Log
from pipeline.store.pages import Pages
from tests.support.events import generate
from tests.support.generated import steps


def id_of(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest() if name else ""


def drawn(seed: int, vocabulary: str) -> tuple[list[CommitStep], dict[str, str]]:
    walked, texts = steps(generate(seed, vocabulary))
    by_blob = {id_of(text): text for text in texts}
    return [
        replace(
            step,
            commit=id_of(step.commit),
            parents=tuple(map(id_of, step.parents)),
            pull=id_of(step.pull),
            changes=tuple(
                tuple(each._replace(old=id_of(each.old), new=id_of(each.new)) for each in changes)
                for changes in step.changes
            ),
        )
        for step in walked
    ], by_blob


def whole(trace: Trace) -> object:
    return replace(trace, origins=dict(trace.origins), removals=dict(trace.removals))


def walk_in_parts(
    path: Path, walked: Sequence[CommitStep], texts: dict[str, str], size: int
) -> Log:
    def words(blob: str) -> Words:
        return read_words(texts[blob], heading=False)

    for start in range(0, len(walked), size):
        part = walked[start : start + size]
        log = Log(Pages(path))
        walk = Walk(words, log.state() if len(log) else State())
        ids = [step.commit for step in part]
        walk.extend(part, ids)
        early = {id: whole(walk.answer(id)) for id in ids}
        assert keep(log, walk.state, part, walk.tree(ids[-1]), {})
        kept = Log(Pages(path))
        assert {id: whole(kept.trace(kept.places[id])) for id in ids} == early
    return Log(Pages(path))


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(("seed", "vocabulary"), [(1, "easy"), (2, "hard"), (3, "multi")])
def test_commit_by_commit_is_all_at_once(
    seed: int, vocabulary: str, size: int, tmp_path: Path
) -> None:
    walked, texts = drawn(seed, vocabulary)
    ids = [step.commit for step in walked]
    once = Walk(lambda blob: read_words(texts[blob], heading=False))
    once.extend(walked, ids)
    log = walk_in_parts(tmp_path / "walk.sqlite", walked, texts, size)
    for id in {*random.Random(seed).sample(ids, 12), ids[-1]}:
        assert whole(log.trace(log.places[id])) == whole(once.answer(id))
    assert list(log.steps) == walked


def test_what_came_after_a_save_can_be_taken_back(tmp_path: Path) -> None:
    walked, texts = drawn(4, "easy")
    path = tmp_path / "walk.sqlite"
    walk_in_parts(path, walked, texts, 10)
    log = Log(Pages(path), 2)
    assert len(log) == 20
    walk = Walk(lambda blob: read_words(texts[blob], heading=False), log.state())
    rest = walked[20:]
    walk.extend(rest, [rest[-1].commit])
    assert keep(log, walk.state, rest, walk.tree(rest[-1].commit), {})
    once = Walk(lambda blob: read_words(texts[blob], heading=False))
    once.extend(walked, [walked[-1].commit])
    kept = Log(Pages(path))
    assert whole(kept.trace(len(kept) - 1)) == whole(once.answer(walked[-1].commit))


def test_saves_that_nobody_goes_back_to_are_let_go(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    for save in range(1, 131):
        pages = Pages(path)
        values = {("one", 0): save, ("each", save): save}
        assert pages.write(values, save)
        pages.close()
    pages = Pages(path)
    assert sorted(pages.saves) == list(range(112, 131))
    assert pages.read("one", 0) == 130
    assert [pages.read("each", save) for save in range(1, 131)] == list(range(1, 131))
    pages.at = 112
    assert pages.read("one", 0) == 112
    assert pages.read("each", 113) is None
