"""A source's text → its front matter and its body, each with the line that it begins on."""

import re
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n?")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Sections:
    """The two parts of a source; every line ends in ``\\n`` alone, a byte order mark is gone.

    ``front_matter`` is the text between the fences, None where there is none. ``unclosed``: the
    first line opens front matter that no line closes; all of the text is then the body.
    """

    front_matter: str | None
    front_matter_line: int  # of its first line, the one after the opening fence; from 1
    body: str
    body_line: int
    unclosed: bool = False


def split_source(text: str) -> Sections:
    """Split a source; its front matter stands between ``---`` on the first line and the next
    line ``---`` or ``...``."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if not text.startswith("---") or not (opening := _OPENING.match(text)):
        return Sections(None, 1, text, 1)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return Sections(None, 1, text, 1, unclosed=True)
    front_matter = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.end()) + 2
    return Sections(front_matter, 2, text[closing.end() + 1 :], body_line)
