"""A repository → the versions that were issued, each with what changed since the one before."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.commands.redline import compare_revisions
from pipeline.commands.revisions import resolve_document
from pipeline.errors import RevisionError
from pipeline.history.people import Mailmap, proper
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import is_ancestor, read_mailmap
from pipeline.history.versions import DEFAULT_PATTERN, versions
from pipeline.model.history import Revision
from pipeline.model.versions import Issued, VersionList


def list_versions(
    directory: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> VersionList:
    """List the versions of the repository around a folder, people as ``.mailmap`` has them now.

    The one before a version is the newest that is its proper ancestor. ``progress`` is called
    with how many are counted, and how many there are.
    """
    repository = open_repository(directory)
    pattern, mailmap = _customs(repository)
    found = [_named(version, mailmap) for version in versions(repository, pattern)]
    issued = []
    for index, version in enumerate(found):
        progress(index, len(found))
        issued.append(_issued(repository, version, found[:index]))
    return VersionList(pattern, tuple(issued))


def _customs(repository: Repository) -> tuple[str, Mailmap]:
    """Return how versions are called today, and who is who; defaults where nothing is there."""
    try:
        revision, settings = resolve_document(repository, None)
    except RevisionError:  # no commits yet
        return DEFAULT_PATTERN, Mailmap()
    pattern = settings.version_pattern if settings else DEFAULT_PATTERN
    return pattern, read_mailmap(repository, revision)


def _named(version: Revision, mailmap: Mailmap) -> Revision:
    if version.issued_by is None:
        return version
    return replace(version, issued_by=proper(version.issued_by, mailmap))


def _issued(repository: Repository, version: Revision, before: Sequence[Revision]) -> Issued:
    for earlier in reversed(before):
        if earlier.id != version.id and is_ancestor(repository, earlier, version):
            try:
                redline = compare_revisions(repository, earlier, version).redline
            except RevisionError:  # neither has Markdown
                return Issued(version, earlier.label)
            return Issued(version, earlier.label, redline.statistics.total)
    return Issued(version)
