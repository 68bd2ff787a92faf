"""The state of markdown-it-py's block parser, with what our rules keep besides, and its bounds."""

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline.parse.labels import Sequence

DEEPEST = 32  # containers inside each other (contract, section 3)


class TooDeepError(Exception):
    """Quotations, items and footnotes inside each other beyond what is read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class BlockState(StateBlock):
    """Where each line begins whatever a rule does to ``bMarks``, and the lists that are open."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.line_starts = tuple(self.bMarks)
        self.open_lists: list[Sequence] = []
        self.depth = -1


class BlockParser(ParserBlock):
    """markdown-it-py's block parser on a ``BlockState``, refusing to nest too deep."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Read the blocks of a range of lines, one container deeper than the caller."""
        assert isinstance(state, BlockState)
        if state.depth >= DEEPEST:
            raise TooDeepError(startLine)
        state.depth += 1
        super().tokenize(state, startLine, endLine)
        state.depth -= 1
