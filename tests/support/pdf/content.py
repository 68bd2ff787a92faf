"""Content streams read operator by operator: what is painted, how, and within which marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.support.pdf.reading import Content, Id, Marked, Paint

_FILL = frozenset("f F f* B B* b b*".split())
_STROKE = frozenset("S s B B* b b*".split())
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
# ISO 32000-1, annex A
_OPERATORS = (
    _FILL
    | _STROKE
    | _SHOW
    | frozenset(
        "b* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX G g gs h i ID j J K k l m M "
        "MP n q Q re RG rg ri SC sc SCN scn sh T* Tc Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y".split()
    )
)
_INTENTS = ("RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation")
_MAXIMAL_NESTING = 28


@dataclass(frozen=True, slots=True)
class _State:
    fill: str = "DeviceGray"
    stroke: str = "DeviceGray"
    font: Object | None = None
    render_mode: int = 0


def read_content(pdf: pikepdf.Pdf) -> Content:
    """Read every page, the forms that it paints and the appearances of its annotations."""
    content = Content()
    for leaf in list(
        _leaves(pdf.Root.get("/Pages"))
    ):  # before pikepdf hands down what is inherited
        if "/Resources" not in leaf:
            content.faults.append(("PDF/A-3 6.2.2", "a page without resources of its own"))
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get("/Resources", Dictionary())
        _Reader(content, number).stream(page.obj, page.obj.objgen, resources, (), _State())
        for annotation in page.obj.get("/Annots", Array()):
            for appearance in _appearances(annotation):
                reader = _Reader(content, number, within_annotation=True)
                reader.form(appearance, (), _State(), Dictionary())
    return content


def _leaves(node: Object | None) -> Iterator[Object]:
    if isinstance(node, Dictionary) and "/Kids" in node:
        for kid in node.Kids:
            yield from _leaves(kid)
    elif isinstance(node, Dictionary):
        yield node


def _appearances(annotation: Object) -> Iterator[Object]:
    normal = annotation.get("/AP", Dictionary()).get("/N")
    if isinstance(normal, Stream):
        yield normal
    elif isinstance(normal, Dictionary):
        yield from (each for each in normal.values() if isinstance(each, Stream))


class _Reader:
    def __init__(self, content: Content, page: int, *, within_annotation: bool = False) -> None:
        self.content = content
        self.page = page
        self.within_annotation = within_annotation
        self.depth = 0

    def fault(self, clause: str, message: str) -> None:
        self.content.faults.append((clause, f"page {self.page}: {message}"))

    def stream(
        self, source: Object, owner: Id, resources: Object, outer: tuple[Marked, ...], state: _State
    ) -> None:
        self.content.resources.append(resources)
        marked = list(outer)
        saved: list[_State] = []
        for instruction in pikepdf.parse_content_stream(source):
            operator = str(instruction.operator)
            operands = instruction.operands
            if operator not in _OPERATORS and not isinstance(
                instruction, pikepdf.ContentStreamInlineImage
            ):
                self.fault("PDF/A-3 6.2.2", f"undefined operator '{operator}'")
            elif operator == "q":
                saved.append(state)
                if self.depth + len(saved) > _MAXIMAL_NESTING:
                    self.fault("PDF/A-3 6.1.13", f"q nested deeper than {_MAXIMAL_NESTING}")
            elif operator == "Q":
                if saved:
                    state = saved.pop()
                else:
                    self.fault("PDF/A-3 6.2.2", "Q without q")
            elif operator in ("BMC", "BDC"):
                marked.append(self._begin(operands, owner, resources, tuple(marked)))
            elif operator == "EMC":
                if len(marked) > len(outer):
                    marked.pop()
                else:
                    self.fault("PDF/UA-1 7.1", "EMC without BDC")
            elif operator == "Do":
                self._xobject(operands[0], tuple(marked), state, resources, len(saved))
            else:
                state = self._set(operator, operands, resources, state)
                self._paint(instruction, operator, tuple(marked), state, resources)
        if saved:
            self.fault("PDF/A-3 6.2.2", "q without Q")
        if len(marked) != len(outer):
            self.fault("PDF/UA-1 7.1", "BDC without EMC")

    def _begin(
        self, operands: list[Object], owner: Id, resources: Object, outer: tuple[Marked, ...]
    ) -> Marked:
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, Name):
            properties = resources.get("/Properties", Dictionary()).get(str(properties))
        if not isinstance(properties, Dictionary):
            properties = Dictionary()
        number = properties.get("/MCID")
        mcid = int(number) if number is not None else None
        tag = str(operands[0]).removeprefix("/")
        if tag == "Artifact" and any(each.mcid is not None for each in outer):
            self.fault("PDF/UA-1 7.1", "an artifact within tagged content")
        if mcid is not None:
            if any(each.tag == "Artifact" for each in outer):
                self.fault("PDF/UA-1 7.1", "tagged content within an artifact")
            self.content.mcids[owner, mcid] = self.page
        return Marked(tag, owner, mcid, "/ActualText" in properties)

    def _set(
        self, operator: str, operands: list[Object], resources: Object, state: _State
    ) -> _State:
        match operator:
            case "g":
                return replace(state, fill="DeviceGray")
            case "G":
                return replace(state, stroke="DeviceGray")
            case "rg":
                return replace(state, fill="DeviceRGB")
            case "RG":
                return replace(state, stroke="DeviceRGB")
            case "k":
                return replace(state, fill="DeviceCMYK")
            case "K":
                return replace(state, stroke="DeviceCMYK")
            case "cs":
                return replace(state, fill=_device(operands[0], resources))
            case "CS":
                return replace(state, stroke=_device(operands[0], resources))
            case "Tr":
                return replace(state, render_mode=int(operands[0]))
            case "Tf":
                font = resources.get("/Font", Dictionary()).get(str(operands[0]))
                if font is None:
                    self.fault("PDF/A-3 6.2.2", f"font {operands[0]} is not in the resources")
                return replace(state, font=font)
            case "ri" if str(operands[0])[1:] not in _INTENTS:
                self.fault("PDF/A-3 6.2.6", f"rendering intent {operands[0]}")
        return state

    def _paint(
        self,
        instruction: object,
        operator: str,
        marked: tuple[Marked, ...],
        state: _State,
        resources: Object,
    ) -> None:
        spaces: list[str] = []
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            operator = "BI"
            space = instruction.iimage.obj.get("/CS", instruction.iimage.obj.get("/ColorSpace"))
            spaces = [_device(space, resources)]
        elif operator in _SHOW:
            self._show(instruction.operands, marked, state)  # type: ignore[attr-defined]
            if state.render_mode == 3:
                spaces = []
            elif state.render_mode in (0, 2, 4, 6):
                spaces = [state.fill]
            if state.render_mode in (1, 2, 5, 6):
                spaces = [*spaces, state.stroke]
        elif operator in _FILL or operator in _STROKE:
            spaces = [state.fill] if operator in _FILL else []
            spaces += [state.stroke] if operator in _STROKE else []
        elif operator == "sh":
            name = str(instruction.operands[0])  # type: ignore[attr-defined]
            shading = resources.get("/Shading", Dictionary()).get(name, Dictionary())
            spaces = [_device(shading.get("/ColorSpace"), resources)]
        else:
            return
        self._record(operator, marked, spaces, resources)

    def _record(
        self, operator: str, marked: tuple[Marked, ...], spaces: list[str], resources: Object
    ) -> None:
        named = resources.get("/ColorSpace", Dictionary())
        devices = tuple(
            each
            for each in spaces
            if each.startswith("Device") and each.replace("Device", "/Default") not in named
        )
        if not self.within_annotation:
            self.content.paints.append(Paint(self.page, operator, marked, devices))

    def _show(self, operands: list[Object], marked: tuple[Marked, ...], state: _State) -> None:
        if state.font is None:
            self.fault("PDF/A-3 6.2.2", "text without a font")
            return
        font = state.font
        self.content.fonts[font.objgen] = font
        wide = font.get("/Subtype") == Name.Type0
        strings = operands[-1] if isinstance(operands[-1], Array) else [operands[-1]]
        for string in strings:
            if not isinstance(string, pikepdf.String):
                continue
            codes = bytes(string)
            step = 2 if wide else 1
            for at in range(0, len(codes), step):
                code = int.from_bytes(codes[at : at + step])
                if state.render_mode == 3:
                    self.content.invisible.setdefault(font.objgen, set()).add(code)
                self.content.glyphs.setdefault(font.objgen, set()).add((code, marked))

    def _xobject(
        self, name: Object, marked: tuple[Marked, ...], state: _State, resources: Object, depth: int
    ) -> None:
        target = resources.get("/XObject", Dictionary()).get(str(name))
        if target is None:
            self.fault("PDF/A-3 6.2.2", f"XObject {name} is not in the resources")
        elif target.get("/Subtype") == Name.Form:
            self.depth += depth
            self.form(target, marked, state, resources)
            self.depth -= depth
        else:
            self.content.images.append(target)
            stencil = bool(target.get("/ImageMask", False))
            space = state.fill if stencil else _device(target.get("/ColorSpace"), resources)
            self._record("Do", marked, [space], resources)

    def form(
        self, form: Object, marked: tuple[Marked, ...], state: _State, resources: Object
    ) -> None:
        painted = self.content.forms.setdefault(form.objgen, [])
        painted.append(self.page)
        if len(painted) > 1 and self.depth > _MAXIMAL_NESTING:
            self.fault("PDF/A-3 6.2.9", "a form paints itself")
            return
        self.depth += 1
        self.stream(form, form.objgen, form.get("/Resources", resources), marked, state)
        self.depth -= 1


def _device(space: Object | None, resources: Object) -> str:
    """Name the device colour space that a colour space comes down to, else what it is."""
    if isinstance(space, Name):
        name = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}.get(
            str(space), str(space)
        )
        named = resources.get("/ColorSpace", Dictionary()).get(name)
        if named is not None and not name.startswith("/Device"):
            return _device(named, resources)
        return name.removeprefix("/")
    if isinstance(space, Array) and len(space):
        family = str(space[0]).removeprefix("/")
        if family in ("Indexed", "Pattern") and len(space) > 1:
            return _device(space[1], resources)
        if family in ("Separation", "DeviceN"):
            return _device(space[2], resources)
        return family
    return "none"
