"""What a terminal shows: styles that are an addition, and text that cannot command it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

# C0, C1, DEL; line and paragraph separators; bidirectional controls; what was no UTF-8.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CODES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "strike": "9",
    "double": "21",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


class Piece(NamedTuple):
    """Text in the styles named; see ``Terminal.style``."""

    text: str
    styles: tuple[str, ...] = ()
    rgb: str = ""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the place that text goes to can do; a file can nothing and is 80 columns wide.

    Colour never says what a word or a bracket does not say too.
    """

    colour: bool = False
    truecolor: bool = False
    width: int = 80

    def style(self, text: str, *names: str, rgb: str = "") -> str:
        """Return text in the styles named ("bold", "red", …) and, where it can, in ``#rrggbb``."""
        codes = [_CODES[name] for name in names]
        if rgb and self.truecolor:
            red, green, blue = (int(rgb[index : index + 2], 16) for index in (1, 3, 5))
            codes.append(f"38;2;{red};{green};{blue}")
        if not self.colour or not codes or not text:
            return text
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"

    def wrap(self, pieces: Iterable[Piece], first: str = "", indent: str | None = None) -> str:
        """Wrap text in styles to the width; ``first`` begins the first line, ``indent`` the others.

        A newline in a piece ends the line. Lines may break at spaces and beside ideographs.
        """
        following = first if indent is None else indent
        lines = [first]
        room = self.width - _columns(first)
        for word, space in _words(pieces):
            columns = sum(_columns(piece.text) for piece in word)
            if space == "\n" or (columns + len(space) > room and lines[-1].strip()):
                lines.append(following)
                room = self.width - _columns(following)
                space = ""
            lines[-1] += space + "".join(
                self.style(visible(piece.text), *piece.styles, rgb=piece.rgb) for piece in word
            )
            room -= columns + len(space)
        return "\n".join(line.rstrip() for line in lines)


@cache
def _breaks() -> re.Pattern[str]:
    """Make the pattern of whitespace, and of the places before ideographs and kana."""
    return re.compile(r"([^\S\u00a0]+)|(?=[\u2e80-\u9fff\U00020000-\U000323af])")


def _words(pieces: Iterable[Piece]) -> Iterator[tuple[list[Piece], str]]:
    """Cut pieces into what cannot be broken, each with the space or newline before it."""
    word: list[Piece] = []
    before = ""
    for piece in pieces:
        for part in _breaks().split(piece.text):
            if not part:
                continue
            is_space = part.isspace()
            if (is_space or _is_wide(part)) and word:
                yield word, before
                word, before = [], ""
            if is_space:
                before = "\n" if "\n" in part else " "
            else:
                word.append(Piece(part, piece.styles, piece.rgb))
    if word:
        yield word, before


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[:1] or " ") == "W" and text[:1].isalnum()


def _columns(text: str) -> int:
    """Count the columns that text takes, without styles."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in visible(text)
    )


def visible(text: str, *, keep: str = "") -> str:
    """Show control characters, of the terminal and of writing direction, as ``\\x1b``.

    Characters in ``keep`` (a newline, say) stay. Bytes of a path that were no UTF-8 show as bytes.
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def _escape(character: str) -> str:
    if character in "\n\t\r":
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[character]
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # surrogateescape
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
