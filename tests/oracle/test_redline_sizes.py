"""Large texts: few islands, close to the fewest changed words, bounded time and memory.

Time is counted in steps that do not depend on the machine: how much more a text ten times as long
takes, as calls of Python's functions. The full sizes are for ``bench/redlining.py``.
"""

import random
import sys
from collections.abc import Callable

import pytest
from rapidfuzz.distance import LCSseq

from pipeline.model.change import Op, Redline
from pipeline.parse.words import split_words
from pipeline.redline.phrases import is_island_text
from tests.support.drawn import History
from tests.support.prose import paragraphs, vocabulary


def prose(words: int, chance: random.Random) -> list[list[str]]:
    """Paragraphs of real prose as lists of words, of about so many in all."""
    found: list[list[str]] = []
    while sum(map(len, found)) < words:
        found.append(chance.choice(paragraphs()).split(" "))
    return found


def edited(text: list[list[str]], share: float, chance: random.Random) -> list[list[str]]:
    """Change a share of the words as people do: a word, a few in a row, one more, one less."""
    out = [list(words) for words in text]
    left = int(share * sum(map(len, text)))
    while left > 0:
        words = chance.choice(out)
        place = chance.randrange(len(words))
        length = min(chance.choice((1, 1, 2, 3)), len(words) - place)
        made = [chance.choice(vocabulary()) for _ in range(length)]
        match chance.randrange(4):
            case 0 if len(words) > 12:
                made = []
            case 1:
                made, length = [chance.choice(vocabulary())], 0
        words[place : place + length] = made
        left -= max(length, len(made))
    return out


def written(text: list[list[str]]) -> str:
    return "\n\n".join(" ".join(words) for words in text) + "\n"


def redline_of(old: str, new: str) -> Redline:
    history = History()
    first = history.commit({"a.md": old}, author="Ann")
    return history.redline(first, history.commit({"a.md": new}, author="Bob"))


def changed_and_islands(redline: Redline) -> tuple[int, int]:
    """Count changed tokens, and kept runs of at most three function words between changes."""
    changed = islands = 0
    for file in redline.files:
        for block in file.blocks:
            runs = block.runs
            changed += sum(
                len(split_words(run.text)) for run in runs if run.op in (Op.INSERT, Op.DELETE)
            )
            for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
                if run.op is Op.EQUAL and Op.EQUAL not in (before.op, after.op):
                    tokens = split_words(run.text)
                    islands += 0 < len(tokens) <= 3 and all(map(is_island_text, tokens))
    return changed, islands


def test_fifty_pages_with_a_twentieth_changed() -> None:
    chance = random.Random(13)
    old = prose(22_600, chance)
    new = edited(old, 0.05, chance)
    one, other = written(old), written(new)
    changed, islands = changed_and_islands(redline_of(one, other))
    sides = [split_words(text) for text in (one, other)]
    least = sum(map(len, sides)) - 2 * LCSseq.similarity(*sides)
    assert len(sides[0]) > 22_600 and least > 1000
    assert islands <= 10
    assert changed <= 1.10 * least


def calls(work: Callable[[], object]) -> int:
    """Count the calls that some work makes: of functions, Python's and C's."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_ten_times_the_text_takes_ten_times_the_work() -> None:
    def work(words: int) -> int:
        chance = random.Random(words)
        old = prose(words, chance)
        new = edited(old, 0.05, chance)
        return calls(lambda: redline_of(written(old), written(new)))

    assert work(10_000) <= 13 * work(1000)


@pytest.mark.parametrize("shuffled", [False, True], ids=["edited", "shuffled"])
def test_a_long_paragraph_and_many_changes_end(shuffled: bool) -> None:
    """One paragraph; its words changed in a tenth of their places, or all in another order."""

    def work(words: int) -> int:
        chance = random.Random(7)
        old = [word for part in prose(words, chance) for word in part][:words]
        new = edited([old], 0.1, chance)[0]
        if shuffled:
            chance.shuffle(new)
        return calls(lambda: redline_of(" ".join(old), " ".join(new)))

    assert work(10_000) <= 16 * work(1000)


def test_many_moved_paragraphs_end() -> None:
    def work(count: int) -> int:
        chance = random.Random(7)
        old = [f"{' '.join(chance.sample(vocabulary(), 12))} {k}." for k in range(count)]
        new = chance.sample(old, count)
        return calls(lambda: redline_of("\n\n".join(old), "\n\n".join(new)))

    assert work(500) <= 13 * work(50)
