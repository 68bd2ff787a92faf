"""A source's Markdown → blocks with text, tokens and marks, each with its line and column.

The full depth of the reader; ``scan`` has the depth for history, with the same tokens. Front
matter is skipped, positions count from the file's first line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

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
from pipeline.parse.blocks import Blocks, RawBlock, read_blocks
from pipeline.parse.inline import InlineText, read_inline_text
from pipeline.parse.inline_state import ANY_FOOTNOTE, References
from pipeline.parse.links import labels_in, normal_label
from pipeline.parse.literal import is_comment, literal_text
from pipeline.parse.places import Body, Located
from pipeline.parse.sections import split_source
from pipeline.parse.tokens import Tokens
from pipeline.parse.words import is_word, token_ranges

PositionOf = Callable[[int], Position]  # the place of an offset of a block's content


@dataclass(slots=True)
class _Found:
    """What rules need besides blocks, as it is come across."""

    calls: list[Reference] = field(default_factory=list)
    html: list[RawHtml] = field(default_factory=list)


def read_markdown(source: Source, *, tokens: bool = True) -> MarkdownText:
    """Read the body of a source; it never fails: ``problems`` says what went wrong.

    Tokens are made when they are first asked for; without ``tokens`` the blocks have none, and
    hold their texts once. ``Block.places`` says where everything stands.
    """
    sections = split_source(source.text)
    raw = read_blocks(sections.body)
    body = Body(source.path, sections.body, sections.body_line)
    found = _Found()
    blocks = [_read_in_body(each, body, raw.references, found, tokens) for each in raw.blocks]
    for html in raw.html:
        position = body.text_start(html.line)
        found.html.append(RawHtml(html.text, position, is_comment(html.text)))
    definitions = tuple(
        Reference(each.label, body.place(each.line, each.at)) for each in raw.definitions
    )
    problems = tuple(_problems(raw, body))
    html_found = tuple(sorted(found.html, key=lambda each: each.position))
    return MarkdownText(tuple(blocks), tuple(found.calls), definitions, html_found, problems)


def read_inline(text: str, path: str, position_of: PositionOf) -> Block:
    """Read inline Markdown that stands elsewhere than in a body, as a block of kind heading.

    ``position_of`` gives the place of an offset in ``text``. What it calls is defined in a body,
    so every footnote call is taken for one: their labels are the targets of its marks.
    """
    raw = RawBlock(BlockKind.HEADING, text, 0)
    inline = read_inline_text(text, ANY_FOOTNOTE)
    tokens = tuple(
        Token(word, start, end, position_of(inline.offset_of(start)), is_word(word))
        for word, start, end in token_ranges(inline.text)
    )
    return _block(raw, inline, position_of, position_of(0), None, tokens)


def _read_in_body(
    block: RawBlock, body: Body, references: References, found: _Found, tokens: bool
) -> Block:
    if block.is_literal:
        inline = literal_text(block.kind, block.content)
    else:
        inline = read_inline_text(block.content, references)
    content = body.locate(block)
    place = content.position_of
    found.calls.extend(Reference(each.text, place(each.offset)) for each in inline.calls)
    found.html.extend(
        RawHtml(each.text, place(each.offset), is_comment(each.text)) for each in inline.html
    )
    position = body.opening(block, content)
    places = _places(inline, content)
    words = Tokens(inline.text, places) if tokens else ()
    return _block(block, inline, place, position, places, words)


def _places(inline: InlineText, content: Located) -> Places:
    return Places(
        content.path, inline.starts, inline.offsets, inline.literal, content.starts, content.places
    )


def _block(
    block: RawBlock,
    inline: InlineText,
    place: PositionOf,
    position: Position,
    places: Places | None,
    tokens: Sequence[Token],
) -> Block:
    marks = tuple(
        Mark(each.kind, each.start, each.end, each.target, each.title, place(each.offset))
        for each in inline.marks
    )
    return Block(
        block.kind,
        inline.text,
        tokens,
        position,
        marks,
        block.level,
        block.label,
        block.depth,
        block.cell,
        block.containers,
        block.info,
        places,
    )


def _problems(raw: Blocks, body: Body) -> Iterator[Diagnostic]:
    """Yield where a body is not read as its author may think."""
    if raw.too_deep is not None:
        yield Diagnostic.of(
            "E206",
            f"more than {DEEPEST} quotations and lists inside each other",
            body.text_start(raw.too_deep),
            hint="take some of them apart: the text is read as one paragraph",
        )
    if raw.link_definitions:
        named = frozenset[str]().union(*[labels_in(block.content) for block in raw.blocks])
        for each in raw.link_definitions:
            if normal_label(each.label) not in named:
                yield Diagnostic.of(
                    "W235",
                    f"this line says where “[{each.label}]” links to, and is not printed; "
                    "no text has that link",
                    body.place(each.line, each.at),
                    hint="if it is text, write a backslash before each bracket",
                )
    for line, at in raw.surplus_cells:
        yield Diagnostic.of(
            "W236",
            "this row has more cells than the head of its table; from here on it is not printed",
            body.place(line, at),
            hint="give the head as many cells",
        )
