"""The inline content of a block → its text, its marks, and where each stretch stood in it.

CommonMark 0.31 by its own algorithm (appendix "A parsing strategy": a stack of brackets, a stack
of delimiter runs, each character looked at once), with GFM's ``~~`` and footnote calls. It is
done here and not by markdown-it-py because that keeps no positions of inlines, and takes
quadratic time on some input; the tests hold the two to the same answer.

Offsets are characters of the content, from 0.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from pipeline.model.text import MarkKind
from pipeline.parse.delimiters import pair_runs
from pipeline.parse.inline_rules import READERS
from pipeline.parse.inline_state import NO_REFERENCES, Called, InlineState, Node, References

_SPECIAL = re.compile(r"[\\`*_~\[\]!<&\n]")


class InlineMark(NamedTuple):
    """A mark on the text; ``offset`` is that of its first character in the content."""

    kind: MarkKind
    start: int
    end: int
    offset: int
    target: str = ""
    title: str = ""


class InlineText(NamedTuple):
    """What inline content says. ``starts`` and ``offsets`` are parallel: text from ``starts[i]``
    on came from ``offsets[i]`` on, character by character where ``literal[i]``."""

    text: str
    marks: tuple[InlineMark, ...] = ()
    calls: tuple[Called, ...] = ()
    html: tuple[Called, ...] = ()
    starts: tuple[int, ...] = (0,)
    offsets: tuple[int, ...] = (0,)
    literal: tuple[bool, ...] = (True,)

    def offset_of(self, position: int) -> int:
        """Return the content's offset of the character at a position of the text."""
        index = bisect_right(self.starts, position) - 1
        into = position - self.starts[index] if self.literal[index] else 0
        return self.offsets[index] + into


def read_inline_text(content: str, references: References = NO_REFERENCES) -> InlineText:
    """Read inline content; it never fails, whatever is no markup is text."""
    if _SPECIAL.search(content) is None:
        return InlineText(content)
    return _finish(_scan(content, references))


def inline_text(content: str, references: References = NO_REFERENCES) -> str:
    """Return the text alone of inline content."""
    if _SPECIAL.search(content) is None:
        return content
    state = _scan(content, references)
    if state.html:
        _trim(state.nodes)
    return "".join([node.text for node in state.nodes])


def _scan(content: str, references: References) -> InlineState:
    """Cut content into nodes: text, and what marks and calls there are on it."""
    state = InlineState(content, references)
    position = 0
    end = len(content)
    nodes = state.nodes
    while position < end:
        match = _SPECIAL.search(content, position)
        stop = match.start() if match else end
        if stop > position:
            nodes.append(Node(content[position:stop], position))
            if match is None:
                break
        position = READERS[content[stop]](state, stop)
    pair_runs(state, 0)
    return state


def _trim(nodes: list[Node]) -> None:
    """Take away the blanks and breaks that HTML at either end has left there."""
    for node in nodes:
        kept = node.text.lstrip(" \t\n")
        node.offset += len(node.text) - len(kept)
        node.text = kept
        if kept:
            break
    for node in reversed(nodes):
        node.text = node.text.rstrip(" \t\n")
        if node.text:
            break


def _finish(state: InlineState) -> InlineText:
    """Join the nodes into a text and place the marks on it."""
    nodes = state.nodes
    if state.html:
        _trim(nodes)
    begins: list[int] = []
    position = 0
    for node in nodes:
        begins.append(position)
        position += len(node.text)
    begins.append(position)
    text = "".join([node.text for node in nodes])
    marks = []
    for number, span in enumerate(state.spans):
        if span.is_inner:
            start, end = begins[span.first + 1], begins[span.last]
        else:
            start, end = begins[span.first], begins[span.last + 1]
        mark = InlineMark(span.kind, start, end, span.offset, span.target, span.title)
        marks.append(((start, -end, span.offset, -number), mark))
    marks.sort(key=lambda pair: pair[0])
    kept = [(begin, node) for begin, node in zip(begins, nodes, strict=False) if node.text]
    kept = kept or [(0, Node("", 0))]
    return InlineText(
        text,
        tuple(mark for _, mark in marks),
        tuple(state.calls),
        tuple(state.html),
        tuple(begin for begin, _ in kept),
        tuple(node.offset for _, node in kept),
        tuple(node.literal for _, node in kept),
    )
