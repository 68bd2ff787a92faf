"""Two commands timed in turn: what machine, cache and load do to one, they do to the other.

A pair is run ours, theirs, then theirs, ours, and so on; the ratio is the median over the pairs,
so one slow moment of the machine does not decide.
"""

import resource
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that a command and its children took, and their largest resident set in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a pair of commands: medians, and the median of ours over theirs."""

    name: str
    ours: Spent
    theirs: Spent
    ratio: float
    limit: float

    @property
    def is_kept(self) -> bool:
        """Whether the ratio is within the limit."""
        return self.ratio <= self.limit


def compare(
    name: str, ours: Command, theirs: Command, *, limit: float, rounds: int = 5
) -> Comparison:
    """Time both commands in turn; each must succeed."""
    pairs = [
        (run(ours), run(theirs)) if number % 2 == 0 else (run(theirs), run(ours))[::-1]
        for number in range(rounds)
    ]
    return Comparison(
        name,
        _median(our for our, _ in pairs),
        _median(their for _, their in pairs),
        statistics.median(our.wall / their.wall for our, their in pairs),
        limit,
    )


def run(command: Command) -> Spent:
    """Run a command and tell what it took; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu, after.ru_maxrss / 1024)


def _median(spent: Iterator[Spent]) -> Spent:
    runs = list(spent)
    return Spent(
        statistics.median(each.wall for each in runs),
        statistics.median(each.cpu for each in runs),
        max(each.memory for each in runs),
    )


HEADER = f"{'':44}{'ours':>9}{'theirs':>9}{'ratio':>8}{'limit':>7}"


def line(comparison: Comparison) -> str:
    """Return a comparison as one line under HEADER; times are wall seconds."""
    verdict = "" if comparison.is_kept else "  over"
    return (
        f"{comparison.name:44}{comparison.ours.wall:8.2f}s{comparison.theirs.wall:8.2f}s"
        f"{comparison.ratio:8.2f}{comparison.limit:7.2f}{verdict}"
    )
