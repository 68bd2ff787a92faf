"""Blocks that need no parser: text whose lines tell at a glance what each of them begins.

Headings with ``#``, paragraphs, fences, tables with ``|`` before each line, and lists of bullets
and short numbers without empty lines: most of what histories hold. All else, and whatever is only
nearly so, is left to ``blocks``; the laws hold the two to the same blocks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.model.text import BlockKind
from pipeline.parse.paragraphs import split_heading
from pipeline.parse.tables import alignments_of, cells_of

_END = r"(?![^\n])"  # of a line
LABEL = rf"(?:[-*+]|\(?(?:\d{{1,9}}|[^\W\d_]|[ivxlcIVXLC]{{2,12}})[.)])(?:[ \t]|{_END})|\[\^"
_OTHER = rf"[ \t]*(?:{LABEL}|[-#><=]|```|~~~|(?:[*_+][ \t]*){{3,}}{_END}|[|:][-|: \t]*{_END})"
# The first line, and a later one, of what may be more than one paragraph
_BEGINS_OTHER = re.compile(rf"[ \t]|{_OTHER}|\[(?:[^\]\\]|\\.)*\]:")
_GOES_ON_OTHER = re.compile(rf"\n{_OTHER}")
# Where a paragraph, a list or a table ends in any case
_BOUNDARY = re.compile(rf"\n(?=#{{1,6}}(?:[ \t]|{_END})|```|~~~)")
_FENCE = re.compile(r"(?:(`{3,8})(?!`)[^`\n]*|(~{3,8})(?!~)[^\n]*)(?:\n|\Z)")
_CLOSINGS = {
    mark * length: re.compile(rf"^ {{0,3}}{mark}{{{length},}}[ \t]*$\n?", re.MULTILINE)
    for mark in "`~"
    for length in range(3, 9)
}
_ITEM = re.compile(
    r"(?:\A|\n)( *)([-*+]|[0-9]{1,3}[.)])( {1,4})(?=[^ \t\n])"
    rf"(?!\*[* \t]*{_END})"  # the rest of a rule
)
_FIRST_LABELS = frozenset(["-", "*", "+", "1.", "1)"])  # they may interrupt a paragraph
_DEEPEST = 8  # lists inside each other


class FlatBlock(NamedTuple):
    """A block's kind, and its inline Markdown or the code itself."""

    kind: BlockKind
    content: str


class Flat(NamedTuple):
    """What a text holds. ``is_open``: it ends in a fence that is not closed."""

    blocks: Sequence[FlatBlock]
    is_open: bool = False


class _NotFlatError(Exception):
    """There is something in the text that takes a parser."""


def is_paragraph(text: str) -> bool:
    """Tell whether a text without empty lines can be nothing but one paragraph."""
    return not _BEGINS_OTHER.match(text) and not ("\n" in text and _GOES_ON_OTHER.search(text))


def flat_blocks(text: str) -> Flat | None:
    """Read a text that does not begin with an empty line; None where it is not flat."""
    found: list[FlatBlock] = []
    start, size = 0, len(text)
    try:
        while start < size:
            first = text[start]
            if first == "#":
                start = _read_heading(text, start, found)
            elif first in "`~":
                start = _read_fence(text, start, found)
                if not start:
                    return Flat(found, is_open=True)
            else:
                boundary = _BOUNDARY.search(text, start)
                end = boundary.start() if boundary else size
                found.extend(_stretch(text[start:end]))
                start = end + 1
    except _NotFlatError:
        return None
    return Flat(found)


def _read_heading(text: str, start: int, found: list[FlatBlock]) -> int:
    """Read the heading that begins at ``start``; return where the next line begins."""
    line, _, _ = text[start:].partition("\n")
    heading = split_heading(line)
    if heading is None:
        raise _NotFlatError
    found.append(FlatBlock(BlockKind.HEADING, heading[1]))
    return start + len(line) + 1


def _read_fence(text: str, start: int, found: list[FlatBlock]) -> int:
    """Read code between fences; return where the line after it begins, 0 where it is not closed."""
    opening = _FENCE.match(text, start)
    if opening is None:
        raise _NotFlatError
    closing = _CLOSINGS[opening[1] or opening[2]].search(text, opening.end())
    if closing is None:
        return 0
    code = text[opening.end() : closing.start()].removesuffix("\n")
    found.append(FlatBlock(BlockKind.CODE, code))
    return closing.end()


def _stretch(text: str) -> Iterator[FlatBlock]:
    """Read lines that are a paragraph, a table, or a list with or without a paragraph before."""
    if not text or "\n\n" in text or text[0] == "\n":
        raise _NotFlatError
    if is_paragraph(text):
        content = text.strip(MD_TRIM_CHARS)
        if content:
            yield FlatBlock(BlockKind.PARAGRAPH, content)
    elif text[0] == "|":
        yield from _cells(text.split("\n"))
    else:
        yield from _items(text)


def _cells(lines: Sequence[str]) -> Iterator[FlatBlock]:
    if len(lines) < 2 or not all(line.startswith("|") for line in lines):
        raise _NotFlatError
    head = cells_of(lines[0])
    alignments = alignments_of(lines[1])
    if alignments is None or len(head) != len(alignments):
        raise _NotFlatError
    for row in (head, *map(cells_of, lines[2:])):
        for content in row[: len(head)]:
            yield FlatBlock(BlockKind.TABLE_CELL, content)


def _items(text: str) -> Iterator[FlatBlock]:
    """Read a list whose items are a paragraph each, and may have further lists below them."""
    before, *parts = _ITEM.split(text)
    if not parts:
        raise _NotFlatError
    if before:
        yield FlatBlock(BlockKind.PARAGRAPH, _paragraph(before))
    columns: list[int] = []  # where the text of each item begins that is open
    for at in range(0, len(parts), 4):
        indent, label, gap, content = parts[at : at + 4]
        column = len(indent)
        interrupts = column >= columns[-1] if columns else before != ""
        while columns and columns[-1] > column:
            columns.pop()
        outer = columns[-1] if columns else 0
        if column - outer > 3 or len(columns) == _DEEPEST:
            raise _NotFlatError
        if interrupts and label not in _FIRST_LABELS:
            raise _NotFlatError
        columns.append(column + len(label) + len(gap))
        yield FlatBlock(BlockKind.LIST_ITEM, _paragraph(content, columns[-1]))


def _paragraph(text: str, column: int = 0) -> str:
    """Return the content of a paragraph whose lines may be indented up to a column."""
    if not is_paragraph(text):
        raise _NotFlatError
    if column and "\n" in text:
        if "\t" in text:
            raise _NotFlatError
        text = re.sub(rf"\n {{1,{column}}}", "\n", text)
    content = text.strip(MD_TRIM_CHARS)
    if not content:
        raise _NotFlatError
    return content
