"""Footnotes after layout: that none was lost, and links from a call to its note and back.

WeasyPrint drops footnotes without a word under some style sheets (its issues 1564 and 2502), so
every render is audited: as many notes as calls, each whole, on its call's page or the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes

from pipeline.errors import RenderError
from pipeline.render.pdf.boxes import Box, has_class, text_of, walk

_NOTE = "fn"
_MARKER = "::footnote-marker"
_CALL = "::footnote-call"


@dataclass(slots=True)
class _Placed:
    """Where a note's call and body stand: pages from 0; the body's text, page after page."""

    call: int | None = None
    body: int | None = None
    texts: list[str] = field(default_factory=list)


def audit(root: Any, document: Document) -> None:
    """Raise RenderError where a footnote is missing, cut, or not on its page or the next.

    ``root``: the element that was rendered; each element of class "fn" in it is one footnote.
    """
    placed: dict[Any, _Placed] = {
        element: _Placed()
        for element in root.iter()
        if _NOTE in (element.get("class") or "").split()
    }
    if not placed:
        return
    for number, page in enumerate(document.pages):
        for body in _bodies(page):
            place = placed[body.element]
            place.body = number if place.body is None else place.body
            place.texts.append(text_of(body))
        for box in walk(page._page_box):
            if (box.element_tag or "").endswith(_CALL):
                placed[box.element].call = number
    for element, place in placed.items():
        name = element.get("data-n") or "?"
        if place.body is None:
            raise _lost(f"footnote {name} is missing from the pages")
        if not _letters("".join(place.texts)).endswith(_letters("".join(element.itertext()))):
            raise _lost(f"footnote {name} is cut short on page {place.body + 1}")
        if place.call is not None and place.body not in (place.call, place.call + 1):
            raise _lost(
                f"footnote {name} is called on page {place.call + 1}"
                f" and stands on page {place.body + 1}"
            )


def link(document: Document) -> None:
    """Link each call to its note and each note's number to its call."""
    for page in document.pages:
        linked: set[tuple[Any, str]] = set()
        for box in walk(page._page_box):
            tag = box.element_tag or ""
            kind = next((kind for kind in (_CALL, _MARKER) if tag.endswith(kind)), None)
            if kind is None or not isinstance(box, boxes.ParentBox) or not box.children:
                continue
            if (box.element, kind) in linked:  # a box of the same pseudo-element, inside it
                continue
            linked.add((box.element, kind))
            note = box.element.get("id")
            rectangle = _rectangle(box)
            if kind == _CALL:
                page.links.append(("internal", note, rectangle, box))
                page.anchors.setdefault(f"{note}-call", rectangle)
            else:
                page.links.append(("internal", f"{note}-call", rectangle, box))


def _bodies(page: Page) -> Iterator[Box]:
    for child in page._page_box.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            yield from (body for body in child.children if has_class(body, _NOTE))


def _rectangle(box: Box) -> tuple[float, float, float, float]:
    x, y, width, height = box.hit_area()
    return x, y, x + width, y + height


def _letters(text: str) -> str:
    return "".join(text.split())


def _lost(message: str) -> RenderError:
    return RenderError.of(
        "E074",
        f"{message}; nothing was written",
        hint="take padding and borders out of @footnote in styles/document.css, "
        "or shorten the paragraph that calls it",
    )
