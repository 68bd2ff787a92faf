"""A block's text with its marks as Markdown.

In: a block. Out: Markdown of which GitHub and pandoc read back the same text and marks; whatever
they would take for marks in the text itself is escaped.
"""

import re
from collections.abc import Callable

from pipeline.model.text import Block, Mark, MarkKind
from pipeline.render.document.inline import safe_link

# What begins a mark anywhere; brackets only where they would make a link, an image or a footnote
_MARK = re.compile(r"[\\`*_<>~|^$@]|\[(?=\^)|(?<=!)\[|\](?=[(\[:{])|&(?=#?\w+;)|(?<=-)-|\.(?=\.\.)")
# What begins another block at the start of a line: headings, lists, definitions, underlines
_LINE = re.compile(
    r"(?m)^(?:#|[-+=:](?=[ \t-]|$)|\[(?=[^\]\n]*\]:))|(?<=^)(?:\(?\w{1,9})([.)])(?=\s|$)"
)
_MARKERS = {MarkKind.EMPHASIS: "*", MarkKind.STRONG: "**", MarkKind.STRIKETHROUGH: "~~"}
_TAGS = {MarkKind.EMPHASIS: "em", MarkKind.STRONG: "strong", MarkKind.STRIKETHROUGH: "del"}


def inline_markdown(
    block: Block, *, note: Callable[[str], str], image: Callable[[Mark], str]
) -> str:
    """Return a block's content; ``note`` makes a call from a footnote's label, ``image`` an
    address from an image's mark. A line break in the text is a backslash at the line's end."""
    text = block.text
    letters = _letters(text)
    closings: list[list[str]] = [[] for _ in range(len(text) + 1)]
    openings: list[list[str]] = [[] for _ in range(len(text) + 1)]
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind is MarkKind.FOOTNOTE:
            openings[mark.start].append(note(mark.target))
            continue
        if mark.kind is MarkKind.CODE:
            letters[mark.start : mark.end] = text[mark.start : mark.end]
        opening, closing = _around(mark, text, image)
        openings[mark.start].append(opening)
        if mark.start == mark.end:
            openings[mark.start].append(closing)
        else:
            closings[mark.end].insert(0, closing)
    parts = []
    for place in range(len(text) + 1):
        parts += closings[place]
        parts += openings[place]
        parts += letters[place : place + 1]
    return "".join(parts)


def escaped(text: str) -> str:
    """Return plain text as Markdown."""
    return "".join(_letters(text))


def _letters(text: str) -> list[str]:
    """Return each character as it has to be written."""
    letters = ["\\\n" if letter == "\n" else letter for letter in text]
    for match in _MARK.finditer(text):
        letters[match.start()] = "\\" + match.group()
    for match in _LINE.finditer(text):
        place = match.start(1) if match.group(1) else match.start()
        letters[place] = "\\" + text[place]
    return letters


def _around(mark: Mark, text: str, image: Callable[[Mark], str]) -> tuple[str, str]:
    """Return what stands before and after a mark's text."""
    inside = text[mark.start : mark.end]
    if mark.kind is MarkKind.LINK:
        target = safe_link(mark.target)
        return ("[", f"]({_destination(target)})") if target else ("", "")
    if mark.kind is MarkKind.IMAGE:
        return "![", f"]({_destination(image(mark))})"
    if mark.kind is MarkKind.CODE:
        fence = "`" * (max(map(len, re.findall("`+", inside)), default=0) + 1)
        space = " " if inside[:1] in ("`", " ") or inside[-1:] in ("`", " ") else ""
        return fence + space, space + fence
    if _can_flank(text, mark):
        return _MARKERS[mark.kind], _MARKERS[mark.kind]
    return f"<{_TAGS[mark.kind]}>", f"</{_TAGS[mark.kind]}>"


def _can_flank(text: str, mark: Mark) -> bool:
    """Whether the usual marker would be read as one: words inside, no letters outside."""
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    first, last = text[mark.start : mark.start + 1], text[mark.end - 1 : mark.end]
    return first.isalnum() and last.isalnum() and not before.isalnum() and not after.isalnum()


def _destination(address: str) -> str:
    """Write a link's target so that it ends where it should."""
    return "<" + re.sub(r"([<>\\])", r"\\\1", address.replace("\n", "%0A")) + ">"
