"""Block text → its tokens, which join back to it with the whitespace between them.

A token is a word, one CJK ideograph, or one punctuation mark. A word is a run of letters and
digits with their combining marks; hyphens and apostrophes belong to it where a letter or digit
stands on both sides: "e-waste" and "l'État" are one token, "(8)" is three, "1.10" is three. An
underscore is punctuation, as the contract counts only letters and digits: "snake_case" is three
tokens without spaces between them, so that a change of one part of an identifier is a change of
one word. Kana and Hangul are letters. Whatever else is not whitespace (symbols, controls, marks
that follow no letter) is a punctuation mark of one character.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Ideographs, one token each: radicals, 々 and 〇, the unified blocks, compatibility, planes 2, 3.
_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Where Unicode puts marks that combine with letters of living scripts (outside them are only
# musical, historic and notational ones, which stay one token each).
_MARK_RANGES = (
    range(0x300, 0x1E00),
    range(0x20D0, 0x2100),
    range(0x2CEF, 0x2E00),
    range(0x302A, 0x3030),
    range(0x3099, 0x309B),
    range(0xA66F, 0xAC00),
    range(0xFB1E, 0xFB1F),
    range(0xFE20, 0xFE30),
)


def _mark_class() -> str:
    """Return the inside of a character class of combining marks, joiners and soft hyphens."""
    marks = [
        code for part in _MARK_RANGES for code in part if unicodedata.category(chr(code))[0] == "M"
    ]
    spans: list[list[int]] = []
    for code in marks:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans) + "\u00ad\u200c\u200d"


_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*|\S")  # in half the time


@cache
def _any_token() -> re.Pattern[str]:
    """Make the pattern for text of any script; it takes longer to make than many a file to read."""
    letter = rf"[^\W_{_IDEOGRAPHS}]"
    marks = rf"[{_mark_class()}{_VARIATION}]"
    return re.compile(
        rf"{letter}+(?:(?:{marks}+|['\u2019\u2010\u2011-](?={letter})){letter}*)*"
        rf"|[{_IDEOGRAPHS}][{_VARIATION}]*"
        r"|\S"
    )


def _token(text: str) -> re.Pattern[str]:
    return _ASCII_TOKEN if text.isascii() else _any_token()


def split_words(text: str) -> tuple[str, ...]:
    """Return the tokens of a text in order."""
    return tuple(_token(text).findall(text))


def token_ranges(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each token with its start and its end in the text."""
    for match in _token(text).finditer(text):
        yield match.group(), match.start(), match.end()


def is_word(token: str) -> bool:
    """Tell words and ideographs from punctuation marks."""
    return token[0].isalnum()
