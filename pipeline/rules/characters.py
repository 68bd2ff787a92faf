"""Rules on single characters: what cannot be seen, what reorders text, what no font has."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.rules.places import end_of, in_block, matches

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_DECOMPOSED = re.compile(r"\w[\u0300-\u036f]+")
# Letters that look like one of another alphabet (Unicode's confusables.txt, the plain ones)
_LIKE_OTHERS = frozenset("ABCEHIJKMNOPSTXYZaceghijklnopqsuvwxy")
_LIKE_LATIN = frozenset("АВЕКМНОРСТУХІЈЅЗабегеорсухіјѕԁһԛԝѵ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυκιγ")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LOOK_ALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")


def hidden(file: ReadFile) -> Iterator[Diagnostic]:
    """W207 to W210, N209: controls, bidirectional controls and invisible characters."""
    text = file.source.text
    if text.isascii() and (text.replace("\n", "").isprintable() or not _CONTROL.search(text)):
        return
    for pattern, code, message, hint in (
        (_CONTROL, "W207", "the control character {}", "delete it"),
        (
            _REORDERING,
            "W208",
            "{} changes the order in which text is read",
            "delete it, unless the text mixes writing directions and needs it",
        ),
        (
            _MARKS,
            "N209",
            "the invisible {}",
            "delete it, unless the text mixes writing directions and needs it",
        ),
        (_INVISIBLE, "W210", "the invisible {}", "delete it"),
    ):
        for found, place in matches(pattern, file.source):
            end = end_of(place, 1)
            yield Diagnostic.of(
                code,
                message.format(name(found[0])),
                place,
                end,
                hint=hint,
                edits=(Edit(place, end, _instead(found[0])),) if code in {"W207", "W210"} else (),
            )
    yield from _by_entity(file)


def _by_entity(file: ReadFile) -> Iterator[Diagnostic]:
    """Report bidirectional controls that are written as entities, so that no one sees them."""
    if "&" not in file.source.text:
        return
    for block in file.text.blocks:
        for found in _REORDERING.finditer(block.text):
            place = in_block(block, found.start())
            if file.source.text.count(found[0]) < block.text.count(found[0]):
                yield Diagnostic.of(
                    "W208",
                    f"{name(found[0])}, written as an entity, changes the order of the text",
                    place,
                    hint="delete it, unless the text mixes writing directions and needs it",
                )


def composed(file: ReadFile) -> Iterator[Diagnostic]:
    """N233: letters and accents apart, which look like other text but are not equal to it."""
    if file.source.text.isascii():
        return
    for found, place in matches(_DECOMPOSED, file.source):
        whole = unicodedata.normalize("NFC", found[0])
        if whole != found[0] and len(whole) == 1:
            end = end_of(place, len(found[0]))
            yield Diagnostic.of(
                "N233",
                f"“{whole}” is written as a letter and an accent apart",
                place,
                end,
                hint="write the one character, which is what others search for",
                edits=(Edit(place, end, whole),),
            )


def mixed(file: ReadFile) -> Iterator[Diagnostic]:
    """W234: a word with letters of two alphabets that look alike."""
    if file.source.text.isascii():
        return
    for block in file.text.blocks:
        if not (_LOOK_ALIKE.search(block.text) and _LATIN.search(block.text)):
            continue
        for word in _WORD.finditer(block.text):
            latin, other = set(_LATIN.findall(word[0])), set(_LOOK_ALIKE.findall(word[0]))
            if latin and other and (latin <= _LIKE_OTHERS or other <= _LIKE_LATIN):
                one, another = (min(letters, key=word[0].index) for letters in (latin, other))
                place = in_block(block, word.start())
                yield Diagnostic.of(
                    "W234",
                    f"“{word[0]}” mixes {name(one)} and {name(another)}",
                    place,
                    end_of(place, len(word[0])),
                    hint="type the whole word in one alphabet",
                )


def without_font(file: ReadFile, is_covered: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """W228: characters that no font at hand has; once a character in a file."""
    text = file.source.text
    if text.isascii() and "&" not in text:
        return
    missing = {each for each in set(text) if not each.isascii() and not is_covered(each)}
    for character in sorted(missing):
        _, place = next(matches(re.compile(re.escape(character)), file.source))
        yield no_font(character, place)
    if "&" not in text:
        return
    for block in file.text.blocks:  # what is written as an entity
        for character in sorted(set(block.text) - missing):
            if not character.isascii() and character not in text and not is_covered(character):
                missing.add(character)
                yield no_font(character, in_block(block, block.text.index(character)))


def no_font(character: str, place: Position | None) -> Diagnostic:
    """Report a character that no font has."""
    chinese = "CJK" in unicodedata.name(character, "")
    return Diagnostic.of(
        "W228",
        f"no font at hand has {name(character)}",
        place,
        end_of(place, 1) if place else None,
        hint="install redraft[chinese]" if chinese else "write it in other characters",
    )


def name(character: str) -> str:
    """Name a character for a reader: “→” (U+2192, rightwards arrow)."""
    called = unicodedata.name(character, "").lower()
    code = f"U+{ord(character):04X}"
    visible = character.isprintable() and unicodedata.category(character)[0] not in "CMZ"
    if not visible:
        return f"{code} ({called})" if called else code
    return f"“{character}” ({code}, {called})" if called else f"“{character}” ({code})"


def _instead(character: str) -> str:
    """Return what a control stands for: a space where it parted words, else nothing."""
    return " " if character in "\x0b\x0c\x85\u2028\u2029" else ""
