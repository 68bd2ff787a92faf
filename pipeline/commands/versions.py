"""A repository → the versions that were issued, each with what changed since the one before."""

from dataclasses import replace
from pathlib import Path

from pipeline.commands.histories import trace_revisions
from pipeline.commands.redline import compare_revisions
from pipeline.commands.revisions import read_settings_at, resolve_document
from pipeline.commands.tracing import Progress, Traced, no_progress
from pipeline.errors import RevisionError
from pipeline.history.people import Mailmap, proper
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import is_ancestor, read_mailmap
from pipeline.history.versions import DEFAULT_PATTERN, versions
from pipeline.model.history import Revision
from pipeline.model.versions import Issued, VersionList


def list_versions(
    directory: Path, progress: Progress = no_progress, *, cache: Path | None = None
) -> VersionList:
    """List the versions of the repository around a folder, people as ``.mailmap`` has them now.

    The one before a version is the newest that is its proper ancestor. ``progress`` is told how
    much of the history is read.
    """
    repository = open_repository(directory)
    pattern, mailmap = _customs(repository)
    found = [_named(version, mailmap) for version in versions(repository, pattern)]
    before = {
        version.id: next(
            (each for each in reversed(found[:index]) if _is_before(repository, each, version)),
            None,
        )
        for index, version in enumerate(found)
    }
    traced = None
    if any(before.values()):
        ids = {version.id for version in found}
        heading = read_settings_at(repository, found[-1]) is not None
        traced = trace_revisions(repository, ids, heading=heading, cache=cache, progress=progress)
    issued = (_issued(repository, version, before[version.id], traced) for version in found)
    return VersionList(pattern, tuple(issued))


def _is_before(repository: Repository, earlier: Revision, version: Revision) -> bool:
    return earlier.id != version.id and is_ancestor(repository, earlier, version)


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


def _issued(
    repository: Repository, version: Revision, before: Revision | None, traced: Traced | None
) -> Issued:
    if before is None:
        return Issued(version)
    try:
        redline = compare_revisions(repository, before, version, traced=traced).redline
    except RevisionError:  # neither has Markdown
        return Issued(version, before.label)
    return Issued(version, before.label, redline.statistics.total)
