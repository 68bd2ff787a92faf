"""Short runs of words over the whole history: how often each was typed, and where last.

Flat arrays addressed by the run's hash keep this at a few bytes a word of different text. Two
runs may share a slot: a count is then too high, which can hide a return and never invents one,
and the sentence that a slot names is looked into before it is believed.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from operator import gt
from typing import Protocol

from pipeline.provenance.texts import Sentence

LONG_RUN = 5
SHORT_RUN = 3
_ROOM = 6  # slots a word
_TAG = 40  # the hash's bits from here make the tag
_FIRST_SIZE = 1 << 16
_ONE_MORE = bytes((*range(1, 256), 255))  # by a count, the next; it stops where a byte ends


class Slots(Protocol):
    """An array of small numbers, which may lie elsewhere than in memory."""

    def __getitem__(self, slot: int, /) -> int: ...
    def __setitem__(self, slot: int, number: int, /) -> None: ...
    def __mul__(self, times: int, /) -> "Slots": ...


class Grams:
    """Counts of runs of three and of five words, and the last sentence of each run of five."""

    def __init__(self) -> None:
        self.size = _FIRST_SIZE
        self.filled = 0
        self.short_typed: Slots = bytearray(self.size)
        self.long_typed: Slots = bytearray(self.size)
        self.last: Slots = array("I", bytes(4 * self.size))  # a sentence's number and one
        self.tags: Slots = bytearray(self.size)  # of the run last there, so that few are mistaken

    def add(self, sentence: Sentence, is_new: Sequence[bool] | None = None) -> None:
        """Note a sentence that a commit made.

        A run is typed where the commit wrote one of its words: those that ``is_new`` marks, or
        all.
        """
        words = sentence.words
        if (self.filled + len(words)) * _ROOM > self.size:
            self._grow()
        self.filled += len(words)
        mask, number = self.size - 1, sentence.number + 1
        last, tags = self.last, self.tags
        short: Iterable[int] = map(hash, _short_runs(words))
        long: Iterable[int] = list(map(hash, _long_runs(words)))
        for code in long:
            slot = code & mask
            last[slot] = number
            tags[slot] = code >> _TAG & 255
        if is_new is not None:
            fresh = (0, *accumulate(is_new))
            short, long = _typed(short, SHORT_RUN, fresh), _typed(long, LONG_RUN, fresh)
        for typed, codes in ((self.short_typed, short), (self.long_typed, long)):
            for code in codes:
                slot = code & mask
                typed[slot] = _ONE_MORE[typed[slot]]

    def last_sentences(self, words: Sequence[int]) -> list[tuple[int, int]]:
        """List, for each run of five that seems known, its start and its last sentence."""
        mask, last, tags = self.size - 1, self.last, self.tags
        return [
            (start, last[code & mask] - 1)
            for start, code in enumerate(map(hash, _long_runs(words)))
            if last[code & mask] and tags[code & mask] == code >> _TAG & 255
        ]

    def was_typed_once(self, run: Sequence[int]) -> bool:
        """Tell whether a run of five words was typed once, as far as can be told."""
        return self.long_typed[hash(run) & (self.size - 1)] == 1

    def weights(self, sentence: Sentence) -> dict[tuple[int, ...], float]:
        """Map a sentence's runs of three to their weights: the less the oftener typed."""
        typed, mask = self.short_typed, self.size - 1
        return {run: 1 / (typed[hash(run) & mask] or 1) for run in _short_runs(sentence.words)}

    def _grow(self) -> None:
        """Double the arrays; each slot's content counts for both that it becomes."""
        self.short_typed = self.short_typed * 2
        self.long_typed = self.long_typed * 2
        self.last = self.last * 2
        self.tags = self.tags * 2
        self.size *= 2


def _short_runs(words: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _long_runs(words: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)


def _typed(codes: Iterable[int], size: int, fresh: Sequence[int]) -> Iterable[int]:
    """Keep the runs that hold a new word; ``fresh`` counts these before each word."""
    return compress(codes, map(gt, fresh[size:], fresh))
