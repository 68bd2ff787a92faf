"""Two sequences in, their equal stretches in order out."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from operator import lt
from typing import NamedTuple, TypeVar

from pipeline.align.chains import heaviest_chain

_SMALL = 250_000  # cells of a table up to which difflib, quadratic at its worst, may try

Item = TypeVar("Item", bound=Hashable)


class Match(NamedTuple):
    """A stretch of equal items: where it starts in old and in new, and how long it is."""

    old: int
    new: int
    length: int


def align(
    old: Sequence[Item],
    new: Sequence[Item],
    weigh: Callable[[Item], int] | None = None,
) -> tuple[Match, ...]:
    """Match the equal items of two sequences, both in order: longest sensible stretches first.

    ``weigh`` gives an item's weight (at least 1; default all alike), so that of two stretches
    that crossed, the lighter counts as the one that moved. Equal ends match first; between them,
    items that occur once on both sides anchor the rest along their heaviest chain (Cohen's
    patience diff), again in each gap; what has no such anchor goes to Ratcliff and Obershelp's
    longest common blocks (difflib) while that is cheap, and stays unmatched where it is not.
    """
    found: list[tuple[int, int, int]] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        low, high, left, right = gaps.pop()
        start, shared = low, min(high - low, right - left)
        while low < start + shared and old[low] == new[left]:
            low, left = low + 1, left + 1
        if low > start:
            found.append((start, left - (low - start), low - start))
        end = high
        while low < high and left < right and old[high - 1] == new[right - 1]:
            high, right = high - 1, right - 1
        if high < end:
            found.append((high, right, end - high))
        if low == high or left == right:
            continue
        old_gap, new_gap = old[low:high], new[left:right]
        if len(old_gap) == 1 or len(new_gap) == 1:
            found.extend(_single(old_gap, new_gap, low, left))
            continue
        old_places = dict(zip(old_gap, range(low, high), strict=True))  # the last of each item
        new_places = dict(zip(new_gap, range(left, right), strict=True))
        common = old_places.keys() & new_places.keys()
        if not common:
            continue
        anchors = sorted(
            (new_places[item], old_places[item])
            for item in _once(_once(common, old_gap, old_places), new_gap, new_places)
        )
        if not anchors:
            found.extend(_common_blocks(old_gap, new_gap, low, left))
            continue
        for counterpart, place in (*_chain(anchors, old, weigh), (right, high)):
            if low < place and left < counterpart:
                gaps.append((low, place, left, counterpart))
            if place < high:
                found.append((place, counterpart, 1))
            low, left = place + 1, counterpart + 1
    return _stretches(sorted(found))


def _once(items: Iterable[Item], gap: Sequence[Item], last: Mapping[Item, int]) -> Iterable[Item]:
    """Keep the items that a gap has once; ``last`` maps each of its items to its last place."""
    if len(last) == len(gap):
        return items
    end = max(last.values()) + 1
    first = dict(zip(reversed(gap), range(end - 1, end - 1 - len(gap), -1), strict=True))
    return [item for item in items if first[item] == last[item]]


def _chain(
    anchors: Sequence[tuple[int, int]],
    old: Sequence[Item],
    weigh: Callable[[Item], int] | None,
) -> Sequence[tuple[int, int]]:
    """Keep the heaviest anchors that do not cross, each by its places in new and in old."""
    places = [place for _, place in anchors]
    if all(map(lt, places, places[1:])):
        return anchors
    weights = [weigh(old[place]) if weigh else 1 for place in places]
    return [anchors[k] for k in heaviest_chain(places, weights)]


def _single(
    old: Sequence[Item], new: Sequence[Item], low: int, left: int
) -> tuple[tuple[int, int, int], ...]:
    """Match two gaps of which one is a single item: it stands first where it stands at all."""
    if len(old) == 1:
        return ((low, left + new.index(old[0]), 1),) if old[0] in new else ()
    return ((low + old.index(new[0]), left, 1),) if new[0] in old else ()


def _common_blocks(
    old: Sequence[Item], new: Sequence[Item], low: int, left: int
) -> list[tuple[int, int, int]]:
    if len(old) * len(new) > _SMALL:
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (low + block.a, left + block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size
    ]


def _stretches(found: Iterable[tuple[int, int, int]]) -> tuple[Match, ...]:
    """Join stretches that follow each other on both sides."""
    matches: list[Match] = []
    start, counterstart, length = 0, 0, 0
    for place, counterpart, count in found:
        if length and place == start + length and counterpart == counterstart + length:
            length += count
            continue
        if length:
            matches.append(Match(start, counterstart, length))
        start, counterstart, length = place, counterpart, count
    if length:
        matches.append(Match(start, counterstart, length))
    return tuple(matches)
