"""Commits and tags in a user's own repository: one file at a time, on top of the current branch.

Decisions kept here: no hook is run and nothing is signed, since both would run programs that the
repository or its configuration names (``git commit --amend -S`` signs afterwards); what the user
has staged stays staged and is not committed; nothing is committed where HEAD is no branch, or in
the middle of a merge or a rebase.
"""

import datetime
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pygit2
from pygit2.enums import FileMode, RepositoryState

from pipeline.errors import RedraftError, RevisionError
from pipeline.history.git import run_git
from pipeline.history.repository import Repository
from pipeline.history.tree import blob_id
from pipeline.history.write import Signature, git_signature, write_tag
from pipeline.model.history import Agent


@dataclass(frozen=True, slots=True)
class FileChange:
    """A new content of one file: as Git keeps it, and as the working tree has it.

    The two differ in line ends alone. ``before``: what the working tree has now, None for a file
    that is not there.
    """

    path: str
    stored: bytes
    on_disk: bytes
    before: bytes | None = None


def identity(repository: Repository, role: str = "author") -> Agent:
    """Return who the user is for Git, as "author" or "committer".

    Raises RevisionError where Git knows no name or no e-mail address: nothing is guessed.
    """
    name = _who(repository, role, "name")
    email = _who(repository, role, "email")
    if not name or not email:
        missing = "name" if not name else "e-mail address"
        example = "user.name 'Your Name'" if not name else "user.email you@organization.example"
        raise RevisionError.of(
            "E024",
            f"Git does not know your {missing}, so a commit would be by nobody",
            hint=f"git config --global {example}",
        )
    return Agent(name, email)


def _who(repository: Repository, role: str, what: str) -> str:
    given = os.environ.get(f"GIT_{role.upper()}_{what.upper()}", "")
    config = repository.handle.config
    keys = [key for key in (f"{role}.{what}", f"user.{what}") if key in config]
    return (given or (config[keys[0]] if keys else None) or "").strip()


def require_branch(repository: Repository) -> None:
    """Refuse to commit where the commit would be lost, or would take part in something unfinished.

    Raises RevisionError: a bare repository, no commit yet (and nobody to make it), no branch, a
    merge under way, a locked index.
    """
    handle = repository.handle
    if repository.root is None:
        raise RevisionError.of(
            "E008", "a bare repository has no working tree", hint="use a clone that has one"
        )
    if handle.head_is_unborn:
        identity(repository)  # who Git does not know cannot make the first commit either
        raise RevisionError.of(
            "E004",
            "the repository has no commits yet",
            hint="commit what is there first: git add --all && git commit -m 'Start'",
        )
    state = handle.state()
    if state != RepositoryState.NONE:
        name = state.name.lower().split("_")[0].replace("cherrypick", "cherry-pick")
        raise RevisionError.of(
            "E026", f"a {name} is under way here", hint="finish or abort it first: git status"
        )
    if handle.head_is_detached:
        raise RevisionError.of(
            "E025",
            "HEAD is detached, so a commit would belong to no branch",
            hint="switch to a branch first: git switch NAME",
        )
    if (repository.directory / "index.lock").exists():
        raise _locked()


def is_staged(repository: Repository, path: str) -> bool:
    """Tell whether the index holds another content of a path than HEAD."""
    names = ("--literal-pathspecs", "diff-index", "--cached", "--quiet", "HEAD", "--", path)
    return run_git(repository, *names).returncode != 0


def commit_file(
    repository: Repository,
    change: FileChange,
    *,
    author: Agent,
    committer: Agent,
    message: str,
    now: datetime.datetime,
) -> str:
    """Write one file to the working tree and commit it alone, and return the commit's id.

    Raises RedraftError; then the file is as it was and no branch has moved.
    """
    require_branch(repository)
    handle = repository.handle
    parent = handle.head.target
    try:
        by = git_signature(Signature(author, now))
        entered_by = git_signature(Signature(committer, now))
        tree, mode = _tree_with(handle, change)
        _put(repository, change)
        try:
            id = handle.create_commit("HEAD", by, entered_by, message, tree, [parent])
        except BaseException:
            _take_back(repository, change)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RedraftError.of(
            "E051",
            f"'{change.path}' cannot be written: {reason}",
            hint="mend that; nothing was changed",
        ) from error
    except (pygit2.GitError, ValueError, KeyError) as error:
        raise RevisionError.of(
            "E027",
            f"Git does not take the commit: {error}",
            hint="see what 'git status' and 'git fsck' say; nothing was changed",
        ) from error
    _stage(repository, change, mode)
    return str(id)


@contextmanager
def new_tag(
    repository: Repository, name: str, commit: str, message: str, now: datetime.datetime
) -> Iterator[None]:
    """Make an annotated tag of a commit by the user; it goes again where the block fails.

    Raises RevisionError where there is a tag of this name, or it cannot be one.
    """
    tagger = identity(repository, "committer")
    reference = f"refs/tags/{name}"
    if name.startswith("-") or not pygit2.reference_is_valid_name(reference):
        raise RevisionError.of(
            "E029", f"'{name}' cannot be the name of a tag", hint="call it v1, v2 and so on"
        )
    if reference in repository.handle.references:
        raise RevisionError.of(
            "E029",
            f"there is a tag '{name}' already",
            hint="a version is issued once: take the next name (what was issued by mistake and "
            f"went nowhere: git tag -d {name})",
        )
    try:
        write_tag(repository, name, commit, Signature(tagger, now), message)
    except (pygit2.GitError, ValueError) as error:
        raise RevisionError.of(
            "E029", f"the tag '{name}' cannot be made: {error}", hint="see what 'git tag' lists"
        ) from error
    try:
        yield
    except BaseException:
        repository.handle.references.delete(reference)
        raise


def _tree_with(handle: pygit2.Repository, change: FileChange) -> tuple[pygit2.Oid, FileMode]:
    """Write HEAD's tree with the one file changed; whatever is staged is not in it."""
    index = pygit2.Index()
    index.read_tree(handle.head.peel(pygit2.Tree))
    mode = index[change.path].mode if change.path in index else FileMode.BLOB
    blob = handle.create_blob(change.stored)
    index.add(pygit2.IndexEntry(change.path, blob, mode))
    return index.write_tree(handle), mode


def _put(repository: Repository, change: FileChange) -> None:
    """Write the working tree's file, whole or not at all; one that is new must not be there."""
    place = _place(repository, change)
    if change.before is None:
        with place.open("xb") as file:
            file.write(change.on_disk)
        return
    temporary = place.with_name(f".{place.name[:200]}.{secrets.token_hex(6)}")
    try:
        temporary.write_bytes(change.on_disk)
        temporary.chmod(stat.S_IMODE(place.stat().st_mode))
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)


def _take_back(repository: Repository, change: FileChange) -> None:
    place = _place(repository, change)
    if change.before is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(change.before)


def _place(repository: Repository, change: FileChange) -> Path:
    assert repository.root is not None
    return repository.root / change.path


def _stage(repository: Repository, change: FileChange, mode: FileMode) -> None:
    """Let the index hold the file as it was committed, so that it shows as unchanged."""
    entry = f"{int(mode):o},{blob_id(change.stored)},{change.path}"
    if run_git(repository, "update-index", "--add", "--cacheinfo", entry).returncode:
        raise _locked(change.path)


def _locked(path: str = "") -> RevisionError:
    done = "the commit was made, but the index" if path else "the index"
    after = f"then run: git reset -- {path}" if path else "then run this again"
    return RevisionError.of(
        "E028",
        f"{done} is locked by another run of git (index.lock)",
        hint=f"wait for it to end, or remove the file that a killed one left; {after}",
    )
