"""Rules on what was meant to begin a list or a heading, and begins none."""

import re
from collections.abc import Iterator

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.text import BlockKind
from pipeline.rules.places import end_of, in_block, split_lines

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})
# The signs of lists in word processors; U+F0B7 and U+F0A7 are those of their symbol fonts.
_BULLET = re.compile("(?:^|(?<=\\s))[•‣◦▪▫■□●○➢·\uf0b7\uf0a7][ \t\u00a0]")
_HASHES = re.compile(r"(?:^|(?<=\s))#{1,6}(?=[^\W\d_])")


def bullets(file: ReadFile) -> Iterator[Diagnostic]:
    """W237: a line that begins with a word processor's sign of a list."""
    if file.source.text.isascii():
        return
    for found, place in _at_line_starts(file, _BULLET):
        sign, end = found[0], end_of(place, 1)
        yield Diagnostic.of(
            "W237",
            f"{_shown(sign)} begins no list, so its lines are set as one paragraph",
            place,
            end,
            hint="write “- ” in its place",
            edits=(Edit(place, end_of(end, 1), "- "),),
        )


def hashes(file: ReadFile) -> Iterator[Diagnostic]:
    """W238: a line that begins with # but is no heading, for want of a space."""
    if "#" not in file.source.text:
        return
    for sign, place in _at_line_starts(file, _HASHES):
        yield Diagnostic.of(
            "W238",
            f"“{sign}” begins no heading without a space after it",
            place,
            end_of(place, len(sign)),
            hint=f"write “{sign} ”, or “\\#” for a plain #",
        )


def _at_line_starts(file: ReadFile, pattern: re.Pattern[str]) -> Iterator[tuple[str, Position]]:
    lines = split_lines(file.source)
    for block in file.text.blocks:
        if block.kind not in _READ:
            continue
        for found in pattern.finditer(block.text):
            place = in_block(block, found.start())
            line = lines[place.line - 1]
            is_written = line.startswith(found[0], place.column - 1)  # and no entity
            if is_written and not line[: place.column - 1].strip(" \t>"):
                yield found[0], place


def _shown(sign: str) -> str:
    return f"“{sign}”" if sign.isprintable() else f"U+{ord(sign):04X}"
