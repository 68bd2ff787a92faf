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
from pipeline.parse.document import Outline, ReadOne, no_settings, read_document, read_outline
from pipeline.parse.names import find_settings
from pipeline.parse.recommendation import read_file


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
    files = regular_files(tree)
    settings, outline = find_outline(repository, files)
    found = list(outline.diagnostics) if settings is None else []
    texts = {settings.path: settings} if settings else {}
    for path, _ in outline.roles:
        source, problem = read_source(repository, files[path])
        if source is not None:
            texts[path] = source
        if problem is not None:
            found.append(problem)
    return Sources(tree, texts, tuple(found))


def read_revision(
    repository: Repository, revision: Revision, *, tokens: bool = True
) -> tuple[Sources, ReadDocument]:
    """Read the document at a revision; its diagnostics hold those of unreadable files too.

    Without ``tokens`` the blocks of bodies have none.
    """
    sources = read_sources(repository, revision)
    return sources, read_sources_as_document(sources, tokens=tokens)


def read_sources_as_document(
    sources: Sources, *, tokens: bool = True, read: ReadOne = read_file
) -> ReadDocument:
    """Read the document that sources make; see ``read_revision``. ``read`` reads one file."""
    if not sources.texts:
        return ReadDocument(None, None, (), sources.diagnostics)
    reading = read_document(sources.texts, tokens=tokens, read=read)
    return replace(reading, diagnostics=(*sources.diagnostics, *reading.diagnostics))


def regular_files(tree: tuple[TreeFile, ...]) -> Mapping[str, TreeFile]:
    """Return the files of a tree that may be read, by path."""
    return {file.path: file for file in tree if file.kind is FileKind.FILE}


def find_outline(
    repository: Repository, files: Mapping[str, TreeFile]
) -> tuple[Source | None, Outline]:
    """Find and read document.yaml; None where there is not one that can be read as text.

    Parties have the letters that are given, no others: naming a state takes a while.
    """
    places = find_settings(tuple(files))
    if len(places) != 1:
        return None, Outline(None, (), (no_settings(places),))
    source, problem = read_source(repository, files[places[0]])
    if source is None:
        return None, Outline(None, (), (problem,) if problem else ())
    return source, read_outline(source, files.keys(), letters=False)


def read_source(repository: Repository, file: TreeFile) -> tuple[Source | None, Diagnostic | None]:
    """Read one source, or say why it is none."""
    if file.size > MAX_BYTES:
        return None, too_large(file.path, file.size)
    return decode(read_bytes(repository, file), file.path, file.blob)
