"""Clauses on logical structure: all content tagged, elements where they may stand, languages."""

import re
from collections import Counter
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, String

from tests.support.pdf.file_clauses import Failures, walk
from tests.support.pdf.reading import STANDARD_TYPES, Document, Element, flatten, standard_type

_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_HEADING = re.compile(r"H[1-6]")
# What an element may hold, what it must stand in (ISO 32000-1, 14.8.4)
_CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
_PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
_WITH_ALTERNATIVE = {"Figure": "7.3", "Formula": "7.7"}


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.7, and ISO 14289-1, 7.1 to 7.9 and 7.20."""
    root = document.root
    mark_info = root.get("/MarkInfo", Dictionary())
    if not mark_info.get("/Marked", False):
        yield "PDF/A-3 6.7.2.2", "the file does not say that it is tagged"
        yield "PDF/UA-1 6.2", "the file does not say that it is tagged"
    if mark_info.get("/Suspects", False):
        yield "PDF/UA-1 7.1", "the file's own tags are suspect"
    if not isinstance(root.get("/StructTreeRoot"), Dictionary):
        yield "PDF/A-3 6.7.3.3", "no structure tree"
        yield "PDF/UA-1 7.1", "no structure tree"
    yield from _content(document)
    yield from _parent_tree(document)
    yield from _roles(root)
    yield from _languages(document)
    for element in document.elements:
        yield from _element(element)
    yield from _headings(document.elements)
    yield from _notes(document.elements)


def _content(document: Document) -> Failures:
    tagged = document.element_of()
    bare: Counter[int] = Counter()
    for paint in document.content.paints:
        places = [(each.container, each.mcid) for each in paint.marked if each.mcid is not None]
        is_artifact = any(each.tag == "Artifact" for each in paint.marked)
        if not is_artifact and not any(place in tagged for place in places):
            bare[paint.page] += 1
    for page, count in bare.items():
        yield "PDF/UA-1 7.1", f"page {page}: {count} marks are neither tagged nor artifacts"
    for form, pages in document.content.forms.items():
        holds_tags = any(container == form for container, _ in document.content.mcids)
        if holds_tags and len(pages) > 1:
            yield "PDF/UA-1 7.20", f"tagged content of one form is painted {len(pages)} times"


def _parent_tree(document: Document) -> Failures:
    """Hold the parent tree against the elements (ISO 32000-1, 14.7.4.4)."""
    tree = document.root.get("/StructTreeRoot", Dictionary()).get("/ParentTree")
    parents = {int(key): value for key, value in flatten(tree, "/Nums")}
    by_place = document.element_of()
    for number, page in enumerate(document.pdf.pages, 1):
        wanted = {
            mcid: by_place[place, mcid]
            for place, mcid in document.content.mcids
            if place == page.obj.objgen and (place, mcid) in by_place
        }
        row = parents.get(int(page.obj.get("/StructParents", -1)))
        for mcid, element in sorted(wanted.items()):
            holds = isinstance(row, Array) and mcid < len(row)
            if not holds or not same(row[mcid], element.dictionary):
                yield "PDF/UA-1 7.1", f"page {number}: the parent tree misses content {mcid}"
                break
    for element in document.elements:
        parent = element.dictionary.get("/P")
        expected = (
            element.parent.dictionary if element.parent else document.root.get("/StructTreeRoot")
        )
        if not same(parent, expected):
            yield "PDF/UA-1 7.1", f"an element {element.name} that names not its parent"
            break


def same(one: Object | None, other: Object | None) -> bool:
    """Whether two references are to one object."""
    return isinstance(one, Object) and isinstance(other, Object) and one.objgen == other.objgen


def _roles(root: Object) -> Failures:
    roles = root.get("/StructTreeRoot", Dictionary()).get("/RoleMap", Dictionary())
    for key in roles.keys():  # noqa: SIM118 (a PDF dictionary iterates not)
        name = key.removeprefix("/")
        if name in STANDARD_TYPES:
            yield "PDF/A-3 6.7.3.4", f"the standard type {name} is mapped to another"
            yield "PDF/UA-1 7.1", f"the standard type {name} is mapped to another"
        elif standard_type(name, roles) is None:
            yield "PDF/A-3 6.7.3.4", f"{name} is mapped to no standard type"
            yield "PDF/UA-1 7.1", f"{name} is mapped to no standard type"


def _languages(document: Document) -> Failures:
    if not str(document.root.get("/Lang", "")):
        yield "PDF/A-3 6.7.4", "the file names no language"
        yield "PDF/UA-1 7.2", "the file names no language"
    for item in walk(document.pdf):
        language = item.get("/Lang") if isinstance(item, Dictionary) else None
        if isinstance(language, String) and not _LANGUAGE.fullmatch(str(language)):
            if str(language):
                yield "PDF/A-3 6.7.4", f"{str(language)!r} is no language"
            yield "PDF/UA-1 7.2", f"{str(language)!r} is no language"


def _element(element: Element) -> Failures:
    kind = element.type
    if kind not in STANDARD_TYPES:
        yield "PDF/A-3 6.7.3.4", f"{element.name} is mapped to no standard type"
        yield "PDF/UA-1 7.1", f"{element.name} is mapped to no standard type"
    children = [child.type for child in element.children]
    for child in sorted(set(children) - _CHILDREN.get(kind, set(children))):
        yield "PDF/UA-1 7.2", f"{child} stands in {kind}"
    if kind in _PARENTS and (not element.parent or element.parent.type not in _PARENTS[kind]):
        yield "PDF/UA-1 7.2", f"{kind} stands in {element.parent.type if element.parent else '-'}"
    if "Caption" in children[1:] and kind in ("L", "TOC"):
        yield "PDF/UA-1 7.2", f"the caption of a {kind} is not first"
    if kind in _WITH_ALTERNATIVE and not (
        str(element.dictionary.get("/Alt", "")) or "/ActualText" in element.dictionary
    ):
        clause = _WITH_ALTERNATIVE[kind]
        yield f"PDF/UA-1 {clause}", f"a {kind} without alternative text"
        yield "PDF/A-3 6.7.5", f"a {kind} without alternative text"
    if kind == "Table":
        yield from _table(element, children)
    if children.count("H") > 1:
        yield "PDF/UA-1 7.4.4", f"{kind} holds more than one H"


def _table(table: Element, children: list[str]) -> Failures:
    if children.count("THead") > 1 or children.count("TFoot") > 1:
        yield "PDF/UA-1 7.2", "a table with two heads or feet"
    if {"THead", "TFoot"} & set(children) and "TBody" not in children:
        yield "PDF/UA-1 7.2", "a table with head or foot and no body"
    if children.count("Caption") > 1 or "Caption" in children[1:-1]:
        yield "PDF/UA-1 7.2", "a table's caption is neither first nor last"
    rows = list(_rows(table))
    grid: dict[tuple[int, int], Element] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.children:
            while (number, column) in grid:
                column += 1
            height, width = _span(cell, "RowSpan"), _span(cell, "ColSpan")
            for place in ((r, c) for r in range(height) for c in range(width)):
                at = (number + place[0], column + place[1])
                if at in grid or at[0] >= len(rows):
                    yield "PDF/UA-1 7.2", "cells of a table overlap or leave it"
                    return
                grid[at] = cell
            column += width
    widths = Counter(row for row, _ in grid)
    if len(set(widths.values())) > 1 or len(widths) < len(rows):
        yield "PDF/UA-1 7.2", "rows of a table have different numbers of cells"
    yield from _headers(grid)


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if child.type == "TR":
            yield child
        elif child.type in ("THead", "TBody", "TFoot"):
            yield from (row for row in child.children if row.type == "TR")


def _span(cell: Element, key: str) -> int:
    value = cell.attribute("Table", key)
    return max(1, int(value)) if value is not None else 1


def _headers(grid: dict[tuple[int, int], Element]) -> Failures:
    """Each data cell has a header by Headers, or by Scope in its row or column."""
    scopes: dict[str, set[int]] = {"/Column": set(), "/Row": set()}
    for (row, column), cell in grid.items():
        if cell.type == "TH":
            scope = str(cell.attribute("Table", "Scope"))
            if scope in ("/Column", "/Both"):
                scopes["/Column"].add(column)
            if scope in ("/Row", "/Both"):
                scopes["/Row"].add(row)
    identifiers = {str(cell.dictionary.get("/ID", "")) for cell in grid.values()} - {""}
    for (row, column), cell in grid.items():
        headers = cell.attribute("Table", "Headers")
        if headers is not None and {str(each) for each in headers} <= identifiers:
            continue
        if cell.type == "TD" and column not in scopes["/Column"] and row not in scopes["/Row"]:
            yield "PDF/UA-1 7.5", "a data cell of a table has no header"
            return


def _headings(elements: list[Element]) -> Failures:
    levels = [int(each.type[1]) for each in elements if _HEADING.fullmatch(each.type)]
    if levels and any(each.type == "H" for each in elements):
        yield "PDF/UA-1 7.4.4", "both H and H1 to H6"
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield "PDF/UA-1 7.4.2", f"H{level} follows {f'H{before}' if before else 'nothing'}"
            return


def _notes(elements: list[Element]) -> Failures:
    notes = [each for each in elements if each.type == "Note"]
    identifiers = [str(each.dictionary.get("/ID", "")) for each in notes]
    if not all(identifiers):
        yield "PDF/UA-1 7.9", "a note without an ID"
    if len(set(identifiers)) < len(identifiers):
        yield "PDF/UA-1 7.9", "two notes with one ID"
