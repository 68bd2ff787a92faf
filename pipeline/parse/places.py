"""Blocks of a body → where each stretch of their content stands in the file."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.model.position import Position
from pipeline.parse.blocks import RawBlock
from pipeline.parse.tables import Stretch, cell_places


class Located(NamedTuple):
    """Where content stood: from its offset ``starts[i]`` on, at ``places[i]`` and right of it."""

    path: str
    starts: Sequence[int]
    places: Sequence[tuple[int, int]]  # line and column, from 1

    def position_of(self, offset: int) -> Position:
        """Return the place of the character at an offset of the content."""
        index = bisect_right(self.starts, offset) - 1
        line, column = self.places[index]
        return Position(self.path, line, column + offset - self.starts[index])


class Body:
    """Lines of a body, which begins on line ``first_line`` of its file."""

    def __init__(self, path: str, body: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines = body.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.rows: dict[int, Sequence[Sequence[Stretch]]] = {}

    def place(self, line: int, offset: int) -> Position:
        """Return the place of an offset of the body, which is on a line of it (from 0)."""
        return Position(self.path, line + self.first_line, offset - self.starts[line] + 1)

    def text_start(self, line: int) -> Position:
        """Return the place of the first character of a line that is no blank."""
        text = self.lines[line]
        indent = len(text) - len(text.lstrip(" \t"))
        return Position(self.path, line + self.first_line, indent + 1)

    def opening(self, block: RawBlock, content: Located) -> Position:
        """Return where a block begins: at its label, fence or ``#`` where it has one."""
        if block.opening is not None:
            return self.place(*block.opening)
        return content.position_of(len(block.content) - len(block.content.lstrip()))

    def locate(self, block: RawBlock) -> Located:
        """Find where a block's content stood.

        Content loses the beginnings of its lines (indentation, ``>``, labels) and the blanks at
        its end, so each of its lines ends where the source's line does. Only headings (with ``#``
        at the end) and table cells are found from the left.
        """
        if block.cell is not None:
            return self._locate_cell(block.line, block.at, block.cell.column)
        line = block.line + self.first_line
        if block.at >= 0:
            place = (line, block.at - self.starts[block.line] + 1)
            return Located(self.path, (0,), (place,))
        if "\n" not in block.content:
            if block.is_literal and not block.content:
                end = 0  # its line may be one after the last, where a fence ends the source
            else:
                text = self.lines[block.line]
                end = len(text if block.is_literal else text.rstrip(MD_TRIM_CHARS))
            return Located(self.path, (0,), ((line, end - len(block.content) + 1),))
        starts, places = [0], []
        contents = block.content.split("\n")
        for number, content in enumerate(contents):
            end = len(self.lines[block.line + number]) if content else 0
            if number == len(contents) - 1 and not block.is_literal:
                end = len(self.lines[block.line + number].rstrip(MD_TRIM_CHARS))
            places.append((line + number, end - len(content) + 1))
            starts.append(starts[-1] + len(content) + 1)
        return Located(self.path, starts[:-1], places)

    def _locate_cell(self, line: int, at: int, column: int) -> Located:
        cells = self.rows.get(line)
        indent = at - self.starts[line]
        if cells is None:
            cells = self.rows[line] = cell_places(self.lines[line][indent:])
        stretches = cells[column]
        return Located(
            self.path,
            [offset for offset, _ in stretches],
            [(line + self.first_line, indent + place + 1) for _, place in stretches],
        )
