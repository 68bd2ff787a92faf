"""A small PDF, made by hand, that keeps every checked clause: what the broken ones are made from.

One page with two headings, a list, a table, a figure, a note, a link, an appearance of an
annotation, a form XObject, an attached file, bookmarks; text in one embedded TrueType font.
"""

import functools
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String
from PIL import ImageCms

TITLE = "A sample"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    pdfaid:part="3" pdfaid:conformance="A" pdfuaid:part="1"
    xmp:CreateDate="2014-02-12T10:00:00+01:00">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">A sample</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>Universal accessibility</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>The part of ISO 14289</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

# type, attributes and children, or the text that it shows
_TREE: Sequence[tuple[str, object]] = (
    ("H1", "A heading"),
    ("P", "A paragraph"),
    ("H2", "Another"),
    ("L", [("LI", [("Lbl", "(1)"), ("LBody", "an item")])]),
    (
        "Table",
        [
            ("TR", [("TH", "one"), ("TH", "two")]),
            ("TR", [("TD", "three"), ("TD", "four")]),
        ],
    ),
    ("Note", "a note"),
    ("Clause", "of a type that the role map knows"),
    ("Link", "a link"),
    ("Annot", "a comment"),
)


def sample() -> Pdf:
    """Make the sample anew, ready to be broken."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 300)).obj
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    writer = _Writer(pdf, page)
    document.K = Array(
        [writer.element(kind, what, document) for kind, what in _TREE] + [writer.figure(document)]
    )
    _embed(pdf, font, writer.text)
    root.K = Array([document])
    root.RoleMap = Dictionary(Clause=Name.P)
    page.Contents = pdf.make_stream("\n".join(writer.lines).encode())
    page.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(Form=writer.form()))
    page.StructParents = 0
    page.Tabs = Name.S
    page.Annots = Array([_link(pdf, writer, 1), _comment(pdf, writer, 2)])
    link, comment = (writer.elements[kind][0] for kind in ("Link", "Annot"))
    rows = [0, pdf.make_indirect(Array(writer.row)), 1, link, 2, comment]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(rows)))
    _catalog(pdf, root)
    return pdf


def write(pdf: Pdf, **options: Any) -> bytes:
    """Write a PDF with an identifier made of its content."""
    target = BytesIO()
    options.setdefault("deterministic_id", "encryption" not in options)
    pdf.save(target, min_version="1.7", fix_metadata_version=False, **options)
    return target.getvalue()


class _Writer:
    """Writes text line by line and the elements that it belongs to."""

    def __init__(self, pdf: Pdf, page: Object) -> None:
        self.pdf = pdf
        self.page = page
        self.text = ""
        self.lines = ["/Artifact BMC 0 0 1 rg 10 10 20 1 re f EMC"]
        self.row: list[Object] = []
        self.elements: dict[str, list[Object]] = {}

    def element(self, kind: str, what: object, parent: Object) -> Object:
        element = self._new(kind, parent)
        if isinstance(what, str):
            element.Pg, element.K = self.page, self._show(what, element)
        else:
            element.K = Array([self.element(*each, element) for each in what])  # type: ignore[attr-defined]
        if kind == "TH":
            element.A = Dictionary(O=Name.Table, Scope=Name.Column)
        if kind == "Note":
            element.ID = String("note-1")
        return element

    def _new(self, kind: str, parent: Object) -> Object:
        element = Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent)
        element = self.pdf.make_indirect(element)
        self.elements.setdefault(kind, []).append(element)
        return element

    def _show(self, text: str, element: Object) -> int:
        mcid = len(self.row)
        self.row.append(element)
        first = len(self.text) + 1
        self.text += text
        codes = "".join(f"{first + at:04x}" for at in range(len(text)))
        top = 280 - 15 * mcid
        self.lines.append(f"/Span <</MCID {mcid}>> BDC BT /F 10 Tf 20 {top} Td <{codes}> Tj ET EMC")
        return mcid

    def figure(self, parent: Object) -> Object:
        element = self._new("Figure", parent)
        element.Alt = String("A black square")
        element.Pg, element.K = self.page, len(self.row)
        self.lines.append(f"/Figure <</MCID {len(self.row)}>> BDC q /Form Do Q EMC")
        self.row.append(element)
        return element

    def form(self) -> Object:
        form = self.pdf.make_stream(b"0 g 0 0 20 20 re f")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox, form.Resources = Array([0, 0, 20, 20]), Dictionary()
        return form


def _link(pdf: Pdf, writer: _Writer, number: int) -> Object:
    return _annotation(
        pdf,
        writer.elements["Link"][0],
        number,
        Dictionary(
            Subtype=Name.Link,
            Contents=String("To a page"),
            A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
        ),
    )


def _comment(pdf: Pdf, writer: _Writer, number: int) -> Object:
    appearance = writer.form()
    return _annotation(
        pdf,
        writer.elements["Annot"][0],
        number,
        Dictionary(Subtype=Name.Square, Contents=String("A comment"), AP=Dictionary(N=appearance)),
    )


def _annotation(pdf: Pdf, element: Object, number: int, annotation: Dictionary) -> Object:
    annotation.Type, annotation.F, annotation.StructParent = Name.Annot, 4, number
    annotation.Rect = Array([20, 20, 40, 30])
    annotation = pdf.make_indirect(annotation)
    element.K = Array([element.K, Dictionary(Type=Name.OBJR, Obj=annotation)])
    return annotation


def _catalog(pdf: Pdf, structure: Object) -> None:
    root = pdf.Root
    root.StructTreeRoot = structure
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String("en")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_stream(_XMP.encode())
    root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
    profile = pdf.make_stream(_profile())
    profile.N = 3
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                DestOutputProfile=profile,
            )
        ]
    )
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(TITLE), CreationDate=String("D:20140212090000Z"))
    )
    file = pdf.make_stream(b"{}")
    file.Type, file.Subtype = Name.EmbeddedFile, Name("/application/json")
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String("a.json"),
            UF=String("a.json"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=file, UF=file),
        )
    )
    root.AF = Array([specification])
    names = Dictionary(Names=Array([String("a.json"), specification]))
    root.Names = Dictionary(EmbeddedFiles=names)
    with pdf.open_outline() as outline:
        outline.root.extend([OutlineItem("A heading", 0), OutlineItem("Another", 0)])


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _embed(pdf: Pdf, font: Object, text: str) -> None:
    """Embed a face whose glyph N is the N-th character of the text, repeated as it comes."""
    face, glyphs = _face(text)
    scale = 1000 / face["head"].unitsPerEm
    widths = [face["hmtx"].metrics[face.getGlyphName(glyph)][0] * scale for glyph in glyphs]
    target = BytesIO()
    face.save(target)
    file = pdf.make_stream(target.getvalue())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Sample"), FontFile2=file, Flags=4
    )
    mapping = b"\0\0" + b"".join(glyph.to_bytes(2) for glyph in glyphs)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Sample"),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pdf.make_stream(mapping),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        W=Array([1, Array([round(width, 2) for width in widths])]),
    )
    font.BaseFont = Name("/AAAAAA+Sample")
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(descendant)])
    font.ToUnicode = pdf.make_stream(to_unicode(text))


def to_unicode(text: str) -> bytes:
    """Return a CMap in which code N stands for the N-th character, from 1."""
    lines = [f"<{at:04x}> <{ord(character):04x}>" for at, character in enumerate(text, 1)]
    return f"{len(lines)} beginbfchar\n{chr(10).join(lines)}\nendbfchar".encode()


@functools.cache
def _face(text: str) -> tuple[TTFont, list[int]]:
    face = TTFont(fontpkg.path("amiri"))
    options = Options()
    options.layout_features = []
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(face)
    best = face.getBestCmap()
    return face, [face.getGlyphID(best[ord(character)]) for character in text]
