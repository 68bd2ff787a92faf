"""Revisions of a repository → whence each word of their Markdown comes, and who the people are."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.history.commits import read_commit, read_pull_request
from pipeline.history.people import Mailmap, with_mailmap
from pipeline.history.pull_requests import pull_requests
from pipeline.history.repository import Repository
from pipeline.history.revisions import read_mailmap, uncommitted
from pipeline.model.history import UNCOMMITTED, Commit, Revision
from pipeline.model.trace import Trace

Progress = Callable[[int, int], None]  # what is done, and what there is to do


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Revisions traced: a ``Trace`` by revision id, and the graph that the answers rest on.

    ``parents``: of every commit; of a squash merge its pull request's commit, too. ``heading``:
    whether a ``heading:`` in front matter is text.
    """

    traces: Mapping[str, Trace]
    parents: Mapping[str, tuple[str, ...]]
    heading: bool


def read_commits(
    repository: Repository, revision: Revision, ids: Iterable[str], traced: Traced
) -> dict[str, Commit]:
    """Read commits by id; see ``Commits``."""
    commits = Commits(repository, revision, traced)
    return {id: commits[id] for id in sorted(set(ids))}


class Commits(Mapping[str, Commit]):
    """The commits of a trace by id, with everyone as the revision's ``.mailmap`` names them.

    Each is read when it is asked for. A commit without a pull request of its own has that of the
    merge that took it in.
    """

    def __init__(self, repository: Repository, revision: Revision, traced: Traced) -> None:
        self._repository = repository
        self._mailmap = read_mailmap(repository, revision)
        self._ids = traced.parents
        self._numbers = pull_requests(
            revision.id, self._ids, lambda id: _pull_request(repository, id)
        )
        self._read: dict[str, Commit] = {}

    def __getitem__(self, id: str) -> Commit:
        if id not in self._ids:
            raise KeyError(id)
        if id not in self._read:
            self._read[id] = _complete(_read(self._repository, id), self._mailmap, self._numbers)
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _complete(commit: Commit, mailmap: Mailmap, numbers: Mapping[str, str]) -> Commit:
    number = commit.pull_request or numbers.get(commit.id, "")
    return with_mailmap(replace(commit, pull_request=number), mailmap)


def _pull_request(repository: Repository, id: str) -> str:
    return "" if id == UNCOMMITTED else read_pull_request(repository, id)


def _read(repository: Repository, id: str) -> Commit:
    return uncommitted(repository) if id == UNCOMMITTED else read_commit(repository, id)
