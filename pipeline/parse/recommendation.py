"""One Markdown file of the document → an entry, an annex or the abstract, with its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.errors import SourceError
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile, Role
from pipeline.model.text import MarkdownText, Party, RawHtml, Source
from pipeline.parse.file_text import read_heading
from pipeline.parse.front_matter import read_front_matter, read_mapping
from pipeline.parse.inline import read_inline_text
from pipeline.parse.inline_state import ANY_FOOTNOTE
from pipeline.parse.literal import is_comment
from pipeline.parse.markdown import read_markdown
from pipeline.parse.names import identify
from pipeline.parse.schema import AnnexFields
from pipeline.parse.sections import Sections, split_source
from pipeline.parse.validation import traps, validate
from pipeline.parse.yaml_events import Scalar, places_of


def read_file(
    source: Source,
    role: Role,
    parties: Mapping[str, Party] | None = None,
    *,
    tokens: bool = True,
) -> tuple[ReadFile, tuple[Diagnostic, ...]]:
    """Read one file of the document; ``parties`` are document.yaml's, by id.

    Without ``tokens`` the blocks of its body have none.
    """
    sections = split_source(source.text)
    text = read_markdown(source, tokens=tokens)
    if role is Role.ENTRY:
        return _read_entry(source, sections, text, parties)
    if role is Role.ANNEX:
        return _read_annex(source, sections, text)
    return ReadFile(source, role, identify(source.path), text), ()


def _read_entry(
    source: Source, sections: Sections, text: MarkdownText, parties: Mapping[str, Party] | None
) -> tuple[ReadFile, tuple[Diagnostic, ...]]:
    id = identify(source.path)
    if sections.front_matter is None:
        example = "---, date: …, submitters: […], ---"
        missing = _no_front_matter(source, sections, example)
        return ReadFile(source, Role.ENTRY, id, text), (missing,)
    read = read_front_matter(
        sections.front_matter, source.path, sections.front_matter_line, parties
    )
    if read.heading is None:
        return ReadFile(source, Role.ENTRY, id, text, read.front_matter), read.diagnostics
    heading = read_heading(read.heading)
    text = replace(text, raw_html=(*_html_in(read.heading), *text.raw_html))
    file = ReadFile(source, Role.ENTRY, id, text, read.front_matter, heading)
    return file, read.diagnostics


def _html_in(heading: Scalar) -> Iterator[RawHtml]:
    if "<" in heading.text:
        places = places_of(heading)
        for html in read_inline_text(heading.text, ANY_FOOTNOTE).html:
            yield RawHtml(html.text, places[html.offset], is_comment(html.text))


def _read_annex(
    source: Source, sections: Sections, text: MarkdownText
) -> tuple[ReadFile, tuple[Diagnostic, ...]]:
    id = identify(source.path)
    if sections.front_matter is None:
        missing = _no_front_matter(source, sections, "---, title: …, ---")
        return ReadFile(source, Role.ANNEX, id, text), (missing,)
    opening = Position(source.path, 1, 1)
    try:
        root, found = read_mapping(sections.front_matter, source.path, sections.front_matter_line)
    except SourceError as error:
        return ReadFile(source, Role.ANNEX, id, text), error.diagnostics
    fields, faults, _ = validate(AnnexFields, root, opening)
    title = root.get("title")
    file = ReadFile(
        source,
        Role.ANNEX,
        id,
        text,
        title=fields.title if fields else "",
        title_position=title.position if title else None,
    )
    return file, (*found, *faults, *traps(root))


def _no_front_matter(source: Source, sections: Sections, example: str) -> Diagnostic:
    place = Position(source.path, 1, 1)
    if sections.unclosed:
        return Diagnostic(
            "E102",
            "the front matter is never closed",
            place,
            Position(source.path, 1, 4),
            hint="write a line --- after its last key",
        )
    if not source.text.strip():
        return Diagnostic("E101", "this file is empty", place, hint=f"begin with {example}")
    for number, line in enumerate(source.text.splitlines()[:20], 1):
        if line.strip() == "---":
            return Diagnostic(
                "E101",
                "the front matter does not begin in the first line",
                Position(source.path, number, 1),
                hint="move this line to the top of the file",
            )
        if line.strip():
            break
    return Diagnostic("E101", "this file has no front matter", place, hint=f"begin with {example}")
