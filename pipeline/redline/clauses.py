"""Clauses that moved: runs of words that left one place and stand at another.

In: the tokens that their blocks' pairs left over, on both sides. Out: ``Clause``s.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.redline.blocks import Place
from pipeline.redline.stopwords import is_function_word
from pipeline.redline.words import Identity, Words

_WORDS, _TELLING = 4, 2  # a clause has as many words, and as many that are no function words
_COPIES = 20


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``start`` to ``start + length`` of a block of old, and of a block of new."""

    old: Place
    old_start: int
    new: Place
    new_start: int
    length: int


def find_clauses(
    old: Mapping[Place, Words],
    new: Mapping[Place, Words],
    left: Mapping[Place, set[int]],
    right: Mapping[Place, set[int]],
) -> tuple[Clause, ...]:
    """Find moved clauses among the tokens ``left`` over in old and in new (``right``).

    The longest run wins, then the earliest; each token is used once.
    """
    holders: defaultdict[Identity, list[tuple[Place, int]]] = defaultdict(list)
    for place, numbers in sorted(left.items()):
        for i in sorted(numbers):
            identity = old[place].identities[i]
            if identity is not None:
                holders[identity].append((place, i))
    found = []
    for there, numbers in sorted(right.items()):
        words, done = new[there], -1
        for j in sorted(numbers):
            identity = words.identities[j]
            if j < done or identity is None:
                continue
            best: Clause | None = None
            for place, i in holders.get(identity, ())[:_COPIES]:
                length = _run(old[place], left[place], i, words, numbers, j)
                if best is None or length > best.length:
                    best = Clause(place, i, there, j, length)
            if best is not None:
                done = j + best.length
                if _is_clause(best, old[best.old], words):
                    found.append(best)
    return _disjoint(found)


def _run(old: Words, left: set[int], i: int, new: Words, right: set[int], j: int) -> int:
    length = 0
    while (
        i + length in left
        and j + length in right
        and (
            old.identities[i + length] == new.identities[j + length]
            if old.identities[i + length] is not None
            else old.texts[i + length] == new.texts[j + length]
        )
    ):
        length += 1
    return length


def _is_clause(clause: Clause, old: Words, new: Words) -> bool:
    span = range(clause.new_start, clause.new_start + clause.length)
    words = [new.texts[k] for k in span if new.are_words[k]]
    telling = sum(not is_function_word(text) for text in words)
    if clause.length in (len(old), len(new)):  # a whole block: split off, or joined to another
        return telling > 0
    return len(words) >= _WORDS and telling >= _TELLING


def _disjoint(found: list[Clause]) -> tuple[Clause, ...]:
    used: set[tuple[Place, int]] = set()
    kept = []
    for clause in sorted(found, key=lambda c: (-c.length, c.new, c.new_start)):
        tokens = {(clause.old, clause.old_start + k) for k in range(clause.length)}
        if not tokens & used:
            used |= tokens
            kept.append(clause)
    return tuple(sorted(kept, key=lambda c: (c.new, c.new_start)))
