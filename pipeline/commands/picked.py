"""Paths that a user names → the diagnostics that concern them."""

import os
from collections.abc import Collection
from pathlib import Path

from pipeline.errors import RevisionError
from pipeline.history.repository import Repository
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import TreeFile


def from_root(paths: Collection[str], directory: Path, repository: Repository) -> tuple[str, ...]:
    """Turn paths, which are relative to ``directory``, into paths of the tree.

    A path that leads nowhere from there is taken as one from the top folder.
    """
    if repository.root is None:
        return tuple(map(os.path.normpath, paths))
    root = os.path.realpath(repository.root)
    found = []
    for path in paths:
        place = os.path.normpath(os.path.join(os.path.realpath(directory), path))  # noqa: PTH118
        is_inside = place == root or place.startswith(root + os.sep)
        if is_inside and os.path.lexists(place):
            found.append(os.path.relpath(place, root).replace(os.sep, "/"))
        else:
            found.append(os.path.normpath(path).replace(os.sep, "/"))
    return tuple(found)


def only_in(
    found: Collection[Diagnostic], paths: Collection[str], tree: Collection[TreeFile]
) -> tuple[Diagnostic, ...]:
    """Keep what concerns some files or folders, and what has no place."""
    known = {file.path for file in tree}
    for path in paths:
        if not any(_is_in(each, path) for each in known):
            raise RevisionError.of(
                "E014", f"there is no file or folder '{path}'", hint="name one of the repository"
            )
    return tuple(
        each
        for each in found
        if each.position is None or any(_is_in(each.position.path, path) for path in paths)
    )


def _is_in(path: str, folder: str) -> bool:
    return folder in {"", ".", path} or path.startswith(folder + "/")
