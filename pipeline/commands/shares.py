"""Work → its results, in several processes at once."""

import contextlib
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, TypeVar

A = TypeVar("A")
B = TypeVar("B")

_FEWEST = 50  # items a process: below, starting one takes longer than it saves


def in_shares(work: Callable[[Sequence[A]], list[B]], items: Sequence[A], jobs: int) -> list[B]:
    """Return ``work(items)``, shared among at most ``jobs`` processes, this one included.

    ``work`` must give one result an item, in order, that pickle can carry. Where a process fails,
    its share is done here, so that what went wrong is raised here.
    """
    jobs = min(jobs, len(items) // _FEWEST)
    if jobs < 2 or not hasattr(os, "fork"):
        return work(items)
    borders = [len(items) * number // jobs for number in range(jobs + 1)]
    shares = [items[start:end] for start, end in pairwise(borders)]
    started = [(share, *_start(work, share)) for share in shares[1:]]
    try:
        results = work(shares[0])
        for share, process, answers in started:
            results += _collect(process, answers) or work(share)
        return results
    except BaseException:
        for _, process, answers in started:
            _abandon(process, answers)
        raise


@contextlib.contextmanager
def beside(work: Callable[[], A], jobs: int) -> Iterator[Callable[[], A]]:
    """Begin some work in a process of its own; yield a function, to be called once, that waits for
    its result, which pickle must carry.

    With one job, or where that process fails, the work is done when the result is asked for.
    """
    if jobs < 2 or not hasattr(os, "fork"):
        yield work
        return
    process, answers = _start(lambda _: [work()], ())
    waiting = True

    def result() -> A:
        nonlocal waiting
        waiting = False
        found: list[A] | None = _collect(process, answers)
        return found[0] if found else work()

    try:
        yield result
    finally:
        if waiting:
            _abandon(process, answers)


def _start(work: Callable[[Sequence[A]], list[B]], share: Sequence[A]) -> tuple[int, BinaryIO]:
    """Start a process on a share; return its id, and where its results can be read from."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as answers:
            pickle.dump(work(share), answers, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)  # neither the parent's buffers nor its exit handlers are ours


def _collect(process: int, answers: BinaryIO) -> list[B] | None:
    with answers:
        raw = answers.read()
    _, status = os.waitpid(process, 0)
    if status != 0:
        return None
    found: list[B] = pickle.loads(raw)
    return found


def _abandon(process: int, answers: BinaryIO) -> None:
    """Let a process go whose results no one will read."""
    answers.close()  # it ends when it writes
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
