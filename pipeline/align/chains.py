"""The heaviest part of a sequence that kept its order: what stayed while the rest moved."""

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_chain(positions: Sequence[int], weights: Sequence[int]) -> tuple[int, ...]:
    """Choose the strictly increasing subsequence of ``positions`` with the greatest weight.

    Comes out as indexes into ``positions``, in order. Weights are positive. Takes O(n log n): the
    frontier holds the chains that are worth extending, each by its last position, its total and
    its last item; a later position is worth its place only with a greater total (the weighted
    form of patience sorting; Jacobson and Vo, 1992).
    """
    ends: list[int] = []
    totals: list[int] = []
    items: list[int] = []
    before: list[int] = []  # for each item, the one before it in its chain, or -1
    for item, (position, weight) in enumerate(zip(positions, weights, strict=True)):
        place = bisect_left(ends, position)
        total = weight + (totals[place - 1] if place else 0)
        before.append(items[place - 1] if place else -1)
        if place < len(ends) and ends[place] == position and totals[place] >= total:
            continue
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[place:stop] = [position]
        totals[place:stop] = [total]
        items[place:stop] = [item]
    chain: list[int] = []
    item = items[-1] if items else -1
    while item >= 0:
        chain.append(item)
        item = before[item]
    return tuple(reversed(chain))
