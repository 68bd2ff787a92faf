"""What stands in a revision's tree, and its bytes; the working tree is one more revision.

The working tree is what git would add: every path that git tracks or that no ``.gitignore`` and
no ``info/exclude`` of the repository hides. Its bytes are read raw: no filter, no attribute, no
``core.autocrlf``. A file that differs from its blob at HEAD in nothing but ``\\r\\n`` for ``\\n``
counts as that blob, so that a checkout with line ends of its own is no change. Links are never
followed, and nothing outside the tree is read. It is read once: whoever edits it while a command
runs changes nothing that the command says.
"""

import hashlib
import os
import posixpath
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.git import run_git
from pipeline.history.repository import Repository, head_id
from pipeline.model.history import UNCOMMITTED, FileKind, TreeFile

MARKDOWN = (".md", ".markdown")
# Untracked files that can change the document; others, as a PDF just built, leave HEAD HEAD.
_DOCUMENT = (*MARKDOWN, ".yaml", ".yml", ".css")
_LINK, _SUBMODULE, _TREE = 0o120000, 0o160000, 0o040000
_KEPT = 1 << 20  # bytes of a source, which is read but once: what is judged is what has its id


def is_markdown(path: str) -> bool:
    """Tell whether a path names a Markdown file, by its extension in any case."""
    return path.lower().endswith(MARKDOWN)


def read_tree(
    repository: Repository, id: str, wanted: Callable[[str], bool] | None = None
) -> tuple[TreeFile, ...]:
    """List the paths of a commit's tree, or of the working tree (``UNCOMMITTED``), sorted.

    ``wanted`` picks paths, so that a large tree costs only what is asked for. Raises HistoryError
    where a tree is missing or damaged.
    """
    if id == UNCOMMITTED:
        return tuple(_working_files(repository, wanted))
    entries = _entries(repository, id, wanted)
    return tuple(_stored_file(repository, *entry) for entry in sorted(entries))


def read_bytes(repository: Repository, file: TreeFile, *, limit: int | None = None) -> bytes:
    """Read a file's content; of a link, the path that it names.

    Raises HistoryError where it is larger than ``limit``, is not there, or is a submodule.
    """
    try:
        size = file.size
        if limit is not None and file.content is None and not file.on_disk:
            size = repository.handle.odb.read_header(file.blob)[1]
        if limit is not None and size > limit:
            raise HistoryError.of(
                "E013", f"'{file.path}' has {size:,} bytes, more than the limit of {limit:,}"
            )
        if file.content is not None:
            return file.content
        if file.on_disk:
            return _read_disk(repository, file.path, file.kind)
        kind, raw = repository.handle.odb.read(file.blob)
    except (KeyError, ValueError, OSError, pygit2.GitError) as error:
        raise _unreadable(file) from error
    if kind != pygit2.enums.ObjectType.BLOB:
        raise _unreadable(file)
    return raw


def can_read(repository: Repository, file: TreeFile) -> bool:
    """Tell whether a file's content is there, whatever it is and however long."""
    try:
        read_bytes(repository, file)
    except HistoryError:
        return False
    return True


def read_path(repository: Repository, id: str, path: str) -> TreeFile | None:
    """Look up one path of a revision; None where there is none, or it is a folder."""
    is_utf8 = path == path.encode("utf-8", "replace").decode("utf-8")
    if id == UNCOMMITTED or not is_utf8:  # pygit2 takes no other names
        return next(iter(read_tree(repository, id, lambda other: other == path)), None)
    try:
        entry = repository.handle[id].peel(pygit2.Tree) / path
    except (KeyError, ValueError, pygit2.GitError):
        return None
    if entry.filemode == _TREE:
        return None
    return _stored_file(repository, path, str(entry.id), int(entry.filemode))


def read_file(
    repository: Repository, id: str, path: str, *, limit: int | None = None
) -> bytes | None:
    """Read one regular file of a revision by its path; None where there is none."""
    file = read_path(repository, id, path)
    if file is None or file.kind is not FileKind.FILE or file.size < 0:
        return None
    return read_bytes(repository, file, limit=limit)


def is_changed(repository: Repository) -> bool:
    """Tell whether the working tree differs from HEAD in anything that the document may hold."""
    if repository.root is None:
        return False
    committed = _committed(repository)
    listed = _listed(repository)
    if committed.keys() - listed.keys():
        return True
    for path in listed:
        before = committed.get(path)
        if before is None:
            if path.lower().endswith(_DOCUMENT) and _working_file(repository, path):
                return True
        elif not listed[path]:
            now = _working_file(repository, path)
            if now is None or (now.blob, now.kind) != (before[0], _kind(before[1])):
                return True
    return False


def _unreadable(file: TreeFile) -> HistoryError:
    what = "a submodule" if file.kind is FileKind.SUBMODULE else "missing or damaged"
    return HistoryError.of("E010", f"the content of '{file.path}' is {what}")


def _entries(
    repository: Repository, id: str, wanted: Callable[[str], bool] | None
) -> Iterator[tuple[str, str, int]]:
    """Yield path, id and mode of every path below a commit that is no folder."""
    try:
        waiting: list[tuple[str, pygit2.Tree]] = [("", repository.handle[id].peel(pygit2.Tree))]
        while waiting:
            prefix, tree = waiting.pop()
            for entry in tree:
                path = prefix + (entry.raw_name or b"").decode("utf-8", "surrogateescape")
                if entry.filemode == _TREE:
                    waiting.append((path + "/", repository.handle[entry.id].peel(pygit2.Tree)))
                elif wanted is None or wanted(path):
                    yield path, str(entry.id), int(entry.filemode)
    except (KeyError, ValueError, pygit2.GitError) as error:
        raise HistoryError.of(
            "E010",
            f"the tree of commit {id} is missing or damaged",
            hint="'git fsck' says more; a partial clone needs a full one",
        ) from error


def _stored_file(repository: Repository, path: str, blob: str, mode: int) -> TreeFile:
    if mode == _SUBMODULE:
        return TreeFile(path, blob, FileKind.SUBMODULE, 0)
    try:
        size = repository.handle.odb.read_header(blob)[1]
    except (KeyError, ValueError, pygit2.GitError):
        size = -1
    return TreeFile(path, blob, _kind(mode), size)


def _kind(mode: int) -> FileKind:
    return {_LINK: FileKind.LINK, _SUBMODULE: FileKind.SUBMODULE}.get(mode, FileKind.FILE)


def _committed(repository: Repository) -> Mapping[str, tuple[str, int]]:
    """Return the id and the mode of every path at HEAD."""
    seen = repository.seen
    if seen.committed is None:
        head = head_id(repository)
        entries = _entries(repository, head, None) if head else ()
        seen.committed = {path: (blob, mode) for path, blob, mode in entries}
    return seen.committed


def _working_files(
    repository: Repository, wanted: Callable[[str], bool] | None
) -> Iterator[TreeFile]:
    listed = _listed(repository)
    for path in sorted(listed):
        if wanted is not None and not wanted(path):
            continue
        if listed[path]:  # sparse: the index stands for it
            stored = _committed(repository).get(path)
            if stored is not None:
                yield _stored_file(repository, path, *stored)
            continue
        found = _working_file(repository, path)
        if found is not None:
            yield found


def _listed(repository: Repository) -> Mapping[str, bool]:
    """Map the paths that git tracks or would add to whether a sparse checkout leaves them out."""
    if repository.seen.listed is None:
        repository.seen.listed = _list(repository)
    return repository.seen.listed


def _list(repository: Repository) -> dict[str, bool]:
    answer = run_git(
        repository,
        f"--work-tree={repository.root}",
        *("ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"),
    )
    if answer.returncode:
        reason = answer.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise HistoryError.of("E010", f"the working tree cannot be listed: {reason}")
    records = answer.stdout.decode("utf-8", "surrogateescape").split("\0")
    return {record[2:]: record[0] == "S" for record in records if record}


def _working_file(repository: Repository, path: str) -> TreeFile | None:
    """Describe a path as it was when it was first read; see ``_look``."""
    files = repository.seen.files
    if path not in files:
        files[path] = _look(repository, path)
    return files[path]


def _look(repository: Repository, path: str) -> TreeFile | None:
    """Describe a path on disk; None where it is gone, a folder, a device, or behind a link."""
    if posixpath.normpath(path) != path or path.startswith(("/", "../")):  # a forged index
        return None
    if not _may_read(repository, posixpath.dirname(path)):
        return None
    try:
        mode = os.lstat(_place(repository, path)).st_mode
    except (OSError, ValueError):
        return None
    stored, stored_mode = _committed(repository).get(path, ("", 0))
    if stat.S_ISDIR(mode) and stored_mode == _SUBMODULE:
        return TreeFile(path, stored, FileKind.SUBMODULE, 0)
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        return None
    kind = FileKind.LINK if stat.S_ISLNK(mode) else FileKind.FILE
    try:
        raw = _read_disk(repository, path, kind)
    except OSError:
        return TreeFile(path, "", kind, -1, on_disk=True)
    blob = blob_id(raw)
    is_stored = False
    if stored and _kind(stored_mode) is kind:
        is_stored = blob == stored
        if not is_stored and blob_id(plain := raw.replace(b"\r\n", b"\n")) == stored:
            raw, blob, is_stored = plain, stored, True
    is_kept = len(raw) <= _KEPT and path.lower().endswith(_DOCUMENT)
    content = raw if is_kept else None
    return TreeFile(path, blob, kind, len(raw), on_disk=not is_stored, content=content)


def _may_read(repository: Repository, folder: str) -> bool:
    """Tell whether a folder is neither a link nor behind one; each is looked at once."""
    if not folder:
        return True
    folders = repository.seen.folders
    if folder not in folders:
        try:
            mode = os.lstat(_place(repository, folder)).st_mode
        except (OSError, ValueError):  # gone since it was listed
            mode = stat.S_IFLNK
        folders[folder] = not stat.S_ISLNK(mode) and _may_read(
            repository, posixpath.dirname(folder)
        )
    return folders[folder]


def blob_id(raw: bytes) -> str:
    """Return the id that Git gives to a blob of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _place(repository: Repository, path: str) -> str:
    """Return where a path stands on disk; a string, since a ``Path`` a file takes its time."""
    return f"{repository.root}{os.sep}{os.fsdecode(path.encode('utf-8', 'surrogateescape'))}"


def _read_disk(repository: Repository, path: str, kind: FileKind) -> bytes:
    place = _place(repository, path)
    if kind is FileKind.LINK:
        return os.fsencode(Path(place).readlink())
    # Neither through a link nor waiting for a pipe, should one have come since it was looked at.
    descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        return file.read()
