"""Each checked clause of PDF/A-3a and PDF/UA-1 rejects a PDF that was broken for it alone."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests.support.pdf.sample import sample, to_unicode, write
from tests.support.pdf_clauses import CLAUSES, failures

Break = Callable[[Pdf], bytes | None]  # changes the sample, or returns the broken file's bytes
BREAKS: dict[str, tuple[Break, set[str]]] = {}


def breaks(*clauses: str) -> Callable[[Break], Break]:
    """Say which clauses a function breaks, and that it breaks no other."""

    def register(function: Break) -> Break:
        BREAKS[function.__name__.strip("_")] = (function, set(clauses))
        return function

    return register


def test_the_sample_keeps_every_clause() -> None:
    assert failures(write(sample())) == []


def test_each_clause_has_a_file_that_breaks_it() -> None:
    assert set(CLAUSES) == set().union(*(clauses for _, clauses in BREAKS.values()))


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_rejected_by_its_clause(name: str) -> None:
    function, clauses = BREAKS[name]
    pdf = sample()
    data = function(pdf)
    found = failures(write(pdf) if data is None else data)
    assert {each.clause for each in found} == clauses, found


def test_the_checker_reads_a_path(tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(write(sample()))
    assert failures(path) == []


# --- what the functions below take hold of -----------------------------------------------------


def page(pdf: Pdf) -> Object:
    return pdf.pages[0].obj


def font(pdf: Pdf) -> Object:
    return page(pdf).Resources.Font.F


def descendant(pdf: Pdf) -> Object:
    return font(pdf).DescendantFonts[0]


def structure(pdf: Pdf) -> Object:
    return pdf.Root.StructTreeRoot


def element(pdf: Pdf, kind: str) -> Object:
    """Return the first element of a type."""
    stack = [structure(pdf).K[0]]
    while stack:
        each = stack.pop(0)
        if Name("/" + kind) == each.S:
            return each
        children = each.K if isinstance(each.K, Array) else []
        stack = [kid for kid in children if isinstance(kid, Dictionary) and "/S" in kid] + stack
    raise AssertionError(kind)


def draw(pdf: Pdf, operators: str) -> None:
    contents = page(pdf).Contents
    contents.write(contents.read_bytes() + b"\n" + operators.encode())


def artifact(pdf: Pdf, operators: str) -> None:
    draw(pdf, f"/Artifact BMC {operators} EMC")


def image(pdf: Pdf, **entries: object) -> None:
    stream = pdf.make_stream(b"\0")
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = 1, 1, 8
    stream.ColorSpace = Name.DeviceGray
    for key, value in entries.items():
        stream[f"/{key}"] = value
    page(pdf).Resources.XObject.Image = stream
    artifact(pdf, "/Image Do")


def state(pdf: Pdf, **entries: object) -> None:
    page(pdf).Resources.ExtGState = Dictionary(State=Dictionary(**entries))
    artifact(pdf, "/State gs")


def xmp(pdf: Pdf, old: str, new: str) -> None:
    text = pdf.Root.Metadata.read_bytes().decode()
    assert old in text
    pdf.Root.Metadata.write(text.replace(old, new).encode())


def annotation(pdf: Pdf, number: int) -> Object:
    return page(pdf).Annots[number]


# --- the file ----------------------------------------------------------------------------------


@breaks("PDF/A-3 6.1.2", "PDF/UA-1 6.1")
def header_of_pdf_2(pdf: Pdf) -> bytes:
    return write(pdf).replace(b"%PDF-1.7", b"%PDF-2.0", 1)


@breaks("PDF/A-3 6.1.2")
def header_without_binary_comment(pdf: Pdf) -> bytes:
    data = write(pdf)
    start = data.index(b"%", 1)
    return data[: start + 1] + b"abcd" + data[start + 5 :]


@breaks("PDF/A-3 6.1.3")
def no_identifier(pdf: Pdf) -> bytes:
    data = write(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    before, _, after = data.rpartition(b"/ID")
    return before + b"/JD" + after


@breaks("PDF/A-3 6.1.3")
def data_after_the_end(pdf: Pdf) -> bytes:
    return write(pdf) + b"more"


@breaks("PDF/A-3 6.1.3")
def encrypted(pdf: Pdf) -> bytes:
    return write(pdf, encryption=pikepdf.Encryption(owner="o", user="", R=4))


@breaks("PDF/A-3 6.1.3", "PDF/UA-1 7.16")
def encrypted_against_assistive_technology(pdf: Pdf) -> bytes:
    allow = pikepdf.Permissions(accessibility=False)
    encryption = pikepdf.Encryption(owner="o", user="", R=3, allow=allow, aes=False, metadata=False)
    return write(pdf, encryption=encryption)


@breaks("PDF/A-3 6.1.7.1")
def wrong_length_of_a_stream(pdf: Pdf) -> bytes:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes())
    options = {
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "compress_streams": False,
    }
    data = write(pdf, **options)
    length = len(pdf.Root.Metadata.read_bytes())
    assert f"/Length {length}".encode() in data
    return data.replace(f"/Length {length}".encode(), f"/Length {length - 9}".encode())


@breaks("PDF/A-3 6.1.7.1")
def stream_in_another_file(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.F = String("other.bin")
    pdf.Root.Other = stream


@breaks("PDF/A-3 6.1.7.2")
def lzw(pdf: Pdf) -> bytes:
    stream = pdf.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
    stream.Filter = Name.LZWDecode
    pdf.Root.Other = stream
    return write(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@breaks("PDF/A-3 6.1.8")
def name_of_other_bytes(pdf: Pdf) -> bytes:
    pdf.Root.Other = Name("/AAAA")
    data = write(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/Other /AAAA" in data
    return data.replace(b"/Other /AAAA", b"/Other /#FF ")


@breaks("PDF/A-3 6.1.12")
def other_permissions(pdf: Pdf) -> None:
    pdf.Root.Perms = Dictionary(Other=Dictionary())


@breaks("PDF/A-3 6.1.13")
def too_large_an_integer(pdf: Pdf) -> None:
    pdf.Root.Other = 2**31


@breaks("PDF/A-3 6.1.13")
def too_long_a_string(pdf: Pdf) -> None:
    pdf.Root.Other = String("a" * 32768)


@breaks("PDF/A-3 6.1.13")
def too_long_a_name(pdf: Pdf) -> None:
    pdf.Root.Other = Name("/" + "a" * 128)


@breaks("PDF/A-3 6.1.13")
def too_large_a_page(pdf: Pdf) -> None:
    page(pdf).MediaBox = Array([0, 0, 14401, 300])


@breaks("PDF/A-3 6.1.13")
def too_deep_a_nesting(pdf: Pdf) -> None:
    artifact(pdf, "q " * 29 + "Q " * 29)


@breaks("PDF/A-3 6.9", "PDF/UA-1 7.10")
def optional_content_without_a_name(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


@breaks("PDF/A-3 6.9", "PDF/UA-1 7.10")
def optional_content_that_changes(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(Name=String("all"), AS=Array()))


@breaks("PDF/A-3 6.10")
def alternate_presentations(pdf: Pdf) -> None:
    pdf.Root.Names.AlternatePresentations = Dictionary(Names=Array())


@breaks("PDF/A-3 6.10")
def presentation_steps(pdf: Pdf) -> None:
    page(pdf).PresSteps = Dictionary()


@breaks("PDF/A-3 6.11")
def requirements(pdf: Pdf) -> None:
    pdf.Root.Requirements = Array()


@breaks("PDF/A-3 6.4.1")
def appearances_left_to_the_reader(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)


@breaks("PDF/A-3 6.4.2", "PDF/UA-1 7.15")
def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array())


@breaks("PDF/A-3 6.4.2")
def needs_rendering(pdf: Pdf) -> None:
    pdf.Root.NeedsRendering = True


# --- graphics ----------------------------------------------------------------------------------


@breaks("PDF/A-3 6.2.2")
def undefined_operator(pdf: Pdf) -> None:
    artifact(pdf, "1 0 foo")


@breaks("PDF/A-3 6.2.2")
def inherited_resources(pdf: Pdf) -> bytes:
    page(pdf).Resources = pdf.make_indirect(page(pdf).Resources)
    pdf.Root.Pages.Resourced = page(pdf).Resources
    data = write(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    other = {b"s": b"d", b"d": b"s"}
    return re.sub(rb"(?<=/Resource)[sd](?= \d+ 0 R)", lambda key: other[key[0]], data)


@breaks("PDF/A-3 6.2.2")
def unbalanced_states(pdf: Pdf) -> None:
    artifact(pdf, "q")


@breaks("PDF/A-3 6.2.2")
def missing_resource(pdf: Pdf) -> None:
    artifact(pdf, "/Nothing Do")


@breaks("PDF/A-3 6.2.3")
def output_of_a_scanner(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[12:16] = b"scnr"
    profile.write(bytes(data))


@breaks("PDF/A-3 6.2.3")
def two_outputs(pdf: Pdf) -> None:
    first = pdf.Root.OutputIntents[0]
    profile = pdf.make_stream(first.DestOutputProfile.read_bytes())
    profile.N = 3
    pdf.Root.OutputIntents.append(Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=profile))


@breaks("PDF/A-3 6.2.4.2")
def profile_of_other_components(pdf: Pdf) -> None:
    profile = pdf.make_stream(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    profile.N = 4
    page(pdf).Resources.ColorSpace = Dictionary(C=Array([Name.ICCBased, profile]))


@breaks("PDF/A-3 6.2.4.3")
def device_colours_without_output(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@breaks("PDF/A-3 6.2.4.3")
def cmyk_on_a_screen(pdf: Pdf) -> None:
    artifact(pdf, "0 0 0 1 k 0 0 9 9 re f")


@breaks("PDF/A-3 6.2.4.3")
def cmyk_through_a_named_space(pdf: Pdf) -> None:
    page(pdf).Resources.ColorSpace = Dictionary(
        C=Array([Name.Indexed, Name.DeviceCMYK, 1, String("aaaabbbb")])
    )
    artifact(pdf, "/C CS 0 SC 0 0 m 9 9 l S")


@breaks("PDF/A-3 6.2.4.3")
def cmyk_in_an_image(pdf: Pdf) -> None:
    image(pdf, ColorSpace=Name.DeviceCMYK)


@breaks("PDF/A-3 6.2.5")
def transfer_function(pdf: Pdf) -> None:
    state(pdf, TR=Name.Identity)


@breaks("PDF/A-3 6.2.5")
def halftone_origin(pdf: Pdf) -> None:
    state(pdf, HTP=Array([0, 0]))


@breaks("PDF/A-3 6.2.6")
def rendering_intent(pdf: Pdf) -> None:
    artifact(pdf, "/Nice ri")


@breaks("PDF/A-3 6.2.6")
def rendering_intent_of_a_state(pdf: Pdf) -> None:
    state(pdf, RI=Name.Nice)


@breaks("PDF/A-3 6.2.6")
def rendering_intent_of_an_image(pdf: Pdf) -> None:
    image(pdf, Intent=Name.Nice)


@breaks("PDF/A-3 6.2.8")
def interpolated_image(pdf: Pdf) -> None:
    image(pdf, Interpolate=True)


@breaks("PDF/A-3 6.2.8")
def image_with_alternates(pdf: Pdf) -> None:
    image(pdf, Alternates=Array())


@breaks("PDF/A-3 6.2.8")
def image_of_three_bits(pdf: Pdf) -> None:
    image(pdf, BitsPerComponent=3)


@breaks("PDF/A-3 6.2.9")
def postscript(pdf: Pdf) -> None:
    page(pdf).Resources.XObject.Form.PS = pdf.make_stream(b"")


@breaks("PDF/A-3 6.2.9", "PDF/UA-1 7.20")
def form_of_another_file(pdf: Pdf) -> None:
    page(pdf).Resources.XObject.Form.Ref = Dictionary()


@breaks("PDF/UA-1 7.20")
def tagged_form_painted_twice(pdf: Pdf) -> None:
    resources = page(pdf).Resources.XObject
    resources.Form.write(b"/Span <</MCID 0>> BDC 0 g 0 0 20 20 re f EMC")
    figure = element(pdf, "Figure")
    number = figure.K
    figure.K = Array([number, Dictionary(Type=Name.MCR, Stm=resources.Form, MCID=0)])
    contents = page(pdf).Contents.read_bytes()
    page(pdf).Contents.write(contents.replace(b"/Form Do", b"/Form Do /Form Do"))


@breaks("PDF/A-3 6.2.10")
def blend_mode(pdf: Pdf) -> None:
    state(pdf, BM=Name.Nice)


@breaks("PDF/A-3 6.2.10")
def transparency_without_a_space(pdf: Pdf) -> None:
    page(pdf).Resources.ColorSpace = Dictionary(
        DefaultRGB=Array([Name.ICCBased, pdf.Root.OutputIntents[0].DestOutputProfile]),
        DefaultGray=Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))]),
    )
    page(pdf).Resources.XObject.Form.Resources.ColorSpace = page(pdf).Resources.ColorSpace
    del pdf.Root.OutputIntents
    state(pdf, ca=0.5)


# --- fonts -------------------------------------------------------------------------------------


@breaks("PDF/A-3 6.2.11.2")
def font_of_another_type(pdf: Pdf) -> None:
    font(pdf).Type = Name.Fount


@breaks(
    "PDF/A-3 6.2.11.3.2",
    "PDF/UA-1 7.21.3.2",
    *(
        # nothing tells the glyphs any more, so they are other ones, of other widths
        "PDF/A-3 6.2.11.5",
        "PDF/UA-1 7.21.5",
        "PDF/A-3 6.2.11.4.1",
        "PDF/UA-1 7.21.4.1",
    ),
)
def no_map_to_glyphs(pdf: Pdf) -> None:
    del descendant(pdf).CIDToGIDMap


@breaks("PDF/A-3 6.2.11.3.3", "PDF/UA-1 7.21.3.3")
def other_encoding(pdf: Pdf) -> None:
    font(pdf).Encoding = Name("/GBK-EUC-H")


@breaks("PDF/A-3 6.2.11.4.1", "PDF/UA-1 7.21.4.1")
def font_not_embedded(pdf: Pdf) -> None:
    del descendant(pdf).FontDescriptor.FontFile2


@breaks("PDF/A-3 6.2.11.4.1", "PDF/UA-1 7.21.4.1")
def glyph_not_embedded(pdf: Pdf) -> None:
    mapping = descendant(pdf).CIDToGIDMap
    mapping.write(mapping.read_bytes()[:-2] + b"\x7f\xff")


@breaks("PDF/A-3 6.2.11.4.1", "PDF/UA-1 7.21.4.1", "PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7")
def standard_font(pdf: Pdf) -> None:
    page(pdf).Resources.Font.G = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        FirstChar=97,
        LastChar=97,
        Widths=Array([556]),
    )
    artifact(pdf, "BT /G 9 Tf (a) Tj ET")


@breaks("PDF/A-3 6.2.11.4.2", "PDF/UA-1 7.21.4.2")
def incomplete_cid_set(pdf: Pdf) -> None:
    descendant(pdf).FontDescriptor.CIDSet = pdf.make_stream(b"\xf0")


@breaks("PDF/A-3 6.2.11.5", "PDF/UA-1 7.21.5")
def wrong_widths(pdf: Pdf) -> None:
    descendant(pdf).W[1][0] = float(descendant(pdf).W[1][0]) + 2


@breaks("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7")
def no_map_to_unicode(pdf: Pdf) -> None:
    del font(pdf).ToUnicode


@breaks("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7")
def code_without_text(pdf: Pdf) -> None:
    font(pdf).ToUnicode.write(to_unicode("A"))


@breaks("PDF/A-3 6.2.11.7.2", "PDF/UA-1 7.21.7")
def code_that_is_no_character(pdf: Pdf) -> None:
    cmap = font(pdf).ToUnicode.read_bytes()
    font(pdf).ToUnicode.write(cmap.replace(b"<0001> <0041>", b"<0001> <feff>"))


@breaks("PDF/A-3 6.2.11.7.3")
def private_character(pdf: Pdf) -> None:
    cmap = font(pdf).ToUnicode.read_bytes()
    font(pdf).ToUnicode.write(cmap.replace(b"<0001> <0041>", b"<0001> <e000>"))


@breaks("PDF/A-3 6.2.11.8", "PDF/UA-1 7.21.8")
def notdef(pdf: Pdf) -> None:
    cmap = font(pdf).ToUnicode.read_bytes()
    font(pdf).ToUnicode.write(cmap.replace(b"<0001> <0041>", b"<0000> <0041> <0001> <0041>"))
    contents = page(pdf).Contents
    contents.write(contents.read_bytes().replace(b"<0001", b"<0000", 1))
    face = TTFont(BytesIO(descendant(pdf).FontDescriptor.FontFile2.read_bytes()))
    descendant(pdf).DW = face["hmtx"].metrics[".notdef"][0]


# --- annotations and actions -------------------------------------------------------------------


@breaks("PDF/A-3 6.3.1")
def sound(pdf: Pdf) -> None:
    annotation(pdf, 1).Subtype = Name.Sound


@breaks("PDF/A-3 6.3.2")
def annotation_that_is_not_printed(pdf: Pdf) -> None:
    annotation(pdf, 0).F = 0


@breaks("PDF/A-3 6.3.2")
def hidden_annotation(pdf: Pdf) -> None:
    annotation(pdf, 0).F = 4 | 2


@breaks("PDF/A-3 6.3.2")
def annotation_without_flags(pdf: Pdf) -> None:
    del annotation(pdf, 0).F


@breaks("PDF/A-3 6.3.3")
def annotation_without_appearance(pdf: Pdf) -> None:
    del annotation(pdf, 1).AP


@breaks("PDF/A-3 6.3.3")
def annotation_of_two_appearances(pdf: Pdf) -> None:
    annotation(pdf, 1).AP.D = annotation(pdf, 1).AP.N


@breaks("PDF/A-3 6.5.1")
def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


@breaks("PDF/A-3 6.5.1")
def script_by_name(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array())


@breaks("PDF/A-3 6.5.1")
def launching_link(pdf: Pdf) -> None:
    annotation(pdf, 0).A = Dictionary(S=Name.Launch, F=String("a"))


@breaks("PDF/A-3 6.5.1")
def other_named_action(pdf: Pdf) -> None:
    annotation(pdf, 0).A = Dictionary(S=Name.Named, N=Name.Print)


@breaks("PDF/A-3 6.5.2")
def actions_of_the_catalog(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary()


@breaks("PDF/A-3 6.5.2")
def actions_of_a_page(pdf: Pdf) -> None:
    page(pdf).AA = Dictionary()


@breaks("PDF/A-3 6.4.1", "PDF/UA-1 7.18.4")
def form_field_with_an_action(pdf: Pdf) -> None:
    annotation(pdf, 1).Subtype = Name.Widget
    annotation(pdf, 1).A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([annotation(pdf, 1)]))


@breaks("PDF/UA-1 7.18.1")
def annotation_outside_the_structure(pdf: Pdf) -> None:
    element(pdf, "Annot").K = element(pdf, "Annot").K[0]


@breaks("PDF/UA-1 7.18.1")
def annotation_that_the_parent_tree_misses(pdf: Pdf) -> None:
    del annotation(pdf, 0).StructParent


@breaks("PDF/UA-1 7.18.1", "PDF/A-3 6.7.6")
def annotation_without_description(pdf: Pdf) -> None:
    del annotation(pdf, 1).Contents


@breaks("PDF/UA-1 7.18.1", "PDF/UA-1 7.18.2")
def trap_network(pdf: Pdf) -> None:
    annotation(pdf, 1).Subtype = Name.TrapNet
    element(pdf, "Annot").K = element(pdf, "Annot").K[0]


@breaks("PDF/UA-1 7.18.3")
def tabs_by_row(pdf: Pdf) -> None:
    page(pdf).Tabs = Name.R


@breaks("PDF/UA-1 7.18.5")
def link_outside_the_structure(pdf: Pdf) -> None:
    element(pdf, "Link").K = element(pdf, "Link").K[0]


@breaks("PDF/UA-1 7.18.5")
def link_without_description(pdf: Pdf) -> None:
    del annotation(pdf, 0).Contents


@breaks("PDF/UA-1 7.18.8")
def printers_mark(pdf: Pdf) -> None:
    annotation(pdf, 1).Subtype = Name.PrinterMark


# --- metadata ----------------------------------------------------------------------------------


@breaks("PDF/A-3 6.6.2.1", "PDF/UA-1 7.1")
def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@breaks("PDF/A-3 6.6.2.1")
def metadata_that_do_not_read(pdf: Pdf) -> None:
    xmp(pdf, "</rdf:RDF>", "")


@breaks("PDF/A-3 6.6.2.1")
def metadata_with_an_encoding(pdf: Pdf) -> None:
    xmp(pdf, ' id="W5M0', ' encoding="UTF-8" id="W5M0')


@breaks("PDF/A-3 6.6.2.3.1")
def undeclared_property(pdf: Pdf) -> None:
    xmp(pdf, "<dc:title>", '<own:x xmlns:own="https://example.org/ns">1</own:x><dc:title>')


@breaks("PDF/A-3 6.6.2.3.3")
def incomplete_schema(pdf: Pdf) -> None:
    xmp(pdf, "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", "")


@breaks("PDF/A-3 6.6.2.3.3")
def incomplete_property(pdf: Pdf) -> None:
    xmp(pdf, "<pdfaProperty:category>internal</pdfaProperty:category>", "")


@breaks("PDF/A-3 6.6.4")
def level_b(pdf: Pdf) -> None:
    xmp(pdf, 'conformance="A"', 'conformance="B"')


@breaks("PDF/UA-1 5")
def not_said_to_be_accessible(pdf: Pdf) -> None:
    xmp(pdf, 'pdfuaid:part="1"', "")


@breaks("PDF/UA-1 7.1", "redraft Info")
def no_title(pdf: Pdf) -> None:
    xmp(pdf, "A sample", "")


@breaks("redraft Info")
def other_title_in_info(pdf: Pdf) -> None:
    pdf.trailer.Info.Title = String("Another")


@breaks("redraft Info")
def other_date_in_info(pdf: Pdf) -> None:
    pdf.trailer.Info.CreationDate = String("D:20140212100000Z")


# --- structure ---------------------------------------------------------------------------------


@breaks("PDF/A-3 6.7.2.2", "PDF/UA-1 6.2")
def not_marked(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


@breaks("PDF/UA-1 7.1")
def suspects(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@breaks("PDF/A-3 6.7.3.3", "PDF/UA-1 7.1", "PDF/UA-1 7.18.1", "PDF/UA-1 7.18.5")
def no_structure(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@breaks("PDF/A-3 6.7.3.4", "PDF/UA-1 7.1")
def unknown_type(pdf: Pdf) -> None:
    del structure(pdf).RoleMap


@breaks("PDF/A-3 6.7.3.4", "PDF/UA-1 7.1")
def circular_types(pdf: Pdf) -> None:
    structure(pdf).RoleMap = Dictionary(Clause=Name.Phrase, Phrase=Name.Clause)


@breaks("PDF/A-3 6.7.3.4", "PDF/UA-1 7.1")
def standard_type_mapped(pdf: Pdf) -> None:
    structure(pdf).RoleMap.Quote = Name.Span


@breaks("PDF/A-3 6.7.4", "PDF/UA-1 7.2")
def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


@breaks("PDF/A-3 6.7.4", "PDF/UA-1 7.2")
def no_such_language(pdf: Pdf) -> None:
    element(pdf, "P").Lang = String("en_GB")


@breaks("PDF/UA-1 7.1")
def untagged_content(pdf: Pdf) -> None:
    draw(pdf, "0 0 9 9 re f")


@breaks("PDF/UA-1 7.1")
def tagged_but_in_no_element(pdf: Pdf) -> None:
    draw(pdf, "/Span <</MCID 99>> BDC 0 0 9 9 re f EMC")


@breaks("PDF/UA-1 7.1")
def artifact_within_tags(pdf: Pdf) -> None:
    contents = page(pdf).Contents.read_bytes()
    new = b"BDC /Artifact BMC 0 0 9 9 re f EMC BT"
    page(pdf).Contents.write(contents.replace(b"BDC BT", new, 1))


@breaks("PDF/UA-1 7.1")
def marks_that_do_not_end(pdf: Pdf) -> None:
    draw(pdf, "/Artifact BMC")


@breaks("PDF/UA-1 7.1")
def parent_tree_without_an_element(pdf: Pdf) -> None:
    structure(pdf).ParentTree.Nums[1][0] = None


@breaks("PDF/UA-1 7.1")
def element_without_a_parent(pdf: Pdf) -> None:
    del element(pdf, "P").P


@breaks("PDF/UA-1 7.1")
def title_not_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


@breaks("PDF/UA-1 7.2")
def paragraph_in_a_list(pdf: Pdf) -> None:
    element(pdf, "LI").S = Name.P
    element(pdf, "LBody").S = Name.P


@breaks("PDF/UA-1 7.2")
def row_outside_a_table(pdf: Pdf) -> None:
    element(pdf, "Table").S = Name.Sect


@breaks("PDF/UA-1 7.2", "PDF/UA-1 7.5")
def shorter_row(pdf: Pdf) -> None:
    element(pdf, "TD").A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("PDF/UA-1 7.2")
def row_span_that_leaves_the_table(pdf: Pdf) -> None:
    element(pdf, "TD").A = Dictionary(O=Name.Table, RowSpan=2)


@breaks("PDF/UA-1 7.3", "PDF/A-3 6.7.5")
def figure_without_alternative(pdf: Pdf) -> None:
    del element(pdf, "Figure").Alt


@breaks("PDF/UA-1 7.7", "PDF/A-3 6.7.5")
def formula_without_alternative(pdf: Pdf) -> None:
    element(pdf, "Figure").S = Name.Formula
    del element(pdf, "Formula").Alt


@breaks("PDF/UA-1 7.4.2")
def heading_level_left_out(pdf: Pdf) -> None:
    element(pdf, "H2").S = Name.H3


@breaks("PDF/UA-1 7.4.4")
def headings_mixed(pdf: Pdf) -> None:
    element(pdf, "H2").S = Name.H


@breaks("PDF/UA-1 7.5")
def header_without_scope(pdf: Pdf) -> None:
    del element(pdf, "TH").A


@breaks("PDF/UA-1 7.9")
def note_without_an_identifier(pdf: Pdf) -> None:
    del element(pdf, "Note").ID


@breaks("PDF/UA-1 7.9")
def notes_of_one_identifier(pdf: Pdf) -> None:
    element(pdf, "P").ID = String("note-1")
    element(pdf, "P").S = Name.Note


# --- files and bookmarks -----------------------------------------------------------------------


@breaks("PDF/A-3 6.8", "PDF/UA-1 7.11")
def file_of_one_name(pdf: Pdf) -> None:
    del pdf.Root.AF[0].UF


@breaks("PDF/A-3 6.8")
def file_without_relationship(pdf: Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


@breaks("PDF/A-3 6.8")
def file_that_is_not_associated(pdf: Pdf) -> None:
    del pdf.Root.AF


@breaks("PDF/A-3 6.8")
def file_without_a_media_type(pdf: Pdf) -> None:
    del pdf.Root.AF[0].EF.F.Subtype


@breaks("redraft files")
def file_associated_twice(pdf: Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


@breaks("redraft files")
def file_that_is_not_listed(pdf: Pdf) -> None:
    del pdf.Root.Names.EmbeddedFiles


@breaks("PDF/UA-1 7.17")
def bookmarks_out_of_order(pdf: Pdf) -> None:
    pdf.add_blank_page(page_size=(300, 300))
    pdf.pages[1].obj.Resources = Dictionary()
    with pdf.open_outline() as outline:
        outline.root[0].destination = None
        outline.root.insert(0, pikepdf.OutlineItem("Last", 1))
        outline.root[1] = pikepdf.OutlineItem("First", 0)


@breaks("redraft bookmarks")
def no_bookmarks(pdf: Pdf) -> None:
    del pdf.Root.Outlines
