"""Two sequences in, their equal stretches in order out."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
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
    pairs: list[tuple[int, int]] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        low, high, left, right = gaps.pop()
        while low < high and left < right and old[low] == new[left]:
            pairs.append((low, left))
            low, left = low + 1, left + 1
        while low < high and left < right and old[high - 1] == new[right - 1]:
            high, right = high - 1, right - 1
            pairs.append((high, right))
        if low == high or left == right:
            continue
        anchors = _unique_anchors(old, new, (low, high, left, right), weigh)
        if not anchors:
            pairs.extend(_common_blocks(old, new, (low, high, left, right)))
            continue
        for place, counterpart in (*anchors, (high, right)):
            gaps.append((low, place, left, counterpart))
            if place < high:
                pairs.append((place, counterpart))
            low, left = place + 1, counterpart + 1
    return _stretches(sorted(pairs))


def _unique_anchors(
    old: Sequence[Item],
    new: Sequence[Item],
    gap: tuple[int, int, int, int],
    weigh: Callable[[Item], int] | None,
) -> list[tuple[int, int]]:
    low, high, left, right = gap
    old_counts = Counter(old[low:high])
    new_counts = Counter(new[left:right])
    places = {
        item: place
        for place, item in enumerate(old[low:high], low)
        if old_counts[item] == 1 and new_counts.get(item) == 1
    }
    shared = [(places[new[i]], i) for i in range(left, right) if new[i] in places]
    weights = [weigh(new[i]) if weigh else 1 for _, i in shared]
    return [shared[k] for k in heaviest_chain([place for place, _ in shared], weights)]


def _common_blocks(
    old: Sequence[Item], new: Sequence[Item], gap: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    low, high, left, right = gap
    if (high - low) * (right - left) > _SMALL:
        return []
    matcher = SequenceMatcher(None, old[low:high], new[left:right], autojunk=False)
    return [
        (low + block.a + k, left + block.b + k)
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def _stretches(pairs: list[tuple[int, int]]) -> tuple[Match, ...]:
    """Join pairs that follow each other on both sides."""
    matches: list[Match] = []
    start, counterstart, length = 0, 0, 0
    for place, counterpart in pairs:
        if length and place == start + length and counterpart == counterstart + length:
            length += 1
            continue
        if length:
            matches.append(Match(start, counterstart, length))
        start, counterstart, length = place, counterpart, 1
    if length:
        matches.append(Match(start, counterstart, length))
    return tuple(matches)
