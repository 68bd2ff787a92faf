"""Laws of provenance over random graphs: no answer is known, but much must hold of any."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.history import CommitStep
from pipeline.model.trace import Origin, Trace
from pipeline.provenance.trace import trace
from tests.support.graph import Drawn, Files, split_blocks, steps, words_of

_WORDS = "all states shall should act now and with care for peace data trade rights".split()
_PATHS = ("a.md", "b.md", "c.md")


@dataclass(frozen=True)
class Graph:
    """Commits by name, drawn parents first; the last rests on all that matter."""

    commits: dict[str, Drawn]

    @property
    def head(self) -> str:
        return list(self.commits)[-1]

    def ancestors(self, name: str) -> set[str]:
        found = {name}
        for parent in self.commits[name][1]:
            found |= self.ancestors(parent)
        return found

    def steps(self) -> list[CommitStep]:
        return steps(self.commits)

    def trace(self, *at: str) -> dict[str, Trace]:
        return dict(trace(self.steps(), words_of, at or (self.head,)))

    def files(self, name: str) -> Files:
        text = self.commits[name][0]
        assert not isinstance(text, str)
        return text

    def then(self, name: str, files: Files, *parents: str) -> "Graph":
        return Graph({**self.commits, name: (files, parents or (self.head,))})


def _paragraph(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12))
    return " ".join(words) + draw(st.sampled_from((".", "", "!")))


def _changed(draw: st.DrawFn, files: dict[str, str], past: list[Files]) -> dict[str, str]:
    """Change a tree in one of the ways of real commits."""
    files = dict(files)
    path = draw(st.sampled_from(_PATHS))
    blocks = [block for block in files.get(path, "").split("\n\n") if block]
    what = draw(st.sampled_from("word add drop swap copy rename revert split".split()))
    if what == "revert" and past:
        return dict(draw(st.sampled_from(past)))
    if what == "rename" and path in files:
        text = files.pop(path)
        files[draw(st.sampled_from(_PATHS))] = text
        return files
    if not blocks or what == "add":
        blocks.insert(draw(st.integers(0, len(blocks))), _paragraph(draw))
    elif what == "drop":
        del blocks[draw(st.integers(0, len(blocks) - 1))]
    elif what == "swap":
        blocks.append(blocks.pop(draw(st.integers(0, len(blocks) - 1))))
    elif what == "copy" and files:
        source = files[draw(st.sampled_from(sorted(files)))]
        blocks += source.split("\n\n")[:2]
    else:
        at = draw(st.integers(0, len(blocks) - 1))
        words = blocks[at].split(" ")
        words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(_WORDS))
        blocks[at] = " ".join(words)
    files[path] = "\n\n".join(blocks)
    if not files[path]:
        del files[path]
    return files


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw a graph of up to nine commits: roots, lines, branches, merges clean and evil."""
    commits: dict[str, Drawn] = {}
    trees: list[Files] = []
    for number in range(draw(st.integers(1, 9))):
        names = list(commits)
        count = min(len(names), draw(st.sampled_from((1, 1, 1, 1, 2, 2, 3, 0))))
        parents = (
            draw(st.lists(st.sampled_from(names), min_size=count, max_size=count, unique=True))
            if names
            else []
        )
        files: dict[str, str] = {}
        for parent in parents:
            text = commits[parent][0]
            assert not isinstance(text, str)
            files.update(
                {path: text[path] for path in text if path not in files or draw(st.booleans())}
            )
        for _ in range(draw(st.integers(0 if len(parents) > 1 else 1, 2))):
            files = _changed(draw, files, trees)
        commits[f"c{number}"] = (files, parents)
        trees.append(files)
    return Graph(commits)


def _by_file(answer: Trace) -> dict[str, list[Origin]]:
    return {
        path: [origin for block in answer.origins[path] for origin in block]
        for path in answer.origins
    }


def _standing(answer: Trace) -> Counter[tuple[str | None, int]]:
    """Count in how many places each token stands."""
    return Counter(origin[:2] for row in _by_file(answer).values() for origin in row)


def every_origin_is_an_ancestor(graph: Graph) -> None:
    answer = graph.trace()[graph.head]
    ancestors = graph.ancestors(graph.head)
    assert set(answer.history) == ancestors
    for path, row in _by_file(answer).items():
        tokens = [token for block in split_blocks(graph.files(graph.head)[path]) for token in block]
        assert len(tokens) == len(row)
        assert {origin.commit for origin in row} <= ancestors
        assert {origin.via for origin in row} <= ancestors | {""}


def an_identity_is_one_token(graph: Graph) -> None:
    """Whatever stands under one identity, anywhere in history, reads the same."""
    reads: dict[tuple[str | None, int], str] = {}
    for name, answer in graph.trace(*graph.commits).items():
        for path, row in _by_file(answer).items():
            tokens = [token for block in split_blocks(graph.files(name)[path]) for token in block]
            for token, origin in zip(tokens, row, strict=True):
                assert reads.setdefault(origin[:2], token) == token


def a_merge_writes_nothing_that_a_parent_has(graph: Graph) -> None:
    answers = graph.trace(*graph.commits)
    for name, (_, parents) in graph.commits.items():
        if len(parents) < 2:
            continue
        rows = _by_file(answers[name])
        for path, text in graph.files(name).items():
            standing = [graph.files(parent).get(path) for parent in parents]
            if text in standing:
                assert name not in {origin.commit for origin in rows[path]}
            blocks = answers[name].origins[path]
            mine = split_blocks(text)
            for block, origins in zip(mine, blocks, strict=True):
                if all(
                    have is not None and split_blocks(have).count(block) >= mine.count(block)
                    for have in standing
                ):
                    assert name not in {origin.commit for origin in origins}


def layout_writes_nothing(graph: Graph) -> None:
    files = {
        path: re.sub(r"(?<!\n) (?!\n)", "\n", text).replace("\n\n", "\n\n\n") + "\n"
        for path, text in graph.files(graph.head).items()
    }
    later = graph.then("layout", files)
    assert _by_file(later.trace()["layout"]) == _by_file(graph.trace()[graph.head])
    assert not any(
        one.removed_by == "layout"
        for lost in later.trace()["layout"].removals.values()
        for one in lost
    )


def a_revert_restores_every_origin(graph: Graph) -> None:
    files = graph.files(graph.head)
    changed = {path: " ".join(text.split()[::-1]) for path, text in files.items()}
    later = graph.then("change", changed).then("revert", files)
    before = _by_file(graph.trace()[graph.head])
    after = _by_file(later.trace()["revert"])
    assert before.keys() == after.keys()
    for path, row in before.items():
        assert [origin[:2] for origin in row] == [origin[:2] for origin in after[path]]


def emptying_and_bringing_back_restores_every_origin(graph: Graph) -> None:
    later = graph.then("empty", {}).then("back", graph.files(graph.head))
    before = _by_file(graph.trace()[graph.head])
    after = _by_file(later.trace()["back"])
    assert {path: [o[:2] for o in row] for path, row in before.items()} == {
        path: [o[:2] for o in row] for path, row in after.items()
    }


def a_rename_changes_nothing(graph: Graph) -> None:
    files = {f"new-{path}": text for path, text in graph.files(graph.head).items()}
    texts = list(files.values())
    if len(set(texts)) < len(texts):
        return  # of two files of one text, either may be the other's
    after = _by_file(graph.then("rename", files).trace()["rename"])
    assert after == {
        f"new-{path}": row for path, row in _by_file(graph.trace()[graph.head]).items()
    }


def an_unrelated_branch_changes_nothing(graph: Graph) -> None:
    side = Graph(
        {"x": ({"a.md": "all states shall act now", "z.md": "peace"}, []), **graph.commits}
    )
    side = Graph({**side.commits, "y": ({"a.md": "all states act"}, ["x"])})
    answer = dict(trace(side.steps(), words_of, [graph.head]))[graph.head]
    assert _by_file(answer) == _by_file(graph.trace()[graph.head])


def asking_for_more_changes_nothing_on_one_line(graph: Graph) -> None:
    ancestors = [name for name in graph.commits if name in graph.ancestors(graph.head)]
    together = graph.trace(*ancestors[::-1])[graph.head]
    assert _by_file(together) == _by_file(graph.trace()[graph.head])
    assert dict(together.removals) == dict(graph.trace()[graph.head].removals)


def every_lost_token_has_one_remover(graph: Graph) -> None:
    """What an ancestor had stands now or has been removed: by a commit that has it in fewer
    places than a parent (a copy may stand on elsewhere, until that goes too). Where a merge joins
    a file that two branches wrote alike, one writing is no more, though nothing was taken out."""
    ancestors = [name for name in graph.commits if name in graph.ancestors(graph.head)]
    answers = graph.trace(*ancestors)
    had = {name: _standing(answers[name]) for name in ancestors}
    lost = [
        one for path in answers[graph.head].removals for one in answers[graph.head].removals[path]
    ]
    ever = set().union(*had.values())
    joined = _joined(graph, answers)
    assert {one.origin[:2] for one in lost} - joined == ever - set(had[graph.head]) - joined
    for one in lost:
        assert one.removed_by is not None
        standing = had[one.removed_by][one.origin[:2]]
        parents = graph.commits[one.removed_by][1]
        assert any(had[parent][one.origin[:2]] > standing for parent in parents)


def _joined(graph: Graph, answers: dict[str, Trace]) -> set[tuple[str | None, int]]:
    """Find identities that a merge gave up for an earlier one of the same token, in place."""
    found: set[tuple[str | None, int]] = set()
    for name, answer in answers.items():
        for parent in graph.commits[name][1] if len(graph.commits[name][1]) > 1 else ():
            before, after = _by_file(answers[parent]), _by_file(answer)
            for path, row in before.items():
                if graph.files(parent)[path] == graph.files(name).get(path):
                    found |= {origin[:2] for origin in row} - {o[:2] for o in after[path]}
    return found


def a_cut_never_names_a_wrong_author(graph: Graph) -> None:
    """Cut anywhere, what is answered as sure is what the whole history answers."""
    for name in graph.commits:
        _agrees(graph, dict(trace(_cut_at(graph, name), words_of, [graph.head]))[graph.head])


def a_lost_tree_never_names_a_wrong_author(graph: Graph) -> None:
    for name in list(graph.commits)[:-1]:
        walked = steps(graph.commits, lost=[name])
        _agrees(graph, dict(trace(walked, words_of, [graph.head]))[graph.head])


def a_lost_blob_never_names_a_wrong_author(graph: Graph) -> None:
    for lost in sorted(_texts(graph)):

        def words(blob: str, lost: str = lost) -> tuple[tuple[str, ...], ...] | None:
            return None if blob == lost else words_of(blob)

        answer = dict(trace(graph.steps(), words, [graph.head]))[graph.head]
        assert answer.unreadable
        _agrees(graph, answer)


def _texts(graph: Graph) -> set[str]:
    """The texts that the head rests on."""
    return {text for name in graph.ancestors(graph.head) for text in graph.files(name).values()}


def _agrees(graph: Graph, answer: Trace) -> None:
    whole = _by_file(graph.trace()[graph.head])
    for path, row in _by_file(answer).items():
        for origin, truth in zip(row, whole[path], strict=True):
            if origin.commit is not None and origin.confidence == 1.0:
                assert origin.commit == truth.commit


def _cut_at(graph: Graph, name: str) -> list[CommitStep]:
    """Cut a commit's parents off, as a shallow clone does, and what only they lead to."""
    commits: dict[str, Drawn] = {
        other: (files, [] if other == name else parents)
        for other, (files, parents) in graph.commits.items()
    }
    needed = Graph(commits).ancestors(graph.head)
    kept = {other: drawn for other, drawn in commits.items() if other in needed}
    return steps(kept, cut=[name] if name in kept and graph.commits[name][1] else [])


LAWS = (
    every_origin_is_an_ancestor,
    an_identity_is_one_token,
    a_merge_writes_nothing_that_a_parent_has,
    layout_writes_nothing,
    a_revert_restores_every_origin,
    emptying_and_bringing_back_restores_every_origin,
    a_rename_changes_nothing,
    an_unrelated_branch_changes_nothing,
    asking_for_more_changes_nothing_on_one_line,
    every_lost_token_has_one_remover,
    a_cut_never_names_a_wrong_author,
    a_lost_tree_never_names_a_wrong_author,
    a_lost_blob_never_names_a_wrong_author,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(graph=graphs())
def test_law(law, graph: Graph):
    law(graph)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(graph=graphs())
def test_law_at_length(law, graph: Graph):
    law(graph)
