"""Ways through WeasyPrint's boxes, the only place that knows how they hang together."""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

Box = Any  # WeasyPrint has no types


def walk(box: Box) -> Iterator[Box]:
    """Yield a box and all that it holds, in the order of the document."""
    stack = [box]
    while stack:
        box = stack.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        yield box
        if isinstance(box, boxes.ParentBox):
            stack.extend(reversed(box.children))


def has_class(box: Box, name: str) -> bool:
    """Whether a box is of an element with a class, its own box or a pseudo-element's."""
    return box.element is not None and name in (box.element.get("class") or "").split()


def is_pseudo(box: Box) -> bool:
    """Whether a box is of a pseudo-element, as a::after."""
    return "::" in (box.element_tag or "")


def text_of(box: Box) -> str:
    """Return the text that a box draws, all of its lines."""
    return "".join(each.text for each in walk(box) if isinstance(each, boxes.TextBox))
