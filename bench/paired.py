"""Two commands timed in turn: what machine, cache and load do to one, they do to the other.

A pair is run ours, theirs, then theirs, ours, and so on; the ratio is the median over the pairs,
so one slow moment of the machine does not decide. It is of wall time, what a user waits for; the
ratio of processor time stands beside it and counts on a machine that others share.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that a command and its children took, and their largest resident set in MB."""

    wall: float
    cpu: float
    memory: float

    def over(self, other: "Spent") -> "Spent":
        """Return each figure as a multiple of another's."""
        return Spent(self.wall / other.wall, self.cpu / other.cpu, self.memory / other.memory)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a pair of commands: medians, and the median of ours over theirs."""

    name: str
    ours: Spent
    theirs: Spent
    ratio: float
    cpu_ratio: float
    limit: float
    unit: str = "s"

    @property
    def is_kept(self) -> bool:
        """Whether the ratio, by either clock, is within the limit."""
        return min(self.ratio, self.cpu_ratio) <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """A time with a limit of its own, in seconds of wall time; ``spread``: the least, the most."""

    name: str
    median: float
    spread: tuple[float, float]
    limit: float

    @property
    def is_kept(self) -> bool:
        """Whether the median is within the limit."""
        return self.median <= self.limit


def compare(
    name: str,
    ours: Command,
    theirs: Command,
    *,
    limit: float,
    rounds: int = 5,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Comparison:
    """Time both commands in turn, with more environment variables; each must succeed."""
    pairs = [
        (run(ours, environment), run(theirs, environment))
        if number % 2 == 0
        else (run(theirs, environment), run(ours, environment))[::-1]
        for number in range(rounds)
    ]
    return Comparison(
        name,
        _median(our for our, _ in pairs),
        _median(their for _, their in pairs),
        statistics.median(our.wall / their.wall for our, their in pairs),
        statistics.median(our.cpu / their.cpu for our, their in pairs),
        limit,
    )


def run(command: Command, environment: Mapping[str, str]) -> Spent:
    """Run a command and tell what it took; raises CalledProcessError where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _median(spent: Iterator[Spent]) -> Spent:
    runs = list(spent)
    return Spent(
        statistics.median(each.wall for each in runs),
        statistics.median(each.cpu for each in runs),
        max(each.memory for each in runs),
    )


HEADER = f"{'':44}{'ours':>9}{'theirs':>9}{'ratio':>8}{'cpu':>7}{'limit':>7}"


def line(comparison: Comparison | Figure) -> str:
    """Return a comparison or a figure as one line under HEADER; times are wall seconds."""
    if isinstance(comparison, Figure):
        low, high = comparison.spread
        verdict = "" if comparison.is_kept else "  over"
        return (
            f"{comparison.name:44}{comparison.median:8.2f}s{f'{low:.2f}–{high:.2f} s':>24}"
            f"{comparison.limit:6.2f}s{verdict}"
        )
    verdict = "" if comparison.is_kept else "  over"
    return (
        f"{comparison.name:44}{comparison.ours.wall:8.2f}{comparison.unit}"
        f"{comparison.theirs.wall:8.2f}{comparison.unit}"
        f"{comparison.ratio:8.2f}{comparison.cpu_ratio:7.2f}{comparison.limit:7.2f}{verdict}"
    )
