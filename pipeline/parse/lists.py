"""Lists as authors number them: a block rule for markdown-it-py in place of its own.

Structure is CommonMark's (what belongs to an item, when a list ends, tight and loose); labels are
``labels``'. Each item's token carries its label as written and the offset where it stands. With
labels that CommonMark does not have: a line that is indented by four columns belongs to an item
however long its label is ("(viii) …"), a list of another style is nested in it from two columns
on, and labels that prose may begin with need a second sign (contract, section 3).
"""

from pipeline.parse.block_state import BlockState
from pipeline.parse.labels import Label, Sequence, read_label
from pipeline.parse.paragraphs import read_rule

_WIDEST = 4  # columns that continuation lines need at most after an ordered label's start


def read_list(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the list that begins on a line, all its items; ``silent``: only say if one begins."""
    if state.is_code_block(start):
        return False
    # Indented like code, but left of the item's own text: a continuation of its paragraph
    if 0 <= state.listIndent <= state.sCount[start] - 4 and state.sCount[start] < state.blkIndent:
        return False
    label = _label_at(state, start)
    if label is None:
        return False
    interrupts = (
        silent and state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent
    )
    if interrupts and (not label.is_first or _is_bare(state, start, label)):
        return False
    if label.is_doubtful and not (
        any(each.is_next(label) for each in state.open_lists)
        or _is_followed(state, start, end, label)
    ):
        return False
    if not silent:
        _read_items(state, start, end, label)
    return True


def _label_at(state: BlockState, line: int) -> Label | None:
    return read_label(state.src, state.text_start(line), state.eMarks[line])


def _is_bare(state: BlockState, line: int, label: Label) -> bool:
    position = state.text_start(line) + len(label.text)
    return state.skipSpaces(position) >= state.eMarks[line]


def _is_followed(state: BlockState, start: int, end: int, label: Label) -> bool:
    """Look ahead for the item that would come next, past the lines that this one would hold."""
    sequence = Sequence(label)
    after_blank = False
    for line in range(start + 1, end):
        if state.isEmpty(line):
            after_blank = True
            continue
        if state.sCount[line] < state.blkIndent:
            return False
        following = _label_at(state, line)
        if following is not None and following.style == label.style:
            if sequence.is_next(following):
                return True
            if sequence.accepts(following):
                return False
        if after_blank and state.sCount[line] - state.sCount[start] < 2:
            return False
    return False


def _read_items(state: BlockState, start: int, end: int, label: Label) -> None:
    sequence = Sequence(label)
    opening = state.add("list_open")
    is_tight = True
    ended_empty = False
    old_parent = state.parentType
    state.parentType = "list"
    state.open_lists.append(sequence)
    line = start
    while True:
        item_tight = _read_item(state, line, end, label)
        is_tight = is_tight and item_tight and not ended_empty
        ended_empty = state.line - line > 1 and state.isEmpty(state.line - 1)
        line = state.line
        following = _next_label(state, line, end, sequence)
        if following is None:
            break
        label = following
        sequence.add(label)
    state.open_lists.pop()
    state.parentType = old_parent
    state.add("list_close")
    opening.meta = {"ordered": label.is_ordered, "tight": is_tight}


def _next_label(state: BlockState, line: int, end: int, sequence: Sequence) -> Label | None:
    """Return the label of the list's next item where the line begins one."""
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return None
    if read_rule(state, line, end, True):
        return None
    label = _label_at(state, line)
    if label is None or not sequence.accepts(label):
        return None
    if label.is_doubtful and not (sequence.is_next(label) or _is_followed(state, line, end, label)):
        return None
    return label


def _read_item(state: BlockState, line: int, end: int, label: Label) -> bool:
    """Read one item with all that it holds; return whether it has no empty line inside."""
    position = state.text_start(line)
    text_end = state.eMarks[line]
    state.add("item_open", label=label.text, at=position, line=line)

    column = after_label = state.sCount[line] + len(label.text)
    content = position + len(label.text)
    has_tab = "\t" in state.src[state.bMarks[line] : content]
    while content < text_end and state.src[content] in " \t":
        if state.src[content] == "\t":
            has_tab = True
            column += 4 - (column + state.bsCount[line]) % 4
        else:
            column += 1
        content += 1
    is_bare = content >= text_end
    # More than four blanks are one, and indented code
    blanks = 1 if is_bare or column - after_label > 4 else column - after_label
    indent = after_label + blanks

    saved = state.bMarks[line], state.tShift[line], state.sCount[line], state.tight
    saved_indents = state.listIndent, state.blkIndent
    state.tShift[line] = content - state.bMarks[line]
    state.sCount[line] = column
    # … but text that hangs under a longer label is no code
    widest = max(saved[2] + _WIDEST, indent - 3)
    if not label.is_common and indent > widest and not has_tab:
        # Let the line look as if its label were narrower, so that four columns are enough below
        surplus = indent - widest
        state.bMarks[line] += surplus
        state.tShift[line] -= surplus
        state.sCount[line] -= surplus
        indent = widest
    state.listIndent = state.blkIndent
    state.blkIndent = indent
    if is_bare and state.isEmpty(line + 1):
        state.tight = True
        state.line = min(line + 2, end)  # an item may begin with at most one empty line
        is_tight = True
    else:
        is_tight = _read_content(state, line, end, label, saved[2])
    state.listIndent, state.blkIndent = saved_indents
    state.bMarks[line], state.tShift[line], state.sCount[line], state.tight = saved
    state.add("item_close")
    return is_tight


def _read_content(state: BlockState, line: int, end: int, label: Label, column: int) -> bool:
    """Read what an item holds, from the line of its label, which begins at ``column``."""
    is_tight = True
    while True:
        state.tight = True
        state.md.block.tokenize(state, line, end)
        is_tight = is_tight and state.tight
        line = state.line
        if not _is_nested(state, line, end, label, column):
            return is_tight
        is_tight = is_tight and not state.isEmpty(line - 1)
        indent, state.blkIndent = state.blkIndent, state.sCount[line]
        read_list(state, line, end, False)
        state.blkIndent = indent
        line = state.line


def _is_nested(state: BlockState, line: int, end: int, outer: Label, column: int) -> bool:
    """Tell whether a line left of an item's text begins a list of another style inside it.

    CommonMark wants nested labels under the item's text. Authors who write "(8)" or "(a)" indent
    them less; so where either label is none of CommonMark's, two columns are enough.
    """
    if line >= end or not column + 2 <= state.sCount[line] < state.blkIndent:
        return False
    label = _label_at(state, line)
    if label is None or (label.is_common and outer.is_common):
        return False
    return not state.open_lists[-1].accepts(label) and read_list(state, line, end, True)
