"""Moves planted in real prose: each is found, and nothing else is taken for one."""

import random
import re
from bisect import bisect_left
from dataclasses import dataclass, field

import pytest

from pipeline.model.change import ChangeKind, Op, Redline
from tests.support.drawn import History
from tests.support.prose import paragraphs, with_words_replaced

BOILERPLATE = "The Group agreed to come back to this point at its next session in Geneva."
EDITS = (0.0, 0.1, 0.2, 0.3)


@dataclass
class Planted:
    """Two versions of a document. ``moved``: what stands elsewhere in new, by how much of it was
    replaced; ``stayed``: what was edited where it stands."""

    old: list[str]
    new: list[str]
    moved: dict[str, float] = field(default_factory=dict)
    stayed: set[str] = field(default_factory=set)


def plant(seed: int) -> Planted:
    """Take 28 paragraphs; move five by four places at least, edit six, and lay false trails.

    A decoy is a paragraph that was deleted, with another inserted elsewhere that shares two
    fifths of its words; a line of boilerplate stands twice, and at other places in new.
    """
    chance = random.Random(seed)
    # None so long that the four that it passes would be the shorter way to tell it
    old = [" ".join(text.split(" ")[:60]) for text in chance.sample(paragraphs(), 28)]
    planted = Planted(old, list(old))
    chosen = chance.sample(old, 12)
    for number, text in enumerate(chosen[:5]):
        share = EDITS[number] if number < 4 else 0.0
        start = planted.new.index(text)
        ends = [end for end in range(len(planted.new)) if abs(end - start) >= 4]
        planted.new.remove(text)
        moved = with_words_replaced(text, share, chance)
        planted.new.insert(chance.choice(ends), moved)
        planted.moved[moved] = share
    for text in chosen[5:11]:
        at = planted.new.index(text)
        planted.new[at] = with_words_replaced(text, chance.choice((0.05, 0.1)), chance)
        planted.stayed.add(planted.new[at])
    decoy = chosen[11]
    at = planted.new.index(decoy)
    del planted.new[at]
    words = decoy.split(" ")
    other = chance.choice(paragraphs()).split(" ")[: len(words)]
    shared = set(chance.sample(range(len(other)), int(0.4 * len(other))))
    made = [words[k] if k in shared and k < len(words) else word for k, word in enumerate(other)]
    planted.new.insert((at + 9) % len(planted.new), " ".join(made))
    for side in (planted.old, planted.new):
        for place in sorted(chance.sample(range(len(side)), 2)):
            side.insert(place, BOILERPLATE)
    return planted


def redline_of(old: list[str], new: list[str], *, joined: bool = True) -> Redline:
    """Compare two versions that one commit lies between; or that no history joins."""
    history = History()
    first = history.commit({"a.md": "\n\n".join(old) + "\n"}, author="Ann")
    parents = [first] if joined else []
    files = {"a.md": "\n\n".join(new) + "\n"}
    return history.redline(first, history.commit(files, parents=parents, author="Bob", whole=True))


def moved_texts(redline: Redline) -> list[str]:
    """The blocks of new that are shown as moved, as they read there.

    A decoy may hold a clause of the paragraph that it is made from: that is no moved paragraph.
    """
    return [
        block.new.text
        for file in redline.files
        for block in file.blocks
        if block.new
        and 3 * sum(len(run.text) for run in block.runs if run.op is Op.MOVED_TO)
        > len(block.new.text)
    ]


@pytest.mark.parametrize("joined", [True, False], ids=["history", "text alone"])
def test_planted_moves_are_found_and_no_others(joined: bool) -> None:
    found = dict.fromkeys(EDITS, 0)
    there = dict.fromkeys(EDITS, 0)
    shown = false = 0
    for seed in range(40):
        planted = plant(seed)
        moved = moved_texts(redline_of(planted.old, planted.new, joined=joined))
        for text, share in planted.moved.items():
            there[share] += 1
            found[share] += text in moved
        shown += len(moved)
        false += sum(text not in planted.moved for text in moved)
        assert BOILERPLATE not in moved
    assert found[0.0] == there[0.0] == 80
    for share in EDITS[1:]:
        assert found[share] >= 0.95 * there[share], (share, found, there)
    assert false <= 0.03 * shown, (false, shown)


def longest_rising(numbers: list[int]) -> int:
    """The length of a longest rising subsequence (patience: the piles' tops)."""
    tops: list[int] = []
    for number in numbers:
        place = bisect_left(tops, number)
        tops[place : place + 1] = [number]
    return len(tops)


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_paragraphs_move_and_nothing_else_happens(seed: int) -> None:
    chance = random.Random(seed)
    # Of one length, so that the fewest moves are also those of the fewest words.
    old = [
        " ".join(re.findall("[A-Za-z]+", text)[:24]) for text in chance.sample(paragraphs(), 120)
    ]
    new = chance.sample(old, len(old))
    redline = redline_of(old, new)
    ops = {run.op for file in redline.files for block in file.blocks for run in block.runs}
    assert ops == {Op.EQUAL, Op.MOVED_FROM, Op.MOVED_TO}
    fewest = len(old) - longest_rising([old.index(text) for text in new])
    assert len(moved_texts(redline)) == fewest
    moves = [change for change in redline.changes if change.kind is ChangeKind.MOVE]
    assert len(moves) == len(redline.changes) <= fewest
