"""A revision's sources → every problem in them."""

import codecs
import datetime
import gc
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.commands.fix import fix
from pipeline.commands.shares import in_shares
from pipeline.commands.sources import (
    Sources,
    find_outline,
    read_revision,
    read_source,
    regular_files,
)
from pipeline.errors import RevisionError
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import is_ancestor, resolve, working_tree
from pipeline.history.tree import read_bytes, read_file, read_tree
from pipeline.history.versions import versions
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import UNCOMMITTED, Revision, TreeFile
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import DocumentSettings, MarkdownText, Source
from pipeline.parse.decode import MAX_BYTES, decode
from pipeline.parse.document import Outline
from pipeline.parse.recommendation import read_file as read_entry
from pipeline.parse.settings import read_settings
from pipeline.rules import people
from pipeline.rules.judge import in_order, judge, judge_body, judge_document, limit, symbolic_links
from pipeline.rules.links import Tree, tree_of

_MAY_HOLD_SETTINGS = re.compile(r"recommendations|(?:.*/)?document\.yaml")


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found, with the texts to quote from and what there was to check."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    entries: int
    submissions: int
    annexes: int


@dataclass(frozen=True, slots=True)
class _Judged:
    """One file: what others must know of it, its faults as it was read, those in its body."""

    file: ReadFile | None
    faults: tuple[Diagnostic, ...]
    in_body: tuple[Diagnostic, ...] = ()


def check(
    directory: Path, at: str | None = None, paths: Collection[str] = (), *, jobs: int = 1
) -> Checked:
    """Check the sources of the repository around a folder: the working tree, or a revision.

    ``paths``: report only what concerns these files and folders; all sources are read all the
    same, since they refer to each other. Raises RedraftError where there is no such revision.
    """
    with _collector_at_rest():
        return _check(directory, at, paths, jobs)


def _check(directory: Path, at: str | None, paths: Collection[str], jobs: int) -> Checked:
    repository = open_repository(directory)
    revision = revision_of(repository, at)
    tree = read_tree(repository, revision.id)
    _, outline = find_outline(repository, regular_files(tree))
    judged = _judge_files(repository, tree, outline, jobs)
    found = _together(revision, tree, outline, judged)
    found = in_order((*found, *_changed_people(repository, revision, outline)))
    if paths:
        found = _only(found, _from_root(paths, directory, repository), tree)
    found = limit(found)
    files = [each.file for each in judged if each.file is not None]
    entries = [file for file in files if file.role is Role.ENTRY]
    submissions = {
        (file.front_matter.submission if file.front_matter else "") or file.id for file in entries
    }
    return Checked(
        found,
        _quoted(repository, tree, found),
        len(entries),
        len(submissions),
        len([file for file in files if file.role is Role.ANNEX]),
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Leave garbage to reference counts: what is read has no cycles, and there is much of it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


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


def fix_sources(directory: Path, paths: Collection[str] = ()) -> dict[Path, str]:
    """Return what the files of the working tree become when every safe edit is made.

    By their place on disk; files without a safe edit are left out. Raises RedraftError where
    there is no working tree.
    """
    repository = open_repository(directory)
    revision = working_tree(repository)
    assert repository.root is not None
    sources, reading = read_revision(repository, revision, tokens=False)
    found = _all_problems(revision, sources, reading)
    if paths:
        found = _only(found, _from_root(paths, directory, repository), sources.tree)
    mended = fix(found, sources.texts)
    marked = {path for path in mended if _has_mark(repository, sources, path)}
    return {
        repository.root / path: ("\ufeff" if path in marked else "") + text
        for path, text in mended.items()
    }


def _judge_files(
    repository: Repository, tree: Sequence[TreeFile], outline: Outline, jobs: int
) -> list[_Judged]:
    if outline.settings is None:
        return []
    work = partial(
        _judge_share,
        repository,
        os.getpid(),
        tree_of(tree),
        outline.settings,
    )
    return in_shares(work, outline.roles, jobs)


def _judge_share(
    repository: Repository,
    owner: int,
    tree: Tree,
    settings: DocumentSettings,
    share: Sequence[tuple[str, Role]],
) -> list[_Judged]:
    """Read and judge some files; ``owner`` is the process that opened the repository."""
    if os.getpid() != owner:
        repository = open_repository(repository.root or repository.directory)
    parties = {party.id: party for party in settings.parties}
    judged = []
    for path, role in share:
        source, problem = read_source(repository, tree.files[path])
        if source is None:
            judged.append(_Judged(None, (problem,) if problem else ()))
            continue
        file, faults = read_entry(source, role, parties, tokens=False)
        in_body = tuple(judge_body(file, settings, tree, _is_covered))
        judged.append(_Judged(_light(file), faults, in_body))
    return judged


def _light(file: ReadFile) -> ReadFile:
    """Leave out of a file what only rules on its own body need."""
    text = MarkdownText((), file.text.footnote_calls, file.text.footnote_definitions)
    heading = replace(file.heading, tokens=()) if file.heading else None
    source = replace(file.source, text="")
    return replace(file, source=source, text=text, heading=heading)


def _together(
    revision: Revision, tree: Sequence[TreeFile], outline: Outline, judged: Sequence[_Judged]
) -> tuple[Diagnostic, ...]:
    found = [*outline.diagnostics, *(fault for each in judged for fault in each.faults)]
    if outline.settings is None:
        found += symbolic_links(tree_of(tree), _MAY_HOLD_SETTINGS)
    else:
        files = [each.file for each in judged if each.file is not None]
        in_bodies = (fault for each in judged for fault in each.in_body)
        found += judge_document(
            outline.settings,
            files,
            tree_of(tree),
            in_bodies,
            latest=_latest(revision),
            is_covered=_is_covered,
        )
    return in_order(found)


def _changed_people(
    repository: Repository, revision: Revision, outline: Outline
) -> Iterator[Diagnostic]:
    """Compare .mailmap and the parties with those of the newest version before the revision."""
    if outline.settings is None:
        return
    earlier = [
        version
        for version in versions(repository, outline.settings.version_pattern)
        if version.id != revision.id and is_ancestor(repository, version, revision)
    ]
    if not earlier:
        return
    last = earlier[-1]
    texts = [
        (read_file(repository, each.id, ".mailmap", limit=MAX_BYTES) or b"").decode(
            "utf-8", "replace"
        )
        for each in (last, revision)
    ]
    yield from people.mailmap(texts[0], texts[1], last.label)
    raw = read_file(repository, last.id, outline.settings.path, limit=MAX_BYTES)
    source, _ = decode(raw, outline.settings.path) if raw is not None else (None, None)
    before = read_settings(source)[0] if source is not None else None
    if before is not None:
        yield from people.addresses(before, outline.settings, last.label)


def _all_problems(
    revision: Revision, sources: Sources, reading: ReadDocument
) -> tuple[Diagnostic, ...]:
    latest = _latest(revision)
    return judge(reading, sources.tree, latest=latest, is_covered=_is_covered)


def _latest(revision: Revision) -> datetime.date | None:
    """Return the day after which no entry can be dated; the working tree has none."""
    return None if revision.id == UNCOMMITTED else revision.date.date()


def _quoted(
    repository: Repository, tree: Sequence[TreeFile], found: Collection[Diagnostic]
) -> dict[str, Source]:
    """Read again the files of which a line will be shown."""
    wanted = {each.position.path for each in found if each.position is not None}
    sources = {}
    for path, file in regular_files(tuple(tree)).items():
        if path in wanted:
            source, _ = read_source(repository, file)
            if source is not None:
                sources[path] = source
    return sources


def _has_mark(repository: Repository, sources: Sources, path: str) -> bool:
    """Tell whether a file begins with a byte order mark, which its text leaves out."""
    file = next(file for file in sources.tree if file.path == path)
    return read_bytes(repository, file).startswith(codecs.BOM_UTF8)


def _is_covered(character: str) -> bool:
    """Tell whether a font has a character; for most no font need be opened."""
    if character <= "ſ":
        return True
    from pipeline.render.pdf.fonts import uncovered  # slow to load

    return not uncovered(character)


def _from_root(paths: Collection[str], directory: Path, repository: Repository) -> tuple[str, ...]:
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


def _only(
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
