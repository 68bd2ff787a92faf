"""Footnote definitions, ``[^label]: text``: a block rule for markdown-it-py.

A definition stays where it stands in the source. It may interrupt a paragraph; its paragraph goes
on lazily; further blocks belong to it where they are indented by four columns. The rule keeps
labels and offsets, and lets the first definition of a label win.
"""

import re

from pipeline.parse.block_state import BlockState

_DEFINITION = re.compile(r"\[\^([^\s\[\]|]+)\]:[ \t]*")
_INDENT = 4


def read_footnote(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the definition that begins on a line; ``silent``: only say if one begins."""
    if state.is_code_block(start):
        return False
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", position):
        return False
    match = _DEFINITION.match(state.src, position, state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    label = match.group(1)
    state.add("footnote_open", label=label, at=position, line=start)
    state.env["footnotes"].add(label)

    saved = state.bMarks[start], state.tShift[start], state.sCount[start], state.bsCount[start]
    indent, parent, list_indent = state.blkIndent, state.parentType, state.listIndent
    open_lists, state.open_lists = state.open_lists, []
    # Let the first line look as if its text stood at the definition's indentation
    state.blkIndent += _INDENT
    state.bMarks[start] = match.end() - state.blkIndent
    state.tShift[start] = state.blkIndent
    state.sCount[start] = state.blkIndent
    state.bsCount[start] = 0
    state.parentType = "footnote"
    state.listIndent = -1
    state.md.block.tokenize(state, start, end)
    state.blkIndent, state.parentType, state.listIndent = indent, parent, list_indent
    state.open_lists = open_lists
    state.bMarks[start], state.tShift[start], state.sCount[start], state.bsCount[start] = saved
    state.add("footnote_close")
    return True
