"""Short runs of words over the whole history: how often each was typed, and where last.

Flat arrays addressed by the run's hash keep this at a few bytes a word of different text. Two
runs may share a slot: a count is then too high, which can hide a return and never invents one,
and the sentence that a slot names is looked into before it is believed.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, repeat
from operator import gt
from typing import Protocol

from pipeline.provenance.texts import Sentence

LONG_RUN = 5
SHORT_RUN = 3
_ROOM = 6  # slots a word
_FIRST_SIZE = 1 << 16
_ONE_MORE = bytes((*range(1, 256), 255))  # by a count, the next; it stops where a byte ends
# What a slot of a run of five tells, in 32 bits: how often runs there were typed, up to twice;
# eight bits of the hash of the one last there, so that few are mistaken; its last sentence's
# number and one. Beyond four million sentences it tells a wrong one.
_ONCE, _TWICE, _TIMES = 1 << 30, 2 << 30, 30
_SAME = 0, _ONCE, _TWICE, _TWICE  # by how often it was typed, what is told once it stands
_MORE = _ONCE, _TWICE, _TWICE, _TWICE  # again, and once it is typed again
_TAG, _TAG_SHIFT = 255 << 22, 18  # from bit 40 of the hash on
_NUMBER = (1 << 22) - 1


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
        self.long: Slots = array("I", bytes(4 * self.size))

    def add(self, sentence: Sentence, is_new: Sequence[bool] | None = None) -> None:
        """Note a sentence that a commit made.

        A run is typed where the commit wrote one of its words: those that ``is_new`` marks, or
        all.
        """
        words = sentence.words
        if (self.filled + len(words)) * _ROOM > self.size:
            self._grow()
        self.filled += len(words)
        mask, number = self.size - 1, sentence.number + 1 & _NUMBER
        short: Iterable[int] = map(hash, _short_runs(words))
        tables: Iterable[tuple[int, ...]] = repeat(_MORE)
        if is_new is not None:
            fresh = (0, *accumulate(is_new))  # counts the new words before each
            short = compress(short, map(gt, fresh[SHORT_RUN:], fresh))
            tables = map((_SAME, _MORE).__getitem__, map(gt, fresh[LONG_RUN:], fresh))
        counts, slots = self.short_typed, self.long
        for code in short:
            slot = code & mask
            counts[slot] = _ONE_MORE[counts[slot]]
        for code, table in zip(map(hash, _long_runs(words)), tables, strict=False):
            slot = code & mask
            slots[slot] = table[slots[slot] >> _TIMES] | code >> _TAG_SHIFT & _TAG | number

    def last_sentences(self, words: Sequence[int]) -> list[tuple[int, int]]:
        """List, for each run of five that seems known, its start and its last sentence."""
        mask, slots = self.size - 1, self.long
        found: list[tuple[int, int]] = []
        for start, code in enumerate(map(hash, _long_runs(words))):
            known = slots[code & mask]
            if known and (known ^ code >> _TAG_SHIFT) & _TAG == 0:
                found.append((start, (known & _NUMBER) - 1))
        return found

    def was_typed_once(self, run: Sequence[int]) -> bool:
        """Tell whether a run of five words was typed once, as far as can be told."""
        return self.long[hash(run) & (self.size - 1)] >> _TIMES == 1

    def weights(self, sentence: Sentence) -> dict[tuple[int, ...], float]:
        """Map a sentence's runs of three to their weights: the less the oftener typed."""
        typed, mask = self.short_typed, self.size - 1
        return {run: 1 / (typed[hash(run) & mask] or 1) for run in _short_runs(sentence.words)}

    def _grow(self) -> None:
        """Double the arrays; each slot's content counts for both that it becomes."""
        self.short_typed = self.short_typed * 2
        self.long = self.long * 2
        self.size *= 2


def _short_runs(words: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _long_runs(words: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)
