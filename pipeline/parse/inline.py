"""The inline content of a block → its text, its marks, and where each stretch stood in it.

CommonMark 0.31 by its own algorithm (appendix "A parsing strategy": a stack of brackets, a stack
of delimiter runs, each character looked at once), with GFM's ``~~`` and footnote calls. It is
done here and not by markdown-it-py because that keeps no positions of inlines, and takes
quadratic time on some input; the tests hold the two to the same answer.

Offsets are characters of the content, from 0.
"""

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass, field

from markdown_it.common.entities import entities
from markdown_it.common.html_blocks import block_names
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from pipeline.model.text import MarkKind
from pipeline.parse.links import closing_tag, link_tail

_SPECIAL = re.compile(r"[\\`*_~\[\]!<&\n]")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_BACKTICKS = re.compile(r"`+")
_FOOTNOTE = re.compile(r"\[\^([^\s\[\]|]+)\]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)>"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_BREAKING_TAGS = frozenset([*block_names, "br"])
_BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class InlineMark:
    """A mark on the text; ``offset`` is that of its first character in the content."""

    kind: MarkKind
    start: int
    end: int
    offset: int
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A footnote call or a piece of HTML in the content."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class InlineText:
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


@dataclass(slots=True)
class _Node:
    """A stretch of text; ``opens`` and ``closes`` are set for delimiter runs only."""

    text: str
    offset: int
    literal: bool = True


@dataclass(slots=True)
class _Run:
    """A run of delimiters: ``left`` of its ``*``, ``_`` or ``~`` are still text."""

    character: str
    length: int
    left: int
    node: int
    can_open: bool
    can_close: bool
    index: int
    closed: int = 0  # how many were used to close marks, from the left


@dataclass(slots=True)
class _Bracket:
    """A ``[`` or ``![`` that may open a link or an image."""

    node: int
    start: int  # offset after the bracket
    is_image: bool
    runs: int  # number of delimiter runs before it
    active: bool = True


@dataclass(slots=True)
class _Span:
    """A mark from the node ``first`` to the node ``last``, both included.

    ``after_first`` and ``before_last``: the mark begins after the text of the first node (a
    delimiter run) and ends before that of the last.
    """

    kind: MarkKind
    first: int
    last: int
    offset: int
    target: str = ""
    title: str = ""
    is_inner: bool = False  # the ends are delimiter runs, whose own text is outside


@dataclass(slots=True)
class _State:
    content: str
    references: "References"
    nodes: list[_Node] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    brackets: list[_Bracket] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    html: list[Called] = field(default_factory=list)
    backticks: dict[int, list[int]] | None = None
    last_ends: dict[str, int] = field(default_factory=dict)
    broken: int = 0  # number of nodes at the last line break that a tag made


@dataclass(frozen=True, slots=True)
class References:
    """What a file defines: link targets and titles by normal label, labels of footnotes."""

    links: "dict[str, tuple[str, str]]" = field(default_factory=dict)
    footnotes: Container[str] = frozenset()


class _AnyLabel:
    def __contains__(self, label: object) -> bool:
        return True


NO_REFERENCES = References()
ANY_FOOTNOTE = References({}, _AnyLabel())  # where what is called is defined elsewhere


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


def _scan(content: str, references: References) -> _State:
    """Cut content into nodes: text, and what marks and calls there are on it."""
    state = _State(content, references)
    position = 0
    end = len(content)
    nodes = state.nodes
    while position < end:
        match = _SPECIAL.search(content, position)
        stop = match.start() if match else end
        if stop > position:
            nodes.append(_Node(content[position:stop], position))
            if match is None:
                break
        position = _READERS[content[stop]](state, stop)
    _pair(state, 0)
    return state


def _text(state: _State, position: int, length: int = 1) -> int:
    state.nodes.append(_Node(state.content[position : position + length], position))
    return position + length


def _break(state: _State, position: int, resume: int, text: str = "\n") -> int:
    """Add a line break in place of the blanks around it; none after another one."""
    content, nodes = state.content, state.nodes
    if nodes and position and content[position - 1] in _BLANKS:
        nodes[-1].text = nodes[-1].text.rstrip(_BLANKS)
    if text == "\n" or not (nodes and nodes[-1].text == "\n"):
        nodes.append(_Node(text, position, literal=False))
    while resume < len(content) and content[resume] in _BLANKS:
        resume += 1
    return resume


def _read_newline(state: _State, position: int) -> int:
    hard = state.content.endswith("  ", 0, position)
    return _break(state, position, position + 1, "\n" if hard else " ")


def _read_backslash(state: _State, position: int) -> int:
    following = state.content[position + 1 : position + 2]
    if following == "\n":
        return _break(state, position, position + 2)
    if following in _ESCAPABLE and following:
        state.nodes.append(_Node(following, position + 1))
        return position + 2
    return _text(state, position)


def _read_entity(state: _State, position: int) -> int:
    match = _ENTITY.match(state.content, position)
    if match is None:
        return _text(state, position)
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        if name not in entities:
            return _text(state, position)
        character = entities[name]
    else:
        character = _character(int(decimal) if decimal else int(hexadecimal, 16))
    state.nodes.append(_Node(character, position, literal=False))
    return match.end()


def _character(code: int) -> str:
    """Return the character of a numeric entity; none for NUL, surrogates and what is no code."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _read_backticks(state: _State, position: int) -> int:
    content = state.content
    run = _BACKTICKS.match(content, position)
    assert run is not None
    length = run.end() - position
    first = run.end()
    last = content.find("`", first) if length == 1 else -1
    if last < 0 or content.startswith("``", last):
        if state.backticks is None:
            state.backticks = {}
            for each in _BACKTICKS.finditer(content):
                state.backticks.setdefault(len(each.group()), []).append(each.start())
        starts = state.backticks.get(length, [])
        index = bisect_right(starts, position)
        if index == len(starts):
            return _text(state, position, length)
        last = starts[index]
    end = last + length
    code = content[first:last]
    if code[0] in " \n" and code[-1] in " \n" and code.strip(" \n"):
        first, last = first + 1, last - 1
    node = len(state.nodes)
    state.nodes.append(_Node(content[first:last].replace("\n", " "), first))
    state.spans.append(_Span(MarkKind.CODE, node, node, position))
    return end


def _read_run(state: _State, position: int) -> int:
    content = state.content
    character = content[position]
    end = position
    while end < len(content) and content[end] == character:
        end += 1
    length = end - position
    node = len(state.nodes)
    _text(state, position, length)
    if character == "~" and length != 2:
        return end
    before = content[position - 1] if position else " "
    after = content[end] if end < len(content) else " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if character == "_":
        can_open = left and (not right or mark_before)
        can_close = right and (not left or mark_after)
    else:
        can_open, can_close = left, right
    if can_open or can_close:
        run = _Run(character, length, length, node, can_open, can_close, len(state.runs))
        state.runs.append(run)
    return end


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _read_open_bracket(state: _State, position: int) -> int:
    call = _FOOTNOTE.match(state.content, position)
    if call is not None:
        state.calls.append(Called(call.group(1), position))
        if call.group(1) in state.references.footnotes:
            node = len(state.nodes)
            state.nodes.append(_Node("", position, literal=False))
            span = _Span(MarkKind.FOOTNOTE, node, node, position, target=call.group(1))
            state.spans.append(span)
            return call.end()
    node = len(state.nodes)
    state.brackets.append(_Bracket(node, position + 1, False, len(state.runs)))
    return _text(state, position)


def _read_exclamation(state: _State, position: int) -> int:
    if state.content[position + 1 : position + 2] != "[":
        return _text(state, position)
    node = len(state.nodes)
    state.brackets.append(_Bracket(node, position + 2, True, len(state.runs)))
    return _text(state, position, 2)


def _read_close_bracket(state: _State, position: int) -> int:
    if not state.brackets:
        return _text(state, position)
    opener = state.brackets.pop()
    if not opener.active:
        return _text(state, position)
    label = state.content[opener.start : position]
    tail = link_tail(state.content, position + 1, label, state.references.links, state.last_ends)
    if tail is None:
        return _text(state, position)
    end, target, title = tail
    first = opener.node
    bracket = state.nodes[first]
    offset = bracket.offset
    bracket.text = ""
    _pair(state, opener.runs)
    del state.runs[opener.runs :]
    kind = MarkKind.IMAGE if opener.is_image else MarkKind.LINK
    if opener.is_image:  # its text is an attribute: no marks in it
        while state.spans and state.spans[-1].first >= first:  # what stands inside came last
            state.spans.pop()
    else:  # no links in links
        for bracket_before in state.brackets:
            if not bracket_before.is_image:
                bracket_before.active = False
    last = len(state.nodes)
    state.nodes.append(_Node("", position, literal=False))
    state.spans.append(_Span(kind, first, last, offset, target, title))
    return end


def _read_angle(state: _State, position: int) -> int:
    content = state.content
    for pattern, scheme in ((_AUTOLINK, ""), (_EMAIL, "mailto:")):
        match = pattern.match(content, position)
        if match is not None:
            node = len(state.nodes)
            address = match.group(1)
            state.nodes.append(_Node(address, position + 1))
            state.spans.append(_Span(MarkKind.LINK, node, node, position, scheme + address))
            return match.end()
    end = closing_tag(content, position, state.last_ends)
    if end is None:
        return _text(state, position)
    tag = content[position:end]
    state.html.append(Called(tag, position))
    name = _TAG_NAME.match(tag)
    if name is None or name.group(1).lower() not in _BREAKING_TAGS:
        return end
    # "<li>one</li><li>two</li>" in a cell is two lines, not "onetwo"
    has_text = any(node.text for node in state.nodes[state.broken :])
    if has_text or name.group(1).lower() == "br":
        end = _break(state, position, end)
    state.broken = len(state.nodes)
    return end


_READERS = {
    "\\": _read_backslash,
    "`": _read_backticks,
    "*": _read_run,
    "_": _read_run,
    "~": _read_run,
    "[": _read_open_bracket,
    "]": _read_close_bracket,
    "!": _read_exclamation,
    "<": _read_angle,
    "&": _read_entity,
    "\n": _read_newline,
}


def _pair(state: _State, bottom: int) -> None:
    """Pair delimiter runs from number ``bottom`` on into emphasis, strong and strikethrough.

    The specification's "process emphasis": each closer takes the nearest opener of its sort;
    where none was found, later closers of the same sort do not look below that place again.
    """
    openers: list[_Run] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for run in state.runs[bottom:]:
        sort = (run.character, run.can_open, run.length % 3)
        while run.can_close and run.left:
            floor = floors.get(sort, -1)
            at = len(openers) - 1
            while at >= 0 and openers[at].index >= floor and not _matches(openers[at], run):
                at -= 1
            if at < 0 or openers[at].index < floor:
                floors[sort] = run.index
                break
            opener = openers[at]
            del openers[at + 1 :]
            _join(state, opener, run)
            if not opener.left:
                openers.pop()
        if run.can_open and run.left:
            openers.append(run)


def _matches(opener: _Run, closer: _Run) -> bool:
    if opener.character != closer.character:
        return False
    if opener.character == "~" or not (opener.can_close or closer.can_open):
        return True
    total = opener.length + closer.length
    return total % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _join(state: _State, opener: _Run, closer: _Run) -> None:
    """Use up one or two delimiters of both runs for a mark."""
    used = 2 if opener.left >= 2 and closer.left >= 2 else 1
    if opener.character == "~":
        kind = MarkKind.STRIKETHROUGH
    else:
        kind = MarkKind.STRONG if used == 2 else MarkKind.EMPHASIS
    opener.left -= used
    closer.left -= used
    closer.closed += used
    first, last = state.nodes[opener.node], state.nodes[closer.node]
    offset = first.offset + opener.left
    first.text = first.text[: opener.left]
    last.text = last.text[used:]
    last.offset += used
    state.spans.append(_Span(kind, opener.node, closer.node, offset, is_inner=True))


def _trim(nodes: list[_Node]) -> None:
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


def _finish(state: _State) -> InlineText:
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
    kept = kept or [(0, _Node("", 0))]
    return InlineText(
        text,
        tuple(mark for _, mark in marks),
        tuple(state.calls),
        tuple(state.html),
        tuple(begin for begin, _ in kept),
        tuple(node.offset for _, node in kept),
        tuple(node.literal for _, node in kept),
    )
