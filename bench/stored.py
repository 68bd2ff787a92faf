"""What the cache is worth: a history traced cold, with one more commit, and read again.

The latest commits are taken one by one: seconds besides start-up, of the processor or of the clock,
whichever is less, since others may run. One entry's answer is timed as a command, start-up and all;
the answer about everything, in one process, over writing that answer from memory.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.paired import Comparison, Figure, Spent, run
from pipeline.commands.histories import History
from pipeline.commands.provenance import provenance
from pipeline.history.repository import open_repository
from pipeline.history.revisions import resolve
from pipeline.model.provenance import Provenance
from pipeline.render.provenance import as_json

_COMMITS, _ROUNDS = 20, 5
_MEDIAN, _MOST, _ENTRY = 0.1, 0.35, 0.3  # seconds
_EVERYTHING = 1.5  # times writing it

Value = TypeVar("Value")


def figures(repositories: Sequence[Path]) -> Iterator[Figure | Comparison]:
    """Yield for each repository: one more commit, the slowest, one entry, and everything."""
    for repository in repositories:
        with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
            yield from _of(repository, Path(folder))


def _of(repository: Path, folder: Path) -> Iterator[Figure | Comparison]:
    cache = folder / "redraft"
    opened = open_repository(repository)
    spent = []
    for back in range(_COMMITS, -1, -1):
        id = resolve(opened, f"HEAD~{back}").id
        spent.append(_least(partial(_trace, repository, id, cache))[1])
    cold, *more = spent
    name = f"{repository.name}, one more commit"
    yield Figure(name, statistics.median(more), (min(more), max(more)), _MEDIAN)
    yield Figure(f"… the slowest (cold: {cold:.1f} s)", max(more), (max(more), max(more)), _MOST)
    answer = _everything(repository, cache)  # keeps all blocks
    yield _entry(repository, answer, folder)
    yield _all(repository, cache, folder / "answer.json")


def _entry(repository: Path, answer: Provenance, folder: Path) -> Figure:
    """Time the command about the file in the middle, with nothing new."""
    path = answer.files[len(answer.files) // 2].path
    command = (sys.executable, "-m", "pipeline", "provenance", "-C", str(repository), path)
    environment = {"XDG_CACHE_HOME": str(folder)}
    runs = [run((*command, "--at", "HEAD"), environment) for _ in range(_ROUNDS)]
    spent = [min(each.wall, each.cpu) for each in runs]
    return Figure("… one entry, in all", statistics.median(spent), (min(spent), max(spent)), _ENTRY)


def _all(repository: Path, cache: Path, file: Path) -> Comparison:
    """Compare the answer about everything, written, with writing it alone."""
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        answer, read = _least(partial(_everything, repository, cache))
        _, written = _least(partial(_write, answer, file))
        ours.append(read + written)
        theirs.append(written)
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
    both = Spent(mine, mine, 0), Spent(other, other, 0)
    return Comparison("… everything / writing it", *both, ratio, ratio, _EVERYTHING)


def _everything(repository: Path, cache: Path) -> Provenance:
    return provenance(repository, at="HEAD", cache=cache)


def _write(answer: Provenance, file: Path) -> None:
    file.write_text(as_json.render(answer), encoding="utf-8")


def _trace(repository: Path, id: str, cache: Path) -> None:
    """Trace a revision and read one file of it."""
    history = History(open_repository(repository), [id], heading=False, cache=cache)
    trace = history.trace([id]).traces[id]
    trace.origins.get(next(iter(trace.origins), ""))


def _least(work: Callable[[], Value]) -> tuple[Value, float]:
    """Return what came of some work, and the less of both clocks."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = work()
    return value, min(time.perf_counter() - wall, time.process_time() - cpu)
