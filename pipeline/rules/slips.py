"""Rules on likely slips of the hand in the words themselves."""

import operator
import re
from collections.abc import Iterator
from functools import cache

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.reading import ReadFile
from pipeline.model.text import BlockKind
from pipeline.rules.places import end_of, in_block

# Words of which two in a row are a slip; "that that" or "nous nous" are none.
_ONCE = {
    "en": "the of and to in a an for on by with as or at from shall should be its their this",
    "fr": "le les de des et du un une dans par pour avec sur ou au aux",
    "es": "el los las de del y en un una por para con o al",
    "ru": "и в на с по для от из к о или при",
}


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
