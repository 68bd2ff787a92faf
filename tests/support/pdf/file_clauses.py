"""Clauses on the file as such: header, trailer, streams, limits, what a catalog may hold."""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.support.pdf.reading import Document

Failures = Iterator[tuple[str, str]]

_FILTERS = frozenset(
    "ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode "
    "DCTDecode JPXDecode".split()
)
_LONGEST_STRING = 32767
_LONGEST_NAME = 127
_LARGEST_INTEGER = 2**31 - 1
_PAGE_SIZES = (3, 14400)


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.1, 6.9 to 6.11, ISO 14289-1, 6.1 and 7.16."""
    yield from _bytes(document)
    yield from _catalog(document)
    for item in walk(document.pdf):
        yield from _item(item)
    for warning in document.pdf.get_warnings():  # complete once every object was read
        yield "PDF/A-3 6.1.7.1", f"the file does not read cleanly: {warning}"
    for number, page in enumerate(document.pdf.pages, 1):
        yield from _page(number, page)


def _bytes(document: Document) -> Failures:
    data = document.data
    lines = re.split(rb"\r\n|\r|\n", data[:64])
    if not re.fullmatch(rb"%PDF-1\.[0-7]", lines[0]):
        yield "PDF/A-3 6.1.2", f"the header is {lines[0]!r}"
        yield "PDF/UA-1 6.1", f"the header is {lines[0]!r}"
    comment = lines[1] if len(lines) > 1 else b""
    if comment[:1] != b"%" or sum(byte > 127 for byte in comment[1:5]) < 4:
        yield "PDF/A-3 6.1.2", "no comment of four bytes above 127 after the header"
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", data):
        yield "PDF/A-3 6.1.3", "data after the last end-of-file marker"
    identifier = document.pdf.trailer.get("/ID")
    if not isinstance(identifier, Array) or not all(bytes(each) for each in identifier):
        yield "PDF/A-3 6.1.3", "the trailer has no ID"
    if document.pdf.is_encrypted:
        yield "PDF/A-3 6.1.3", "the file is encrypted"
        if not document.pdf.allow.accessibility:
            yield "PDF/UA-1 7.16", "assistive technology may not read it"


def _catalog(document: Document) -> Failures:
    root = document.root
    if "/Requirements" in root:
        yield "PDF/A-3 6.11", "the catalog names requirements"
    if root.get("/NeedsRendering", False):
        yield "PDF/A-3 6.4.2", "the catalog asks for rendering"
    if "/AlternatePresentations" in root.get("/Names", Dictionary()):
        yield "PDF/A-3 6.10", "alternate presentations"
    permissions = root.get("/Perms", Dictionary())
    if set(permissions.keys()) - {"/UR3", "/DocMDP"}:
        yield "PDF/A-3 6.1.12", "permissions other than UR3 and DocMDP"
    form = root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances", False):
        yield "PDF/A-3 6.4.1", "form fields whose appearances a reader must make"
    if "/XFA" in form:
        yield "PDF/A-3 6.4.2", "an XFA form"
        yield "PDF/UA-1 7.15", "an XFA form"
    layers = root.get("/OCProperties", Dictionary())
    configurations = [layers["/D"]] if "/D" in layers else []
    configurations += list(layers.get("/Configs", Array()))
    names = [str(each.get("/Name", "")) for each in configurations]
    if not all(names) or len(set(names)) < len(names):
        yield "PDF/A-3 6.9", "optional content whose configurations have no names of their own"
        yield "PDF/UA-1 7.10", "optional content whose configurations have no names of their own"
    if any("/AS" in each for each in configurations):
        yield "PDF/A-3 6.9", "optional content that changes by itself"
        yield "PDF/UA-1 7.10", "optional content that changes by itself"


def _page(number: int, page: pikepdf.Page) -> Failures:
    if "/PresSteps" in page.obj:
        yield "PDF/A-3 6.10", f"page {number} has presentation steps"
    for key in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page:
            left, bottom, right, top = (float(each) for each in page[key])
            least, most = _PAGE_SIZES
            if not all(least <= abs(side) <= most for side in (right - left, top - bottom)):
                yield "PDF/A-3 6.1.13", f"page {number}: {key} is too small or too large"


def walk(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Yield every object of the file and what it holds directly, dictionaries and all."""
    stack: list[Object] = [pdf.trailer, *pdf.objects]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, Array):
            values = list(item)
        elif isinstance(item, Dictionary | Stream):
            values = [Name(key) for key in item.keys()]  # noqa: SIM118 (a stream iterates not)
            values += [item.get(key) for key in item.keys()]  # noqa: SIM118
        else:
            continue
        stack += [each for each in values if not getattr(each, "is_indirect", False)]


def _item(item: Object) -> Failures:
    if isinstance(item, bool):
        return
    if isinstance(item, int) and not -_LARGEST_INTEGER - 1 <= item <= _LARGEST_INTEGER:
        yield "PDF/A-3 6.1.13", f"the integer {item} is too large"
    elif isinstance(item, pikepdf.String) and len(bytes(item)) > _LONGEST_STRING:
        yield "PDF/A-3 6.1.13", f"a string of {len(bytes(item))} bytes"
    elif isinstance(item, Name):
        try:
            name = str(item).encode("utf-8", "surrogateescape")
            name.decode()
        except UnicodeError:
            yield "PDF/A-3 6.1.8", f"a name that is no UTF-8: {item!r}"
        else:
            if len(name) - 1 > _LONGEST_NAME:
                yield "PDF/A-3 6.1.13", f"a name of {len(name) - 1} bytes"
    elif isinstance(item, Stream):
        if {"/F", "/FFilter", "/FDecodeParms"} & set(item.keys()):
            yield "PDF/A-3 6.1.7.1", "a stream whose data lie in another file"
        filters = item.get("/Filter", Array())
        for each in filters if isinstance(filters, Array) else [filters]:
            if str(each).removeprefix("/") not in _FILTERS:
                yield "PDF/A-3 6.1.7.2", f"the filter {each}"
