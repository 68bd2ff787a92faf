"""From an offset in a source's text, or in a block's, to a position in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.text import Block, Source

_LINE_END = re.compile(r"\r\n|\n|\r")


def matches(pattern: re.Pattern[str], source: Source) -> Iterator[tuple[re.Match[str], Position]]:
    """Yield what a pattern finds in a source, each with the place where it begins."""
    starts: list[int] = []
    for found in pattern.finditer(source.text):
        starts = starts or [0, *(end.end() for end in _LINE_END.finditer(source.text))]
        yield found, _place(source.path, starts, found.start())


def blocks_of(file: ReadFile) -> tuple[Block, ...]:
    """Return the blocks of a file, its given heading first."""
    return (file.heading, *file.text.blocks) if file.heading else file.text.blocks


def split_lines(source: Source) -> list[str]:
    """Split a source into its lines, as positions count them."""
    return _LINE_END.split(source.text)


def end_of(position: Position, length: int) -> Position:
    """Return the place that many characters further on the same line."""
    return Position(position.path, position.line, position.column + length)


def in_block(block: Block, offset: int) -> Position:
    """Return where a character of a block's text stands."""
    if block.places is not None:
        return block.places.at(offset)
    index = bisect_right(block.tokens, offset, key=lambda token: token.start) - 1
    if index < 0:
        return block.position
    token = block.tokens[index]
    return end_of(token.position, min(offset, token.end) - token.start)


def _place(path: str, starts: list[int], offset: int) -> Position:
    line = bisect_right(starts, offset) - 1
    return Position(path, line + 1, offset - starts[line] + 1)
