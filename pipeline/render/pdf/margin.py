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

from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pipeline.render.pdf.boxes import Box, has_class

_PIXELS_A_MM = 96 / 25.4
_GAP = 1.6 * _PIXELS_A_MM  # between two notes
_JOINED = 17  # pixels: bars closer than this are one
_TIGHT = "tight"


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
    is laid out once more: its page breaks stay where they were.
    """
    placed = [_place(page._page_box) for page in document.pages]
    crowded = [note for _, notes in placed for note in notes]
    if crowded:
        for note in crowded:
            note.set("class", f"{note.get('class')} {_TIGHT}")
        document = html.render(**options)
        placed = [_place(page._page_box) for page in document.pages]
    # Link rectangles are taken when a page is made: make it anew where its notes now stand.
    document.pages[:] = [Page(page._page_box) for page in document.pages]
    return document, {number: bars for number, (bars, _) in enumerate(placed) if bars}


def _place(page: Box) -> tuple[list[Bar], list[Any]]:
    """Place one page's notes; return its bars, and its notes' elements if they do not fit."""
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
    floor = top
    for box in ordered:
        box.translate(0, max(wanted[box.element], floor) - box.position_y)
        floor = box.position_y + box.margin_height() + _GAP
    ceiling = foot
    for box in reversed(ordered):
        over = box.position_y + box.margin_height() - ceiling
        if over > 0:
            box.translate(0, -over)
        ceiling = box.position_y - _GAP
    overfull = bool(ordered) and ceiling + _GAP < top - 1
    return _joined(lines), [box.element for box in ordered] if overfull else []


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
