"""A source's Markdown → blocks with text, tokens and marks, each with its line and column.

The full depth of the reader; ``scan`` has the depth for history, with the same tokens. Front
matter is skipped, positions count from the file's first line.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import (
    Block,
    BlockKind,
    Mark,
    MarkdownText,
    Places,
    RawHtml,
    Reference,
    Source,
    Token,
)
from pipeline.parse.block_state import DEEPEST
from pipeline.parse.blocks import RawBlock, read_blocks
from pipeline.parse.inline import (
    ANY_FOOTNOTE,
    Called,
    InlineText,
    References,
    read_inline_text,
)
from pipeline.parse.literal import is_comment, literal_text
from pipeline.parse.sections import split_source
from pipeline.parse.tables import Stretch, cell_places
from pipeline.parse.words import is_word, token_ranges

Place = tuple[int, int]  # line and column in the file, from 1


@dataclass(frozen=True, slots=True)
class _Content:
    """Where a block's content stood: from offset ``starts[i]`` on, at ``places[i]`` and right."""

    path: str
    starts: Sequence[int]
    places: Sequence[Place]

    def position_of(self, offset: int) -> Position:
        index = bisect_right(self.starts, offset) - 1
        line, column = self.places[index]
        return Position(self.path, line, column + offset - self.starts[index])


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Content that is located by someone else."""

    position_of: Callable[[int], Position]


@dataclass(slots=True)
class _Found:
    """What rules need besides blocks, as it is come across."""

    path: str
    calls: list[Reference] = field(default_factory=list)
    html: list[RawHtml] = field(default_factory=list)


def read_markdown(source: Source, *, tokens: bool = True) -> MarkdownText:
    """Read the body of a source; it never fails: ``problems`` says what went wrong.

    Without ``tokens`` the blocks have none, which takes a third of the time; ``Block.places``
    still says where everything stands.
    """
    sections = split_source(source.text)
    body = sections.body
    lines = body.split("\n")
    first_line = sections.body_line
    raw = read_blocks(body)
    starts = _line_starts(lines)
    found = _Found(source.path)
    blocks = []
    for block in raw.blocks:
        content = _Content(source.path, *_locate(block, lines, starts, first_line))
        position = _opening(block, content, starts, first_line)
        blocks.append(_read_block(block, content, position, raw.references, found, tokens))
    for html in raw.html:
        position = Position(source.path, html.line + first_line, _indent(lines[html.line]) + 1)
        found.html.append(RawHtml(html.text, position, is_comment(html.text)))
    definitions = tuple(
        Reference(
            each.label,
            Position(source.path, each.line + first_line, each.at - starts[each.line] + 1),
        )
        for each in raw.definitions
    )
    problems: tuple[Diagnostic, ...] = ()
    if raw.too_deep is not None:
        position = Position(source.path, raw.too_deep + first_line, 1)
        problems = (_too_deep(position),)
    html_found = tuple(sorted(found.html, key=lambda each: each.position))
    return MarkdownText(tuple(blocks), tuple(found.calls), definitions, html_found, problems)


def read_inline(text: str, path: str, position_of: Callable[[int], Position]) -> Block:
    """Read inline Markdown that stands elsewhere than in a body, as a block of kind heading.

    ``position_of`` gives the place of an offset in ``text``. What it calls is defined in a body,
    so every footnote call is taken for one: their labels are the targets of its marks.
    """
    raw = RawBlock(BlockKind.HEADING, text, 0)
    return _read_block(
        raw, _Elsewhere(position_of), position_of(0), ANY_FOOTNOTE, _Found(path), True
    )


def _read_block(
    block: RawBlock,
    content: _Content | _Elsewhere,
    position: Position,
    references: References,
    found: _Found,
    tokens: bool,
) -> Block:
    if block.is_literal:
        inline = literal_text(block.kind, block.content)
    else:
        inline = read_inline_text(block.content, references)
    place = content.position_of
    places = None
    if isinstance(content, _Content):
        places = Places(
            content.path,
            inline.starts,
            inline.offsets,
            inline.literal,
            content.starts,
            content.places,
        )
    found.calls.extend(Reference(each.text, place(each.offset)) for each in inline.calls)
    found.html.extend(_raw_html(each, place(each.offset)) for each in inline.html)
    return Block(
        block.kind,
        inline.text,
        _tokens(inline, place) if tokens else (),
        position,
        tuple(
            Mark(each.kind, each.start, each.end, each.target, each.title, place(each.offset))
            for each in inline.marks
        ),
        block.level,
        block.label,
        block.depth,
        block.cell,
        block.containers,
        block.info,
        places,
    )


def _tokens(inline: InlineText, place: Callable[[int], Position]) -> tuple[Token, ...]:
    return tuple(
        Token(text, start, end, place(inline.offset_of(start)), is_word(text))
        for text, start, end in token_ranges(inline.text)
    )


def _raw_html(html: Called, position: Position) -> RawHtml:
    return RawHtml(html.text, position, is_comment(html.text))


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _opening(
    block: RawBlock, content: _Content, starts: Sequence[int], first_line: int
) -> Position:
    """Return where a block begins: at its label, fence or ``#`` where it has one."""
    if block.opening is None:
        return content.position_of(0)
    line, at = block.opening
    return Position(content.path, line + first_line, at - starts[line] + 1)


def _locate(
    block: RawBlock, lines: Sequence[str], starts: Sequence[int], first_line: int
) -> tuple[Sequence[int], Sequence[Place]]:
    """Find where each line of a block's content stood.

    Content loses the beginnings of its lines (indentation, ``>``, labels), and the blanks at its
    end; so each of its lines ends where the source's line does. Only headings (``#`` at the end)
    and table cells are found from the left.
    """
    if block.cell is not None:
        row = lines[block.line][block.at - starts[block.line] :]
        column = block.at - starts[block.line]
        place = (block.line + first_line, column + 1)
        return _cell_places(cell_places(row)[block.cell.column], place)
    content = block.content.split("\n")
    if block.at >= 0:
        return (0,), ((block.line + first_line, block.at - starts[block.line] + 1),)
    offsets, places = [], []
    offset = 0
    for number, text in enumerate(content):
        line = lines[block.line + number] if block.line + number < len(lines) else ""
        if number == len(content) - 1 and not block.is_literal:
            line = line.rstrip(MD_TRIM_CHARS)
        offsets.append(offset)
        places.append((block.line + number + first_line, len(line) - len(text) + 1))
        offset += len(text) + 1
    return offsets, places


def _cell_places(
    stretches: Sequence[Stretch], place: Place
) -> tuple[Sequence[int], Sequence[Place]]:
    line, first = place
    return (
        tuple(offset for offset, _ in stretches),
        tuple((line, first + at) for _, at in stretches),
    )


def _too_deep(position: Position) -> Diagnostic:
    return Diagnostic(
        "E206",
        f"more than {DEEPEST} quotations and lists inside each other",
        position,
        hint="take some of them apart: the text is read as one paragraph",
    )
