"""Paragraphs, headings and rules: block rules in place of markdown-it-py's.

One rule reads a paragraph and, where a line of ``=`` or ``-`` ends it, the heading that it then
is, so that its lines are looked at once. Tokens carry the line of their first content.
"""

import re

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.parse.block_state import BlockState

_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_HASHES = re.compile(r"#{1,6}(?=[ \t]|$)")


def read_paragraph(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the paragraph, or the underlined heading, that begins on a line."""
    old_parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    level = 0
    # Not ``end``: where a quotation ended by an empty line, that line also ends its paragraph
    while line < state.lineMax and not state.isEmpty(line):
        indent = state.sCount[line] - state.blkIndent
        if indent > 3:
            line += 1  # would be code, but goes on with the paragraph
            continue
        if indent >= 0 and line < end:
            level = _underline(state, line)
            if level:
                break
        # Below 0: a lazy line of a quotation, which has been looked at there
        if state.sCount[line] >= 0 and state.md.block.interrupts(state, line, state.lineMax):  # type: ignore[attr-defined]
            break
        line += 1
    state.parentType = old_parent
    state.line = line + 1 if level else line
    if line == start + 1:
        content = state.src[state.text_start(start) : state.eMarks[start]].strip(MD_TRIM_CHARS)
    else:
        lines = state.getLines(start, line, state.blkIndent, False)
        content = lines.strip(MD_TRIM_CHARS)
        if not lines.startswith(content):
            start += lines.count("\n", 0, lines.index(content[0]))
    if level:
        state.add("heading", content, start, level=level)
    elif content:
        state.add("paragraph", content, start)
    return True


def _underline(state: BlockState, line: int) -> int:
    """Return the level of the heading that a line makes of the paragraph above it, else 0."""
    position = state.text_start(line)
    if state.src[position] not in "=-":
        return 0
    if not _UNDERLINE.match(state.src, position, state.eMarks[line]):
        return 0
    return 1 if state.src[position] == "=" else 2


def read_heading(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read the heading with ``#`` that a line is."""
    if state.is_code_block(start):
        return False
    opening = state.text_start(start)
    hashes = _HASHES.match(state.src, opening, state.eMarks[start])
    if hashes is None:
        return False
    if silent:
        return True
    text = state.src[hashes.end() : state.eMarks[start]]
    at = hashes.end() + len(text) - len(text.lstrip(MD_TRIM_CHARS))
    level = hashes.end() - opening
    state.line = start + 1
    state.add("heading", _without_closing(text), start, level=level, at=at, opening=opening)
    return True


def split_heading(line: str) -> tuple[int, str] | None:
    """Return the level and the content of a line that is a heading with ``#`` from its start."""
    hashes = _HASHES.match(line)
    return None if hashes is None else (hashes.end(), _without_closing(line[hashes.end() :]))


def _without_closing(text: str) -> str:
    """Take the blanks, and ``#`` after a blank, from the end of a heading."""
    text = text.rstrip(" \t")
    without = text.rstrip("#")
    if without != text and without.endswith((" ", "\t")):
        text = without
    return text.strip(MD_TRIM_CHARS)


def read_rule(state: BlockState, start: int, end: int, silent: bool) -> bool:
    """Read a line of ``* * *``, which parts blocks and is none."""
    if state.is_code_block(start):
        return False
    if not _RULE.match(state.src, state.text_start(start), state.eMarks[start]):
        return False
    if not silent:
        state.line = start + 1
    return True
