"""List labels as authors write them: how one is recognised, and which one follows which.

A label is a bullet (``-``, ``*``, ``+``), or a number, a letter or a Roman numeral as ``1.``,
``1)`` or ``(1)``, with a blank or the end of the line after it. What it stands for is often
open ("(i)" is one or the ninth letter), so a label carries every reading, and a list settles
them as it goes. Cyrillic, Greek and Arabic letters are labels as ``а)`` and ``(أ)``, never as
``а.``, and Arabic digits as all digits are.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_OTHER_LETTERS = "\u0370-\u03ff\u0400-\u04ff\u0621-\u064a"
_LABEL = re.compile(
    r"(?:(?P<bullet>[-*+])"
    rf"|(?P<open>\()?(?P<body>[{_DIGITS}]{{1,9}}|[ivxlc]{{2,12}}|[IVXLC]{{2,12}}"
    rf"|[A-Za-z{_OTHER_LETTERS}])(?P<close>[.)])"
    r")(?=[ \t]|$)"
)
_FIRST_LETTERS = frozenset("αΑаАاأ")
_ABBREVIATION = re.compile(r"[ \t][a-z]\.")  # "i. e.", "e. g."
_ROMAN = re.compile(r"(?=.)(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_MANY_DIGITS = 4  # "2014." opens a sentence more often than a list


class Numbering(StrEnum):
    """What sort of number a label is."""

    BULLET = "bullet"
    ARABIC = "arabic"
    LOWER_LETTER = "lower-letter"
    UPPER_LETTER = "upper-letter"
    LOWER_ROMAN = "lower-roman"
    UPPER_ROMAN = "upper-roman"
    OTHER_LETTER = "other-letter"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written. ``style`` is what stands around the number; ``readings`` gives the
    value under each sort of number that it may be, ``likely`` the sorts that it is taken for
    where no neighbour tells. ``is_doubtful``: prose begins like that too ("A. Smith argued")."""

    text: str
    style: str
    readings: dict[Numbering, int]
    likely: frozenset[Numbering]
    is_doubtful: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether it is no bullet."""
        return Numbering.BULLET not in self.readings

    @property
    def is_common(self) -> bool:
        """Whether CommonMark has such labels too."""
        return self.style != "()" and self.likely <= _COMMON

    @property
    def is_first(self) -> bool:
        """Whether a list may begin with it in the middle of a paragraph."""
        return any(self.readings[each] == 1 for each in self.likely)


def read_label(text: str, start: int, end: int) -> Label | None:
    """Read the label at ``start`` of a line that ends at ``end``, None where there is none."""
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    # Two blanks show that the author means a label; so does a tab
    after = text[match.end() : min(end, match.end() + 3)]
    is_meant = after.startswith(("\t", "  ", " \t"))
    return _label(match.group(), is_meant, _ABBREVIATION.match(after) is not None)


@lru_cache(maxsize=10_000)
def _label(label: str, is_meant: bool, is_abbreviation: bool) -> Label | None:
    match = _LABEL.match(label)
    assert match is not None
    if match["bullet"]:
        return Label(label, label, {Numbering.BULLET: 1}, frozenset([Numbering.BULLET]))
    body, close = match["body"], match["close"]
    if match["open"] and close != ")":
        return None
    readings = _readings(body)
    style = "()" if match["open"] else close
    if not readings or (style == "." and Numbering.OTHER_LETTER in readings):
        return None
    begins_prose = (
        len(body) >= _MANY_DIGITS
        if body.isdigit()
        else body.isupper() or is_abbreviation or not _ROMANS.isdisjoint(readings)
    )
    is_doubtful = style == "." and begins_prose and not is_meant
    return Label(label, style, readings, _likely(body, readings), is_doubtful)


_COMMON = frozenset([Numbering.BULLET, Numbering.ARABIC])
_ROMANS = frozenset([Numbering.LOWER_ROMAN, Numbering.UPPER_ROMAN])
_LETTERS = frozenset([Numbering.LOWER_LETTER, Numbering.UPPER_LETTER])


def _readings(body: str) -> dict[Numbering, int]:
    if body.isdigit():
        return {Numbering.ARABIC: int(body)}
    if not body.isascii():
        # The order differs from language to language; the next of any letter is told by none
        return {Numbering.OTHER_LETTER: 1 if body in _FIRST_LETTERS else 2}
    upper = body.isupper()
    readings = {}
    if len(body) == 1:
        letter = Numbering.UPPER_LETTER if upper else Numbering.LOWER_LETTER
        readings[letter] = ord(body.lower()) - ord("a") + 1
    value = _roman(body.upper())
    if value:
        readings[Numbering.UPPER_ROMAN if upper else Numbering.LOWER_ROMAN] = value
    return readings


def _roman(numeral: str) -> int:
    if len(numeral) > 1 and not _ROMAN.fullmatch(numeral):
        return 0
    total = 0
    for character, following in zip(numeral, numeral[1:] + " ", strict=True):
        value = _VALUES.get(character, 0)
        total += -value if value < _VALUES.get(following, 0) else value
    return total


def _likely(body: str, readings: dict[Numbering, int]) -> frozenset[Numbering]:
    """Say what a label is taken for: i is one, v and x may be either, c, d, l, m are letters."""
    if len(readings) == 1 or body.lower() in ("v", "x"):
        return frozenset(readings)
    wanted = _ROMANS if body.lower() == "i" else _LETTERS
    return frozenset(readings) & wanted


class Sequence:
    """The labels of one list so far: which sorts of number they can all be, and the last one."""

    __slots__ = ("last", "likely", "possible")

    def __init__(self, first: Label) -> None:
        self.last = first
        self.possible = frozenset(first.readings)
        self.likely = first.likely

    def is_next(self, label: Label) -> bool:
        """Tell whether a label has the style of the list and comes right after its last one."""
        return label.style == self.last.style and bool(self._following(label))

    def accepts(self, label: Label) -> bool:
        """Tell whether a label continues the list: the next in order, or any of the same style."""
        return label.style == self.last.style and bool(
            self._following(label) or self.likely & label.likely
        )

    def add(self, label: Label) -> None:
        """Take a label that the list accepts."""
        settled = self._following(label)
        if settled:
            self.possible = self.likely = settled
        else:
            self.likely &= label.likely
            self.possible &= frozenset(label.readings)
        self.last = label

    def _following(self, label: Label) -> frozenset[Numbering]:
        return frozenset(
            each
            for each in self.possible & label.readings.keys()
            if label.readings[each] == self.last.readings[each] + 1
        )
