"""What each special character of inline content begins: one reader a character.

A reader is given the position of its character; it adds to the state what it found there and
returns the position to go on at.
"""

import re
from bisect import bisect_right

from markdown_it.common.entities import entities
from markdown_it.common.html_blocks import block_names

from pipeline.model.text import MarkKind
from pipeline.parse.delimiters import pair_runs, read_run
from pipeline.parse.inline_state import Bracket, Called, InlineState, Node, Span
from pipeline.parse.links import LONGEST_LABEL, closing_tag, link_tail

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


def _break(state: InlineState, position: int, resume: int, text: str = "\n") -> int:
    """Add a line break in place of the blanks around it; none after another one."""
    content, nodes = state.content, state.nodes
    if nodes and position and content[position - 1] in _BLANKS:
        nodes[-1].text = nodes[-1].text.rstrip(_BLANKS)
    if text == "\n" or not (nodes and nodes[-1].text == "\n"):
        nodes.append(Node(text, position, literal=False))
    while resume < len(content) and content[resume] in _BLANKS:
        resume += 1
    return resume


def _read_newline(state: InlineState, position: int) -> int:
    hard = state.content.endswith("  ", 0, position)
    return _break(state, position, position + 1, "\n" if hard else " ")


def _read_backslash(state: InlineState, position: int) -> int:
    following = state.content[position + 1 : position + 2]
    if following == "\n":
        return _break(state, position, position + 2)
    if following in _ESCAPABLE and following:
        state.nodes.append(Node(following, position + 1))
        return position + 2
    return state.text(position)


def _read_entity(state: InlineState, position: int) -> int:
    match = _ENTITY.match(state.content, position)
    if match is None:
        return state.text(position)
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        if name not in entities:
            return state.text(position)
        character = entities[name]
    else:
        character = _character(int(decimal) if decimal else int(hexadecimal, 16))
    state.nodes.append(Node(character, position, literal=False))
    return match.end()


def _character(code: int) -> str:
    """Return the character of a numeric entity; none for NUL, surrogates and what is no code."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _read_backticks(state: InlineState, position: int) -> int:
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
            return state.text(position, length)
        last = starts[index]
    end = last + length
    code = content[first:last]
    if code[0] in " \n" and code[-1] in " \n" and code.strip(" \n"):
        first, last = first + 1, last - 1
    node = len(state.nodes)
    state.nodes.append(Node(content[first:last].replace("\n", " "), first))
    state.spans.append(Span(MarkKind.CODE, node, node, position))
    return end


def _read_open_bracket(state: InlineState, position: int) -> int:
    call = _FOOTNOTE.match(state.content, position)
    if call is not None:
        state.calls.append(Called(call.group(1), position))
        if call.group(1) in state.references.footnotes:
            node = len(state.nodes)
            state.nodes.append(Node("", position, literal=False))
            span = Span(MarkKind.FOOTNOTE, node, node, position, target=call.group(1))
            state.spans.append(span)
            return call.end()
    node = len(state.nodes)
    state.brackets.append(Bracket(node, position + 1, False, len(state.runs)))
    return state.text(position)


def _read_exclamation(state: InlineState, position: int) -> int:
    if state.content[position + 1 : position + 2] != "[":
        return state.text(position)
    node = len(state.nodes)
    state.brackets.append(Bracket(node, position + 2, True, len(state.runs)))
    return state.text(position, 2)


def _read_close_bracket(state: InlineState, position: int) -> int:
    if not state.brackets:
        return state.text(position)
    opener = state.brackets.pop()
    is_dead = len(state.brackets) < state.dead and not opener.is_image
    state.dead = min(state.dead, len(state.brackets))
    if is_dead:
        return state.text(position)
    label = state.content[opener.start : min(position, opener.start + LONGEST_LABEL + 1)]
    tail = link_tail(state.content, position + 1, label, state.references.links, state.last_ends)
    if tail is None:
        return state.text(position)
    end, target, title = tail
    first = opener.node
    bracket = state.nodes[first]
    offset = bracket.offset
    bracket.text = ""
    pair_runs(state, opener.runs)
    del state.runs[opener.runs :]
    kind = MarkKind.IMAGE if opener.is_image else MarkKind.LINK
    if opener.is_image:  # its text is an attribute: no marks in it
        while state.spans and state.spans[-1].first >= first:  # what stands inside came last
            state.spans.pop()
    else:
        state.dead = len(state.brackets)  # no links in links
    last = len(state.nodes)
    state.nodes.append(Node("", position, literal=False))
    state.spans.append(Span(kind, first, last, offset, target, title))
    return end


def _read_angle(state: InlineState, position: int) -> int:
    content = state.content
    for pattern, scheme in ((_AUTOLINK, ""), (_EMAIL, "mailto:")):
        match = pattern.match(content, position)
        if match is not None:
            node = len(state.nodes)
            address = match.group(1)
            state.nodes.append(Node(address, position + 1))
            state.spans.append(Span(MarkKind.LINK, node, node, position, scheme + address))
            return match.end()
    end = closing_tag(content, position, state.last_ends)
    if end is None:
        return state.text(position)
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


READERS = {
    "\\": _read_backslash,
    "`": _read_backticks,
    "*": read_run,
    "_": read_run,
    "~": read_run,
    "[": _read_open_bracket,
    "]": _read_close_bracket,
    "!": _read_exclamation,
    "<": _read_angle,
    "&": _read_entity,
    "\n": _read_newline,
}
