"""The live preview's page: bar, findings, contents, and the document with the place of each block.

In: the document laid out by a ``PlacedWriter``, and what ``check`` finds. Out: HTML. Style sheets,
script, fonts and images have addresses of their own, relative to the page's; a policy in the
answer's head lets the browser fetch nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.text import Block, Party
from pipeline.render import palette
from pipeline.render.document.as_html import templates
from pipeline.render.document.inline import Range
from pipeline.render.document.view import DocumentView
from pipeline.render.document.writer import HtmlWriter
from pipeline.render.terminal import visible

# Addresses that open a file in an editor, at a line and a column.
EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "none": "",
}
_CALL, _IMAGE = 'class="call"', "<img "  # a quotation mark or bracket of the text is escaped


class Kept:
    """What was written of each thing, for the next time; what was not used again is forgotten.

    Things are told apart by identity: a file that did not change keeps its blocks.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[object, ...], tuple[object, Markup]] = {}
        self._now: dict[tuple[object, ...], tuple[object, Markup]] = {}

    def turn(self) -> None:
        """Begin the next page."""
        self._before, self._now = self._now, {}

    def get(self, thing: object, key: tuple[object, ...], write: Callable[[], Markup]) -> Markup:
        """Return what is written of a thing, anew where it is not at hand.

        Not kept: what calls footnotes, since their numbers depend on what stands before, and what
        shows images, behind which another file may be the next time.
        """
        whole = (id(thing), *key)
        found = self._before.get(whole)
        if found is None or found[0] is not thing:
            found = (thing, write())
            if _CALL in found[1] or _IMAGE in found[1]:
                return found[1]
        self._now[whole] = found
        return found[1]


class PlacedWriter(HtmlWriter):
    """Writes blocks as the web page has them, each with its place: ``data-at="path:line"``."""

    def __init__(
        self,
        kept: Kept,
        *,
        language: str,
        honorifics: frozenset[str],
        image_address: Callable[[str], str],
    ) -> None:
        super().__init__(
            language=language,
            honorifics=honorifics,
            on_paper=False,
            image_address=image_address,
        )
        self._kept = kept
        self._key = (language, honorifics)

    def blocks(self, path: str, blocks: Sequence[Block], *, level: int) -> Markup:
        """Return the blocks of one file."""

        def write() -> Markup:
            return super(PlacedWriter, self).blocks(path, blocks, level=level)

        return self._kept.get(blocks, (*self._key, path, level), write)

    def heading(
        self, path: str, block: Block, blocks: Sequence[Block], names: Sequence[str]
    ) -> Markup:
        """Return an entry's heading; one that is made of its front matter is a new block each time,
        and is kept by what it says."""

        def write() -> Markup:
            return super(PlacedWriter, self).heading(path, block, blocks, names)

        if block.marks:
            return write()
        return self._kept.get(None, (*self._key, path, block.text, block.position, *names), write)

    def listed(self, text: str) -> Markup:
        """Return a heading as the contents show it."""

        def write() -> Markup:
            return super(PlacedWriter, self).listed(text)

        return self._kept.get(None, (*self._key, text), write)

    def content(
        self,
        path: str,
        block: Block,
        notes: Mapping[str, Sequence[Block]],
        *,
        bold: Sequence[Range] = (),
        kept: Sequence[Range] = (),
    ) -> Markup:
        """Return one block's content in an element that says where it is written."""

        def write() -> Markup:
            content = super(PlacedWriter, self).content(path, block, notes, bold=bold, kept=kept)
            if not path:  # in the contents
                return content
            place = f"{visible(path)}:{block.position.line}"
            return Markup('<span class="blk" data-at="{}">{}</span>').format(place, content)

        return self._kept.get(block, (*self._key, path, tuple(bold), tuple(kept)), write)


@dataclass(frozen=True, slots=True)
class _FindingView:
    severity: str
    code: str
    place: str
    line: str
    address: str
    message: str
    hint: str


def render(
    view: DocumentView | None,
    findings: Sequence[Diagnostic],
    *,
    is_stale: bool = False,
    parties: Sequence[Party] = (),
    versions: Sequence[str] = (),
    root: str = "",
    editor: str = "none",
) -> str:
    """Return the page; ``view`` is None where there is no document to show.

    ``is_stale``: the document cannot be had, and ``view`` is the last that could. ``versions``:
    what a redline may begin at, newest first. ``root``: the working tree's folder, "" for none;
    with ``editor``, a key of ``EDITORS``, findings and blocks become links.
    """
    pattern = EDITORS[editor] if root else ""
    start = quote(root.rstrip("/"))
    return (
        templates()
        .get_template("preview.html.jinja")
        .render(
            view=view,
            language=view.language if view else "en",
            direction=view.direction if view else "ltr",
            title=view.title if view else "redraft",
            is_stale=is_stale,
            summary=_summary(findings),
            worst=min((each.severity for each in findings), default="", key=_rank),
            findings=[_finding(each, pattern, start) for each in findings],
            parties=[
                (party.letters, visible(party.name), palette.place(party.colour))
                for party in parties
            ],
            versions=[visible(each) for each in versions],
            editor=pattern.replace("{path}", start + "/{path}"),
        )
    )


def _finding(found: Diagnostic, pattern: str, start: str) -> _FindingView:
    at = found.position
    address = ""
    if at is not None and pattern:
        path = f"{start}/{quote(at.path, errors='surrogateescape')}"
        address = pattern.format(path=path, line=max(at.line, 1), column=max(at.column, 1))
    return _FindingView(
        severity=found.severity,
        code=found.code,
        place=visible(str(at)) if at else "",
        line=f"{visible(at.path)}:{at.line}" if at else "",
        address=address,
        message=visible(found.message),
        hint=visible(found.hint or ""),
    )


def _summary(findings: Sequence[Diagnostic]) -> str:
    """Count the findings: "2 errors, 1 warning", or nothing."""
    counts = dict.fromkeys(Severity, 0)
    for each in findings:
        counts[each.severity] += 1
    return ", ".join(
        f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in counts.items() if number
    )


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)
