"""The heaviest in-order chain of candidate pairs: those that can all stay in their order."""

from collections.abc import Iterable

from pipeline.align import chains


def heaviest_chain(
    candidates: Iterable[tuple[int, int, int]],
) -> tuple[tuple[int, int], ...]:
    """Choose pairs that rise on both sides and weigh most together.

    ``candidates``: (old index, new index, weight above 0), in any order; O(n log n).
    """
    # Falling new indexes for one old index: a chain that rises takes at most one of them.
    ordered = sorted(candidates, key=lambda c: (c[0], -c[1], c[2]))
    chosen = chains.heaviest_chain([new for _, new, _ in ordered], [w for _, _, w in ordered])
    return tuple(ordered[k][:2] for k in chosen)
