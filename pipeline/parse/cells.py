"""A table row → where the content of each of its cells stands in it."""

from collections.abc import Sequence
from itertools import pairwise

from markdown_it.common.utils import MD_TRIM_CHARS

Stretch = tuple[int, int]  # offset in the content, offset in the row


def split_row(row: str) -> Sequence[Sequence[Stretch]]:
    """Cut a row at its pipes, as GFM does: ``\\|`` is a pipe in a cell, outer pipes may lack.

    Each cell comes as the stretches of its content that stand in the row as they are; a new one
    begins after each backslash that the content has lost.
    """
    leading = len(row) - len(row.lstrip(MD_TRIM_CHARS))
    row = row.rstrip(MD_TRIM_CHARS)
    cuts = [leading - 1]
    escapes = []
    position = leading
    while (position := row.find("|", position)) >= 0:
        if position > leading and row[position - 1] == "\\":
            escapes.append(position - 1)
        else:
            cuts.append(position)
        position += 1
    cuts.append(len(row))
    spans = [(first + 1, last) for first, last in pairwise(cuts)]
    if spans[0][0] == spans[0][1]:
        del spans[0]
    if spans and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return [_stretches(row, first, last, escapes) for first, last in spans]


def _stretches(row: str, first: int, last: int, escapes: Sequence[int]) -> Sequence[Stretch]:
    text = row[first:last]
    first += len(text) - len(text.lstrip(MD_TRIM_CHARS))
    stretches = [(0, first)]
    lost = 0
    for escape in escapes:
        if first <= escape < last:
            stretches.append((escape - first - lost, escape + 1))
            lost += 1
    return stretches
