"""Rules on likely slips of the hand in the words themselves."""

import operator
import re
from collections.abc import Iterator
from functools import cache

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.reading import ReadFile
from pipeline.model.text import BlockKind, MarkKind
from pipeline.rules.places import blocks_of, end_of, in_block, split_lines

# Words of which two in a row are a slip; "that that" or "nous nous" are none.
_ONCE = {
    "en": "the of and to in a an for on by with as or at from shall should be its their this",
    "fr": "le les de des et du un une dans par pour avec sur ou au aux",
    "es": "el los las de del y en un una por para con o al",
    "ru": "и в на с по для от из к о или при",
}
_STARS = re.compile(r"(?<!\*)\*\*(?!\*)(?:(?=\S)|(?<=\S\*\*))")


@cache
def _doubled(language: str) -> re.Pattern[str] | None:
    words = _ONCE.get(language, "").split()
    return re.compile(rf"\b({'|'.join(words)})\s+\1\b", re.IGNORECASE) if words else None


def doubled(file: ReadFile, language: str) -> Iterator[Diagnostic]:
    """N227: a function word twice in a row."""
    pattern = _doubled(language)
    if pattern is None:
        return
    words = file.source.text.lower().split()
    if not any(map(operator.eq, words, words[1:])):
        return
    for block in file.text.blocks:
        if block.kind in {BlockKind.CODE, BlockKind.HTML}:
            continue
        for found in pattern.finditer(block.text):
            if found[0][-len(found[1]) :].istitle() and found[1].islower():
                continue  # a name: "a A"
            second = block.text.rindex(found[1][-1], found.start(), found.end()) - len(found[1]) + 1
            place = in_block(block, second)
            yield Diagnostic.of(
                "N227",
                f"“{' '.join(found[0].split())}”: a word twice",
                place,
                end_of(place, len(found[1])),
                hint="delete one of them",
            )


def unpaired(file: ReadFile) -> Iterator[Diagnostic]:
    """W240: “**” that begins or ends no bold text, and so is printed."""
    if "**" not in file.source.text:
        return
    lines = split_lines(file.source)
    for block in blocks_of(file):
        if "**" not in block.text or block.kind in {BlockKind.CODE, BlockKind.HTML}:
            continue
        code = [mark for mark in block.marks if mark.kind is MarkKind.CODE]
        for found in _STARS.finditer(block.text):
            if any(mark.start <= found.start() < mark.end for mark in code):
                continue
            place = in_block(block, found.start())
            written = lines[place.line - 1]
            # Whoever wrote "\\*\\*" or an entity wants to see the stars
            if written.startswith("**", place.column - 1) and not written.endswith(
                "\\", 0, place.column - 1
            ):
                yield Diagnostic.of(
                    "W240",
                    "this “**” has no other to make a bold passage with, so it is printed",
                    place,
                    end_of(place, 2),
                    hint="put “**” directly before and behind the passage, or remove it",
                )
