"""The file of the cache that belongs to a repository: opened, thrown away, kept within bounds."""

import hashlib
import os
from pathlib import Path

from pipeline.store.engine import engine_version
from pipeline.store.folder import SUFFIX, keep_small, ready_folder, remove_kept
from pipeline.store.log import Log
from pipeline.store.pages import DamagedError, Pages


def log_path(folder: Path, repository: Path, *, heading: bool) -> Path:
    """Return where a repository's walk is kept; ``repository``: the folder with its objects.

    ``heading``: whether a ``heading:`` in front matter is text there. Another engine has another
    file; the old one is removed when it is the one that was used longest ago.
    """
    parts = (os.fsencode(repository.resolve()), str(heading).encode(), engine_version().encode())
    return folder / (hashlib.sha256(b"\0".join(parts)).hexdigest()[:32] + SUFFIX)


def open_log(path: Path) -> Log | None:
    """Open a walk that is kept, or an empty one; a damaged file is thrown away.

    None where nothing can be kept: the folder cannot be written, or the disk is full.
    """
    if not ready_folder(path.parent):
        return None
    for _ in range(2):
        try:
            log = Log(Pages(path))
            os.utime(path)  # used now, for ``keep_small``
        except (DamagedError, OSError):
            remove_kept(path)
        else:
            return log
    return None


def close_log(log: Log, path: Path) -> None:
    """Let go of a walk, and keep the folder within bounds."""
    log.pages.close()
    keep_small(path.parent)
