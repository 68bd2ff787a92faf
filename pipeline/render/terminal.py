"""What a terminal shows: styles that are an addition, and text that cannot command it."""

import re
import textwrap
from dataclasses import dataclass

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

    def wrap(self, text: str, indent: str = "") -> str:
        """Wrap a paragraph without styles to the width, never narrower than 60 columns."""
        return "\n".join(
            textwrap.wrap(
                text,
                max(self.width, 60),
                initial_indent=indent,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
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
