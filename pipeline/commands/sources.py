"""A revision of a repository → its sources, and the document that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.history.repository import Repository
from pipeline.history.tree import read_bytes, read_tree
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import FileKind, Revision, TreeFile
from pipeline.model.reading import ReadDocument
from pipeline.model.text import Source
from pipeline.parse.decode import MAX_BYTES, decode, too_large
from pipeline.parse.document import document_paths, read_document
from pipeline.parse.settings import find_settings


@dataclass(frozen=True, slots=True)
class Sources:
    """What one revision holds: every path of its tree, and the document's sources by path.

    ``diagnostics``: of files that are no UTF-8 text or too large; these are not in ``texts``.
    """

    tree: tuple[TreeFile, ...]
    texts: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


def read_sources(repository: Repository, revision: Revision) -> Sources:
    """Read document.yaml and the Markdown files of the document at a revision.

    Nothing but regular files of the tree is read, and none of more than 1 MiB. Raises
    HistoryError where an object is missing.
    """
    tree = read_tree(repository, revision.id)
    files = {file.path: file for file in tree if file.kind is FileKind.FILE}
    texts: dict[str, Source] = {}
    found: list[Diagnostic] = []

    def read(path: str) -> None:
        file = files[path]
        if file.size > MAX_BYTES:
            found.append(too_large(path, file.size))
            return
        source, problem = decode(read_bytes(repository, file), path, file.blob)
        if source is not None:
            texts[path] = source
        if problem is not None:
            found.append(problem)

    places = find_settings(tuple(files))
    for path in places:
        read(path)
    if len(places) == 1 and places[0] in texts:
        for path in document_paths(texts[places[0]], files.keys()):
            read(path)
    return Sources(tree, texts, tuple(found))


def read_revision(repository: Repository, revision: Revision) -> tuple[Sources, ReadDocument]:
    """Read the document at a revision; its diagnostics hold those of unreadable files too."""
    sources = read_sources(repository, revision)
    reading = read_document(sources.texts)
    if sources.diagnostics and not sources.texts:
        return sources, replace(reading, diagnostics=sources.diagnostics)
    diagnostics = (*sources.diagnostics, *reading.diagnostics)
    return sources, replace(reading, diagnostics=diagnostics)
