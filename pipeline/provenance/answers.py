"""The answer for one revision, made from what the walk held there, file by file when asked for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, repeat

from pipeline.model.history import UNCOMMITTED
from pipeline.model.trace import Origin, Reason, Removal, Trace
from pipeline.provenance.journal import Journal
from pipeline.provenance.removals import Lost
from pipeline.provenance.versions import IN_DOUBT, WRITTEN, Row, Version

_Blocks = tuple[tuple[Origin, ...], ...]


def answer(
    journal: Journal, commit: int, ancestry: int, tree: Mapping[str, Version], paths: Iterable[str]
) -> Trace:
    """Answer for a commit of the walk; ``ancestry`` has the bits of its ancestors and itself.

    ``paths``: of the files in its tree that could be read.
    """
    commits = [number for number in range(commit + 1) if ancestry >> number & 1]
    known = set(commits)
    unreadable = (
        f"{path} at {journal.commits[number]}"
        for number, path in journal.unreadable
        if number in known
    )
    return Trace(
        revision=journal.commits[commit],
        origins=_Origins(journal, tree, sorted(paths)),
        removals=_Removals(journal, known, tree),
        history=tuple(journal.commits[number] for number in commits),
        boundary=tuple(journal.commits[number] for number in journal.cut if number in known),
        unreadable=tuple(dict.fromkeys(unreadable)),
    )


class _Origins(Mapping[str, _Blocks]):
    """By path, the origins of each block's tokens; a file that could not be read is not there."""

    def __init__(self, journal: Journal, tree: Mapping[str, Version], paths: Iterable[str]) -> None:
        self._journal = journal
        self._tree = tree
        self._paths = dict.fromkeys(paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __getitem__(self, path: str) -> _Blocks:
        if path not in self._paths:
            raise KeyError(path)
        version = self._tree[path]
        assert version.text is not None
        rows = iter(version.rows)
        return tuple(
            tuple(
                origin for row in islice(rows, count) for origin in row_origins(self._journal, row)
            )
            for count in version.text.blocks
        )


class _Removals(Mapping[str, tuple[Removal, ...]]):
    """By path, what once stood there and stands nowhere now."""

    def __init__(self, journal: Journal, known: set[int], tree: Mapping[str, Version]) -> None:
        self._journal = journal
        self._known = known
        self._tree = tree
        self._later: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._before: defaultdict[str, list[str]] = defaultdict(list)  # the names that a file had
        for commit, old_path, new_path in journal.renames:
            if commit in known:
                self._later[old_path].append((commit, new_path))
                self._before[new_path].append(old_path)

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __getitem__(self, path: str) -> tuple[Removal, ...]:
        """Name the last remover of each token: what came back in between was not lost then."""
        cut = set(self._journal.cut)  # these may have parents that took it out
        told: set[int] = set()
        found: list[list[Removal]] = []
        blocks: dict[tuple[int, str, int], int] = {}
        all_lost = self._lost_at(path)
        for lost in all_lost:
            blocks.setdefault((lost.commit, lost.path, lost.block), len(blocks))
        for lost in reversed(all_lost):
            origins = row_origins(self._journal, lost.row)
            found.append([])
            for place in lost.places:
                number = lost.row.numbers[place]
                if number in told or self._standing[number]:
                    continue
                told.add(number)
                found[-1].append(
                    Removal(
                        self._journal.texts.spell(lost.sentence.tokens[place]),
                        path,
                        blocks[lost.commit, lost.path, lost.block],
                        origins[place],
                        None if lost.commit in cut else self._journal.commits[lost.commit],
                    )
                )
        if not told:
            raise KeyError(path)
        return tuple(removal for removals in reversed(found) for removal in removals)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        everywhere = sorted(
            {
                self._path_now(lost)
                for path in self._journal.losers
                for lost in self._journal.lost[path]
                if lost.commit in self._known
            }
        )
        return tuple(path for path in everywhere if any(map(self._is_gone, self._lost_at(path))))

    @cached_property
    def _standing(self) -> bytearray:
        standing = bytearray(self._journal.numbers.next)
        for path in self._tree:
            for row in self._tree[path].rows:
                for number in row.numbers:
                    standing[number] = 1
        return standing

    def _lost_at(self, path: str) -> list[Lost]:
        """List what this file lost, under all the names that it had, in the order of removal."""
        names, waiting = {path}, [path]
        while waiting:
            waiting = [
                before
                for name in waiting
                for before in self._before.get(name, ())
                if before not in names
            ]
            names.update(waiting)
        lost = (
            one
            for name in sorted(names & self._journal.losers)
            for one in self._journal.lost[name]
            if one.commit in self._known and self._path_now(one) == path
        )
        return sorted(lost, key=lambda one: one.commit)

    def _path_now(self, lost: Lost) -> str:
        """Follow a file's renames since a commit."""
        path, since = lost.path, lost.commit
        while True:
            for commit, new_path in self._later.get(path, ()):
                if commit > since:
                    path, since = new_path, commit
                    break
            else:
                return path

    def _is_gone(self, lost: Lost) -> bool:
        return not all(self._standing[lost.row.numbers[place]] for place in lost.places)


def row_origins(journal: Journal, row: Row) -> list[Origin]:
    """Name the origin of each token of a row."""
    origins: list[Origin] = []
    commit, first, end = 0, 0, 0  # of the token before: its commit, and which numbers that took
    told: tuple[int, int] | None = None
    id: str | None = ""
    via, reason, confidence = "", Reason.WRITTEN, 1.0
    has_beyond = journal.numbers.has_beyond
    for number, way in zip(row.numbers, row.ways or repeat(WRITTEN), strict=False):
        if not first <= number < end:
            commit, first, end = journal.numbers.written_by(number)
        if (commit, way) != told or has_beyond:
            id, via, reason, confidence = _tell(journal, number, commit, way)
            told = commit, way
        origins.append(Origin(id, number - (first if id else 0), via, reason, confidence))
    return origins


def _tell(
    journal: Journal, number: int, commit: int, way_number: int
) -> tuple[str | None, str, Reason, float]:
    """Say of a token which commit wrote it, which put it there, why, and how sure that is."""
    way = journal.numbers.ways[way_number]
    via = journal.commits[way.via] if way.via >= 0 else ""
    if journal.numbers.is_beyond(number):
        return None, via, Reason.BEYOND, way.confidence
    id = journal.commits[commit]
    reason = way.reason
    if reason is Reason.WRITTEN and id == UNCOMMITTED:
        reason = Reason.UNCOMMITTED
    sure = min(way.confidence, IN_DOUBT) if journal.is_in_doubt(commit) else way.confidence
    return id, via, reason, sure
