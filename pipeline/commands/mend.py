"""The working tree's sources → the same with every safe edit made."""

import codecs
from collections.abc import Collection
from pathlib import Path

from pipeline.commands.check import all_problems
from pipeline.commands.fix import fix
from pipeline.commands.picked import from_root, only_in
from pipeline.commands.sources import Sources, read_revision
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import working_tree
from pipeline.history.tree import read_bytes


def fix_sources(directory: Path, paths: Collection[str] = ()) -> dict[Path, str]:
    """Return what the files of the working tree become when every safe edit is made.

    By their place on disk; files without a safe edit are left out. Raises RedraftError where
    there is no working tree.
    """
    repository = open_repository(directory)
    revision = working_tree(repository)
    assert repository.root is not None
    sources, reading = read_revision(repository, revision, tokens=False)
    found = all_problems(revision, sources, reading)
    if paths:
        found = only_in(found, from_root(paths, directory, repository), sources.tree)
    mended = fix(found, sources.texts)
    marked = {path for path in mended if _has_mark(repository, sources, path)}
    return {
        repository.root / path: ("\ufeff" if path in marked else "") + text
        for path, text in mended.items()
    }


def _has_mark(repository: Repository, sources: Sources, path: str) -> bool:
    """Tell whether a file begins with a byte order mark, which its text leaves out."""
    file = next(file for file in sources.tree if file.path == path)
    return read_bytes(repository, file).startswith(codecs.BOM_UTF8)
