"""Short runs of words over the whole history: how often each was typed, and where last.

Flat arrays addressed by the run's hash keep this at a few bytes a word of different text. Two
runs may share a slot: a count is then too high, which can hide a return and never invents one,
and the sentence that a slot names is looked into before it is believed.
"""

from array import array
from collections.abc import Iterator, Sequence

from pipeline.provenance.texts import Sentence

LONG_RUN = 5
_SHORT_RUN = 3
_FIRST_SIZE = 1 << 16
_MOST = 255


class Grams:
    """Counts of runs of three and of five words, and the last sentence of each run of five."""

    def __init__(self) -> None:
        self._size = _FIRST_SIZE
        self._filled = 0
        self._short_typed = bytearray(self._size)
        self._long_typed = bytearray(self._size)
        self._last = array("I", bytes(4 * self._size))  # a sentence's number and one

    def add(self, sentence: Sentence, is_new: Sequence[bool]) -> None:
        """Note a sentence that a commit made; ``is_new`` marks the words that it wrote.

        A run is typed where the commit wrote one of its words.
        """
        words = sentence.words
        if self._filled + len(words) > self._size // 4:
            self._grow()
        self._filled += len(words)
        mask = self._size - 1
        fresh = [0]
        for new in is_new:
            fresh.append(fresh[-1] + new)
        for start in range(len(words) - _SHORT_RUN + 1):
            if fresh[start + _SHORT_RUN] > fresh[start]:
                _count(self._short_typed, hash(words[start : start + _SHORT_RUN]) & mask)
        number = sentence.number + 1
        for start in range(len(words) - LONG_RUN + 1):
            slot = hash(words[start : start + LONG_RUN]) & mask
            self._last[slot] = number
            if fresh[start + LONG_RUN] > fresh[start]:
                _count(self._long_typed, slot)

    def last_sentences(self, words: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield, for each run of five that may be known, its start and its last sentence."""
        mask, last = self._size - 1, self._last
        for start in range(len(words) - LONG_RUN + 1):
            number = last[hash(words[start : start + LONG_RUN]) & mask]
            if number:
                yield start, number - 1

    def was_typed_once(self, run: Sequence[int]) -> bool:
        """Tell whether a run of five words was typed once, as far as can be told."""
        return self._long_typed[hash(run) & (self._size - 1)] == 1

    def weights(self, sentence: Sentence) -> dict[Sequence[int], float]:
        """Map a sentence's runs of three to their weights: the less the oftener typed."""
        words, typed, mask = sentence.words, self._short_typed, self._size - 1
        return {
            run: 1 / (typed[hash(run) & mask] or 1)
            for run in (
                words[start : start + _SHORT_RUN] for start in range(len(words) - _SHORT_RUN + 1)
            )
        }

    def likeness(self, one: Sentence, other: Sentence) -> float:
        """Measure how alike two sentences are, from 0 to 1: Dice's coefficient of their runs."""
        mine, theirs = self.weights(one), self.weights(other)
        total = sum(mine.values()) + sum(theirs.values())
        common = sum(weight for run, weight in mine.items() if run in theirs)
        return 2 * common / total if total else 0.0

    def _grow(self) -> None:
        """Double the arrays; each slot's content counts for both that it becomes."""
        self._short_typed = self._short_typed * 2
        self._long_typed = self._long_typed * 2
        self._last = self._last * 2
        self._size *= 2


def _count(counts: bytearray, slot: int) -> None:
    if counts[slot] < _MOST:
        counts[slot] += 1
