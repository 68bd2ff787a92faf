"""What a user typed → the revision, called as its document.yaml says that versions are called."""

from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.history.revisions import resolve, resolve_or_default
from pipeline.history.tree import read_tree
from pipeline.history.versions import DEFAULT_PATTERN
from pipeline.model.history import UNCOMMITTED, FileKind, Revision
from pipeline.model.text import DocumentSettings, Source
from pipeline.parse.late import read_settings
from pipeline.parse.names import find_settings, is_settings


def resolve_document(
    repository: Repository, text: str | None
) -> tuple[Revision, DocumentSettings | None]:
    """Resolve a revision (by default the working tree, or HEAD where nothing is changed).

    Returns its settings too, None where it has no document.yaml, or more than one, or one that
    cannot be read. Raises RevisionError where there is no such revision.
    """
    revision = resolve_or_default(repository, text)
    settings = read_settings_at(repository, revision)
    pattern = settings.version_pattern if settings else DEFAULT_PATTERN
    if pattern != DEFAULT_PATTERN and revision.id != UNCOMMITTED:
        revision = resolve(repository, text or "HEAD", pattern=pattern)
    return revision, settings


def read_settings_at(repository: Repository, revision: Revision) -> DocumentSettings | None:
    """Read the document.yaml of a revision, tolerantly."""
    tree = read_tree(repository, revision.id, is_settings)
    files = {file.path: file for file in tree if file.kind is FileKind.FILE}
    places = find_settings(tuple(files))
    text = read_text(repository, files[places[0]]) if len(places) == 1 else None
    return None if text is None else read_settings(Source(places[0], text))[0]
