"""What the cache is worth: a history traced cold, read again, and with one more commit.

Seconds of this process and of the clock, besides start-up; the latest commits are taken one by one.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.paired import Figure
from pipeline.commands.histories import History
from pipeline.history.repository import open_repository
from pipeline.history.revisions import resolve

_COMMITS = 20
_MEDIAN, _MOST, _AGAIN = 0.1, 0.35, 0.1  # seconds


def figures(repositories: Sequence[Path]) -> Iterator[Figure]:
    """Yield for each repository: one more commit, the slowest, and nothing new."""
    for repository in repositories:
        opened = open_repository(repository)
        ids = [resolve(opened, f"HEAD~{back}").id for back in range(_COMMITS, -1, -1)]
        with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
            spent = [_trace(repository, id, Path(folder)) for id in ids]
            again = _trace(repository, ids[-1], Path(folder))
        more = spent[1:]
        name = f"{repository.name}, one more commit"
        yield Figure(name, statistics.median(more), (min(more), max(more)), _MEDIAN)
        yield Figure("… the slowest", max(more), (max(more), max(more)), _MOST)
        yield Figure(f"… nothing new (cold: {spent[0]:.1f} s)", again, (again, again), _AGAIN)


def _trace(repository: Path, id: str, cache: Path) -> float:
    """Trace a revision and read one file of it; return the less of both clocks: others may run."""
    wall, cpu = time.perf_counter(), time.process_time()
    history = History(open_repository(repository), [id], heading=False, cache=cache)
    trace = history.trace([id]).traces[id]
    path = next(iter(trace.origins), "")
    trace.origins.get(path)
    return min(time.perf_counter() - wall, time.process_time() - cpu)
