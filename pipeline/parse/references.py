"""Definitions of link references, ``[label]: target``.

A definition on one line without a title, as nearly all are, is read by one pattern; all others
by markdown-it-py's rule. Each leaves a token with its label, since it is text that is not printed.
"""

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import reference

from pipeline.parse.block_state import BlockState

_PLAIN = re.compile(r"\[([^\[\]\\^][^\[\]\\]{0,200})\]:[ \t]*([^\x00-\x20\x7f()\\<&]+)[ \t]*$")
# Whatever is a definition begins like this; markdown-it-py's rule looks at each character
_BEGINNING = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]:", re.DOTALL)


def read_reference(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the definition that begins on a line, into the state's ``references``."""
    if state.is_code_block(start):
        return False
    at = state.text_start(start)
    if _BEGINNING.match(state.src, at) is None:
        return False
    match = _PLAIN.match(state.src, at, state.eMarks[start])
    label = normalizeReference(match.group(1)) if match else ""
    if match and label and not _may_be_title(state, start + 1):
        state.env["references"].setdefault(label, {"href": match.group(2), "title": ""})
        state.line = start + 1
    elif not reference(state, start, end, silent):
        return False
    state.add("definition", state.src[at + 1 : state.src.index("]:", at)], start, at=at)
    return True


def _may_be_title(state: BlockState, line: int) -> bool:
    return line < state.lineMax and state.src.startswith(('"', "'", "("), state.text_start(line))
