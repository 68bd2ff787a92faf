"""What the walk holds for each file at each commit: its sentences, and for each token whence.

A token that a commit writes gets a number of its own, counted over the whole history; commits
take their numbers in a row, so a number names its commit, and a smaller number an earlier one.
A *way* says how a token came to stand where it stands; ways are numbered too, 0 is "written".
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass

from pipeline.model.trace import Reason
from pipeline.provenance.texts import Growing, Text

WRITTEN = 0  # the way of a token that stands where it was written
IN_DOUBT = 0.8  # how sure a word is at most where cut history can hide an earlier author
HOLE = -1  # instead of a token's number, in rows of merges in the making: no parent has it


# Row and Version are not frozen, though nothing changes them: they are made by the million.


@dataclass(slots=True, eq=False)
class Row:
    """The provenance of one sentence: a number and a way for each of its tokens.

    ``ways`` is empty where all are WRITTEN. Rows are shared between versions by reference.
    """

    numbers: Sequence[int]
    ways: tuple[int, ...] = ()

    def way(self, place: int) -> int:
        """Return the way of one token."""
        return self.ways[place] if self.ways else WRITTEN


@dataclass(slots=True, eq=False)
class Version:
    """A file as one commit made it; ``text`` is None where the blob could not be read."""

    blob: str
    text: Text | None
    rows: tuple[Row, ...]
    maker: int  # the commit's number in the walk


Tree = MutableMapping[str, Version]


class LateTree(MutableMapping[str, Version]):
    """Files by path whose versions are read when they are asked for.

    ``codes``: what is not read yet, as twice the number of a version, and one more if it is text.
    """

    def __init__(self, codes: dict[str, int | Version], read: Callable[[int], Version]) -> None:
        self.codes = codes
        self._read = read

    def __getitem__(self, path: str) -> Version:
        found = self.codes[path]
        if isinstance(found, int):
            found = self.codes[path] = self._read(found >> 1)
        return found

    def __setitem__(self, path: str, version: Version) -> None:
        self.codes[path] = version

    def __delitem__(self, path: str) -> None:
        del self.codes[path]

    def __contains__(self, path: object) -> bool:
        return path in self.codes

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def copy(self) -> "LateTree":
        """Copy it; what is not read stays so."""
        return LateTree(dict(self.codes), self._read)

    def is_text(self, path: str) -> bool:
        """Tell whether a file could be read as text."""
        found = self.codes[path]
        return bool(found & 1) if isinstance(found, int) else found.text is not None


def copy_tree(tree: Tree) -> Tree:
    """Copy a tree; what of it is not read stays so."""
    return tree.copy() if isinstance(tree, LateTree) else dict(tree)


def readable(tree: Tree) -> list[str]:
    """List the paths of the files that are text."""
    if isinstance(tree, LateTree):
        return list(filter(tree.is_text, tree))
    return [path for path, version in tree.items() if version.text is not None]


@dataclass(frozen=True, slots=True)
class Way:
    """How a token came to its place: by which commit of the walk, why, and how sure that is."""

    via: int
    reason: Reason
    confidence: float


class Numbers:
    """Gives out the numbers of tokens and ways, and tells what they stand for.

    ``firsts``: the first token number of each commit; ``beyond``: stretches of numbers, rising.
    """

    def __init__(self) -> None:
        self.ways: Growing[Way] = [Way(-1, Reason.WRITTEN, 1.0)]
        self._ways: dict[Way, int] = {}
        self.firsts: list[int] = []
        self.next = 0  # the number that the next token gets
        self.beyond: list[tuple[int, int]] = []

    def begin_commit(self) -> int:
        """Start the next commit; return its number in the walk."""
        self.firsts.append(self.next)
        return len(self.firsts) - 1

    def write(self, count: int) -> range:
        """Take numbers for tokens that the commit begun last writes."""
        start = self.next
        self.next += count
        return range(start, self.next)

    def written_by(self, number: int) -> tuple[int, int, int]:
        """Return which commit of the walk wrote a token, and the range of numbers that it took."""
        commit = bisect_right(self.firsts, number) - 1
        last = commit + 1 == len(self.firsts)
        return commit, self.firsts[commit], self.next if last else self.firsts[commit + 1]

    def first_of(self, commit: int) -> int:
        """Return the first token number that a commit of the walk could write."""
        return self.firsts[commit]

    def mark_beyond(self, first: int) -> None:
        """Note that tokens numbered from ``first`` on up to now may be older than their commit."""
        if first < self.next:
            self.beyond.append((first, self.next))

    @property
    def has_beyond(self) -> bool:
        """Tell whether any token may be older than the history at hand."""
        return bool(self.beyond)

    def is_beyond(self, number: int) -> bool:
        """Tell whether a token may be older than the history at hand."""
        at = bisect_right(self.beyond, (number, self.next + 1)) - 1
        return at >= 0 and number < self.beyond[at][1]

    def doubted(self, version: Version) -> Version:
        """Return a version with every token in doubt, whether or not its commit is."""
        rows = tuple(
            Row(
                row.numbers,
                tuple(self._doubted_way(row.way(place)) for place in range(len(row.numbers))),
            )
            for row in version.rows
        )
        return Version(version.blob, version.text, rows, version.maker)

    def _doubted_way(self, number: int) -> int:
        way = self.ways[number]
        return self.way(way.via, way.reason, min(way.confidence, IN_DOUBT))

    def way(self, via: int, reason: Reason, confidence: float = 1.0) -> int:
        """Number a way."""
        way = Way(via, reason, confidence)
        number = self._ways.get(way)
        if number is None:
            number = self._ways[way] = len(self.ways)
            self.ways.append(way)
        return number
