"""A Markdown body → its blocks in order, flat, each with the containers around it.

markdown-it-py finds the blocks, with rules of our own for lists and footnotes; the inline
content is left as it stands, for ``inline``. Lines count from 0 in the body.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.model.text import BlockKind, Cell, Container, ContainerKind
from pipeline.parse.block_state import BlockState, BlockToken, TooDeepError
from pipeline.parse.grammar import make_parser
from pipeline.parse.inline_state import References
from pipeline.parse.literal import is_comment

_MARKDOWN = make_parser()


class RawBlock(NamedTuple):
    """A block before its inline content is read.

    ``content``: inline Markdown, or the text itself where ``is_literal``. ``line``: the line of
    its first content. ``at``: the offset in the body where a heading's or a table row's text
    begins, -1 elsewhere. ``opening``: line and offset of the label, of a fence, …: where the
    block begins, where that is not its content.
    """

    kind: BlockKind
    content: str
    line: int
    at: int = -1
    opening: tuple[int, int] | None = None
    level: int = 0
    label: str = ""
    depth: int = 0
    cell: Cell | None = None
    containers: tuple[Container, ...] = ()
    info: str = ""
    is_literal: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of a footnote or a link: its label, and the line and offset where it stands."""

    label: str
    line: int
    at: int


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of raw HTML as it stands, comments included."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a body holds. ``too_deep`` is the line where nesting went beyond the limit: then the
    body's text is given as one paragraph, for want of structure."""

    blocks: tuple[RawBlock, ...]
    references: References
    definitions: tuple[Definition, ...] = ()
    html: tuple[HtmlBlock, ...] = ()
    link_definitions: tuple[Definition, ...] = ()
    surplus_cells: tuple[tuple[int, int], ...] = ()  # line and offset
    too_deep: int | None = None


def read_blocks(body: str) -> Blocks:
    """Find the blocks of a body whose lines end in ``\\n``."""
    body = body.replace("\0", "\ufffd")
    tokens: list[BlockToken] = []
    env: dict[str, object] = {"footnotes": set[str](), "references": {}}
    state = BlockState(body, _MARKDOWN, env, tokens)
    try:
        _MARKDOWN.block.tokenize(state, 0, state.lineMax)
    except TooDeepError as error:
        raw = RawBlock(BlockKind.PARAGRAPH, body, 0, is_literal=True)
        return Blocks((raw,), References(), too_deep=error.line)
    return _Flattening(state).blocks()


class _Flattening:
    """One walk over the tokens, with the containers that are open."""

    def __init__(self, state: BlockState) -> None:
        self.state = state
        self.containers: list[Container] = []
        self.blocks_found: list[RawBlock] = []
        self.definitions: list[Definition] = []
        self.html: list[HtmlBlock] = []
        self.link_definitions: list[Definition] = []
        self.surplus: list[tuple[int, int]] = []
        self.number = 0
        self.label = ""  # of the item that no block has taken yet
        self.label_place: tuple[int, int] | None = None
        self.counts: list[int] = []  # number of blocks found when each item began
        self.row = -1
        self.column = -1

    def blocks(self) -> Blocks:
        tokens: list[Any] = self.state.tokens
        for token in tokens:
            step = _STEPS.get(token.type)
            if step is not None:
                step(self, token)
        env = self.state.env
        links = {label: (each["href"], each["title"]) for label, each in env["references"].items()}
        references = References(links, frozenset(env["footnotes"]))
        return Blocks(
            tuple(self.blocks_found),
            references,
            tuple(self.definitions),
            tuple(self.html),
            tuple(self.link_definitions),
            tuple(self.surplus),
        )

    def enter(self, kind: ContainerKind, **values: object) -> None:
        self.number += 1
        self.containers.append(Container(kind, self.number, **values))  # type: ignore[arg-type]

    def leave(self, token: BlockToken) -> None:
        self.containers.pop()

    def enter_list(self, token: BlockToken) -> None:
        ordered, tight = token.meta["ordered"], token.meta["tight"]
        self.enter(ContainerKind.LIST, ordered=ordered, tight=tight)

    def enter_item(self, token: BlockToken) -> None:
        self.label = token.meta["label"]
        self.label_place = (_line(token), token.meta["at"])
        self.counts.append(len(self.blocks_found))
        self.enter(ContainerKind.ITEM, label=self.label)

    def leave_item(self, token: BlockToken) -> None:
        if self.counts[-1] == len(self.blocks_found) and self.label_place is not None:
            line, _ = self.label_place
            self.add(BlockKind.LIST_ITEM, "", line)  # an empty item still has its label
        self.counts.pop()
        self.containers.pop()

    def enter_quotation(self, token: BlockToken) -> None:
        self.enter(ContainerKind.QUOTATION)

    def enter_table(self, token: BlockToken) -> None:
        self.row = -1
        self.enter(ContainerKind.TABLE)

    def enter_row(self, token: BlockToken) -> None:
        self.row += 1
        self.column = -1
        self.enter(ContainerKind.ROW)

    def read_cell(self, token: BlockToken) -> None:
        self.column += 1
        cell = Cell(self.row, self.column, token.meta["alignment"])
        self.add(BlockKind.TABLE_CELL, token.content, _line(token), at=token.meta["at"], cell=cell)

    def read_surplus(self, token: BlockToken) -> None:
        self.surplus.append((_line(token), token.meta["at"]))

    def read_definition(self, token: BlockToken) -> None:
        definition = Definition(token.content, _line(token), token.meta["at"])
        self.link_definitions.append(definition)

    def enter_footnote(self, token: BlockToken) -> None:
        label = token.meta["label"]
        self.definitions.append(Definition(label, _line(token), token.meta["at"]))
        self.enter(ContainerKind.FOOTNOTE, label=label)

    def read_heading(self, token: BlockToken) -> None:
        line, meta = _line(token), token.meta
        at = meta.get("at", -1)
        if at >= 0:
            place = self.label_place or (line, meta["opening"])
            self.add(
                BlockKind.HEADING, token.content, line, at=at, opening=place, level=meta["level"]
            )
        else:
            self.add(BlockKind.HEADING, token.content, line, level=meta["level"])

    def read_paragraph(self, token: BlockToken) -> None:
        kind = BlockKind.PARAGRAPH
        if self.containers:
            kind = _PARAGRAPH_KINDS.get(self.containers[-1].kind, kind)
        self.add(kind, token.content, _line(token))

    def read_code(self, token: BlockToken) -> None:
        first = _line(token)
        content = token.content.removesuffix("\n")
        info = token.info.strip()
        opening = None
        if token.type == "fence":
            opening = (first, self.state.line_starts[first])
            first += 1
        self.add(BlockKind.CODE, content, first, opening=opening, info=info, is_literal=True)

    def read_html(self, token: BlockToken) -> None:
        line = _line(token)
        self.html.append(HtmlBlock(token.content.rstrip("\n"), line))
        if is_comment(token.content):
            return  # comments are not text
        content = token.content.rstrip("\n")
        self.add(BlockKind.HTML, content, line, is_literal=True)

    def add(self, kind: BlockKind, content: str, line: int, **values: object) -> None:
        if self.label_place is not None:
            values["label"], values["opening"] = self.label, self.label_place
            self.label, self.label_place = "", None
        block = RawBlock(
            kind,
            content,
            line,
            depth=len(self.counts),
            containers=tuple(self.containers),
            **values,  # type: ignore[arg-type]
        )
        self.blocks_found.append(block)


def _line(token: BlockToken) -> int:
    assert token.map is not None
    return token.map[0]


_PARAGRAPH_KINDS = {
    ContainerKind.ITEM: BlockKind.LIST_ITEM,
    ContainerKind.QUOTATION: BlockKind.QUOTATION,
    ContainerKind.FOOTNOTE: BlockKind.FOOTNOTE,
}

_STEPS = {
    "list_open": _Flattening.enter_list,
    "list_close": _Flattening.leave,
    "item_open": _Flattening.enter_item,
    "item_close": _Flattening.leave_item,
    "quotation_open": _Flattening.enter_quotation,
    "quotation_close": _Flattening.leave,
    "table_open": _Flattening.enter_table,
    "table_close": _Flattening.leave,
    "row_open": _Flattening.enter_row,
    "row_close": _Flattening.leave,
    "cell": _Flattening.read_cell,
    "surplus": _Flattening.read_surplus,
    "definition": _Flattening.read_definition,
    "footnote_open": _Flattening.enter_footnote,
    "footnote_close": _Flattening.leave,
    "heading": _Flattening.read_heading,
    "paragraph": _Flattening.read_paragraph,
    "fence": _Flattening.read_code,
    "code_block": _Flattening.read_code,
    "html_block": _Flattening.read_html,
}
