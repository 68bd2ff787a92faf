"""The block parser: markdown-it-py's state and rules, with rules and bounds of our own.

Which rules are tried on a line is told by its first character, since most lines can begin only
one or two sorts of block. A rule is markdown-it-py's ``(state, line, end, silent) -> bool``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from pipeline.parse.labels import Sequence as LabelSequence

DEEPEST = 32  # containers inside each other (contract, section 3)

Rule = Callable[[Any, int, int, bool], bool]


class TooDeepError(Exception):
    """Quotations, items and footnotes inside each other beyond what is read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class BlockToken:
    """A token with the fields that block rules set; markdown-it-py's own takes long to make."""

    tag = content = info = markup = ""
    map: list[int] | None = None
    level = 0
    meta: Mapping[str, Any] = {}

    def __init__(self, type: str) -> None:
        self.type = type


class BlockState(StateBlock):
    """Where each line begins whatever a rule does to ``bMarks``, and the lists that are open."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, Any], tokens: list[Any]) -> None:
        self.src = src
        self.md = md
        self.env = env
        self.tokens = tokens
        self.bMarks, self.eMarks, self.tShift, self.sCount = _lines(src)
        self.bsCount = [0] * len(self.bMarks)
        self.blkIndent = self.line = self.level = 0
        self.lineMax = len(self.bMarks) - 1
        self.tight = False
        self.listIndent = -1
        self.parentType = "root"
        self.line_starts = tuple(self.bMarks)
        self.open_lists: list[LabelSequence] = []
        self.depth = -1

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; what it nests in is kept by ``depth`` and by the walk over the tokens."""
        token: Any = BlockToken(ttype)
        token.tag = tag
        self.tokens.append(token)
        return token  # type: ignore[no-any-return]

    def add(self, type: str, content: str = "", line: int = 0, **meta: object) -> BlockToken:
        """Add a token of our own rules."""
        token: Any = BlockToken(type)
        token.content = content
        token.map = [line, line]
        token.meta = meta
        self.tokens.append(token)
        return token  # type: ignore[no-any-return]

    def is_code_block(self, line: int) -> bool:
        """Tell whether a line is indented as code is."""
        return self.sCount[line] - self.blkIndent >= 4

    def text_start(self, line: int) -> int:
        """Return the offset of the first character of a line that is no blank."""
        return self.bMarks[line] + self.tShift[line]


def _lines(src: str) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return where each line begins and ends, and how many characters and columns of blanks it
    begins with; then an empty line, so that rules may look one too far."""
    starts, ends, shifts, columns = [], [], [], []
    start = 0
    for line in src.split("\n"):
        blanks = len(line) - len(line.lstrip(" \t"))
        starts.append(start)
        ends.append(start + len(line))
        shifts.append(blanks)
        columns.append(len(line[:blanks].expandtabs(4)) if blanks else 0)
        start += len(line) + 1
    if starts[-1] + shifts[-1] == len(src):  # nothing, or blanks, after the last line end
        del starts[-1], ends[-1], shifts[-1], columns[-1]
    end = len(src)
    return [*starts, end], [*ends, end], [*shifts, 0], [*columns, 0]


class BlockParser(ParserBlock):
    """Tries rules by the first character of a line, and refuses to nest too deep.

    ``beginnings`` and ``interruptions`` give the rules that may begin a block, and that may end a
    paragraph, at a character; the rules at "" are for every other one. ``table`` is tried before
    them where a line holds a pipe, ``code`` where it is indented.
    """

    def __init__(
        self,
        beginnings: Mapping[str, Sequence[Rule]],
        interruptions: Mapping[str, Sequence[Rule]],
        table: Rule,
        code: Rule,
    ) -> None:
        super().__init__()
        self.beginnings = beginnings
        self.interruptions = interruptions
        self.table = table
        self.code = code
        self.ruler.enableOnly([])
        self.ruler.push("interruption", self._ends_reference, {"alt": ["reference"]})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Read the blocks of a range of lines, one container deeper than the caller."""
        assert isinstance(state, BlockState)
        if state.depth >= DEEPEST:
            raise TooDeepError(startLine)
        state.depth += 1
        line = startLine
        had_blank = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            self._read_block(state, line, endLine)
            state.tight = not had_blank
            line = state.line
            if line <= endLine and state.isEmpty(line - 1):
                had_blank = True
            if line < endLine and state.isEmpty(line):
                had_blank = True
                line += 1
                state.line = line
        state.depth -= 1

    def _read_block(self, state: BlockState, line: int, end: int) -> None:
        start = state.text_start(line)
        if self._has_pipe(state, line) and self.table(state, line, end, False):
            return
        if state.is_code_block(line) and self.code(state, line, end, False):
            return
        rules = self.beginnings.get(state.src[start]) or self.beginnings[""]
        for rule in rules:
            if rule(state, line, end, False):
                return
        raise AssertionError("a paragraph can begin anywhere")

    def _has_pipe(self, state: BlockState, line: int) -> bool:
        return state.src.find("|", state.text_start(line), state.eMarks[line]) >= 0

    def interrupts(self, state: BlockState, line: int, end: int) -> bool:
        """Tell whether a line that is no continuation begins another block than a paragraph."""
        if self._has_pipe(state, line) and self.table(state, line, end, True):
            return True
        return self.interrupts_others(state, line, end)

    def interrupts_others(self, state: BlockState, line: int, end: int) -> bool:
        """Tell the same of what ends quotations and tables: all but the head of a table."""
        first = state.src[state.text_start(line)]
        for rule in self.interruptions.get(first) or self.interruptions[""]:
            if rule(state, line, end, True):
                return True
        return False

    def _ends_reference(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        assert isinstance(state, BlockState)
        return self.interrupts_others(state, line, end)
