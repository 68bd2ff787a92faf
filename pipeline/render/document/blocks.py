"""Blocks with their containers as nested HTML: paragraphs, lists, quotations, tables.

In: pieces, each a block and its content as Markup (``inline.inline_html``, or whatever a redline
makes of its runs). Out: Markup. What nests is read from ``block.containers`` alone: neighbours
with the same container, by kind and number, stand in the same element.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.model.text import Block, BlockKind, Container, ContainerKind

BULLET = "•"
_ALIGNMENTS = {"left": "al", "center": "ac", "right": "ar"}
_LATIN = re.compile("[A-Za-z]")
_NOTHING = Markup()
_SHORT_LABEL = 7  # characters that fit into the hang of 9 mm


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and how it is printed.

    ``label``: what stands in the label's place, where that is not the block's own label as
    written. ``before``: what stands at the block's first line without being its text (the code
    of a redline). ``css``: further classes of the block's element. ``id``: its anchor.
    """

    block: Block
    content: Markup
    label: Markup | None = None
    before: Markup = _NOTHING
    css: str = ""
    id: str = ""


def nested_html(pieces: Iterable[Piece], *, level: int, direction: str = "ltr") -> Markup:
    """Return the pieces as HTML; ``level`` is the heading level of the outermost heading,
    ``direction`` that of the document's language.

    Heading levels follow how headings nest, without gaps, whatever the source skips. A list
    item's first block carries its label; blocks of footnotes are not for here.
    """
    writer = _Writer(level, direction)
    for piece in pieces:
        writer.write(piece)
    return writer.close()


def label_html(label: str, direction: str = "ltr") -> Markup:
    """Return a list label as printed: as written; a bullet of any kind is a bullet.

    A Latin label keeps its own direction in text from right to left: "a)", not "(a".
    """
    if label in {"-", "*", "+"}:
        return Markup(BULLET)
    if direction == "rtl" and _LATIN.search(label):
        return Markup('<bdi dir="ltr">{}</bdi>').format(label)
    return escape(label)


class _Writer:
    """Writes pieces one after the other and knows which containers stand open."""

    def __init__(self, level: int, direction: str) -> None:
        self._direction = direction
        self._parts: list[Markup] = []
        self._open: list[Container] = []
        self._closings: list[Markup] = []
        self._base = level
        self._levels: list[int] = []
        self._labelled: set[int] = set()
        self._in_head = False

    def write(self, piece: Piece) -> None:
        containers = [c for c in piece.block.containers if c.kind is not ContainerKind.FOOTNOTE]
        self._enter(containers, piece.block)
        self._parts.append(self._block(piece))

    def close(self) -> Markup:
        self._leave(0)
        return Markup("\n").join(self._parts)

    def _enter(self, containers: list[Container], block: Block) -> None:
        shared = 0
        while shared < min(len(self._open), len(containers)) and _is_same(
            self._open[shared], containers[shared]
        ):
            shared += 1
        self._leave(shared)
        for container in containers[shared:]:
            self._start(container, block)

    def _leave(self, depth: int) -> None:
        while len(self._open) > depth:
            self._open.pop()
            self._parts.append(self._closings.pop())

    def _start(self, container: Container, block: Block) -> None:
        opening, closing = _element(container)
        if container.kind is ContainerKind.ROW:
            is_head = block.cell is not None and block.cell.row == 0
            if is_head:
                opening, closing = Markup("<thead><tr>"), Markup("</tr></thead>")
        self._open.append(container)
        self._closings.append(closing)
        self._parts.append(opening)

    def _block(self, piece: Piece) -> Markup:
        block = piece.block
        css = [piece.css] if piece.css else []
        lead = piece.before
        item = self._open[-1] if self._open and self._open[-1].kind is ContainerKind.ITEM else None
        if item is not None and item.number not in self._labelled:
            self._labelled.add(item.number)
            css.append("first")
            label = label_html(item.label, self._direction) if piece.label is None else piece.label
            if label:
                lead += Markup('<span class="lb">{}</span>').format(label)
        content = lead + piece.content
        if block.kind is BlockKind.HEADING:
            rank = self._rank(block.level)
            return _tagged(f"h{rank}", [*css, "sub"], piece.id, content)
        if block.kind is BlockKind.CODE:
            return _tagged("pre", css, piece.id, Markup("<code>{}</code>").format(content))
        if block.kind is BlockKind.TABLE_CELL and block.cell is not None:
            alignment = _ALIGNMENTS.get(block.cell.alignment)
            css += [alignment] if alignment else []
            if block.cell.row == 0:
                return _tagged("th", css, piece.id, content, Markup(' scope="col"'))
            return _tagged("td", css, piece.id, content)
        return _tagged("p", css, piece.id, content)

    def _rank(self, level: int) -> int:
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(self._base + len(self._levels) - 1, 6)


def _is_same(left: Container, right: Container) -> bool:
    return left.kind is right.kind and left.number == right.number


def _element(container: Container) -> tuple[Markup, Markup]:
    match container.kind:
        case ContainerKind.LIST:
            css = "labelled" if container.ordered else "bullets"
            return Markup(f'<ul class="{css}">'), Markup("</ul>")
        case ContainerKind.ITEM:
            long = len(container.label) > _SHORT_LABEL
            return Markup('<li class="long">' if long else "<li>"), Markup("</li>")
        case ContainerKind.QUOTATION:
            return Markup("<blockquote>"), Markup("</blockquote>")
        case ContainerKind.TABLE:
            return Markup('<div class="tw"><table>'), Markup("</table></div>")
        case ContainerKind.ROW:
            return Markup("<tr>"), Markup("</tr>")
        case ContainerKind.FOOTNOTE:
            raise ValueError("a footnote is no container of running text")


def _tagged(
    tag: str, css: list[str], anchor: str, content: Markup, attributes: Markup = _NOTHING
) -> Markup:
    if css:
        attributes += Markup(' class="{}"').format(" ".join(css))
    if anchor:
        attributes += Markup(' id="{}"').format(anchor)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attributes, content)
