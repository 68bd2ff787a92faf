"""Quotations, ``> text``: a block rule in place of markdown-it-py's.

Its answer is the same; lines that go on lazily are asked once what they may begin, and not once
for each quotation around them, so that deep quotations with many lazy lines take no long time.
"""

from pipeline.parse.block_state import BlockState

_Line = tuple[int, int, int, int]  # what the state knows of a line


def read_quotation(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the quotation that begins on a line; ``silent``: only say if one begins."""
    if state.is_code_block(start) or state.src[state.text_start(start)] != ">":
        return False
    if silent:
        return True
    saved: list[_Line] = []
    saved_end, saved_indent, saved_parent = state.lineMax, state.blkIndent, state.parentType
    state.parentType = "blockquote"
    line = start
    ends_empty = False
    while line < end and not state.isEmpty(line):
        is_outdented = line > start and state.sCount[line] < state.blkIndent
        if state.src[state.text_start(line)] == ">" and not is_outdented:
            saved.append(_known(state, line))
            _take_marker(state, line)
            ends_empty = state.isEmpty(line)
        elif ends_empty:
            break
        elif state.sCount[line] >= 0 and state.md.block.interrupts_others(state, line, end):  # type: ignore[attr-defined]
            state.lineMax = line  # a paragraph inside must not look further
            if state.blkIndent:
                saved.append(_known(state, line))
                state.sCount[line] -= state.blkIndent
            break
        else:
            saved.append(_known(state, line))
            state.sCount[line] = -1  # goes on lazily with the paragraph
        line += 1
    state.blkIndent = 0
    state.add("quotation_open")
    state.md.block.tokenize(state, start, line)
    state.add("quotation_close")
    state.lineMax, state.blkIndent, state.parentType = saved_end, saved_indent, saved_parent
    for number, known in enumerate(saved, start):
        _restore(state, number, known)
    return True


def _known(state: BlockState, line: int) -> _Line:
    return state.bMarks[line], state.tShift[line], state.sCount[line], state.bsCount[line]


def _restore(state: BlockState, line: int, known: _Line) -> None:
    state.bMarks[line], state.tShift[line], state.sCount[line], state.bsCount[line] = known


def _take_marker(state: BlockState, line: int) -> None:
    """Let a line begin after its ``>`` and the blank that may follow; count columns with tabs."""
    src, end = state.src, state.eMarks[line]
    position = state.text_start(line) + 1
    before = state.bsCount[line]
    column = state.sCount[line] + 1
    surplus = 0
    has_blank = position < end and src[position] in " \t"
    if has_blank:
        if src[position] == " " or (before + column) % 4 == 3:
            position += 1
            column += 1
        else:
            surplus = 1  # the marker takes one column of the tab, the rest stays
    state.bMarks[line] = position
    state.bsCount[line] = state.sCount[line] + 1 + has_blank
    first = column
    while position < end and src[position] in " \t":
        column += 4 - (column + before + surplus) % 4 if src[position] == "\t" else 1
        position += 1
    state.sCount[line] = column - first
    state.tShift[line] = position - state.bMarks[line]
