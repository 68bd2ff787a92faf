"""A PDF as the clauses look at it: what its pages paint, and its structure elements in order.

Read with pikepdf alone; nothing here knows the program that wrote the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

Id = tuple[int, int]  # an indirect object's number and generation

# ISO 32000-1, 14.8.4
STANDARD_TYPES = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 "
    "H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference "
    "BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)


@dataclass(eq=False, slots=True)
class Element:
    """A structure element: its type as written and as its role map resolves it."""

    name: str
    type: str
    dictionary: Object
    parent: "Element | None"
    children: list["Element"] = field(default_factory=list)
    content: list[tuple[Id, int]] = field(default_factory=list)  # stream or page, MCID
    objects: list[Id] = field(default_factory=list)  # annotations and such, by OBJR

    def attribute(self, owner: str, key: str) -> Object | None:
        """Return an attribute's value, or None."""
        attributes = self.dictionary.get("/A")
        for each in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(each, Dictionary | Stream) and each.get("/O") == Name("/" + owner):
                value = each.get("/" + key)
                if value is not None:
                    return value
        return None

    def ancestors(self) -> Iterator["Element"]:
        """Yield the element itself and all that it stands in."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@dataclass(frozen=True, slots=True)
class Marked:
    """One level of marked content: its tag, where its MCID counts, whether it says its text."""

    tag: str
    container: Id
    mcid: int | None
    has_actual_text: bool


@dataclass(frozen=True, slots=True)
class Paint:
    """One operator that leaves marks on a page, and the marked content around it."""

    page: int
    operator: str
    marked: tuple[Marked, ...]
    colour_spaces: tuple[str, ...]  # device colour spaces that it paints with


@dataclass(slots=True)
class Content:
    """What all content streams do, in the order of the pages."""

    paints: list[Paint] = field(default_factory=list)
    glyphs: dict[Id, set[tuple[int, tuple[Marked, ...]]]] = field(default_factory=dict)
    invisible: dict[Id, set[int]] = field(default_factory=dict)  # shown in render mode 3
    fonts: dict[Id, Object] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)  # clause, message
    forms: dict[Id, list[int]] = field(default_factory=dict)  # pages that paint a form XObject
    mcids: dict[tuple[Id, int], int] = field(default_factory=dict)  # page of each
    resources: list[Object] = field(default_factory=list)
    images: list[Object] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """An opened PDF with its bytes, its structure and its content."""

    data: bytes
    pdf: pikepdf.Pdf
    elements: list[Element]
    content: Content

    @property
    def root(self) -> Object:
        return self.pdf.Root

    def element_of(self) -> Mapping[tuple[Id, int], Element]:
        """Map each piece of marked content to the element that it belongs to."""
        return {each: element for element in self.elements for each in element.content}


def read(data: bytes, read_content: Callable[[pikepdf.Pdf], Content]) -> Document:
    """Open a PDF; raises pikepdf.PdfError where it is none."""
    pdf = pikepdf.open(BytesIO(data), inherit_page_attributes=False)
    elements = list(read_elements(pdf))
    return Document(data, pdf, elements, read_content(pdf))


def read_elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """Yield the structure elements, each before what it holds, in reading order."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    roles = root.get("/RoleMap")
    seen: set[Id] = set()
    stack: list[tuple[Object, Element | None]] = [(kid, None) for kid in reversed(kids(root))]
    while stack:
        item, parent = stack.pop()
        if not isinstance(item, Dictionary) or (item.is_indirect and item.objgen in seen):
            continue
        seen.add(item.objgen)
        name = str(item.get("/S", "/")).removeprefix("/")
        element = Element(name, standard_type(name, roles) or name, item, parent)
        if parent is not None:
            parent.children.append(element)
        yield element
        page = _page_of(element)
        for kid in reversed(kids(item)):
            if isinstance(kid, int):
                element.content.insert(0, (page, kid))
            elif not isinstance(kid, Dictionary):
                continue
            elif kid.get("/Type") == Name.MCR:
                stream = kid.get("/Stm")
                place = kid.get("/Pg")
                owner = stream if stream is not None else place
                place_id = owner.objgen if owner is not None else page
                element.content.insert(0, (place_id, int(kid.get("/MCID", -1))))
            elif kid.get("/Type") == Name.OBJR:
                element.objects.insert(0, kid.Obj.objgen)
            else:
                stack.append((kid, element))


def kids(item: Object) -> list[Object]:
    """Return what an element's /K holds, one or many."""
    value = item.get("/K")
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def standard_type(name: str, roles: Object | None) -> str | None:
    """Follow the role map to a standard type; None where there is none, or a circle."""
    seen: set[str] = set()
    while name not in STANDARD_TYPES:
        mapped = roles.get("/" + name) if isinstance(roles, Dictionary) else None
        if name in seen or mapped is None:
            return None
        seen.add(name)
        name = str(mapped).removeprefix("/")
    return name


def _page_of(element: Element) -> Id:
    for each in element.ancestors():
        page = each.dictionary.get("/Pg")
        if page is not None:
            return page.objgen
    return (0, 0)


def flatten(tree: Object | None, leaf: str) -> Iterator[tuple[Object, Object]]:
    """Yield keys and values of a name tree (leaf "/Names") or a number tree ("/Nums")."""
    stack = [tree]
    seen: set[Id] = set()
    while stack:
        node = stack.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        pairs = list(node.get(leaf, Array()))
        yield from zip(pairs[::2], pairs[1::2], strict=False)
        stack.extend(reversed(list(node.get("/Kids", Array()))))
