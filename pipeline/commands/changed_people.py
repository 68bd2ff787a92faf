"""Who changes are shown under → what of that has changed since the version before."""

from collections.abc import Iterator, Sequence

from pipeline.history.repository import Repository
from pipeline.history.revisions import is_ancestor
from pipeline.history.tree import read_bytes, read_file
from pipeline.history.versions import versions
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import MAILMAP, FileKind, Revision, TreeFile
from pipeline.model.text import DocumentSettings
from pipeline.parse.decode import MAX_BYTES, decode
from pipeline.parse.settings import read_settings
from pipeline.rules import people


def changed_people(
    repository: Repository,
    revision: Revision,
    tree: Sequence[TreeFile],
    settings: DocumentSettings | None,
) -> Iterator[Diagnostic]:
    """Compare .mailmap and the parties with those of the newest version before the revision.

    ``tree`` and ``settings`` are the revision's.
    """
    if settings is None:
        return
    earlier = [
        version
        for version in versions(repository, settings.version_pattern)
        if version.id != revision.id and is_ancestor(repository, version, revision)
    ]
    if not earlier:
        return
    last = earlier[-1]
    now = next((file for file in tree if file.path == MAILMAP and file.kind is FileKind.FILE), None)
    yield from people.mailmap(
        _text(read_file(repository, last.id, MAILMAP, limit=MAX_BYTES)),
        _text(read_bytes(repository, now, limit=MAX_BYTES) if now else None),
        last.label,
    )
    raw = read_file(repository, last.id, settings.path, limit=MAX_BYTES)
    source, _ = decode(raw, settings.path) if raw is not None else (None, None)
    before = read_settings(source, letters=False)[0] if source is not None else None
    if before is not None:
        yield from people.addresses(before, settings, last.label)


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")
