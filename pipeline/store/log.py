"""A walk in a file: what it came to at each commit, and so the trace of any of its commits.

In: a ``Walk`` and its steps. Out, in another run: the same traces, read path by path when asked
for, and the steps. Only histories of which nothing is missing are kept: the next fetch may mend
the others, and what is complete stays true.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pipeline.model.history import BlobChange, CommitStep
from pipeline.model.trace import Trace
from pipeline.provenance.answers import answer
from pipeline.provenance.journal import Journal
from pipeline.provenance.removals import Lost
from pipeline.provenance.state import State
from pipeline.provenance.texts import Sentence, Texts
from pipeline.provenance.versions import LateTree, Numbers, Tree, readable
from pipeline.store.index import Indexes, LateDict
from pipeline.store.pages import DamagedError, Pages, Value
from pipeline.store.records import Records
from pipeline.store.series import Series

_BUCKETS = 256  # pages of what files lost
_COMMITS, _STEPS = 2048, 64  # on a page
_ONE = ord("1")
GONE = -1  # instead of a version: the file is there no more
_NOTHING: Mapping[str, Value] = {"tips": (), "refs": {}, "counts": {}, "slots": {}}
Refs = Mapping[str, str]  # names of references and what they point to, "" for nothing


class Log:
    """A kept walk, as it was after one of its saves.

    ``tips``: the commits that it ends in. ``refs``: the references of pull requests that it
    looked up, and what they pointed to.
    """

    def __init__(self, pages: Pages, at: int | None = None) -> None:
        """Read the walk as it was after the save ``at``, by default the last; 0: an empty one."""
        if at is not None:
            pages.at = at
        about = pages.saves.get(pages.at) or _NOTHING
        try:
            self.tips: frozenset[str] = frozenset(about["tips"])
            self.refs: Refs = about["refs"]
            self.counts: dict[str, int] = about["counts"]
            self.slots: Mapping[str, Value] = about["slots"]
        except (TypeError, KeyError) as error:
            raise DamagedError("a save tells nothing of itself") from error
        self.pages = pages
        self.records = Records(pages, self.counts)
        self.all_steps: Series[CommitStep] = Series(pages, "step", self.counts, _STEPS, _step)
        self.all_commits: Series[Value] = Series(pages, "commit", self.counts, _COMMITS, _as_is)
        self.all_made: Series[Value] = Series(pages, "made", self.counts, _STEPS, _as_is)
        self._save = pages.at
        self._ancestries: dict[int, int] = {}
        self._length = len(self.all_commits)
        self.indexes = Indexes(pages, self.records)

    def __len__(self) -> int:
        return self._length

    @property
    def series(self) -> tuple[Series[Value], ...]:
        """All long lists, to be counted and written."""
        return (*self.records.series, self.all_steps, self.all_commits, self.all_made)

    @cached_property
    def _raws(self) -> list[Value]:
        return self.all_commits.all_raw()

    @cached_property
    def commits(self) -> list[str]:
        """The ids of the commits, in the order of the walk."""
        return [raw[0].hex() for raw in self._raws]

    @cached_property
    def places(self) -> dict[str, int]:
        """The numbers of the commits."""
        return {id: number for number, id in enumerate(self.commits)}

    @cached_property
    def dates(self) -> dict[str, int]:
        """The commits' dates, by which they have their places in the walk."""
        return dict(zip(self.commits, (raw[4] for raw in self._raws), strict=True))

    @cached_property
    def parents(self) -> list[tuple[int, ...]]:
        """The parents' numbers by commit; a squash merge's pull request last."""
        return [raw[1] for raw in self._raws]

    @cached_property
    def paths(self) -> frozenset[str]:
        """All paths that any commit changed."""
        return frozenset(self.value("paths"))

    @property
    def steps(self) -> Sequence[CommitStep]:
        """The steps of the walk."""
        return tuple(self.all_steps)

    def ancestry(self, commit: int) -> int:
        """Return the bits of a commit's ancestors, and its own."""
        if commit not in self._ancestries:
            self._ancestries[commit] = self._read_ancestry(commit)
        return self._ancestries[commit]

    def _read_ancestry(self, commit: int) -> int:
        digits = bytearray(b"0") * (commit + 1)
        digits[commit] = _ONE
        for number in range(commit, -1, -1):  # children come after their parents
            if digits[number] == _ONE:
                for parent in self.parents[number]:
                    digits[parent] = _ONE
        return int(digits[::-1], 2)

    def tree(self, commit: int) -> LateTree:
        """Return the files of a commit, read when they are asked for."""
        return LateTree(dict(self.codes(commit)), self.records.versions.__getitem__)

    def codes(self, commit: int) -> dict[str, int]:
        """Map a commit's files to twice the number of their version, and one if it is text."""
        if commit + 1 == len(self) and self.pages.at == self._save:
            codes: dict[str, int] = self.value("tree")
            return codes
        line = [commit]
        while parents := self.parents[line[-1]]:
            line.append(parents[0])
        codes = {}
        for number in reversed(line):
            for path, code in self.all_made.raw(number).items():
                if code == GONE:
                    codes.pop(path, None)
                else:
                    codes[path] = code
        return codes

    def trace(self, commit: int) -> Trace:
        """Return the trace of a commit."""
        tree = self.tree(commit)
        return answer(self.journal, commit, self.ancestry(commit), tree, readable(tree))

    @cached_property
    def journal(self) -> Journal:
        """The walk's notes as they were."""
        raws = self._raws
        numbers = Numbers()
        numbers.ways = self.records.ways
        numbers.firsts = [raw[2] for raw in raws]
        numbers.next = self.value("next")
        numbers.beyond = list(map(tuple, self.value("beyond")))
        texts = Texts()
        self.indexes.fill_texts(texts)
        journal = Journal(numbers, texts)
        journal.commits = list(self.commits)
        journal.parents = list(self.parents)
        journal.renames = list(map(tuple, self.value("renames")))
        journal.unreadable = list(map(tuple, self.value("unreadable")))
        journal.in_doubt = bytearray(raw[3] for raw in raws)
        journal.lost = LateLost(self)
        journal.losers = set(self.value("losers"))
        return journal

    def state(self, steps: Sequence[CommitStep] = ()) -> State:
        """Return the walk's state, to go on from; ``steps``: those that come next."""
        trees: LateDict[int, Tree] = LateDict(self.tree)
        texts = self.journal.texts
        self.indexes.fill_numbers(texts)
        for sentence in self._sentences_before(steps, trees):
            texts.by_tokens[sentence.tokens] = sentence
        return State(
            self.journal,
            self.indexes.past(self.slots),
            dict(self.places),
            trees,
            LateDict(self.ancestry),
        )

    def _sentences_before(
        self, steps: Sequence[CommitStep], trees: Mapping[int, Tree]
    ) -> Iterator[Sentence]:
        """Yield the sentences of the files that steps change, as kept commits have them.

        Most of a changed file is as it was: its sentences need not be sought one by one.
        """
        for step in steps:
            changed = [{change.path for change in changes} for changes in step.changes]
            for path in set.intersection(*changed) if changed else ():
                for parent in step.parents:
                    number = self.places.get(parent)
                    version = None if number is None else trees[number].get(path)
                    if version is not None and version.text is not None:
                        yield from version.text.sentences

    def value(self, kind: str) -> Value:
        """Return a value that has a page of its own."""
        value = self.pages.read(kind, 0)
        if value is None:
            raise DamagedError(f"there are no {kind}")
        return value


class LateLost(defaultdict[str, list[Lost]]):
    """What the files lost, by path, read when it is asked for."""

    def __init__(self, log: Log) -> None:
        super().__init__(list)
        self._log = log
        self.stored: dict[str, int] = {}  # of the paths that were read, how many events

    def __missing__(self, path: str) -> list[Lost]:
        bucket = self._log.pages.read("lost", bucket_of(path)) or {}
        self[path] = lost = [self._lost(path, raw) for raw in bucket.get(path, ())]
        self.stored[path] = len(lost)
        return lost

    def _lost(self, path: str, raw: Value) -> Lost:
        commit, block, number, places = raw
        records = self._log.records
        row = records.rows[number]
        sentence = records.sentences[records.sentence_of_row(number)]
        at = range(len(row.numbers)) if places is None else tuple(places)
        return Lost(commit, path, block, sentence, row, at)


def bucket_of(path: str) -> int:
    """Return on which page lies what a file lost."""
    return zlib.crc32(path.encode("utf-8", "surrogatepass")) % _BUCKETS


def _step(number: int, raw: Value) -> CommitStep:
    commit, parents, changes, pull = raw
    made = tuple(tuple(BlobChange(*change) for change in each) for each in changes)
    return CommitStep(commit, parents, made, False, pull)


def _as_is(number: int, raw: Value) -> Value:
    return raw
