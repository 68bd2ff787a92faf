"""Revisions of a repository → whence each word of their Markdown comes, and who the people are."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.commands.texts import read_text
from pipeline.history.commits import read_commit
from pipeline.history.people import Mailmap, with_mailmap
from pipeline.history.pull_requests import pull_requests
from pipeline.history.repository import Repository
from pipeline.history.revisions import read_mailmap, uncommitted
from pipeline.history.tree import is_markdown, read_tree
from pipeline.history.walk import walk
from pipeline.model.history import UNCOMMITTED, Commit, CommitStep, FileKind, Revision, TreeFile
from pipeline.model.trace import Trace
from pipeline.parse.scan import read_words
from pipeline.provenance.trace import trace

Progress = Callable[[int, int], None]  # what is done, and what there is to do


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Revisions traced: a ``Trace`` by revision id, and the steps that the answers rest on.

    ``heading``: whether a ``heading:`` in front matter is text.
    """

    traces: Mapping[str, Trace]
    steps: tuple[CommitStep, ...]
    heading: bool

    @property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The parents of every commit; of a squash merge its pull request's commit, too."""
        return {
            step.commit: step.parents + ((step.pull,) if step.pull else ()) for step in self.steps
        }


def trace_revisions(
    repository: Repository,
    ids: Collection[str],
    *,
    heading: bool,
    progress: Progress = no_progress,
) -> Traced:
    """Trace every word at each of some revisions, over the whole of their histories.

    ``heading``: whether a ``heading:`` in front matter is text, as where there is a document.yaml.
    Raises HistoryError where a revision itself cannot be read.
    """
    steps = tuple(walk(repository, ids))
    return trace_steps(repository, steps, ids, heading=heading, progress=progress)


def trace_steps(
    repository: Repository,
    steps: tuple[CommitStep, ...],
    ids: Collection[str],
    *,
    heading: bool,
    progress: Progress = no_progress,
) -> Traced:
    """Trace every word at each of some commits of a walk; see ``trace_revisions``.

    ``progress`` is told how many texts are read, and of how many.
    """
    total = len({change.new for step in steps for changes in step.changes for change in changes})
    done = 0
    is_there = any(step.commit == UNCOMMITTED for step in steps)
    on_disk = {file.blob: file for file in _working_files(repository)} if is_there else {}

    def words(blob: str) -> tuple[tuple[str, ...], ...] | None:
        nonlocal done
        done += 1
        progress(done, total)
        file = on_disk.get(blob) or TreeFile("", blob, FileKind.FILE, 0)
        text = read_text(repository, file)
        return None if text is None else read_words(text, heading=heading)

    return Traced(trace(steps, words, ids), steps, heading)


def read_commits(
    repository: Repository, revision: Revision, ids: Iterable[str], traced: Traced
) -> dict[str, Commit]:
    """Read commits by id, with everyone as the revision's ``.mailmap`` names them.

    A commit without a pull request of its own has that of the merge that took it in.
    """
    mailmap = read_mailmap(repository, revision)
    numbers = pull_requests(
        revision.id, traced.parents, lambda id: _read(repository, id).pull_request
    )
    return {id: _complete(_read(repository, id), mailmap, numbers) for id in sorted(set(ids))}


def _complete(commit: Commit, mailmap: Mailmap, numbers: Mapping[str, str]) -> Commit:
    number = commit.pull_request or numbers.get(commit.id, "")
    return with_mailmap(replace(commit, pull_request=number), mailmap)


def _read(repository: Repository, id: str) -> Commit:
    return uncommitted(repository) if id == UNCOMMITTED else read_commit(repository, id)


def _working_files(repository: Repository) -> list[TreeFile]:
    files = read_tree(repository, UNCOMMITTED, is_markdown)
    return [file for file in files if file.on_disk and file.kind is FileKind.FILE]
