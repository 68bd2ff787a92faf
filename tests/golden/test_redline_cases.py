"""The kinds of edit that redlines are compared by: what is shown, and no more than must be."""

from pathlib import Path

import pytest
from rapidfuzz.distance import LCSseq

from pipeline.model.change import Op, Redline
from pipeline.parse.words import split_words
from pipeline.redline.phrases import is_island_text
from tests.support.drawn import History, told
from tests.support.golden import Approval, Case, cases

CASES = cases(Path(__file__).parent / "redline")
MOVES = ("02", "03", "04", "08", "17")  # moved text is no changed text, whatever a diff says
WHOLE = ("16",)  # shown old and new: more than the least


def redline_of(case: Case) -> Redline:
    history = History()
    sides = [
        {
            name.removeprefix(f"{side}/"): text
            for name, text in case.files.items()
            if name.startswith(f"{side}/")
        }
        for side in ("old", "new")
    ]
    old = history.commit(sides[0], author="Ann")
    return history.redline(old, history.commit(sides[1], author="Bob", whole=True))


@pytest.mark.parametrize("case", CASES)
def test_a_case_shows_what_it_should(case: Case, approval: Approval) -> None:
    redline = redline_of(case)
    listed = [
        f"{change.id} {change.code} {change.kind}: {change.old_value or ''} → "
        f"{change.new_value or ''}".removesuffix(":  → ")
        for change in redline.changes
    ]
    approval.check(case, "\n".join([told(redline), "", *listed]))


@pytest.mark.parametrize("case", CASES)
def test_no_more_is_changed_than_must_be(case: Case) -> None:
    redline = redline_of(case)
    changed = sum(
        len(split_words(run.text))
        for file in redline.files
        for block in file.blocks
        for run in block.runs
        if run.op in (Op.INSERT, Op.DELETE) and not run.folded
    )
    least = _least(case)
    if case.path.stem.startswith(WHOLE):
        assert changed <= 1.45 * least
    elif case.path.stem.startswith(MOVES):
        assert changed <= least
    else:
        assert changed == least


def _least(case: Case) -> int:
    """Count what a longest common subsequence of all tokens leaves over, on both sides."""
    history = History()
    streams = []
    for side in ("old", "new"):
        files = {
            name.removeprefix(f"{side}/"): text
            for name, text in case.files.items()
            if name.startswith(f"{side}/")
        }
        id = history.commit(files, whole=True)
        streams.append(
            [token.text for file in history._files(id) for b in file.blocks for token in b.tokens]
        )
    return len(streams[0]) + len(streams[1]) - 2 * LCSseq.similarity(*streams)


@pytest.mark.parametrize("case", CASES)
def test_no_islands_stand_between_changes(case: Case) -> None:
    """An island: up to three function words or marks, kept between two changes of one commit."""
    for file in redline_of(case).files:
        for block in file.blocks:
            for before, run, after in zip(block.runs, block.runs[1:], block.runs[2:], strict=False):
                if run.op is Op.EQUAL and Op.EQUAL not in (before.op, after.op):
                    tokens = split_words(run.text)
                    island = len(tokens) <= 3 and all(map(is_island_text, tokens))
                    assert not (tokens and island), f"{before.text}|{run.text}|{after.text}"
