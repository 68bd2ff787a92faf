"""Rules on labels: items that are out of order, that a paragraph swallows, that are years."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.text import Block, BlockKind, ContainerKind, Token
from pipeline.rules.places import end_of

_LABEL = re.compile(r"(\(?)([0-9]{1,9}|[A-Za-z]{1,8})([.)])")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}[.)]")
_ROMAN = re.compile(r"(?=[mdclxvi])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_NUMERALS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ENDS = frozenset(".;:!?。；：！？؛؟")


def order(file: ReadFile) -> Iterator[Diagnostic]:
    """N223: a label that repeats or goes back in its list."""
    lists: dict[int, list[Block]] = {}
    for block in file.text.blocks:
        if block.label:
            number = next(
                (
                    each.number
                    for each in reversed(block.containers)
                    if each.kind is ContainerKind.LIST
                ),
                0,
            )
            lists.setdefault(number, []).append(block)
    for items in lists.values():
        yield from _in_order(items)


def _in_order(items: Sequence[Block]) -> Iterator[Diagnostic]:
    readings = [values(item.label) for item in items]
    # "i." may be the Roman one or the ninth letter: what suits the whole list holds.
    best = min(
        ([reading[way] for reading in readings] for way in (0, 1)),
        key=lambda numbers: sum(a >= b for a, b in pairwise(numbers) if a and b),
    )
    for (before, item), (a, b) in zip(pairwise(items), pairwise(best), strict=True):
        if not a or not b or a < b:
            continue
        what = "occurs twice" if a == b else f"comes after “{before.label}”"
        yield Diagnostic.of(
            "N223",
            f"the label “{item.label}” {what}",
            item.position,
            end_of(item.position, len(item.label)),
            hint="labels are kept as written; correct it if it is a slip",
        )


def swallowed(file: ReadFile) -> Iterator[Diagnostic]:
    """W224: a line that begins with a label, but belongs to the paragraph above it."""
    for block in file.text.blocks:
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION}:
            continue
        tokens = block.tokens
        if not tokens or tokens[-1].position.line == tokens[0].position.line:
            continue
        if ")" not in block.text and "." not in block.text:
            continue
        yield from _swallowed(block)


def _swallowed(block: Block) -> Iterator[Diagnostic]:
    own = block.label or _label_at(block, 0)
    last = values(own)[0] or values(own)[1] if own else 0
    in_quotation = any(each.kind is ContainerKind.QUOTATION for each in block.containers)
    for index, (before, token) in enumerate(pairwise(block.tokens), 1):
        if before.position.line == token.position.line:
            continue
        label = _label_at(block, index)
        if not label:
            continue
        follows = last and (last + 1) in values(label) and _shape(label) == _shape(own)
        if not follows and not (before.text in _ENDS and label.startswith("(")):
            continue
        if not follows and values(label)[0] == 0:
            continue
        own = label
        last = last + 1 if follows else values(label)[0] or values(label)[1]
        place = token.position
        edits = (Edit(place, place, _empty_line(place)),) if follows and not in_quotation else ()
        yield Diagnostic.of(
            "W224",
            f"“{label}” is swallowed by the paragraph above it",
            place,
            end_of(place, len(label)),
            hint="put an empty line before it, so that it is an item of its own",
            edits=edits,
        )


def years(file: ReadFile) -> Iterator[Diagnostic]:
    """W225: a sentence that begins with a year, which makes it a list."""
    for block in file.text.blocks:
        if block.label and _YEAR.fullmatch(block.label):
            yield Diagnostic.of(
                "W225",
                f"“{block.label}” is read as a list's number",
                block.position,
                end_of(block.position, len(block.label)),
                hint=f"write “{block.label[:-1]}\\{block.label[-1]}” if it is a year",
            )


def values(label: str) -> tuple[int, int]:
    """Return what a label counts, read as letters or digits and as a Roman numeral; 0: no."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return 0, 0
    text = found[2].lower()
    if text.isdigit():
        return int(text), int(text)
    letter = ord(text) - ord("a") + 1 if len(text) == 1 else 0
    if len(text) > 1 and len(set(text)) == 1:
        letter = 26 * (len(text) - 1) + ord(text[0]) - ord("a") + 1  # aa after z
    roman = 0
    if _ROMAN.fullmatch(text):
        numbers = [_NUMERALS[each] for each in text]
        roman = sum(-a if a < b else a for a, b in pairwise([*numbers, 0]))
    return letter, roman


def _shape(label: str) -> str:
    kind = "1" if any(each.isdigit() for each in label) else "a" if label.islower() else "A"
    return re.sub(r"\w+", kind, label)


def _label_at(block: Block, index: int) -> str:
    """Return the label that stands at a token, if words follow it on its line."""
    tokens = block.tokens[index : index + 4]
    if not tokens:
        return ""
    found = _LABEL.match(block.text, tokens[0].start)
    if found is None or not block.text[found.end() : found.end() + 1].isspace():
        return ""
    after: Token | None = next((each for each in tokens if each.start >= found.end()), None)
    if after is None or after.position.line != tokens[0].position.line or not after.is_word:
        return ""
    return found[0]


def _empty_line(place: Position) -> str:
    return "\n" + " " * (place.column - 1)
