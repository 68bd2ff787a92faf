"""Tables as GFM has them: a block rule in place of markdown-it-py's, with exact places.

Each row's cells are its own: a row with fewer of them than the head is not filled up. As in GFM,
what a row has beyond the head's columns is no part of the table; a token tells where it begins.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.parse.block_state import BlockState

Stretch = tuple[int, int]  # offset in a cell's content, offset in the row

_DELIMITERS = re.compile(r"[-:|][-:| \t]*$")
_COLUMN = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")


def read_table(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the table whose head is on a line; ``silent``: only say if one begins."""
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    if state.is_code_block(start) or state.is_code_block(start + 1):
        return False
    alignments = alignments_of(_row(state, start + 1))
    if alignments is None or len(cells_of(_row(state, start))) != len(alignments):
        return False
    if silent:
        return True
    old_parent, state.parentType = state.parentType, "table"
    state.add("table_open")
    _add_row(state, start, alignments)
    line = start + 2
    while line < end and _is_row(state, line, end):
        _add_row(state, line, alignments)
        line += 1
    state.add("table_close")
    state.parentType = old_parent
    state.line = line
    return True


def _row(state: BlockState, line: int) -> str:
    return state.src[state.text_start(line) : state.eMarks[line]]


def alignments_of(row: str) -> list[str] | None:
    """Read the line under the head: each column's alignment, None where it is no such line."""
    if not _DELIMITERS.match(row) or row.startswith(("- ", "-\t")):
        return None
    row = row.strip(" \t")
    alignments = []
    for column in row.removeprefix("|").removesuffix("|").split("|"):
        match = _COLUMN.fullmatch(column)
        if match is None:
            return None
        left, right = match.groups()
        alignments.append(("center" if left else "right") if right else "left" if left else "")
    return alignments


def _is_row(state: BlockState, line: int, end: int) -> bool:
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    # A line without pipes is a row too; one that begins another block is none
    return not state.md.block.interrupts_others(state, line, end)  # type: ignore[attr-defined]


def _add_row(state: BlockState, line: int, alignments: Sequence[str]) -> None:
    state.add("row_open")
    at = state.text_start(line)
    row = _row(state, line)
    cells = cells_of(row)
    for alignment, content in zip(alignments, cells, strict=False):
        state.add("cell", content, line, at=at, alignment=alignment)
    if any(cells[len(alignments) :]):
        _, first = cell_places(row)[len(alignments)][0]
        state.add("surplus", line=line, at=at + first)
    state.add("row_close")


def cells_of(row: str) -> list[str]:
    """Return the contents of a row's cells; ``\\|`` is a pipe in one."""
    row = row.strip(MD_TRIM_CHARS)
    if "\\|" not in row:
        cells = row.split("|")
    else:
        cells = [cell.replace("\\|", "|") for cell in _PIPE.split(row)]
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [cell.strip(MD_TRIM_CHARS) for cell in cells]


def cell_places(row: str) -> Sequence[Sequence[Stretch]]:
    """Return, for each cell of a row, the stretches of its content that the row shows as they
    are: a new one begins after each backslash that the content has lost."""
    leading = len(row) - len(row.lstrip(MD_TRIM_CHARS))
    row = row.rstrip(MD_TRIM_CHARS)
    cuts = [leading - 1, *(pipe.start() for pipe in _PIPE.finditer(row, leading)), len(row)]
    spans = [(first + 1, last) for first, last in pairwise(cuts)]
    if spans[0][0] == spans[0][1]:
        del spans[0]
    if spans and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return [_stretches(row, first, last) for first, last in spans]


def _stretches(row: str, first: int, last: int) -> Sequence[Stretch]:
    text = row[first:last]
    first += len(text) - len(text.lstrip(MD_TRIM_CHARS))
    stretches = [(0, first)]
    at = first
    while (at := row.find("\\|", at, last)) >= 0:
        stretches.append((at - first - len(stretches) + 1, at + 1))
        at += 2
    return stretches
