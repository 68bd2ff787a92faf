"""Definitions of link references, ``[label]: target``: what is said at once in most cases.

A definition on one line without a title, as nearly all are, is read by one pattern; all others
by markdown-it-py's rule.
"""

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import reference

from pipeline.parse.block_state import BlockState

_PLAIN = re.compile(r"\[([^\[\]\\^][^\[\]\\]{0,200})\]:[ \t]*([^\x00-\x20\x7f()\\<&]+)[ \t]*$")


def read_reference(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the definition that begins on a line, into the state's ``references``."""
    match = None
    if not state.is_code_block(start):
        match = _PLAIN.match(state.src, state.text_start(start), state.eMarks[start])
    label = normalizeReference(match.group(1)) if match else ""
    if match is None or not label or _may_be_title(state, start + 1):
        return reference(state, start, end, silent)
    links = state.env["references"]
    links.setdefault(label, {"href": match.group(2), "title": ""})
    state.line = start + 1
    return True


def _may_be_title(state: BlockState, line: int) -> bool:
    return line < state.lineMax and state.src.startswith(('"', "'", "("), state.text_start(line))
