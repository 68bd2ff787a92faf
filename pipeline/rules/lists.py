"""Rules on labels: items that are out of order, that a paragraph swallows, that are years."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.text import Block, BlockKind, ContainerKind
from pipeline.rules.places import end_of, in_block

_LABEL = re.compile(r"(\(?)([0-9]{1,9}|[A-Za-z]{1,8})([.)])")
_AT_LINE_START = re.compile(r"^[ \t>]*\(?(?:[0-9]{1,9}|[A-Za-z]{1,8})[.)][ \t]", re.MULTILINE)
_IN_TEXT = re.compile(r"(?:^|(?<=\s))(\(?(?:[0-9]{1,9}|[A-Za-z]{1,8})[.)])(?=\s+\w)")
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
    if (
        len(items) > 1
        and len({item.label for item in items}) == 1
        and items[0].label[0] not in "-*+"
    ):
        yield _out_of_order(items[1], "stands at every item")
        return
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
        yield _out_of_order(item, what)


def _out_of_order(item: Block, what: str) -> Diagnostic:
    return Diagnostic.of(
        "N223",
        f"the label “{item.label}” {what}",
        item.position,
        end_of(item.position, len(item.label)),
        hint="labels are printed as they are written; correct it if it is a slip",
    )


def swallowed(file: ReadFile) -> Iterator[Diagnostic]:
    """W224: a line that begins with a label, but belongs to the paragraph above it."""
    if not _AT_LINE_START.search(file.source.text):
        return
    for block in file.text.blocks:
        is_text = block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION}
        if is_text and block.places is not None and len(block.places.lines) > 1:
            yield from _swallowed(block)


def _swallowed(block: Block) -> Iterator[Diagnostic]:
    first = _IN_TEXT.match(block.text)
    own = block.label or (first[1] if first else "")
    last = max(values(own))
    in_quotation = any(each.kind is ContainerKind.QUOTATION for each in block.containers)
    for found in _IN_TEXT.finditer(block.text, 1):
        label, start = found[1], found.start(1)
        end = start
        while block.text[end - 1].isspace():
            end -= 1
        follows = last > 0 and (last + 1) in values(label) and _shape(label) == _shape(own)
        is_after_end = (
            label.startswith("(") and block.text[end - 1] in _ENDS and values(label)[0] > 0
        )
        if not follows and not is_after_end:
            continue
        place = in_block(block, start)
        if place.line == in_block(block, end - 1).line:
            continue
        own, last = label, last + 1 if follows else max(values(label))
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


@lru_cache(maxsize=10_000)
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


def _empty_line(place: Position) -> str:
    return "\n" + " " * (place.column - 1)
