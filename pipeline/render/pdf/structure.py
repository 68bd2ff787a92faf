"""The structure tree of a PDF: one element for one element of the HTML, in reading order.

WeasyPrint writes a structure element for each box: a paragraph on two pages is two paragraphs,
footnotes are not notes, running heads are content. Written here from the same marked content:
an element is one however many lines and pages it covers; a footnote is a Note after the
Reference that calls it; labels, contents and tables have their own types; running heads, leader
dots and repeated table heads are artifacts. The time is linear in the number of boxes.

Types and attributes: ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from pipeline.render.pdf.artifacts import draw_bars, make_artifacts
from pipeline.render.pdf.boxes import Box, has_class, walk
from pipeline.render.pdf.elements import Annotation, Node, write_tree
from pipeline.render.pdf.margin import Bar

_CALL = "::footnote-call"
_MARKER = "::footnote-marker"
_POINTS = 0.75  # a CSS pixel
_TYPES = {
    "section": "Sect", "article": "Art", "blockquote": "BlockQuote", "p": "P", "pre": "P",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "li": "LI", "table": "Table", "thead": "THead", "tbody": "TBody",
    "tr": "TR", "th": "TH", "td": "TD", "nav": "TOC", "a": "Link", "code": "Code",
    "img": "Figure", "small": "Note", "ins": "Span", "del": "Span", "s": "Span",
}  # fmt: skip
_TYPES_OF_CLASSES = {"lb": "Lbl", "note": "Note", "mast": "P", "actual": "Span"}
_DECORATIONS = {"ins": "Underline", "del": "LineThrough", "s": "LineThrough"}


@contextlib.contextmanager
def written_by_us(root: Any, bars: Mapping[int, Sequence[Bar]]) -> Iterator[None]:
    """Have WeasyPrint write its PDFs with this structure; change bars go in as artifacts.

    ``root``: the element that was rendered. ``bars``: by page, counted from 0. WeasyPrint has no
    hook for tags: while this holds, ``weasyprint.pdf.add_tags`` is ours.
    """
    theirs = weasyprint.pdf.add_tags

    def add_tags(pdf: pydyf.PDF, document: Document, _version: Any, streams: Any) -> None:
        _Tree(root).write(pdf, document, streams)
        for page, page_bars in bars.items():
            draw_bars(document.pages[page]._page_box, streams[page], page_bars, root)

    weasyprint.pdf.add_tags = add_tags
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = theirs


class _Tree:
    """Collects what every page draws under the nodes of its elements, then writes them."""

    def __init__(self, root: Any) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._document = Node("Document")
        self._contents: dict[Any, Node] = {}
        self._items: dict[Any, Node] = {}
        self._calls: dict[Any, Node] = {}
        self._markers: dict[Any, Node] = {}
        self._first_pages: dict[Any, int] = {}

    def write(self, pdf: pydyf.PDF, document: Document, streams: Sequence[Any]) -> None:
        """Write the tree, and what has to stand in the catalog with it."""
        artifacts = [
            self._collect(number, page._page_box, stream._tags)
            for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True))
        ]
        for stream, ids in zip(streams, artifacts, strict=True):
            make_artifacts(stream.stream, ids)
        write_tree(pdf, self._document, [len(stream._tags) for stream in streams])
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _collect(self, page: int, page_box: Box, tags: Mapping[Box, Any]) -> dict[int, bytes]:
        """Put a page's marked content and links under their nodes; return the artifacts' ids."""
        artifacts: dict[int, bytes] = {}
        for part in page_box.children:
            if isinstance(part, boxes.MarginBox):
                kind = b"Header" if "top" in part.at_keyword else b"Footer"
                for box in walk(part):
                    if box in tags:
                        artifacts[tags[box]["mcid"]] = kind
                continue
            for box in walk(part):
                if box.element is None:
                    continue
                marked = tags.get(box)
                if has_class(box, "running") or self._is_repeated(box, page) or _is_leader(box):
                    if marked is not None:
                        artifacts[marked["mcid"]] = b""
                    continue
                if marked is None and not box.link_annotation:
                    continue
                node = self._node(box)
                if box.link_annotation:
                    node.kids.append(Annotation(page, box.link_annotation))
                if marked is not None:
                    if node.page is None:
                        node.page = page
                    node.kids.append((page, marked["mcid"]))
                    if node.type == "Figure":
                        node.entries["A"] = _figure_box(box, page_box)
        return artifacts

    def _node(self, box: Box) -> Node:
        """Return the node that a box's own content belongs to."""
        tag = box.element_tag or ""
        if tag.endswith(_CALL):
            return self._call(box.element)
        if tag.endswith(_MARKER):
            return self._marker(box.element)
        return self._content(box.element)

    def _content(self, element: Any) -> Node:
        """Return the node of an element's content; an element without a type is its parent's."""
        if element not in self._contents and element.tag in ("th", "td"):
            self._content(self._parents[element])  # makes all cells of its row
        if element not in self._contents:
            self._contents[element] = self._new_content(element)
            if element.tag == "tr":  # an empty cell draws nothing and still has its place
                for cell in element:
                    self._contents[cell] = self._new_content(cell)
        return self._contents[element]

    def _new_content(self, element: Any) -> Node:
        parent = self._parents.get(element)
        if parent is None:
            return self._document
        css = (element.get("class") or "").split()
        kind = next((_TYPES_OF_CLASSES[name] for name in css if name in _TYPES_OF_CLASSES), None)
        kind = kind or _TYPES.get(element.tag)
        if kind is None:
            return self._content(parent)
        if kind == "Lbl":
            item = self._item(element)
            return self._add(item, kind, element) if item else self._content(parent)
        if kind == "LI":
            return self._add(self._new_item(element), "LBody", None)
        if kind == "P" and parent.tag == "nav":
            return self._add(self._add(self._content(parent), "TOCI", element), "Reference", None)
        if kind == "P" and self._content(parent).type in ("TH", "TD"):
            return self._content(parent)
        return self._add(self._content(parent), kind, element)

    def _item(self, label: Any) -> Node | None:
        """Return the list item that a label labels."""
        element = self._parents.get(label)
        while element is not None and element.tag != "li":
            element = self._parents.get(element)
        if element is None:
            return None
        return self._items.get(element) or self._new_item(element)

    def _new_item(self, element: Any) -> Node:
        node = self._items.get(element)
        if node is None:
            node = self._items[element] = self._add(
                self._content(self._parents[element]), "LI", element
            )
        return node

    def _call(self, note: Any) -> Node:
        """Return the link of a footnote's call; the Note comes right after it."""
        if note not in self._calls:
            parent = self._content(self._parents[note])
            self._calls[note] = self._add(self._add(parent, "Reference", None), "Link", None)
            self._content(note)
        return self._calls[note]

    def _marker(self, note: Any) -> Node:
        if note not in self._markers:
            label = self._add(self._content(note), "Lbl", None)
            self._markers[note] = self._add(label, "Link", None)
        return self._markers[note]

    def _add(self, parent: Node, kind: str, element: Any) -> Node:
        node = Node(kind)
        parent.kids.append(node)
        if element is not None:
            node.entries.update(_entries(kind, element))
        return node

    def _is_repeated(self, box: Box, page: int) -> bool:
        """Whether a box repeats a table's head on a later page."""
        element = box.element
        while element is not None and element.tag in ("th", "tr", "thead", "a", "small", "span"):
            if element.tag == "thead":
                return self._first_pages.setdefault(element, page) != page
            element = self._parents.get(element)
        return False


def _entries(kind: str, element: Any) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    if element.get("lang"):
        entries["Lang"] = pydyf.String(element.get("lang"))
    if kind == "Note":
        entries["ID"] = pydyf.String(element.get("id") or "")
    if kind == "Figure":
        entries["Alt"] = pydyf.String(element.get("alt") or "")
    if kind in ("TH", "TD"):
        entries.update(_cell_entries(kind, element))
    if kind == "L":
        entries["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/None"})
    if element.tag in _DECORATIONS:
        entries["A"] = pydyf.Dictionary(
            {"O": "/Layout", "TextDecorationType": f"/{_DECORATIONS[element.tag]}"}
        )
    if element.get("data-actual"):
        entries["ActualText"] = pydyf.String(element.get("data-actual"))
    return entries


def _cell_entries(kind: str, element: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if kind == "TH":
        attributes["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
    for name, attribute in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
        if (element.get(attribute) or "1") != "1":
            attributes[name] = int(element.get(attribute))
    return {"A": pydyf.Dictionary({"O": "/Table"} | attributes)} if attributes else {}


def _is_leader(box: Box) -> bool:
    """Whether a box is the dots of a contents line."""
    return (
        isinstance(box, boxes.TextBox)
        and (box.element_tag or "").endswith("::after")
        and not box.text.strip(" .")
    )


def _figure_box(box: Box, page: Box) -> pydyf.Dictionary:
    height = page.margin_height()
    x, y = box.content_box_x(), box.content_box_y()
    corners = (x, height - y - box.height, x + box.width, height - y)
    return pydyf.Dictionary(
        {"O": "/Layout", "BBox": pydyf.Array([round(corner * _POINTS, 3) for corner in corners])}
    )
