"""Text of strangers → Markdown that shows it and does nothing else, on GitHub, GitLab or by e-mail.

A comment's Markdown is rendered first and then searched for names to notify, references to issues
and addresses to link, so that a backslash keeps none of them from working: a word joiner (U+2060,
invisible) parts what would be found. The id of a commit may become a link to it, and no more than
that. Texts are one line; where one begins a line, a backslash before its first sign keeps it from
being a block or a slash command, which hosts look for in the source.
"""

import re
import string
import unicodedata
from collections.abc import Sequence

from pipeline.render.terminal import visible

_JOINER = "\u2060"
# Everything that CommonMark, GFM, GitHub's and GitLab's extensions give a meaning inside a line.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]")
_FIRST = re.compile(r"^(\d{0,9})(?=[#+\-=>:.)/])")
_PARTED = re.compile(
    r"(?<=@)(?=[\w/\"])"  # @name, @group/name
    r"|(?<=[#!%~&$^])(?=[\w\"])"  # #12, !12, %"1.0", ~label, &12, $12
    r"|(?<=[Gg][Hh]-)(?=\d)"  # GH-12
    r"|(?<=[A-Za-z]:)(?=//)|(?<=mailto:)(?=\S)|(?<=xmpp:)(?=\S)"  # addresses
    r"|(?<=[Ww][Ww][Ww])(?=\.)"
    r"|(?<=\w)(?=@[\w.-]+\.\w)"  # an e-mail address
    r"|(?<=:)(?=[\w+-]+:)"  # an emoji's name
    r"|(?<=[a-z]:)(?=\d)"  # [epic:12] and the like
)
_TICKS = re.compile("`+")


def inline(text: str, longest: int = 500, *, first: bool = False) -> str:
    """Return text as Markdown for the middle of a line; at most ``longest`` characters of it.

    ``first``: it begins a paragraph or an item, where "1.", "#" and "/" would mean something too.
    """
    shown = _SPECIAL.sub(r"\\\g<0>", _PARTED.sub(_JOINER, shorten(text, longest)))
    return _FIRST.sub(r"\1\\", shown) if first else shown


def in_a_row(texts: Sequence[str]) -> list[str]:
    """Return texts of one line that follow each other without a gap, as ``inline`` does: what
    would be found across their edges is parted, too."""
    cuts = [found.start() for found in _PARTED.finditer("".join(texts))]
    shown = []
    start = at = 0
    for text in texts:
        end = start + len(text)
        parts = []
        last = start
        while at < len(cuts) and cuts[at] < end:
            parts.append(text[last - start : cuts[at] - start])
            last = cuts[at]
            at += 1
        parts.append(text[last - start :])
        shown.append(_SPECIAL.sub(r"\\\g<0>", _JOINER.join(parts)))
        start = end
    return shown


def code(text: str, longest: int = 200) -> str:
    """Return text in a code span, in which nothing is looked for, for the middle of a line."""
    shown = shorten(text, longest)
    if not shown:
        return "(nothing)"
    ticks = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def shorten(text: str, longest: int) -> str:
    """Return text on one line, controls shown, its middle left out where it is longer."""
    shown = " ".join(visible(text, keep="\n\t\r").split())
    if len(shown) <= longest:
        return shown
    half = (longest - 1) // 2
    return f"{shown[:half]}…{shown[-half:]}"


def mark(text: str, before: str, after: str, delimiter: str, tag: str) -> str:
    """Put text that is Markdown already between delimiters ("**"), or where the neighbouring
    characters would keep these from being read as such, between HTML tags."""
    if _opens(text[:1], before[-1:]) and _opens(text[-1:], after[:1]):
        return f"{delimiter}{text}{delimiter}"
    return f"<{tag}>{text}</{tag}>"


def _opens(inside: str, outside: str) -> bool:
    """Tell whether a delimiter between two characters can be one: CommonMark's flanking rule."""
    if inside.isalnum():
        return True
    is_edge = not outside or outside.isspace() or _is_punctuation(outside)
    return is_edge and not inside.isspace()


def _is_punctuation(character: str) -> bool:
    """Tell what all Markdown parsers count as punctuation: some count other symbols too."""
    return character in string.punctuation or unicodedata.category(character)[0] == "P"
