"""Clauses on metadata: the XMP packet, what it says the file is, and that Info says the same."""

import datetime
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Stream

from tests.support.pdf.file_clauses import Failures
from tests.support.pdf.reading import Document

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
# Predefined in XMP 2005 or by ISO 19005-3 itself; every other namespace needs its extension schema
_PREDEFINED = frozenset(
    (
        *(_NAMESPACES[each] for each in ("rdf", "dc", "xmp", "pdf", "pdfaid", "pdfaExtension")),
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/rights/",
        "http://www.w3.org/XML/1998/namespace",
    )
)
# Info's key, the XMP property that says the same
_TWINS = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d)?'?(\d\d)?'?")


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.6, and ISO 14289-1, 5 and 7.1 (the title)."""
    stream = document.root.get("/Metadata")
    if not isinstance(stream, Stream):
        yield "PDF/A-3 6.6.2.1", "the catalog has no metadata"
        yield "PDF/UA-1 7.1", "the catalog has no metadata"
        return
    packet = stream.read_bytes()
    header = re.match(rb"<\?xpacket([^?]*)\?>", packet)
    if header and re.search(rb"\b(bytes|encoding)\s*=", header[1]):
        yield "PDF/A-3 6.6.2.1", "the packet's header has bytes or encoding"
    try:
        packet.decode("utf-8")
        tree = ElementTree.fromstring(packet)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        yield "PDF/A-3 6.6.2.1", f"the packet does not read: {error}"
        return
    if len(tree.findall(".//rdf:RDF", _NAMESPACES)) != 1:
        yield "PDF/A-3 6.6.2.1", "the packet has not one rdf:RDF"
        return
    yield from _identification(tree)
    yield from _schemas(tree)
    yield from _twins(document, tree)


def _identification(tree: ElementTree.Element) -> Failures:
    said = {name: values(tree, name) for name in ("pdfaid:part", "pdfaid:conformance")}
    if said != {"pdfaid:part": ["3"], "pdfaid:conformance": ["A"]}:
        yield "PDF/A-3 6.6.4", f"the packet says {said}"
    if values(tree, "pdfuaid:part") != ["1"]:
        yield "PDF/UA-1 5", f"pdfuaid:part is {values(tree, 'pdfuaid:part')}"
    if not any(values(tree, "dc:title")):
        yield "PDF/UA-1 7.1", "no title (dc:title)"


def values(tree: ElementTree.Element, name: str) -> list[str]:
    """Return a property's values: element or attribute, alone or in a list."""
    prefix, local = name.split(":")
    full = f"{{{_NAMESPACES[prefix]}}}{local}"
    found: list[str] = []
    for description in tree.findall(".//rdf:RDF/rdf:Description", _NAMESPACES):
        if full in description.attrib:
            found.append(description.attrib[full])
        for element in description.findall(full):
            items = element.findall(".//rdf:li", _NAMESPACES)
            found += [(item.text or "").strip() for item in items or [element]]
    return found


def _schemas(tree: ElementTree.Element) -> Failures:
    declared: dict[str, set[str]] = {}
    for schema in tree.findall(".//pdfaExtension:schemas/rdf:Bag/rdf:li", _NAMESPACES):
        texts = {_local(each.tag): (each.text or "").strip() for each in schema.iter()}
        for key in ("schema", "namespaceURI", "prefix", "property"):
            if key not in texts:
                yield "PDF/A-3 6.6.2.3.3", f"an extension schema without {key}"
        properties = schema.findall(".//pdfaSchema:property/rdf:Seq/rdf:li", _NAMESPACES)
        names: set[str] = set()
        for each in properties:
            parts = {_local(part.tag): (part.text or "").strip() for part in each.iter()}
            for key in ("name", "valueType", "category", "description"):
                if not parts.get(key):
                    yield "PDF/A-3 6.6.2.3.3", f"an extension property without {key}"
            if parts.get("category", "internal") not in ("internal", "external"):
                yield "PDF/A-3 6.6.2.3.3", f"an extension property of category {parts['category']}"
            names.add(parts.get("name", ""))
        declared.setdefault(texts.get("namespaceURI", ""), set()).update(names)
    for name in _properties(tree):
        namespace, _, local = name.removeprefix("{").partition("}")
        if namespace not in _PREDEFINED and local not in declared.get(namespace, set()):
            yield "PDF/A-3 6.6.2.3.1", f"the property {local} of {namespace} is declared nowhere"


def _properties(tree: ElementTree.Element) -> Iterator[str]:
    for description in tree.findall(".//rdf:RDF/rdf:Description", _NAMESPACES):
        yield from description.attrib
        yield from (element.tag for element in description)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _twins(document: Document, tree: ElementTree.Element) -> Failures:
    """Hold Info against the packet; ISO 19005-3 does not ask (ISO 19005-1, 6.7.3, did)."""
    info = document.pdf.trailer.get("/Info", {})
    for key, name in _TWINS.items():
        if key not in info:
            continue
        said, twin = str(info[key]), "; ".join(values(tree, name))
        if key.endswith("Date"):
            same = _pdf_date(said) is not None and _pdf_date(said) == _xmp_date(twin)
        else:
            same = said == twin
        if not same:
            yield "redraft Info", f"Info says {key} is {said!r}, the packet {twin!r}"


def _pdf_date(text: str) -> datetime.datetime | None:
    match = _PDF_DATE.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone, minutes = match.groups()
    offset = "+00:00" if zone in (None, "Z") else f"{zone}:{minutes or '00'}"
    return _xmp_date(
        f"{year}-{month or '01'}-{day or '01'}"
        f"T{hour or '00'}:{minute or '00'}:{second or '00'}{offset}"
    )


def _xmp_date(text: str) -> datetime.datetime | None:
    try:
        date = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=datetime.UTC)
