"""Margin notes and change bars, placed after layout.

In: pages on which each note (``span.note``, absolute, directly after its mark in the source) lies
at the top of its paragraph. Out: the same pages with every note level with its mark, moved down
where two meet and up from the foot, and the bars to draw beside changed lines. Notes are out of
the flow: placing them changes no page break.

The HTML says what belongs together: a note has the id "n7", its mark (class ``t``) the id "c7".
A bar stands at each line that holds ``ins``, ``del`` or an element of class ``fmt``, and beside
each block of class ``bar``; there are none inside an element of class ``wide``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pipeline.render.pdf.boxes import Box, has_class

_PIXELS_A_MM = 96 / 25.4
_GAP = 1.6 * _PIXELS_A_MM  # between two notes
_JOINED = 17  # pixels: bars closer than this are one
_TIGHT = "tight"
_LEFT_OUT = "left-out"
_TABLE = "#changes"


@dataclass(frozen=True, slots=True)
class Bar:
    """A change bar: from ``top`` to ``bottom``, in CSS pixels from the page's top."""

    top: float
    bottom: float


def place(
    html: Any, document: Document, options: dict[str, Any]
) -> tuple[Document, dict[int, list[Bar]]]:
    """Place the notes of every page; return the document and the bars by page, from 0.

    Where a page cannot hold its notes they get the class "tight" (one line each) and the document
    is laid out once more: its page breaks stay where they were. Where it cannot hold these either,
    the last that it holds tells how many are left out: they are in the table of changes.
    """
    placed = [_place(page._page_box) for page in document.pages]
    for crowd in (_make_tight, _leave_out):
        crowded = [page for page in placed if page.crowded]
        if not crowded:
            break
        for page in crowded:
            crowd(page, html.etree_element)
        document = html.render(**options)
        placed = [_place(page._page_box) for page in document.pages]
    # Link rectangles are taken when a page is made: make it anew where its notes now stand.
    document.pages[:] = [Page(page._page_box) for page in document.pages]
    return document, {number: page.bars for number, page in enumerate(placed) if page.bars}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A page whose notes are placed; ``crowded``: they do not fit, of which ``room`` would."""

    bars: list[Bar]
    notes: list[Any]
    crowded: bool
    room: int


def _make_tight(page: _Placed, _root: Any) -> None:
    for note in page.notes:
        note.set("class", f"{note.get('class')} {_TIGHT}")


def _leave_out(page: _Placed, root: Any) -> None:
    """Leave out what the page cannot hold; these marks lead to the table of changes."""
    kept, left = page.notes[: page.room], page.notes[page.room :]
    gone = {f"#{note.get('id')}" for note in left}
    for note in left:
        note.set("class", f"{note.get('class')} {_LEFT_OUT}")
    for mark in root.iter("a"):
        if mark.get("href") in gone:
            mark.set("href", _TABLE)
    more = ElementTree.SubElement(kept[-1], "a", {"class": "t", "href": _TABLE})
    more.text = f" … +{len(left)}"


def _place(page: Box) -> _Placed:
    """Place one page's notes."""
    marks: dict[str, float] = {}
    notes: dict[Any, Box] = {}
    lines: set[tuple[float, float]] = set()
    for box, line in _walk(page, None):
        if box.element is None:
            continue
        if box.element_tag == "span" and has_class(box, "note"):
            notes.setdefault(box.element, box)
        elif line is not None and has_class(box, "t"):
            marks.setdefault(box.element.get("id") or "", line.position_y)
        if line is not None and (box.element_tag in ("ins", "del") or has_class(box, "fmt")):
            lines.add((round(line.position_y, 2), round(line.position_y + line.height, 2)))
        elif line is None and has_class(box, "bar") and isinstance(box, boxes.BlockLevelBox):
            lines.add((box.position_y, box.position_y + box.height))
    top = page.margin_top
    foot = top + page.height
    wanted = {element: _level(box, marks) for element, box in notes.items()}
    ordered = sorted(notes.values(), key=lambda box: wanted[box.element])
    heights = [box.margin_height() for box in ordered]
    spare = page.height - sum(heights)
    gap = min(_GAP, max(0.0, spare / max(1, len(ordered) - 1)))
    floor = top
    for box, height in zip(ordered, heights, strict=True):
        box.translate(0, max(wanted[box.element], floor) - box.position_y)
        floor = box.position_y + height + gap
    ceiling = foot
    for box, height in zip(reversed(ordered), reversed(heights), strict=True):
        over = box.position_y + height - ceiling
        if over > 0:
            box.translate(0, -over)
        ceiling = box.position_y - gap
    elements = [box.element for box in ordered]
    is_tight = all(has_class(box, _TIGHT) for box in ordered)
    crowded = spare < -1 or (gap < _GAP and not is_tight)
    room = int(page.height // max(heights, default=1.0)) - 1
    return _Placed(_joined(lines), elements, bool(ordered) and crowded, max(1, room))


def _level(note: Box, marks: dict[str, float]) -> float:
    mark = "c" + (note.element.get("id") or "")[1:]
    return marks[mark] + 1.5 if mark in marks else float(note.position_y)


def _walk(box: Box, line: Box | None) -> Iterator[tuple[Box, Box | None]]:
    """Yield boxes with the line that they stand on, in the order of the document."""
    stack = [(box, line)]
    while stack:
        box, line = stack.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if has_class(box, "wide"):
            continue
        if isinstance(box, boxes.LineBox):
            line = box
        yield box, line
        if isinstance(box, boxes.ParentBox):
            stack.extend((child, line) for child in reversed(box.children))


def _joined(lines: set[tuple[float, float]]) -> list[Bar]:
    bars: list[Bar] = []
    for top, bottom in sorted(lines):
        if bars and top - bars[-1].bottom < _JOINED:
            bars[-1] = Bar(bars[-1].top, max(bars[-1].bottom, bottom))
        else:
            bars.append(Bar(top, bottom))
    return bars
