"""The cache folder: where it is, what lies in it, how it is kept small and emptied.

``$XDG_CACHE_HOME/redraft``, by default ``~/.cache/redraft``; nobody else may look into it. All in
it can be made again, so whatever goes wrong with it means only that there is no cache.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".sqlite"
_SLOTS = ".slots"  # of what stands in files of its own beside it
LARGEST = 2 << 30  # bytes of all files together; beyond, what was used longest ago goes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the cache: ``size`` in bytes with what SQLite puts beside it, last use in ns."""

    path: Path
    size: int
    used: int


def cache_folder() -> Path | None:
    """Return where the cache lies, whether or not it is there yet; None where there is no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():  # others are to be overlooked, by the XDG base directory specification
        return named / "redraft"
    try:
        return Path.home() / ".cache" / "redraft"
    except RuntimeError:
        return None


def ready_folder(folder: Path) -> bool:
    """Make the folder ready to write into, for its owner alone; False where that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            return False
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError:
        return False
    return True


def list_kept(folder: Path) -> tuple[Kept, ...]:
    """List the files of the cache, those used last first."""
    return tuple(sorted(_kept(folder), key=lambda kept: (-kept.used, kept.path)))


def remove_kept(path: Path) -> None:
    """Remove a file of the cache; who has it open goes on reading it."""
    for beside in (path, *_beside(path)):
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            continue


def keep_small(folder: Path, largest: int = LARGEST) -> None:
    """Remove what was used longest ago until all files together are small enough."""
    total = 0
    for kept in list_kept(folder):
        total += kept.size
        if total > largest:
            remove_kept(kept.path)


def clear_folder(folder: Path) -> int:
    """Remove all that the cache holds; return how many bytes that were."""
    files = list_kept(folder)
    for kept in files:
        remove_kept(kept.path)
    return sum(kept.size for kept in files)


def _kept(folder: Path) -> Iterator[Kept]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        if path.suffix != SUFFIX:
            continue
        try:
            found = path.lstat()
        except OSError:
            continue
        size = found.st_size + sum(_size(beside) for beside in _beside(path))
        yield Kept(path, size, found.st_mtime_ns)


def slots_path(path: Path, name: str) -> Path:
    """Return where a file of slots lies that belongs to a file of the cache."""
    return path.with_name(f"{path.stem}-{name}{_SLOTS}")


def slot_files(path: Path) -> tuple[Path, ...]:
    """List the files of slots that belong to a file of the cache."""
    return tuple(sorted(path.parent.glob(f"{path.stem}-*{_SLOTS}")))


def _beside(path: Path) -> tuple[Path, ...]:
    wal, shm = path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
    return wal, shm, *slot_files(path)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
