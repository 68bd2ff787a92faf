"""A repository as it stands → the live preview's page, from what was read before where it can."""

import os
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.changed_people import changed_people
from pipeline.commands.check import all_problems, revision_of
from pipeline.commands.provenance import history_of
from pipeline.commands.revisions import resolve_document
from pipeline.commands.sources import Sources, read_sources
from pipeline.commands.tombstones import tombstones
from pipeline.errors import RedraftError
from pipeline.history.repository import Repository, head_id, open_repository
from pipeline.history.tree import read_bytes
from pipeline.history.versions import DEFAULT_PATTERN, versions
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import FileKind, Revision, TreeFile
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import Party, RollingDocument, Source
from pipeline.parse.document import read_document
from pipeline.parse.recommendation import read_file
from pipeline.render.document.images import media_type
from pipeline.render.document.view import TOMBSTONES, DocumentView, Tombstone, document_view
from pipeline.render.document.view import honorifics as honorifics_of
from pipeline.render.preview.as_html import Kept, PlacedWriter, render
from pipeline.rules.judge import in_order, limit

WEB_STYLE = "styles/web.css"
_LARGEST_STYLE = 256 << 10
_LARGEST_IMAGE = 16 << 20

_Read = tuple[ReadFile, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the browser is given, and what to watch.

    ``images``: the files that the page prints, by the id of their blob. ``style``: the document's
    own style sheet. ``history``: changes where commits or versions do. ``folders``: those in which
    a change can change the page.
    """

    page: str
    images: Mapping[str, bytes]
    style: str
    history: tuple[str, ...]
    folders: frozenset[Path]


class Previewer:
    """Makes previews of one repository; keeps what it read and wrote for the next.

    Not for two threads at once.
    """

    def __init__(self, directory: Path, *, editor: str = "none", cache: Path | None = None) -> None:
        self._directory = directory
        self._editor = editor
        self._cache = cache
        self._kept = Kept()
        self._files: dict[tuple[object, ...], _Read] = {}
        self._images: dict[str, bytes] = {}
        self._stones: tuple[object, Mapping[str, Tombstone]] = (None, {})
        self._last: tuple[DocumentView, tuple[Party, ...]] | None = None

    def troubled(self, error: RedraftError) -> str:
        """Return the last page, with what stopped the next."""
        view, parties = self._last or (None, ())
        return render(view, error.diagnostics, is_stale=True, parties=parties)

    def preview(self) -> Preview:
        """Return the page of the working tree, or of HEAD in a bare repository.

        Raises RedraftError where the repository cannot be read.
        """
        repository = open_repository(self._directory)
        revision, _ = resolve_document(repository, None)
        judged = revision_of(repository, None)
        sources = read_sources(repository, judged)
        reading = self._read(sources)
        found = all_problems(judged, sources, reading)
        people = changed_people(repository, judged, sources.tree, reading.settings)
        findings = limit(in_order((*sources.diagnostics, *found, *people)))
        images: dict[str, bytes] = {}
        if reading.document is not None:
            view = self._view(repository, revision, sources, reading.document, images)
            self._last = view, _parties(reading.document)
        shown, parties = self._last or (None, ())
        pattern = reading.settings.version_pattern if reading.settings else DEFAULT_PATTERN
        labels = [version.label for version in versions(repository, pattern)][::-1]
        page = render(
            shown,
            findings,
            is_stale=reading.document is None,
            parties=parties,
            versions=labels,
            root=str(repository.root or ""),
            editor=self._editor,
        )
        return Preview(
            page,
            images or self._images,
            _style(repository, sources),
            (revision.id, head_id(repository), *labels, *_markdown(sources)),
            frozenset(_folders(repository, sources)),
        )

    def _read(self, sources: Sources) -> ReadDocument:
        """Read the document; files that stand as they stood are not read again."""
        before, self._files = self._files, {}

        def read(
            source: Source, role: Role, parties: Mapping[str, Party], *, tokens: bool
        ) -> _Read:
            key = (source.path, source.blob, role, tuple(parties.values()), tokens)
            found = before.get(key) or read_file(source, role, parties, tokens=tokens)
            self._files[key] = found
            return found

        if not sources.texts:
            return ReadDocument(None, None, (), ())
        return read_document(sources.texts, tokens=False, read=read)

    def _view(
        self,
        repository: Repository,
        revision: Revision,
        sources: Sources,
        document: RollingDocument,
        images: dict[str, bytes],
    ) -> DocumentView:
        files = {file.path: file for file in sources.tree if file.kind is FileKind.FILE}

        def image_address(path: str) -> str:
            data = self._image(repository, files.get(path))
            if data is None:
                return ""
            images[files[path].blob] = data
            return f"image/{files[path].blob}"

        self._kept.turn()
        writer = PlacedWriter(
            self._kept,
            language=document.settings.language,
            honorifics=honorifics_of(document),
            image_address=image_address,
        )
        stones = self._tombstones(repository, revision, document, sources)
        view = document_view(
            document, revision=revision, writer=writer, tombstones=stones, attached=False
        )
        self._images = images
        return view

    def _image(self, repository: Repository, file: TreeFile | None) -> bytes | None:
        """Read an image of the tree; None where it is none, or too large."""
        if file is None:
            return None
        data = self._images.get(file.blob)
        if data is None:
            try:
                data = read_bytes(repository, file, limit=_LARGEST_IMAGE)
            except RedraftError:
                return None
        return data if media_type(data) else None

    def _tombstones(
        self,
        repository: Repository,
        revision: Revision,
        document: RollingDocument,
        sources: Sources,
    ) -> Mapping[str, Tombstone]:
        """Tell of what is gone; this asks history, so once for the same files and commits."""
        gone = [
            (entry.path, sources.texts[entry.path].blob)
            for group in document.groups
            for entry in group.entries
            if entry.front_matter.status in TOMBSTONES
        ]
        key = (head_id(repository), *gone)
        if self._stones[0] != key:
            try:
                history = history_of(repository, revision, self._cache)
                said = tombstones(repository, revision, document, history)
            except RedraftError:  # the line says less, then
                said = {}
            self._stones = key, said
        return self._stones[1]


def _parties(document: RollingDocument) -> tuple[Party, ...]:
    """Return the document's parties, and submitters that document.yaml does not list."""
    found = {party.letters: party for party in document.settings.parties}
    for group in document.groups:
        for entry in group.entries:
            for party in entry.front_matter.submitters:
                found.setdefault(party.letters, party)
    return tuple(party for letters, party in found.items() if letters)


def _style(repository: Repository, sources: Sources) -> str:
    for file in sources.tree:
        if file.path == WEB_STYLE and file.kind is FileKind.FILE:
            try:
                raw = read_bytes(repository, file, limit=_LARGEST_STYLE)
            except RedraftError:
                return ""
            return raw.decode("utf-8", "replace")
    return ""


def _markdown(sources: Sources) -> tuple[str, ...]:
    return tuple(source.blob for _, source in sorted(sources.texts.items()))


def _folders(repository: Repository, sources: Sources) -> set[Path]:
    """Return the folders of the working tree that hold its files, and those of references.

    No link is followed, so nothing outside the repository is watched.
    """
    found = {repository.directory}
    common = _common(repository)
    found.add(common)
    for folder, _, _ in os.walk(common / "refs"):
        found.add(Path(folder))
    if repository.root is not None:
        paths = {""}
        for file in sources.tree:
            folder = posixpath.dirname(file.path)
            while folder not in paths:
                paths.add(folder)
                folder = posixpath.dirname(folder)
        found |= {repository.root / path for path in paths}
    return {folder for folder in found if folder.is_dir() and not folder.is_symlink()}


def _common(repository: Repository) -> Path:
    """Return the Git directory that holds the references; a linked worktree names it."""
    try:
        named = (repository.directory / "commondir").read_text().strip()
    except (OSError, UnicodeDecodeError):
        return repository.directory
    return (repository.directory / named).resolve()


def matters(repository: Repository) -> Callable[[str], bool]:
    """Return which changed paths can change the page: in the Git directory, those of commits."""
    inside = (f"{repository.directory}".rstrip(os.sep), f"{_common(repository)}".rstrip(os.sep))

    def is_of_interest(path: str) -> bool:
        for folder in inside:
            if path.startswith(folder + os.sep):
                rest = path[len(folder) + 1 :]
                if rest.endswith(".lock"):
                    return False
                return rest.startswith("refs" + os.sep) or rest in (
                    "HEAD",
                    "packed-refs",
                    "MERGE_HEAD",
                )
        return True

    return is_of_interest
