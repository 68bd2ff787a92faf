"""A repository: found around a folder, opened, and what is cut off from its history.

Decisions kept here and in ``tree``, ``revisions``, ``commits``: results come from Git objects and
from the bytes of the working tree alone. Of the user's configuration only ``safe.directory``
(whether to open at all) and ``user.name``, ``user.email`` (who the working tree is by) are read.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pygit2

from pipeline.errors import HistoryError, RevisionError
from pipeline.model.history import Agent, TreeFile

_PULL = re.compile(rb"^([0-9a-f]{40}) (refs/(?:pull|merge-requests)/\d+/head)$", re.MULTILINE)


@dataclass(slots=True)
class Seen:
    """The working tree as ``tree`` saw it first: what git listed, and the files by path."""

    listed: Mapping[str, bool] | None = None
    committed: Mapping[str, tuple[str, int]] | None = None
    files: dict[str, TreeFile | None] = field(default_factory=dict)
    folders: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repository:
    """An open repository.

    ``directory``: its Git directory (of a linked worktree, the worktree's own). ``root``: the top
    of its working tree, None where it is bare. ``handle``: pygit2's; only ``history`` touches it,
    and it does not cross processes: send ``directory`` and open again. ``seen``: what was read of
    the working tree, so that all that is said of it is said of one state; open again for another.
    """

    directory: Path
    root: Path | None
    handle: pygit2.Repository
    seen: Seen = field(default_factory=Seen, compare=False, repr=False)


def open_repository(path: Path) -> Repository:
    """Open the repository around a folder, as git finds it; ``GIT_DIR`` is not read.

    Raises RevisionError where there is none, where it belongs to someone else, or where it is of
    a format that libgit2 does not read (SHA-256 ids, reftable).
    """
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "does not exist"
        raise RevisionError.of(
            "E001", f"'{path}' {what}", hint="give the folder of a Git repository with -C"
        )
    try:
        found = pygit2.discover_repository(os.fspath(path.absolute()))
    except (pygit2.GitError, KeyError, ValueError, OSError) as error:
        raise _cannot_open(path, error) from error
    if found is None:
        raise RevisionError.of(
            "E001",
            f"'{path}' is not in a Git repository",
            hint="give its folder with -C, or make one with 'git init'",
        )
    try:
        # From the folder, not from what was found: a Git directory may lie elsewhere.
        handle = pygit2.Repository(os.fspath(path.absolute()))
    except (pygit2.GitError, KeyError, ValueError, OSError) as error:
        raise _cannot_open(Path(found), error) from error
    return Repository(Path(handle.path), _working_tree(handle), handle)


def _working_tree(handle: pygit2.Repository) -> Path | None:
    """Return the top of the working tree; None where the repository is bare.

    As for git, a Git directory that is not called ``.git`` is bare unless its configuration says
    otherwise; libgit2 would take the folder around it.
    """
    if handle.is_bare or handle.workdir is None:
        return None
    directory = Path(handle.path)
    is_told = "core.bare" in handle.config or "core.worktree" in handle.config
    is_linked = (directory / "commondir").exists()
    return Path(handle.workdir) if is_told or is_linked or directory.name == ".git" else None


def _cannot_open(path: Path, error: Exception) -> RevisionError:
    reason = str(error)
    folder = path.parent if path.name == ".git" else path
    if "not owned by" in reason:
        return RevisionError.of(
            "E003",
            f"the repository '{folder}' belongs to another user, so Git does not open it",
            hint=f"if you trust it: git config --global --add safe.directory '{folder}'",
        )
    if "object format" in reason or "objectformat" in reason:
        return RevisionError.of(
            "E002",
            f"the repository '{folder}' names its objects by SHA-256, which redraft cannot read",
            hint="make one that uses SHA-1: git init --object-format=sha1, and import the history",
        )
    return RevisionError.of(
        "E002",
        f"the repository '{folder}' cannot be read: {reason}",
        hint="see what 'git fsck' says of it",
    )


def head_id(repository: Repository) -> str:
    """Return the id of the commit that HEAD names; "" before the first commit.

    Raises HistoryError where the reference cannot be read.
    """
    try:
        if repository.handle.head_is_unborn:
            return ""
        return str(repository.handle.head.target)
    except (pygit2.GitError, KeyError, ValueError) as error:
        raise _unreadable_references(error) from error


def reference_names(repository: Repository) -> list[str]:
    """Return the names of all references. Raises HistoryError where they cannot be read."""
    try:
        names = repository.handle.raw_listall_references()
    except (pygit2.GitError, KeyError, ValueError) as error:
        raise _unreadable_references(error) from error
    return [name.decode("utf-8", "surrogateescape") for name in names]


def _unreadable_references(error: Exception) -> HistoryError:
    """Make the error for branches, tags or HEAD that are damaged."""
    return HistoryError.of(
        "E010", f"a reference cannot be read: {error}", hint="see what 'git fsck' says"
    )


def common_directory(repository: Repository) -> Path:
    """Return where a repository keeps what its linked worktrees share."""
    try:
        common = (repository.directory / "commondir").read_text().strip()
    except OSError:
        return repository.directory
    return repository.directory / common


def cut_commits(repository: Repository) -> frozenset[str]:
    """Return the commits whose parents are not to be followed: what they had before is unknown.

    They are the boundary of a shallow clone, and every commit whose parents this repository gives
    otherwise than the commit itself does (``info/grafts``, replace refs): local and unsigned
    claims, which redraft neither follows nor overlooks.
    """
    common = common_directory(repository)
    cut = set(_first_words(common / "shallow")) | set(_first_words(common / "info" / "grafts"))
    packed = _lines(common / "packed-refs")
    replaced = {line.partition(b" ")[2] for line in packed if b" refs/replace/" in line}
    names = {name.rpartition(b"/")[2].decode("ascii", "replace") for name in replaced}
    loose = common / "refs" / "replace"
    if loose.is_dir():
        names |= {entry.name for entry in loose.iterdir()}
    return frozenset(cut | {name for name in names if _is_commit(repository, name)})


def pull_references(repository: Repository) -> dict[str, str]:
    """Map the refs of pull and merge requests' heads that there are to the ids they hold.

    From Git's files: libgit2 takes thirty times as long where there are ten thousand.
    """
    common = common_directory(repository)
    packed = b"\n".join(_lines(common / "packed-refs"))
    found = {name.decode(): id.decode() for id, name in _PULL.findall(packed)}
    for kind in ("pull", "merge-requests"):
        for path in (common / "refs" / kind).glob("*/head"):
            name = path.relative_to(common).as_posix()
            found[name] = b"".join(_lines(path)).decode("ascii", "replace").strip()
    return found


def _first_words(path: Path) -> list[str]:
    return [line.split()[0].decode("ascii", "replace") for line in _lines(path) if line.strip()]


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HistoryError.of("E010", f"'{path}' cannot be read: {error.strerror}") from error


def _is_commit(repository: Repository, id: str) -> bool:
    try:
        return repository.handle.odb.read_header(id)[0] == pygit2.enums.ObjectType.COMMIT
    except (KeyError, ValueError, pygit2.GitError):
        return False


def configured_user(repository: Repository) -> Agent:
    """Return whom the working tree is by: the user as git would name them in a commit now."""
    config = repository.handle.config
    name = os.environ.get("GIT_AUTHOR_NAME") or _setting(config, "user.name")
    email = os.environ.get("GIT_AUTHOR_EMAIL") or _setting(config, "user.email")
    return Agent(name or email or "unknown user", email)


def _setting(config: pygit2.Config, key: str) -> str:
    try:
        return config[key] or ""
    except (KeyError, ValueError):
        return ""
