"""A revision → its rolling document as PDF, HTML or Markdown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.commands.check import judge_revision
from pipeline.commands.inputs import inputs_json
from pipeline.commands.provenance import answer, history_of
from pipeline.commands.revisions import resolve_document
from pipeline.commands.sources import Sources, read_revision
from pipeline.commands.tombstones import tombstones
from pipeline.errors import SourceError
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import SHORT, issued_by, read_mailmap
from pipeline.history.tree import read_bytes
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import UNCOMMITTED, FileKind, Revision, TreeFile
from pipeline.model.text import RollingDocument
from pipeline.render.document import as_html, as_markdown, as_web
from pipeline.render.document.images import media_type
from pipeline.render.document.view import version_line
from pipeline.render.document.writer import image_marks
from pipeline.render.pdf.fonts import require_chinese
from pipeline.render.pdf.layout import (
    Attachment,
    Layout,
    language_sheets,
    layout,
    style_sheet,
)
from pipeline.render.provenance import as_json as provenance_as_json

PAPER_STYLE = "styles/document.css"
WEB_STYLE = "styles/web.css"
_LARGEST_STYLE = 256 << 10
_LARGEST_IMAGE = 16 << 20
_LARGEST_IMAGES = 64 << 20  # all together: each stands in the file, or goes with it, too
_MEDIA_TYPES = {".md": "text/markdown", ".yaml": "application/yaml", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Built:
    """A document that was built, and what the user should hear of.

    ``name``: a file name for it, without an extension. ``pages``: of a PDF, else 0.
    """

    content: str | bytes
    name: str
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0


def build(
    directory: Path, at: str | None = None, *, format: str = "pdf", cache: Path | None = None
) -> Built:
    """Build the rolling document of the repository around a folder.

    ``at``: a revision; by default the working tree, or HEAD where nothing is changed. ``format``:
    "pdf", "html" or "md". ``cache``: the folder to keep what was traced in, and to read it from.

    Raises SourceError where ``check`` finds errors, RenderError where the layout fails,
    RevisionError where there is no such revision.
    """
    repository = open_repository(directory)
    resolved, settings = resolve_document(repository, at)
    called = resolved.label
    resolved = _by_commit(resolved)
    issuer = issued_by(repository, resolved, read_mailmap(repository, resolved))
    revision = replace(resolved, issued_by=issuer)
    sources, reading = read_revision(repository, revision)
    found = judge_revision(revision, sources, reading)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors or reading.document is None:
        raise SourceError.all(errors)
    document = reading.document
    title = document.settings.subtitle or document.settings.title
    name = f"{_slug(title)}-{_slug(called)}"
    history = history_of(repository, resolved, cache)
    stones = tombstones(repository, resolved, document, history)
    if format == "md":
        text = as_markdown.render(document, revision=revision, tombstones=stones)
        return Built(text, name, found)
    images = _images(repository, sources, document)
    if format == "html":
        own = _own_style(repository, sources, WEB_STYLE, "web.css")
        page = as_web.render(
            document, revision=revision, images=images, own_style=own, tombstones=stones
        )
        return Built(page, name, found)
    require_chinese(document.settings.language)
    traced = answer(repository, resolved, settings, history)
    own = _own_style(repository, sources, PAPER_STYLE, "document.css")
    laid_out = layout(
        as_html.render(document, revision=revision, tombstones=stones),
        style_sheets=(*_built_in_sheets(revision, document.settings.language), own),
        date=revision.date,
        description=version_line(revision, document.settings.language),
        identifier=revision.id,
        images=images,
        attachments=_attachments(
            repository, sources, revision, images, provenance_as_json.render(traced)
        ),
    )
    warnings = _warnings(laid_out, is_complete=traced.complete)
    return Built(laid_out.pdf, name, (*found, *warnings), laid_out.pages)


def _by_commit(revision: Revision) -> Revision:
    """Call a revision by its commit, unless it is a version: how it was typed changes no byte."""
    if revision.id == UNCOMMITTED or revision.is_version:
        return revision
    return replace(revision, label=revision.id[:SHORT])


def _images(
    repository: Repository, sources: Sources, document: RollingDocument
) -> dict[str, bytes]:
    """Read the images that the document prints; ``check`` has seen that they are files."""
    files = {file.path: file for file in sources.tree if file.kind is FileKind.FILE}
    images: dict[str, bytes] = {}
    faults = []
    for path, mark in image_marks(document):
        if path in images or path not in files:
            continue
        images[path] = read_bytes(repository, files[path], limit=_LARGEST_IMAGE)
        if sum(map(len, images.values())) > _LARGEST_IMAGES:
            raise SourceError.of(
                "E013",
                f"the images have more than {_LARGEST_IMAGES:,} bytes together, up to “{path}”",
                position=mark.position,
                hint="save them smaller, as JPEG at the size that is printed",
            )
        if media_type(images[path]) is None:
            faults.append(
                Diagnostic.of(
                    "E076",
                    f"“{path}” cannot be printed",
                    mark.position,
                    hint="save it as PNG or JPEG",
                )
            )
    if faults:
        raise SourceError.all(faults)
    return images


def _own_style(repository: Repository, sources: Sources, path: str, built_in: str) -> str:
    """Return the document's own style sheet; a copy of the built-in one counts as none."""
    for file in sources.tree:
        if file.path == path and file.kind is FileKind.FILE:
            text = read_bytes(repository, file, limit=_LARGEST_STYLE).decode("utf-8", "replace")
            return "" if text == style_sheet(built_in) else text
    return ""


def _built_in_sheets(revision: Revision, language: str) -> Iterable[str]:
    yield style_sheet("document.css")
    yield from language_sheets(language)
    if revision.id == UNCOMMITTED:
        yield style_sheet("draft.css")


def _attachments(
    repository: Repository,
    sources: Sources,
    revision: Revision,
    images: Iterable[str],
    traced: str,
) -> list[Attachment]:
    """Return what goes with a PDF: who wrote each word, the sources, and the list of inputs."""
    files = {file.path: file for file in sources.tree}
    paths = {*sources.texts, *images} | ({PAPER_STYLE} & files.keys())
    inputs = inputs_json(repository, revision, [files[path] for path in sorted(paths)])
    return [
        Attachment(
            "provenance.json",
            traced.encode("utf-8", "backslashreplace"),
            "application/json",
            "Who wrote each word, and when",
        ),
        Attachment(
            "inputs.json",
            inputs.encode("utf-8", "backslashreplace"),
            "application/json",
            "What this file is made of",
        ),
        *(_source(repository, files[path]) for path in sorted(paths)),
    ]


def _source(repository: Repository, file: TreeFile) -> Attachment:
    data = read_bytes(repository, file)
    kind = media_type(data) or _MEDIA_TYPES.get(Path(file.path).suffix.lower(), "text/plain")
    return Attachment(file.path, data, kind, "Source", "Source")


def _warnings(laid_out: Layout, *, is_complete: bool) -> Iterable[Diagnostic]:
    for warning in laid_out.warnings:
        yield Diagnostic.of("W070", f"{PAPER_STYLE}: {warning.rstrip('.')}")
    if not is_complete:
        yield Diagnostic.of(
            "W071",
            "part of the history is missing, so provenance.json does not tell all",
            hint="'git fetch --unshallow' completes a shallow clone",
        )


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")[:60] or "document"
