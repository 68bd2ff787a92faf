"""A Markdown body → its blocks in order, flat, each with the containers around it.

markdown-it-py finds the blocks, with rules of our own for lists and footnotes; the inline
content is left as it stands, for ``inline``. Lines count from 0 in the body.
"""

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import heading as read_heading
from markdown_it.rules_block import table as read_table
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.token import Token

from pipeline.model.text import BlockKind, Cell, Container, ContainerKind
from pipeline.parse.block_state import BlockParser, BlockState, TooDeepError
from pipeline.parse.footnotes import read_footnote
from pipeline.parse.inline import References
from pipeline.parse.lists import read_list
from pipeline.parse.literal import is_comment


@dataclass(frozen=True, slots=True)
class RawBlock:
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
    """A footnote's definition: its label, and the line and offset where it stands."""

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
    too_deep: int | None = None


def read_blocks(body: str) -> Blocks:
    """Find the blocks of a body whose lines end in ``\\n``."""
    body = body.replace("\0", "\ufffd")
    tokens: list[Token] = []
    env: dict[str, object] = {"footnotes": set[str](), "references": {}}
    state = BlockState(body, _MARKDOWN, env, tokens)
    try:
        _MARKDOWN.block.tokenize(state, 0, state.lineMax)
    except TooDeepError as error:
        raw = RawBlock(BlockKind.PARAGRAPH, body, 0, is_literal=True)
        return Blocks((raw,), References(), too_deep=error.line)
    return _Flattening(state).blocks()


def _placed(rule: Callable[[StateBlock, int, int, bool], bool]) -> Callable[..., bool]:
    """Let a rule's inline tokens keep where their line's text begins inside its containers."""

    def placed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "inline" and token.map:
                line = token.map[0]
                token.meta["at"] = state.bMarks[line] + state.tShift[line]
        return True

    return placed


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark")
    markdown.block = parser = BlockParser()
    ruler = parser.ruler
    ruler.at("list", read_list, {"alt": ["paragraph", "reference", "blockquote"]})  # type: ignore[arg-type]
    ruler.before("reference", "footnote", read_footnote, {"alt": ["paragraph", "reference"]})  # type: ignore[arg-type]
    ruler.at("heading", _placed(read_heading), {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("table", _placed(read_table), {"alt": ["paragraph", "reference"]})
    # Targets stay as written: what is wrong with one is for `check` to say
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.options["maxNesting"] = 10_000  # BlockParser has its own bound
    return markdown


_MARKDOWN = _parser()


class _Flattening:
    """One walk over the tokens, with the containers that are open."""

    def __init__(self, state: BlockState) -> None:
        self.state = state
        self.containers: list[Container] = []
        self.blocks_found: list[RawBlock] = []
        self.definitions: list[Definition] = []
        self.html: list[HtmlBlock] = []
        self.number = 0
        self.label = ""  # of the item that no block has taken yet
        self.label_place: tuple[int, int] | None = None
        self.counts: list[int] = []  # number of blocks found when each item began
        self.level = 0
        self.is_setext = False
        self.alignment = ""
        self.row = -1
        self.column = -1

    def blocks(self) -> Blocks:
        for token in self.state.tokens:
            step = _STEPS.get(token.type)
            if step is not None:
                step(self, token)
        env = self.state.env
        links = {label: (each["href"], each["title"]) for label, each in env["references"].items()}
        references = References(links, frozenset(env["footnotes"]))
        return Blocks(
            tuple(self.blocks_found), references, tuple(self.definitions), tuple(self.html)
        )

    def enter(self, kind: ContainerKind, **values: object) -> None:
        self.number += 1
        self.containers.append(Container(kind, self.number, **values))  # type: ignore[arg-type]

    def leave(self, token: Token) -> None:
        self.containers.pop()

    def enter_list(self, token: Token) -> None:
        ordered, tight = token.meta["ordered"], token.meta["tight"]
        self.enter(ContainerKind.LIST, ordered=ordered, tight=tight)

    def enter_item(self, token: Token) -> None:
        self.label = token.meta["label"]
        self.label_place = (token.meta["line"], token.meta["at"])
        self.counts.append(len(self.blocks_found))
        self.enter(ContainerKind.ITEM, label=self.label)

    def leave_item(self, token: Token) -> None:
        if self.counts.pop() == len(self.blocks_found) and self.label_place is not None:
            line, _ = self.label_place
            self.add(BlockKind.LIST_ITEM, "", line)  # an empty item still has its label
        self.containers.pop()

    def enter_quotation(self, token: Token) -> None:
        self.enter(ContainerKind.QUOTATION)

    def enter_table(self, token: Token) -> None:
        self.row = -1
        self.enter(ContainerKind.TABLE)

    def enter_row(self, token: Token) -> None:
        self.row += 1
        self.column = -1
        self.enter(ContainerKind.ROW)

    def enter_cell(self, token: Token) -> None:
        self.column += 1
        style = str(token.attrs.get("style", ""))
        self.alignment = style.removeprefix("text-align:")

    def enter_footnote(self, token: Token) -> None:
        label = token.meta["label"]
        self.definitions.append(Definition(label, token.meta["line"], token.meta["at"]))
        self.enter(ContainerKind.FOOTNOTE, label=label)

    def enter_heading(self, token: Token) -> None:
        self.level = int(token.tag[1:])
        self.is_setext = token.markup in ("=", "-")

    def leave_heading(self, token: Token) -> None:
        self.level = 0

    def read_inline(self, token: Token) -> None:
        assert token.map is not None
        line = token.map[0]
        at = token.meta.get("at", -1)
        if self.containers and self.containers[-1].kind is ContainerKind.ROW:
            cell = Cell(self.row, self.column, self.alignment)
            self.add(BlockKind.TABLE_CELL, token.content, line, at=at, cell=cell)
        elif self.level:
            self.add(
                BlockKind.HEADING,
                token.content,
                line,
                at=-1 if self.is_setext else at,
                level=self.level,
            )
        else:
            self.add(self.paragraph_kind(), token.content, line)

    def paragraph_kind(self) -> BlockKind:
        kind = self.containers[-1].kind if self.containers else None
        return _PARAGRAPH_KINDS.get(kind, BlockKind.PARAGRAPH) if kind else BlockKind.PARAGRAPH

    def read_code(self, token: Token) -> None:
        assert token.map is not None
        first, _ = token.map
        content = token.content.removesuffix("\n")
        info = token.info.strip()
        opening = None
        if token.type == "fence":
            opening = (first, self.state.line_starts[first])
            first += 1
        self.add(BlockKind.CODE, content, first, opening=opening, info=info, is_literal=True)

    def read_html(self, token: Token) -> None:
        assert token.map is not None
        line = token.map[0]
        self.html.append(HtmlBlock(token.content.rstrip("\n"), line))
        if is_comment(token.content):
            return  # comments are not text
        content = token.content.rstrip("\n")
        self.add(BlockKind.HTML, content, line, is_literal=True)

    def add(self, kind: BlockKind, content: str, line: int, **values: object) -> None:
        if self.label_place is not None:
            values["label"], values["opening"] = self.label, self.label_place
            self.label, self.label_place = "", None
        depth = sum(1 for each in self.containers if each.kind is ContainerKind.ITEM)
        block = RawBlock(
            kind,
            content,
            line,
            depth=depth,
            containers=tuple(self.containers),
            **values,  # type: ignore[arg-type]
        )
        self.blocks_found.append(block)


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
    "blockquote_open": _Flattening.enter_quotation,
    "blockquote_close": _Flattening.leave,
    "table_open": _Flattening.enter_table,
    "table_close": _Flattening.leave,
    "tr_open": _Flattening.enter_row,
    "tr_close": _Flattening.leave,
    "th_open": _Flattening.enter_cell,
    "td_open": _Flattening.enter_cell,
    "footnote_open": _Flattening.enter_footnote,
    "footnote_close": _Flattening.leave,
    "heading_open": _Flattening.enter_heading,
    "heading_close": _Flattening.leave_heading,
    "inline": _Flattening.read_inline,
    "fence": _Flattening.read_code,
    "code_block": _Flattening.read_code,
    "html_block": _Flattening.read_html,
}
