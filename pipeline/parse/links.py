"""What follows a closing bracket, and where a tag ends: the tails of links and of raw HTML."""

import re
from collections.abc import Mapping

from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

Tail = tuple[int, str, str]  # where it ends, the target, the title

_SPACES = re.compile(r"[ \t]*\n?[ \t]*")
_PLAIN_TARGET = re.compile(r"([^\x00-\x20\x7f()\\<&]+)[ \t]*\)")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
LONGEST_LABEL = 999  # CommonMark's limit on link labels
_TAG = re.compile(f"(?:{open_tag}|{close_tag})")
_DECLARATION = re.compile(r"<![A-Za-z]")


def normal_label(label: str) -> str:
    """Return a link label as labels are compared: case folded, whitespace collapsed."""
    return normalizeReference(label) if len(label) <= LONGEST_LABEL else ""


def labels_in(content: str) -> frozenset[str]:
    """Return every label that the content may name: of links as they are compared, of footnotes
    as written, after ``^``."""
    labels = set()
    start = -1  # after the last bracket that opened
    for match in _BRACKET.finditer(content) if "[" in content else ():
        if match.group() == "[":
            start = match.end()
        elif match.group() == "]" and start >= 0:
            label = content[start : match.start()]
            labels.add(label if label.startswith("^") else normal_label(label))
            start = -1
    return frozenset(labels)


def link_tail(
    content: str,
    position: int,
    label: str,
    links: Mapping[str, tuple[str, str]],
    last_ends: dict[str, int],
) -> Tail | None:
    """Read what makes a link of ``[label]`` that ended before ``position``: ``(target "title")``,
    ``[reference]``, ``[]``, or nothing where the label itself is a reference."""
    following = content[position : position + 1]
    if following == "(" and last_end(content, ")", last_ends) > position:
        inline = _inline_tail(content, position)
        if inline is not None:
            return inline
    if not links:
        return None
    end = position
    if following == "[":
        match = _LABEL.match(content, position, position + LONGEST_LABEL + 2)
        if match is not None:
            end = match.end()
            label = match.group(1) if match.group(1).strip() else label
    if len(label) > LONGEST_LABEL:
        return None
    found = links.get(normal_label(label))
    return None if found is None else (end, *found)


def _inline_tail(content: str, position: int) -> Tail | None:
    """Read ``(target "title")`` at ``position``."""
    end = len(content)
    at = _skip(content, position + 1)
    target = title = ""
    plain = _PLAIN_TARGET.match(content, at)
    if plain is not None:
        return plain.end(), plain.group(1), ""
    destination = parseLinkDestination(content, at, end)
    if destination.ok:
        target = destination.str
        at = destination.pos
        after = _skip(content, at)
        if after > at:
            quoted = parseLinkTitle(content, after, end)
            if quoted.ok:
                title = quoted.str
                after = _skip(content, quoted.pos)
        at = after
    if content[at : at + 1] != ")":
        return None
    return at + 1, target, title


def _skip(content: str, position: int) -> int:
    match = _SPACES.match(content, position)
    return match.end() if match else position


def closing_tag(content: str, position: int, last_ends: dict[str, int]) -> int | None:
    """Return where the HTML that begins at ``position`` ends, None where it is none.

    ``last_ends`` remembers where each closing mark stands last, so that a row of openings that
    nothing closes is not searched to the end from each of them.
    """
    for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if content.startswith(opening, position):
            if opening == "<!--" and content.startswith(("<!-->", "<!--->"), position):
                return content.index(">", position) + 1
            if last_end(content, closing, last_ends) < position + len(opening):
                return None
            return content.index(closing, position + len(opening)) + len(closing)
    if last_end(content, ">", last_ends) < position:
        return None
    if _DECLARATION.match(content, position):
        return content.index(">", position) + 1
    match = _TAG.match(content, position)
    return None if match is None else match.end()


def last_end(content: str, mark: str, last_ends: dict[str, int]) -> int:
    """Return where ``mark`` stands last in the content, -1 where it does not."""
    found = last_ends.get(mark)
    if found is None:
        found = last_ends[mark] = content.rfind(mark)
    return found
