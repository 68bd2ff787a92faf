"""Clauses on graphics: colour and output intents, graphics states, images, forms, transparency."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.support.pdf.file_clauses import Failures, walk
from tests.support.pdf.reading import Document

_BLEND_MODES = frozenset(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight "
    "SoftLight Difference Exclusion Hue Saturation Color Luminosity".split()
)
_INTENTS = frozenset(("RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"))
_COMPONENTS = {b"RGB ": 3, b"CMYK": 4, b"GRAY": 1, b"Lab ": 3}


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.2.2 to 6.2.10, and ISO 14289-1, 7.20."""
    yield from document.content.faults
    intents = list(document.root.get("/OutputIntents", Array()))
    profiles = [each["/DestOutputProfile"] for each in intents if "/DestOutputProfile" in each]
    yield from _output_intents(profiles)
    yield from _colours(document, _space(profiles[0]) if profiles else None)
    for item in walk(document.pdf):
        if isinstance(item, Array) and len(item) == 2 and item[0] == Name.ICCBased:
            yield from _profile("PDF/A-3 6.2.4.2", item[1], (b"prtr", b"mntr", b"scnr", b"spac"))
        elif isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            yield from _image(item)
        elif isinstance(item, Stream) and item.get("/Subtype") in (Name.Form, Name.PS):
            yield from _form(item)
    for resources in document.content.resources:
        for name, state in resources.get("/ExtGState", Dictionary()).items():
            yield from _graphics_state(name, state)
    if not profiles:
        for number, page in enumerate(document.pdf.pages, 1):
            if _is_transparent(page.obj) and "/CS" not in page.obj.get("/Group", Dictionary()):
                yield "PDF/A-3 6.2.10", f"page {number} blends in no colour space"


def _space(profile: Object) -> bytes:
    return profile.read_bytes()[16:20]


def _output_intents(profiles: list[Object]) -> Failures:
    for profile in profiles:
        yield from _profile("PDF/A-3 6.2.3", profile, (b"prtr", b"mntr"))
    if len({profile.objgen for profile in profiles}) > 1:
        yield "PDF/A-3 6.2.3", "output intents with different profiles"


def _profile(clause: str, profile: Object, classes: tuple[bytes, ...]) -> Failures:
    data = profile.read_bytes()
    kind, space, signature = data[12:16], data[16:20], data[36:40]
    if signature != b"acsp" or kind not in classes or data[8] >= 5:
        yield clause, "a colour profile that is none, or not of version 2 to 4"
    elif _COMPONENTS.get(space) != profile.get("/N"):
        yield clause, f"a profile of {space.decode('latin-1')} with /N {profile.get('/N')}"


def _colours(document: Document, output: bytes | None) -> Failures:
    allowed = {
        "DeviceGray": (b"RGB ", b"CMYK", b"GRAY"),
        "DeviceRGB": (b"RGB ",),
        "DeviceCMYK": (b"CMYK",),
    }
    told: set[str] = set()
    for paint in document.content.paints:
        for space in paint.colour_spaces:
            if space not in told and output not in allowed.get(space, (output,)):
                told.add(space)
                yield "PDF/A-3 6.2.4.3", f"page {paint.page} paints in {space} with no such output"


def _graphics_state(name: str, state: Object) -> Failures:
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default:
        yield "PDF/A-3 6.2.5", f"{name} has a transfer function"
    if "/HTP" in state:
        yield "PDF/A-3 6.2.5", f"{name} has a halftone origin"
    if str(state.get("/RI", Name.Perceptual))[1:] not in _INTENTS:
        yield "PDF/A-3 6.2.6", f"{name} has rendering intent {state['/RI']}"
    modes = state.get("/BM", Name.Normal)
    for mode in modes if isinstance(modes, Array) else [modes]:
        if str(mode).removeprefix("/") not in _BLEND_MODES:
            yield "PDF/A-3 6.2.10", f"{name} has blend mode {mode}"


def _image(image: Object) -> Failures:
    for key in ("/Alternates", "/OPI"):
        if key in image:
            yield "PDF/A-3 6.2.8", f"an image with {key}"
    if image.get("/Interpolate", False):
        yield "PDF/A-3 6.2.8", "an image that asks to be interpolated"
    if image.get("/BitsPerComponent", 8) not in (1, 2, 4, 8, 16):
        yield "PDF/A-3 6.2.8", f"an image of {image['/BitsPerComponent']} bits"
    if str(image.get("/Intent", Name.Perceptual))[1:] not in _INTENTS:
        yield "PDF/A-3 6.2.6", f"an image with rendering intent {image['/Intent']}"


def _form(form: Object) -> Failures:
    if form.get("/Subtype") == Name.PS or "/PS" in form or form.get("/Subtype2") == Name.PS:
        yield "PDF/A-3 6.2.9", "PostScript in a form"
    if "/OPI" in form:
        yield "PDF/A-3 6.2.9", "a form with /OPI"
    if "/Ref" in form:
        yield "PDF/A-3 6.2.9", "a form that refers to another file"
        yield "PDF/UA-1 7.20", "a form that refers to another file"


def _is_transparent(page: Object) -> bool:
    return any(_transparent_resources(page.get("/Resources", Dictionary()), depth=0))


def _transparent_resources(resources: Object, *, depth: int) -> Iterator[bool]:
    for state in resources.get("/ExtGState", Dictionary()).values():
        yield float(state.get("/ca", 1)) < 1 or float(state.get("/CA", 1)) < 1
        yield state.get("/SMask", Name("/None")) != Name("/None")
        yield state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    for item in resources.get("/XObject", Dictionary()).values():
        yield "/SMask" in item or "/Group" in item
        if depth < 16:
            yield from _transparent_resources(item.get("/Resources", Dictionary()), depth=depth + 1)
