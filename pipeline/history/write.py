"""New repositories: commits, tags and references from values, nothing from the user's settings.

What goes in is all that comes out: no clock, no identity, no hook, no signature, no template and
no line-end conversion of the user's, so that the same calls make the same object ids on any host.
"""

import datetime
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pygit2
from pygit2.enums import FileMode, ObjectType

from pipeline.errors import RedraftError
from pipeline.history.repository import Repository
from pipeline.model.history import Agent


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something and when; the time carries its zone."""

    agent: Agent
    time: datetime.datetime


@contextmanager
def new_repository(target: Path, branch: str = "main") -> Iterator[Repository]:
    """Give an empty repository to fill, and put it at ``target`` when the block ends well.

    ``target`` is a folder that is not there or is empty; its parent must be there. The repository
    is built in a temporary folder and comes into its place by renaming, so ``target`` has all of
    it or stays as it was; the value must not be used after the block. Raises RedraftError.
    """
    existed = _check_target(target)
    try:
        holder = Path(
            tempfile.mkdtemp(prefix=".redraft-", dir=target if existed else target.parent)
        )
    except OSError as error:
        raise _failed(target, error) from error
    try:
        root = holder / "repository"
        yield _initialise(root, branch)
        _put_in_place(root, target, existed)
    except OSError as error:
        raise _failed(target, error) from error
    except pygit2.GitError as error:
        raise _refused(target, str(error)) from error
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def write_commit(
    repository: Repository,
    files: Mapping[str, bytes],
    *,
    parents: Sequence[str],
    author: Signature,
    committer: Signature,
    message: str,
) -> str:
    """Write a commit whose tree holds exactly these files (paths with ``/``), and return its id.

    No reference moves.
    """
    commit = repository.handle.create_commit(
        None,
        git_signature(author),
        git_signature(committer),
        message,
        _write_tree(repository.handle, {PurePosixPath(path): files[path] for path in files}),
        list(parents),
    )
    return str(commit)


def write_tag(
    repository: Repository, name: str, commit: str, tagger: Signature, message: str
) -> None:
    """Make an annotated tag of a commit."""
    repository.handle.create_tag(name, commit, ObjectType.COMMIT, git_signature(tagger), message)


def write_reference(repository: Repository, name: str, commit: str) -> None:
    """Let a reference, given by its whole name ("refs/heads/main"), name a commit."""
    repository.handle.references.create(name, commit, force=True)


def write_files(repository: Repository, files: Mapping[str, bytes]) -> None:
    """Write files (paths with ``/``) to the working tree, byte for byte."""
    assert repository.root is not None
    for path, data in files.items():
        place = repository.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def fill_index(repository: Repository, commit: str) -> None:
    """Make the index that of a commit, as after a checkout; the working tree is not touched."""
    repository.handle.index.read_tree(repository.handle[commit].peel(pygit2.Tree))
    repository.handle.index.write()


def _check_target(target: Path) -> bool:
    """Tell whether the target is there, and empty; refuse all else at once."""
    if target.is_dir():
        try:
            if any(target.iterdir()):
                raise RedraftError.of(
                    "E056",
                    f"'{target}' is not empty",
                    hint="name a folder that is empty or not there yet",
                )
        except OSError as error:
            raise _failed(target, error) from error
        return True
    if target.exists() or target.is_symlink():
        raise RedraftError.of(
            "E056",
            f"'{target}' is there and is not a folder",
            hint="name a folder that is empty or not there yet",
        )
    if not target.parent.is_dir():
        raise RedraftError.of(
            "E050", f"there is no folder '{target.parent}'", hint="make it first, or name another"
        )
    return False


def _initialise(root: Path, branch: str) -> Repository:
    handle = pygit2.init_repository(str(root), initial_head=branch)
    # The user's own settings count for neither: no log of references, which would hold the clock,
    # and no conversion of line ends in this repository.
    handle.config["core.logAllRefUpdates"] = "false"
    handle.config["core.autocrlf"] = "false"
    return Repository(Path(handle.path), root, handle)


def _put_in_place(root: Path, target: Path, existed: bool) -> None:
    # From now on the user's commits are logged as in any repository.
    del pygit2.Config(str(root / ".git" / "config"))["core.logAllRefUpdates"]
    if not existed:
        root.rename(target)
        return
    # The folder itself stays: it may be a shell's current one. ".git" comes last, so that a
    # program that looks meanwhile sees no repository.
    moved: list[Path] = []
    try:
        for entry in sorted(root.iterdir(), key=lambda entry: (entry.name == ".git", entry.name)):
            moved.append(entry.rename(target / entry.name))
    except OSError:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _write_tree(handle: pygit2.Repository, files: Mapping[PurePosixPath, bytes]) -> pygit2.Oid:
    builder = handle.TreeBuilder()
    folders: dict[str, dict[PurePosixPath, bytes]] = {}
    for path, data in files.items():
        first, *rest = path.parts
        if rest:
            folders.setdefault(first, {})[PurePosixPath(*rest)] = data
        else:
            builder.insert(first, handle.create_blob(data), FileMode.BLOB)
    for name, inner in folders.items():
        builder.insert(name, _write_tree(handle, inner), FileMode.TREE)
    return builder.write()


def git_signature(signature: Signature) -> pygit2.Signature:
    """Return a signature as pygit2 takes it; raises ValueError where a name cannot be one."""
    offset = signature.time.utcoffset()
    assert offset is not None
    agent = signature.agent
    return pygit2.Signature(
        agent.name, agent.email, int(signature.time.timestamp()), int(offset.total_seconds()) // 60
    )


def _failed(target: Path, error: OSError) -> RedraftError:
    reason = (error.strerror or str(error)).lower()
    # libgit2 tells the system's errors in words alone.
    is_full = os.strerror(errno.ENOSPC).lower() in reason
    if is_full or error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RedraftError.of(
            "E052",
            f"'{target}' was not written: {reason}",
            hint="make room, or name another folder",
        )
    return _refused(target, reason)


def _refused(target: Path, reason: str) -> RedraftError:
    return RedraftError.of(
        "E051", f"'{target}' cannot be written: {reason}", hint="name another folder"
    )
