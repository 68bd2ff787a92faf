"""Revisions → their history and the traces of its commits, kept from earlier runs where it can be.

What is kept gives the same answers as what is traced anew; where it cannot be read, or does not
fit any more, everything is traced, and nobody notices but by the time.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pipeline.commands.texts import read_text
from pipeline.commands.tracing import Progress, Traced, no_progress
from pipeline.history.repository import (
    Repository,
    common_directory,
    cut_commits,
    pull_references,
)
from pipeline.history.tree import can_read, is_markdown, read_tree
from pipeline.history.walk import walk, walk_on
from pipeline.model.history import UNCOMMITTED, CommitStep, FileKind, TreeFile
from pipeline.model.provenance import TracedBlock
from pipeline.model.trace import Trace
from pipeline.parse.late import Words, read_words
from pipeline.parse.names import identify
from pipeline.provenance.trace import Walk
from pipeline.store.blocks import decode_blocks, encode_blocks
from pipeline.store.files import log_path, open_log
from pipeline.store.folder import keep_small, remove_kept
from pipeline.store.keep import keep
from pipeline.store.log import Log
from pipeline.store.pages import DamagedError

Value = TypeVar("Value")
Found = TypeVar("Found")


class History:
    """All that some revisions rest on.

    ``ids``: whole commit ids, UNCOMMITTED for the working tree. ``heading``: whether a
    ``heading:`` in front matter is text. ``cache``: the folder to keep in; None: nothing is kept.
    """

    def __init__(
        self,
        repository: Repository,
        ids: Collection[str],
        *,
        heading: bool,
        cache: Path | None = None,
    ) -> None:
        self._repository = repository
        self._ids = frozenset(ids)
        self._heading = heading
        self._asked: set[str] = set()
        self._traced: dict[str, Trace] = {}
        self._path: Path | None = None
        if cache is not None and not cut_commits(repository):
            self._path = log_path(cache, common_directory(repository), heading=heading)
        self._log: Log | None = None if self._path is None else open_log(self._path)
        self._more: tuple[CommitStep, ...] = ()  # what follows on the walk that is kept
        self._walked: Walk | None = None  # what was kept, and that
        self._tip = ""  # the last commit that is kept
        self._codes: dict[str, Mapping[str, int]] = {}  # by commit, the versions of its files
        self._blocks: dict[tuple[str, int], object] = {}  # to be kept
        self._is_kept = True  # until it is known better
        self._is_kept = self._from_log(self._fits, lambda: False)

    @cached_property
    def steps(self) -> Sequence[CommitStep]:
        """The commits, parents first, and what each changed."""
        return self._from_log(lambda log: (*log.steps, *self._more), self._walk)

    def step(self, id: str) -> CommitStep | None:
        """Return the step of a commit; None where it is none of these."""
        return self._from_log(
            lambda log: log.all_steps[log.places[id]] if id in log.places else self._late.get(id),
            lambda: self._late.get(id),
        )

    @cached_property
    def _late(self) -> Mapping[str, CommitStep]:
        steps = self._more if self._is_kept else self.steps
        return {step.commit: step for step in steps}

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all Markdown files that any commit changed."""
        return self._from_log(
            lambda log: log.paths | _paths_in(self._more),
            lambda: _paths_in(self.steps),
        )

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """The parents of every commit; of a squash merge its pull request's commit, too."""
        return self._from_log(
            lambda log: _parents_in(log) | _parents_of(self._more), lambda: _parents_of(self.steps)
        )

    def trace(self, at: Collection[str], *, progress: Progress = no_progress) -> Traced:
        """Trace every word at each of some commits, the revisions or ancestors of theirs.

        ``progress`` is told how many texts are read, and of how many.
        """
        wanted = [id for id in at if id not in self._traced]
        if wanted:
            self._traced |= self._from_log(
                lambda log: self._trace_on(log, wanted, progress),
                lambda: self._trace(wanted, progress),
            )
        return Traced({id: self._traced[id] for id in at}, self.parents, self._heading)

    def blocks(
        self, id: str, path: str, make: Callable[[], tuple[TracedBlock, ...]]
    ) -> tuple[TracedBlock, ...]:
        """Return all blocks of a file at a revision, kept or made; see ``keep_blocks``."""
        try:
            number = self._version(id, path)
            raw = None if self._log is None else self._log.pages.read("blocks", number)
        except DamagedError:
            return make()
        if raw is not None:
            return decode_blocks(raw, identify(path))
        made = make()
        if number >= 0:
            self._blocks["blocks", number] = encode_blocks(made)
        return made

    def keep_blocks(self) -> None:
        """Keep the blocks that were made."""
        if self._log is not None and self._blocks:
            self._log.pages.add(self._blocks)
        self._blocks = {}

    def _version(self, id: str, path: str) -> int:
        """Return the number of the version of a file that is kept; -1 where none is."""
        log = self._log
        if log is None:
            return -1
        if id not in self._codes:
            codes: Mapping[str, int] = {}
            if id == self._tip:
                codes = log.value("tree")
            elif self._is_kept and id in log.places:
                codes = log.codes(log.places[id])
            self._codes[id] = codes
        return self._codes[id].get(path, -1) >> 1

    def _fits(self, log: Log) -> bool:
        """Tell whether a kept walk is that of the revisions, to the commit, or its beginning."""
        now = pull_references(self._repository)
        if not len(log) or any(now.get(name, "") != id for name, id in log.refs.items()):
            return False
        if all(id in log.places for id in self._ids):
            numbers = [log.places[id] for id in self._ids]
            known = 0
            for number in numbers:
                known |= log.ancestry(number)
            return known + 1 == 1 << max(numbers) + 1
        self._asked.update(log.refs)
        more = walk_on(self._repository, self._ids, log.dates, log.tips, asked=self._asked)
        self._more = more or ()
        return more is not None

    def _from_log(self, read: Callable[[Log], Value], make: Callable[[], Value]) -> Value:
        """Read from the log, if it fits and is whole, else make what was asked for."""
        if self._log is not None and self._is_kept:
            try:
                return read(self._log)
            except DamagedError:
                self._forget()
        return make()

    def _forget(self) -> None:
        assert self._path is not None
        remove_kept(self._path)
        self._log = open_log(self._path)
        self._is_kept = False

    def _trace_on(self, log: Log, at: Collection[str], progress: Progress) -> Mapping[str, Trace]:
        """Answer from the walk that is kept, and from what follows on it."""
        if self._walked is None and not log.places.keys() >= set(at):
            self._walked = self._go_on(log, progress)
        walked = self._walked
        return {
            id: self._mended(
                log.trace(log.places[id])
                if walked is None or id in log.places
                else walked.answer(id)
            )
            for id in at
        }

    def _go_on(self, log: Log, progress: Progress) -> Walk:
        """Walk what follows on the walk that is kept, and keep that, too."""
        more = self._more
        reader = _Reader(self._repository, more, self._heading, progress)
        walked = Walk(reader.words, log.state(more))
        committed = [step for step in more if step.commit != UNCOMMITTED]
        walked.extend(committed, [step.commit for step in committed])
        if committed and reader.is_whole and not any(step.is_cut for step in committed):
            self._keep(log, walked, committed)
        if len(committed) < len(more):
            walked.extend(more[-1:], [UNCOMMITTED])
        return walked

    def _keep(self, log: Log, walked: Walk, steps: Sequence[CommitStep]) -> None:
        """Add to what is kept of a walk; no matter where that cannot be."""
        assert self._path is not None
        now = pull_references(self._repository)
        refs = {name: now.get(name, "") for name in sorted(self._asked)}
        if keep(log, walked.state, steps, walked.tree(steps[-1].commit), refs):
            self._tip = steps[-1].commit
        keep_small(self._path.parent)

    def _walk(self) -> tuple[CommitStep, ...]:
        return tuple(walk(self._repository, self._ids, asked=self._asked))

    def _mended(self, trace: Trace) -> Trace:
        """Let a kept trace be traced anew where it turns out, while it is read, to be damaged."""

        def again() -> Trace:
            if self._is_kept:
                self._forget()
            if trace.revision not in anew:
                anew.update(self._trace([trace.revision], no_progress))
            return anew[trace.revision]

        anew: dict[str, Trace] = {}

        return replace(
            trace,
            origins=_Mended(trace.origins, lambda: again().origins),
            removals=_Mended(trace.removals, lambda: again().removals),
        )

    def _trace(self, at: Collection[str], progress: Progress) -> Mapping[str, Trace]:
        """Trace anew, and keep what was traced; the working tree's own step never is."""
        steps = self.steps
        committed = [step for step in steps if step.commit != UNCOMMITTED]
        reader = _Reader(self._repository, steps, self._heading, progress)
        walked = Walk(reader.words)
        walked.extend(committed, at)
        if self._log is not None and committed and not walked.journal.cut and reader.is_whole:
            self._keep(Log(self._log.pages, 0), walked, committed)
        if len(committed) < len(steps):
            walked.extend(steps[-1:], at)
        return {id: walked.answer(id) for id in at}


def trace_revisions(
    repository: Repository,
    ids: Collection[str],
    *,
    heading: bool,
    cache: Path | None = None,
    progress: Progress = no_progress,
) -> Traced:
    """Trace every word at each of some revisions; see ``History``.

    Raises HistoryError where a revision itself cannot be read.
    """
    history = History(repository, ids, heading=heading, cache=cache)
    return history.trace(ids, progress=progress)


class _Reader:
    """Reads the texts of a walk; ``is_whole`` until one could not be read that may be there later.

    A file that is no text, or too large, is so for ever.
    """

    def __init__(
        self,
        repository: Repository,
        steps: Sequence[CommitStep],
        heading: bool,
        progress: Progress,
    ) -> None:
        self.is_whole = True
        self._repository = repository
        self._heading = heading
        self._progress = progress
        self._done = 0
        self._total = len(
            {change.new for step in steps for changes in step.changes for change in changes}
        )
        is_there = any(step.commit == UNCOMMITTED for step in steps)
        self._on_disk = {file.blob: file for file in _working_files(repository)} if is_there else {}

    def words(self, blob: str) -> Words | None:
        """Return the tokens of a blob's blocks; None where it cannot be read."""
        self._done += 1
        self._progress(self._done, self._total)
        file = self._on_disk.get(blob) or TreeFile("", blob, FileKind.FILE, 0)
        text = read_text(self._repository, file)
        if text is None:
            self.is_whole = self.is_whole and can_read(self._repository, file)
            return None
        return read_words(text, heading=self._heading)


class _Mended(Mapping[str, Value]):
    """A mapping that is replaced by another where it turns out to be damaged."""

    def __init__(self, kept: Mapping[str, Value], again: Callable[[], Mapping[str, Value]]) -> None:
        self._values = kept
        self._again = again

    def __getitem__(self, path: str) -> Value:
        return self._try(lambda values: values[path])

    def __contains__(self, path: object) -> bool:
        return self._try(lambda values: path in values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._try(list))

    def __len__(self) -> int:
        return self._try(len)

    def _try(self, read: Callable[[Mapping[str, Value]], Found]) -> Found:
        try:
            return read(self._values)
        except DamagedError:
            self._values = self._again()
            return read(self._values)


def _parents_in(log: Log) -> dict[str, tuple[str, ...]]:
    ids = log.commits
    return {id: tuple(ids[each] for each in log.parents[n]) for n, id in enumerate(ids)}


def _paths_in(steps: Sequence[CommitStep]) -> frozenset[str]:
    return frozenset(change.path for step in steps for each in step.changes for change in each)


def _parents_of(steps: Sequence[CommitStep]) -> dict[str, tuple[str, ...]]:
    return {step.commit: step.parents + ((step.pull,) if step.pull else ()) for step in steps}


def _working_files(repository: Repository) -> list[TreeFile]:
    files = read_tree(repository, UNCOMMITTED, is_markdown)
    return [file for file in files if file.on_disk and file.kind is FileKind.FILE]
