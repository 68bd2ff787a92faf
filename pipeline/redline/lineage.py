"""Which commit made what is not text: a walk over a file's versions between old and new.

Words carry their origins; labels, levels, marks and fields do not. For these the walk asks, of
every version of the file in the commits that one side has and the other lacks, for the value: a
commit made it where it has the value and not all of its parents do, and no parent got it on the
way. So a merge answers only where it chose, and a branch's commit where a branch made it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from pipeline.model.change import Lineage
from pipeline.model.text import Block, FileText
from pipeline.redline.matching import common
from pipeline.redline.words import WORD

ABSENT = object()  # the value in a version that has no such file or block
Reader = Callable[[FileText], Hashable]
_Version = tuple[str, str] | None  # path and blob; None where there is no file

_COMMON = 40  # a word that more blocks hold does not tell which is meant
_TRIED = 8  # blocks with the most shared words, of which the likeness is worked out
_COUNTERPART = 0.3  # Dice of words at which a block of another version is the same block


class Makers:
    """Answers who made a value; keeps what it has read of a side's versions."""

    def __init__(
        self, lineage: Lineage, tip: str, beside: Callable[[Block], tuple[int, str, str]]
    ) -> None:
        """``beside``: a block's number in its file, and the texts before it and after it."""
        self._lineage = lineage
        self._tip = tip
        self._beside = beside
        self._order = {commit.id: number for number, commit in enumerate(lineage.commits)}
        self._lines: dict[str, _Line] = {}
        self._found: dict[tuple[int, int], int | None] = {}
        self._indexes: dict[int, _Index] = {}
        self._words: dict[str, Counter[str]] = {}  # by text: most blocks stand in many versions

    def __contains__(self, commit: object) -> bool:
        return commit in self._order

    def maker(
        self, path: str, read: Reader, before: Iterable[str] = (), *, head: bool = False
    ) -> str | None:
        """Return the commit that gave the file at ``path`` the value that it has at the tip.

        ``before``: other paths under which the file may have stood. ``head``: the value is none of
        its blocks. None where every line of history brought the value from outside these commits.
        """
        if self._tip not in self._order:
            return None
        lineage = self._lineage
        texts = lineage.heads if head and lineage.heads is not None else lineage.texts
        line = self._line_of(path, tuple(before))
        values: dict[_Version, Hashable] = {None: ABSENT}

        def value(commit: str) -> Hashable:
            key = line.versions[commit]
            if key not in values:
                file = None if key is None else texts.get(key)
                values[key] = ABSENT if file is None else read(file)
            return values[key]

        tip = line.since[self._tip]
        want = value(tip)
        # Back from the tip as long as the value is there: what lies before is not read.
        heirs: dict[str, list[str]] = {}
        waiting = [tip]
        while waiting:
            commit = waiting.pop()
            if commit not in heirs:
                heirs[commit] = [each for each in line.parents[commit] if value(each) == want]
                waiting += [each for each in heirs[commit] if each in self._order]
        made: dict[str, str | None] = {}
        for commit in sorted(heirs, key=self._order.__getitem__):
            makers = [made[each] for each in heirs[commit] if made.get(each) is not None]
            parents = line.parents[commit]
            if makers:
                made[commit] = makers[0]
            elif parents and len(heirs[commit]) == len(parents):
                made[commit] = None
            else:
                made[commit] = commit
        return made[tip]

    def other_maker(self, paths: Sequence[str]) -> str | None:
        """Return the commit that put what is no text at the first of ``paths`` that it has."""
        trees = self._lineage.others
        made: dict[str, str | None] = {}

        def value(commit: str) -> Hashable:
            tree = trees.get(commit, {})
            return next((blob for path in paths if (blob := tree.get(path))), ABSENT)

        for commit in self._lineage.commits:
            heirs = [parent for parent in commit.parents if value(parent) == value(commit.id)]
            makers = [made[heir] for heir in heirs if made.get(heir) is not None]
            whole = commit.parents and len(heirs) == len(commit.parents)
            made[commit.id] = makers[0] if makers else None if whole else commit.id
        return made.get(self._tip)

    def path_maker(self, path: str) -> str | None:
        """Return the commit that put a file at its path."""
        return self.maker(path, lambda file: file.path == path)

    def _line_of(self, path: str, before: tuple[str, ...]) -> "_Line":
        """Tell which version of a file each commit has, and which commits brought a version."""
        if path in self._lines:
            return self._lines[path]
        paths, trees = self._paths_of(path, before), self._lineage.trees
        versions: dict[str, _Version] = {}
        for commit in self._lineage.commits:
            for id in (commit.id, *commit.parents):
                if id not in versions:
                    where = paths.get(id)
                    blob = None if where is None else trees[id].get(where)
                    versions[id] = None if where is None or blob is None else (where, blob)
        line = self._lines[path] = _Line(versions, {}, {})
        for commit in self._lineage.commits:
            parents = [line.since.get(parent, parent) for parent in commit.parents]
            is_same = len(parents) == 1 and versions[parents[0]] == versions[commit.id]
            if is_same and parents[0] in self._order:
                line.since[commit.id] = parents[0]
            else:
                line.since[commit.id] = commit.id
                line.parents[commit.id] = parents
        return line

    def _paths_of(self, path: str, before: tuple[str, ...]) -> dict[str, str]:
        """Follow a file from the tip towards the past: its path at each commit."""
        paths = {self._tip: path}
        for commit in reversed(self._lineage.commits):
            if commit.id not in paths:
                continue
            here = paths[commit.id]
            for parent in commit.parents:
                if parent not in paths:
                    found = self._path_in(parent, commit.id, here, before)
                    if found is not None:
                        paths[parent] = found
        return paths

    def _path_in(self, parent: str, child: str, path: str, before: tuple[str, ...]) -> str | None:
        tree = self._lineage.trees.get(parent)
        if tree is None:
            return None
        for candidate in (path, *before):
            if candidate in tree:
                return candidate
        here = self._lineage.trees[child]
        blob, stem = here.get(path), PurePosixPath(path).stem
        gone = [other for other in sorted(tree) if other not in here]
        for other in gone:
            if tree[other] == blob or PurePosixPath(other).stem == stem:
                return other
        if not gone or blob is None:
            return path
        wanted = _file_words(self._lineage.texts.get((path, blob)))
        likeness = [
            (_dice(wanted, _file_words(self._lineage.texts.get((other, tree[other])))), other)
            for other in gone
        ]
        best = max(likeness)
        return best[1] if best[0] >= _COUNTERPART else path

    def counterpart(self, file: FileText, block: Block) -> Block | None:
        """Return the block of another version that ``block`` is: equal, else most alike."""
        number = self.place(file, block)
        return None if number is None else file.blocks[number]

    def place(self, file: FileText, block: Block) -> int | None:
        """Return its number."""
        key = (id(file), id(block))  # the snapshots keep the block, the index the file
        if key not in self._found:
            self._found[key] = self._place(file, block)
        return self._found[key]

    def _place(self, file: FileText, block: Block) -> int | None:
        index = self._index(file)
        equal = index.equal.get(block.text)
        if equal:
            return equal[0] if len(equal) == 1 else self._nearest(file, block, equal)
        words = self._words_of(block)
        shared: Counter[int] = Counter()
        for word, count in words.items():
            places = index.holders.get(word, ())
            if len(places) <= _COMMON:
                for number in places:
                    shared[number] += min(count, index.words[number][word])
        nearest = sorted(shared, key=lambda number: (-shared[number], number))[:_TRIED]
        likeness = [(_dice(words, index.words[number]), -number) for number in nearest]
        best = max(likeness, default=(0.0, 0))
        return -best[1] if best[0] >= _COUNTERPART else None

    def _nearest(self, file: FileText, block: Block, equal: Sequence[int]) -> int:
        """Of blocks that read the same take that of its kind, among its neighbours."""
        at, before, after = self._beside(block)

        def likeness(number: int) -> tuple[int, int]:
            other = file.blocks[number]
            same = 2 * ((other.kind, other.level) == (block.kind, block.level))
            same += _text(file.blocks, number - 1) == before
            same += _text(file.blocks, number + 1) == after
            return same, -abs(number - at)

        return max(equal, key=likeness)

    def _words_of(self, block: Block) -> Counter[str]:
        if block.text not in self._words:
            self._words[block.text] = _words(block)
        return self._words[block.text]

    def _index(self, file: FileText) -> "_Index":
        if id(file) not in self._indexes:
            self._indexes[id(file)] = _Index(file, self._words_of)
        return self._indexes[id(file)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A file's versions along the commits of a side.

    ``since``: by commit, the one from which on its version stood, as long as no merge came
    between; ``parents``: of those commits, theirs.
    """

    versions: Mapping[str, _Version]
    since: dict[str, str]
    parents: dict[str, list[str]]


@dataclass(frozen=True, eq=False)
class _Index:
    """A version's blocks by text and by word."""

    file: FileText  # kept, so that its id names no other
    words_of: Callable[[Block], Counter[str]]

    @cached_property
    def equal(self) -> Mapping[str, list[int]]:
        """Which blocks read as a text does."""
        equal: dict[str, list[int]] = {}
        for number, block in enumerate(self.file.blocks):
            equal.setdefault(block.text, []).append(number)
        return equal

    @cached_property
    def words(self) -> tuple[Counter[str], ...]:
        """The words of each block."""
        return tuple(map(self.words_of, self.file.blocks))

    @cached_property
    def holders(self) -> Mapping[str, list[int]]:
        """In which blocks a word stands."""
        holders: dict[str, list[int]] = {}
        for number, words in enumerate(self.words):
            for word in words:
                holders.setdefault(word, []).append(number)
        return holders


def _text(blocks: Sequence[Block], number: int) -> str:
    return blocks[number].text if 0 <= number < len(blocks) else ""


def token_places(block: Block, other: Block) -> dict[int, int]:
    """Map the token numbers of a block to those of another version of it."""
    return dict(
        common([token.text for token in block.tokens], [token.text for token in other.tokens])
    )


def _words(block: Block) -> Counter[str]:
    return Counter(WORD.findall(block.text))


def _file_words(file: FileText | None) -> Counter[str]:
    words: Counter[str] = Counter()
    for block in file.blocks if file else ():
        words += _words(block)
    return words


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
