"""A revision's sources → every problem in them."""

import codecs
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.fix import fix
from pipeline.commands.sources import Sources, read_revision
from pipeline.errors import RevisionError
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import resolve, working_tree
from pipeline.history.tree import read_bytes
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.model.reading import ReadDocument, Role
from pipeline.model.text import Source
from pipeline.render.pdf.fonts import uncovered
from pipeline.rules.judge import judge, limit


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found, with the texts to quote from and what there was to check."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    entries: int
    submissions: int
    annexes: int


def check(directory: Path, at: str | None = None, paths: Collection[str] = ()) -> Checked:
    """Check the sources of the repository around a folder: the working tree, or a revision.

    ``paths``: report only what concerns these files and folders; all sources are read all the
    same, since they refer to each other. Raises RedraftError where there is no such revision.
    """
    repository = open_repository(directory)
    revision = revision_of(repository, at)
    sources, reading = read_revision(repository, revision)
    found = judge_revision(revision, sources, reading)
    if paths:
        found = _only(found, paths, sources)
    entries = [file for file in reading.files if file.role is Role.ENTRY]
    submissions = {
        (file.front_matter.submission if file.front_matter else "") or file.id for file in entries
    }
    return Checked(
        found,
        sources.texts,
        len(entries),
        len(submissions),
        sum(file.role is Role.ANNEX for file in reading.files),
    )


def fix_sources(directory: Path, paths: Collection[str] = ()) -> dict[Path, str]:
    """Return what the files of the working tree become when every safe edit is made.

    By their place on disk; files without a safe edit are left out. Raises RedraftError where
    there is no working tree.
    """
    repository = open_repository(directory)
    sources, reading = read_revision(repository, working_tree(repository))
    assert repository.root is not None
    found = _all_problems(working_tree(repository), sources, reading)
    mended = fix(_only(found, paths, sources) if paths else found, sources.texts)
    marked = {path for path in mended if _has_mark(repository, sources, path)}
    return {
        repository.root / path: ("\ufeff" if path in marked else "") + text
        for path, text in mended.items()
    }


def revision_of(repository: Repository, at: str | None) -> Revision:
    """Return the revision asked for; by default the working tree, in a bare repository HEAD."""
    if at is not None:
        return resolve(repository, at)
    return resolve(repository, "HEAD") if repository.root is None else working_tree(repository)


def judge_revision(
    revision: Revision, sources: Sources, reading: ReadDocument
) -> tuple[Diagnostic, ...]:
    """Return the problems of a revision that was read, at most 20 of a code in a file.

    ``build`` refuses where one is an error.
    """
    return limit(_all_problems(revision, sources, reading))


def _all_problems(
    revision: Revision, sources: Sources, reading: ReadDocument
) -> tuple[Diagnostic, ...]:
    latest = None if revision.id == UNCOMMITTED else revision.date.date()
    return judge(reading, sources.tree, latest=latest, is_covered=_is_covered)


def _has_mark(repository: Repository, sources: Sources, path: str) -> bool:
    """Tell whether a file begins with a byte order mark, which its text leaves out."""
    file = next(file for file in sources.tree if file.path == path)
    return read_bytes(repository, file).startswith(codecs.BOM_UTF8)


def _is_covered(character: str) -> bool:
    """Tell whether a font has a character; for most no font need be opened."""
    return character <= "ſ" or not uncovered(character)


def _only(
    found: Collection[Diagnostic], paths: Collection[str], sources: Sources
) -> tuple[Diagnostic, ...]:
    """Keep what concerns some files or folders, and what has no place."""
    wanted = [path.removeprefix("./").rstrip("/") for path in paths]
    known = {file.path for file in sources.tree}
    for path in wanted:
        if path and path != "." and not any(_is_in(each, path) for each in known):
            raise RevisionError.of(
                "E014", f"there is no file or folder '{path}'", hint="name one of the repository"
            )
    return tuple(
        each
        for each in found
        if each.position is None or any(_is_in(each.position.path, path) for path in wanted)
    )


def _is_in(path: str, folder: str) -> bool:
    return folder in {"", ".", path} or path.startswith(folder + "/")
