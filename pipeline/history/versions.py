"""Versions: the annotated tags under which the rolling document was issued."""

import fnmatch

import pygit2
from pygit2.enums import SortMode

from pipeline.errors import HistoryError
from pipeline.history.commits import parse_tagger, read_commit
from pipeline.history.repository import Repository, reference_names
from pipeline.model.history import Revision

DEFAULT_PATTERN = "v*"


def versions(repository: Repository, pattern: str = DEFAULT_PATTERN) -> tuple[Revision, ...]:
    """Return the annotated tags that match, ancestors first, else by the tag's date, then name.

    A version's ``date`` and ``issued_by`` are the tag's. Tags of anything but a commit, and tags
    of commits that are not there, are no versions.
    """
    found = _tagged(repository, pattern)
    place = _places(repository, {version.id for version in found})
    return tuple(
        sorted(found, key=lambda version: (place.get(version.id, 0), version.date, version.label))
    )


def version_at(repository: Repository, id: str, pattern: str, typed: str = "") -> Revision | None:
    """Return the version that a commit was issued as: the one that was typed, else the first, so
    that no later tag changes what an old document says."""
    here = [version for version in _tagged(repository, pattern) if version.id == id]
    typed = typed.removeprefix("refs/").removeprefix("tags/")
    here.sort(key=lambda version: (version.label != typed, version.date, version.label))
    return here[0] if here else None


def _tagged(repository: Repository, pattern: str) -> list[Revision]:
    found = []
    for name in reference_names(repository):
        label = name.removeprefix("refs/tags/")
        if label == name or not fnmatch.fnmatchcase(label, pattern):
            continue
        version = _version(repository, name, label)
        if version is not None:
            found.append(version)
    return found


def _version(repository: Repository, name: str, label: str) -> Revision | None:
    try:
        id = str(repository.handle.references[name].target)
        kind, raw = repository.handle.odb.read(id)
        if kind != pygit2.enums.ObjectType.TAG:
            return None
        commit = read_commit(repository, str(repository.handle[id].peel(pygit2.Commit).id))
    except (KeyError, ValueError, pygit2.GitError, HistoryError):
        return None
    tagger, date = parse_tagger(raw)
    return Revision(commit.id, label, date or commit.date, is_version=True, issued_by=tagger)


def _places(repository: Repository, ids: set[str]) -> dict[str, int]:
    """Number the commits parents first; empty where the history cannot be walked."""
    walker = repository.handle.walk(None, SortMode.TOPOLOGICAL | SortMode.TIME)
    try:
        for id in sorted(ids):
            walker.push(id)
        order = [str(commit.id) for commit in walker]
    except (KeyError, pygit2.GitError):
        return {}
    return {id: -index for index, id in enumerate(order)}
