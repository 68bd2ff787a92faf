"""A revision's sources → every problem in them."""

import datetime
import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.commands.changed_people import changed_people
from pipeline.commands.picked import from_root, only_in
from pipeline.commands.revisions import resolve_document
from pipeline.commands.shares import in_shares
from pipeline.commands.sources import (
    Sources,
    find_outline,
    read_source,
    regular_files,
)
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import working_tree
from pipeline.history.tree import read_tree
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import UNCOMMITTED, Revision, TreeFile
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import DocumentSettings, MarkdownText, Source
from pipeline.parse.document import Outline
from pipeline.parse.recommendation import read_file as read_entry
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
    repository = open_repository(directory)
    revision = revision_of(repository, at)
    tree = read_tree(repository, revision.id)
    _, outline = find_outline(repository, regular_files(tree))
    judged = _judge_files(repository, tree, outline, jobs)
    found = _together(revision, tree, outline, judged)
    found = in_order((*found, *changed_people(repository, revision, tree, outline.settings)))
    if paths:
        found = only_in(found, from_root(paths, directory, repository), tree)
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


def revision_of(repository: Repository, at: str | None) -> Revision:
    """Return the revision asked for; by default the working tree, in a bare repository HEAD."""
    if at is None and repository.root is not None:
        return working_tree(repository)
    return resolve_document(repository, at)[0]


def judge_revision(
    revision: Revision, sources: Sources, reading: ReadDocument
) -> tuple[Diagnostic, ...]:
    """Return the problems of a revision that was read, at most 20 of a code in a file.

    ``build`` refuses where one is an error.
    """
    return limit(all_problems(revision, sources, reading))


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
    source = Source(file.source.path, "", file.source.blob)
    return ReadFile(
        source,
        file.role,
        file.id,
        text,
        file.front_matter,
        heading,
        file.title,
        file.title_position,
    )


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


def all_problems(
    revision: Revision, sources: Sources, reading: ReadDocument
) -> tuple[Diagnostic, ...]:
    """Return every problem of a revision that was read, however many there are."""
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


def _is_covered(character: str) -> bool:
    """Tell whether a font has a character; for most no font need be opened."""
    if character <= "ſ":
        return True
    from pipeline.render.pdf.fonts import uncovered  # slow to load

    return not uncovered(character)
