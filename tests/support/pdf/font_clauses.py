"""Clauses on fonts: embedded, every glyph there and as wide as said, every code with its text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont
from pikepdf import Array, Name, Object, Stream

from tests.support.pdf.file_clauses import Failures
from tests.support.pdf.reading import Document, Element, Id, Marked

_SUBTYPES = frozenset("Type1 MMType1 TrueType Type3 Type0 CIDFontType0 CIDFontType2".split())
_FILES = {"/FontFile": None, "/FontFile2": None, "/FontFile3": None}
_FILE_SUBTYPES = ("/Type1C", "/CIDFontType0C", "/OpenType")
_UNMAPPED = frozenset("\0\ufffe\ufeff")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_TOLERANCE = 1  # thousandths of an em


@dataclass(frozen=True, slots=True)
class _Program:
    """A font file: how wide each glyph is, in thousandths of an em."""

    widths: Mapping[int, float]


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.2.11, and ISO 14289-1, 7.21."""
    elements = document.element_of()
    for identity, font in document.content.fonts.items():
        uses = document.content.glyphs.get(identity, set())
        name = str(font.get("/BaseFont", "a font without a name"))
        yield from _dictionary(name, font)
        yield from _text(name, font, uses, elements)
        if font.get("/Subtype") == Name.Type0:
            invisible = document.content.invisible.get(identity, set())
            yield from _composite(name, font, {code for code, _ in uses}, invisible)
        elif font.get("/Subtype") != Name.Type3:
            yield from _simple(name, font)


def _dictionary(name: str, font: Object) -> Failures:
    if font.get("/Type") != Name.Font:
        yield "PDF/A-3 6.2.11.2", f"{name}: its dictionary is not of type Font"
    if str(font.get("/Subtype", "/"))[1:] not in _SUBTYPES:
        yield "PDF/A-3 6.2.11.2", f"{name}: subtype {font.get('/Subtype')}"
    if "/BaseFont" not in font and font.get("/Subtype") != Name.Type3:
        yield "PDF/A-3 6.2.11.2", "a font without a name"


def _both(number: str, message: str) -> Failures:
    """Yield a fault of both standards, whose clauses on fonts run in parallel."""
    yield f"PDF/A-3 6.2.11.{number}", message
    yield f"PDF/UA-1 7.21.{number}", message


def _text(
    name: str,
    font: Object,
    uses: set[tuple[int, tuple[Marked, ...]]],
    elements: Mapping[tuple[Id, int], Element],
) -> Failures:
    if "/ToUnicode" not in font:
        clauses = ("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7")
        yield from ((clause, f"{name}: no map to Unicode") for clause in clauses)
        return
    texts = read_to_unicode(font["/ToUnicode"].read_bytes())
    missing = sorted({code for code, _ in uses if not texts.get(code)})
    if missing:
        for clause in ("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7"):
            yield clause, f"{name}: {len(missing)} codes without text, as {missing[0]:#06x}"
    for code in {code for code, _ in uses if _UNMAPPED & set(texts.get(code, ""))}:
        for clause in ("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7"):
            yield clause, f"{name}: code {code:#06x} stands for no character"
    for code, marked in uses:
        if _PRIVATE.search(texts.get(code, "")) and not _says_its_text(marked, elements):
            yield "PDF/A-3 6.2.11.7.3", f"{name}: a private character without its text"


def _says_its_text(marked: tuple[Marked, ...], elements: Mapping[tuple[Id, int], Element]) -> bool:
    if any(each.has_actual_text or each.tag == "Artifact" for each in marked):
        return True
    places = [(each.container, each.mcid) for each in marked if each.mcid is not None]
    return any(
        "/ActualText" in ancestor.dictionary
        for place in places
        if place in elements
        for ancestor in elements[place].ancestors()
    )


def read_to_unicode(cmap: bytes) -> dict[int, str]:
    """Read the bfchar and bfrange sections of a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    token = rb"<([0-9A-Fa-f\s]*)>"
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(token + rb"\s*" + token, section):
            texts[_number(code)] = _utf16(text)
    array = rb"\[([^\]]*)\]"
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        pattern = token + rb"\s*" + token + rb"\s*(?:" + token + rb"|" + array + rb")"
        for first, last, text, each in re.findall(pattern, section):
            codes = range(_number(first), _number(last) + 1)
            if each:
                found = re.findall(token, each)
                texts.update(zip(codes, map(_utf16, found), strict=False))
            else:
                start = _utf16(text)
                for offset, code in enumerate(codes):
                    texts[code] = start[:-1] + chr(ord(start[-1]) + offset) if start else ""
    return texts


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()), 16)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _composite(name: str, font: Object, codes: set[int], invisible: set[int]) -> Failures:
    encoding = font.get("/Encoding")
    if encoding not in (Name("/Identity-H"), Name("/Identity-V")):
        yield from _both("3.3", f"{name}: only Identity encodings are known, not {encoding}")
        return
    descendant = font["/DescendantFonts"][0]
    yield from _dictionary(name, descendant)
    descriptor = descendant.get("/FontDescriptor", {})
    file = next((descriptor[key] for key in _FILES if key in descriptor), None)
    if descendant.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in descendant:
        yield from _both("3.2", f"{name}: no map from CIDs to glyphs")
    if file is None:
        if codes - invisible:
            yield from _both("4.1", f"{name}: not embedded")
        return
    if "/FontFile3" in descriptor and str(file.get("/Subtype")) not in _FILE_SUBTYPES:
        yield "PDF/A-3 6.2.11.2", f"{name}: font file of subtype {file.get('/Subtype')}"
    glyphs = {code: _glyph(descendant, code) for code in codes}
    if any(glyph == 0 for glyph in glyphs.values()):
        yield from _both("8", f"{name}: shows the glyph .notdef")
    program = _read_program(file)
    missing = [code for code, glyph in glyphs.items() if glyph not in program.widths]
    if missing:
        yield from _both("4.1", f"{name}: {len(missing)} glyphs are not embedded")
    widths = _widths(descendant)
    default = float(descendant.get("/DW", 1000))
    for code, glyph in sorted(glyphs.items()):
        said, drawn = widths.get(code, default), program.widths.get(glyph)
        if drawn is not None and code not in invisible and abs(said - drawn) > _TOLERANCE:
            yield from _both("5", f"{name}: glyph {glyph} is {drawn:.1f} wide, not {said:.1f}")
            return
    cids = descriptor.get("/CIDSet")
    if cids is not None:
        bits = cids.read_bytes()
        present = {at for at in range(len(bits) * 8) if bits[at // 8] & 0x80 >> at % 8}
        if not codes <= present:
            yield from _both("4.2", f"{name}: its CIDSet leaves glyphs out")


def _glyph(descendant: Object, cid: int) -> int:
    mapping = descendant.get("/CIDToGIDMap")
    if isinstance(mapping, Stream):
        data = mapping.read_bytes()
        return int.from_bytes(data[2 * cid : 2 * cid + 2])
    return cid


def _widths(descendant: Object) -> dict[int, float]:
    """Read the array W of a CIDFont (ISO 32000-1, 9.7.4.3)."""
    items = list(descendant.get("/W", Array()))
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], Array):
            widths.update(enumerate((float(each) for each in items[at + 1]), first))
            at += 2
        else:
            last, width = int(items[at + 1]), float(items[at + 2])
            widths.update(dict.fromkeys(range(first, last + 1), width))
            at += 3
    return widths


def _read_program(file: Object) -> _Program:
    data = file.read_bytes()
    if file.get("/Subtype") in (Name.CIDFontType0C, Name.Type1C):
        fonts = CFFFontSet()
        fonts.decompile(BytesIO(data), None)
        return _Program(dict(_compact_widths(fonts[0])))
    font = TTFont(BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    names = font.getGlyphOrder()
    if "CFF " in font and hasattr(font["CFF "].cff[0], "ROS"):
        by_cid = ((int(name[3:]) if name.startswith("cid") else 0, name) for name in names)
        return _Program({cid: metrics[name][0] * scale for cid, name in by_cid})
    return _Program({at: metrics[name][0] * scale for at, name in enumerate(names)})


def _compact_widths(font: Any) -> Iterator[tuple[int, float]]:
    by_cid = hasattr(font, "ROS")
    for at, name in enumerate(font.charset):
        glyph = font.CharStrings[name]
        glyph.decompile()
        private = glyph.private
        width = getattr(glyph, "width", None)
        if width is None:
            from_program = _charstring_width(glyph)
            width = private.defaultWidthX if from_program is None else from_program
        matrix = getattr(font, "FontMatrix", [0.001])
        yield (int(name[3:]) if by_cid and at else at), width * matrix[0] * 1000


def _charstring_width(glyph: Any) -> float | None:

    private = glyph.private
    extractor = T2WidthExtractor(
        getattr(private, "Subrs", []),
        glyph.globalSubrs,
        private.nominalWidthX,
        private.defaultWidthX,
    )
    extractor.execute(glyph)
    return float(extractor.width)


def _simple(name: str, font: Object) -> Failures:
    descriptor = font.get("/FontDescriptor", {})
    if not any(key in descriptor for key in _FILES):
        yield from _both("4.1", f"{name}: not embedded")
    widths = font.get("/Widths")
    if widths is None or len(widths) != font.get("/LastChar", -1) - font.get("/FirstChar", 0) + 1:
        yield "PDF/A-3 6.2.11.2", f"{name}: its widths do not fit its codes"
