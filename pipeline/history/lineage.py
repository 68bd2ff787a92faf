"""The trees of some commits, read when they are asked for: which blob stands at a path.

A redline asks of a few files at many commits, so a path is looked up in a tree by itself, and a
tree is listed only where a file has to be found under another name.
"""

from collections.abc import Callable, Iterator, Mapping

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository
from pipeline.history.tree import read_tree
from pipeline.model.history import UNCOMMITTED, FileKind


class Trees(Mapping[str, Mapping[str, str]]):
    """By commit id, the blob of each path that ``wanted`` picks; commits that are not there: no.

    ``ids`` are the commits that iterating gives; any other may be asked for as well.
    """

    def __init__(
        self, repository: Repository, ids: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> None:
        self._repository = repository
        self._ids = ids
        self._wanted = wanted
        self._trees: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, id: str) -> Mapping[str, str]:
        if id not in self._trees:
            self._trees[id] = self._read(id)
        return self._trees[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def _read(self, id: str) -> Mapping[str, str]:
        if id == UNCOMMITTED:
            return _listed(self._repository, id, self._wanted)
        try:
            tree = self._repository.handle[id].peel(pygit2.Tree)
        except (KeyError, ValueError, pygit2.GitError) as error:
            raise KeyError(id) from error
        return _Tree(self._repository, id, tree, self._wanted)


class _Tree(Mapping[str, str]):
    """One commit's tree: paths one by one, or listed once."""

    def __init__(
        self,
        repository: Repository,
        id: str,
        tree: pygit2.Tree,
        wanted: Callable[[str], bool],
    ) -> None:
        self._repository = repository
        self._id = id
        self._tree = tree
        self._wanted = wanted
        self._found: dict[str, str | None] = {}
        self._all: dict[str, str] | None = None

    def __getitem__(self, path: str) -> str:
        if path not in self._found:
            self._found[path] = self._look_up(path)
        blob = self._found[path]
        if blob is None:
            raise KeyError(path)
        return blob

    def __iter__(self) -> Iterator[str]:
        return iter(self._listing())

    def __len__(self) -> int:
        return len(self._listing())

    def _look_up(self, path: str) -> str | None:
        if not path or not self._wanted(path):
            return None
        try:
            entry = self._tree[path]
        except (KeyError, ValueError, TypeError, pygit2.GitError):
            return None
        return str(entry.id) if int(entry.filemode) in (0o100644, 0o100755, 0o100664) else None

    def _listing(self) -> dict[str, str]:
        if self._all is None:
            self._all = _listed(self._repository, self._id, self._wanted)
        return self._all


def _listed(repository: Repository, id: str, wanted: Callable[[str], bool]) -> dict[str, str]:
    try:
        tree = read_tree(repository, id, wanted)
    except HistoryError:
        return {}
    return {file.path: file.blob for file in tree if file.kind is FileKind.FILE}
