"""Rules on what a body is made of: headings, HTML, and whether there is any."""

import re
from collections.abc import Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile, Role
from pipeline.model.text import BlockKind
from pipeline.rules.places import end_of, matches

PLACEHOLDER = "Write the text of the recommendation here."  # in a new entry
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_INSTEAD = {
    "a": "write “[text](https://…)”",
    "b": "write “**text**”",
    "br": "end the line above with a backslash",
    "em": "write “*text*”",
    "i": "write “*text*”",
    "iframe": "remove it",
    "img": "write “![what it shows](file.png)”",
    "p": "put an empty line between paragraphs",
    "script": "remove it",
    "strong": "write “**text**”",
    "style": "remove it; looks are set in styles/",
}
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?= \S)", re.MULTILINE)


def headings(file: ReadFile) -> Iterator[Diagnostic]:
    """W221: a heading more than one level below the one before it."""
    level = 0
    for block in file.text.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        if level and block.level > level + 1:
            yield Diagnostic.of(
                "W221",
                f"a heading of level {block.level} follows one of level {level}",
                block.position,
                hint=f"begin it with {'#' * (level + 1)}",
            )
        level = block.level


def raw_html(file: ReadFile) -> Iterator[Diagnostic]:
    """E211, N212: HTML, which is never passed on, and comments, which nobody sees in print."""
    opened: set[str] = set()
    for html in file.text.raw_html:
        tag = _TAG.match(html.text)
        name = tag[2].lower() if tag else ""
        if html.is_comment:
            yield Diagnostic.of(
                "N212",
                "this comment is not printed, but whoever reads the source sees it",
                html.position,
                hint="remove it before the document is issued",
            )
        elif not (tag and tag[1] and name in opened):  # an end is told with its beginning
            opened.add(name)
            quoted = " ".join(html.text.split())
            yield Diagnostic.of(
                "E211",
                f"HTML is not allowed: “{quoted if len(quoted) <= 30 else quoted[:29] + '…'}”",
                html.position,
                hint=_INSTEAD.get(name, "write it in Markdown, or “\\<” for a plain <"),
            )


def conflicts(file: ReadFile) -> Iterator[Diagnostic]:
    """E232: what Git leaves where a merge could not decide."""
    if "<<<<<<<" not in file.source.text and ">>>>>>>" not in file.source.text:
        return
    for found, place in matches(_CONFLICT, file.source):
        yield Diagnostic.of(
            "E232",
            f"“{found[0]}” is left of a merge that Git could not decide",
            place,
            end_of(place, 7),
            hint="keep the text that was agreed, and delete the lines of marks",
        )


def nothing(file: ReadFile) -> Iterator[Diagnostic]:
    """W229: an entry that says nothing, or no more than that its text is to be written."""
    if file.role is not Role.ENTRY or file.front_matter is None:
        return
    written = [block for block in file.text.blocks if block.text.strip()]
    if not written:
        yield Diagnostic.of(
            "W229",
            "there is no text below the front matter",
            Position(file.source.path, 1, 1),
            hint="write it, or set status: withdrawn",
        )
    elif len(written) == 1 and written[0].text.strip() == PLACEHOLDER:
        yield Diagnostic.of(
            "W229",
            "the text is still to be written",
            written[0].position,
            end_of(written[0].position, len(PLACEHOLDER)),
            hint="write it in place of this line",
        )
