"""The text of inline content by string operations alone, where its markup is of the usual sort.

Most content of real histories holds nothing but code spans, links, emphasis and underscores inside
words. Here markup of each sort is taken off in one step; what could be read in any other way (a
bracket that may open another link, an asterisk that may be of another pair, escapes, entities,
tags) is left to ``inline``. The laws hold the two to the same tokens.
"""

import re

_LEFT_ALONE = re.compile(r"[\\<]|&(?:#|[A-Za-z][A-Za-z0-9]*;)|~~")
_WORDS = r"[^\[\]\\*~_<&\0]*(?:(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])[^\[\]\\*~_<&\0]*)*"
_LINK = re.compile(rf"!?\[({_WORDS})\]\([^\x00-\x20\x7f()\\<&`\[\]]+\)")
_OPEN_LINK = "]("
_LOOSE_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9_])_|_(?![A-Za-z0-9_])")
# An opening run has a blank before it and none after, a closing run none before and a blank or a
# stop after: so each can be only what it is, and the next one is its partner.
_EMPHASIS = re.compile(
    r"[^*]*+(?:(?<![^ \t\n])(\*\*?+)(?!\*)(?=\S)[^*]*+(?<=\S)\1(?!\*)"
    r"(?=[ \t\n.,;:!?)]|\Z)[^*]*+)*"
)


def simple_text(content: str) -> str | None:
    """Return the text of inline content, but for its blanks; None where it takes a closer look.

    Labels of links are text here: where a file defines some, ``inline`` is to be asked.
    """
    codes: list[str] = []
    if "`" in content:
        # One backtick stands for each code span, whose content is no markup
        stretches = content.split("`")
        codes = stretches[1::2]
        if len(stretches) % 2 == 0 or "" in stretches[1:-1]:
            return None  # one without a partner, or several in a row
        if any(code[0] in " \n" for code in codes):
            return None  # a blank at either end is no text
        content = "`".join(stretches[::2])
    if _LEFT_ALONE.search(content):
        return None
    names: list[str] = []
    if "](" in content:
        stretches = _LINK.split(content)
        names = stretches[1::2]
        content = "\0".join(stretches[::2])
        if _OPEN_LINK in content:
            return None
    if "_" in content and _LOOSE_UNDERSCORE.search(content):
        return None
    if "*" in content:
        if not _EMPHASIS.fullmatch(content):
            return None
        content = content.replace("*", "")
    if names:
        content = _put_back(content, "\0", names)
    return _put_back(content, "`", codes) if codes else content


def _put_back(content: str, mark: str, taken: list[str]) -> str:
    stretches = [""] * (2 * len(taken) + 1)
    stretches[::2] = content.split(mark)
    stretches[1::2] = taken
    return "".join(stretches)
