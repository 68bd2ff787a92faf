"""Work in shares: the same results as in one process, whatever becomes of the others."""

import os
import time
from collections.abc import Sequence

import pytest

from pipeline.commands.shares import beside, in_shares


def squares(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return [(number * number, os.getpid()) for number in numbers]


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 99, 100, 1000])
def test_results_come_in_order(jobs: int, count: int) -> None:
    results = in_shares(squares, range(count), jobs)
    assert [square for square, _ in results] == [number * number for number in range(count)]


def test_several_processes_work_at_once() -> None:
    assert len({process for _, process in in_shares(squares, range(300), 3)}) == 3


def test_few_items_are_done_here() -> None:
    assert {process for _, process in in_shares(squares, range(99), 8)} == {os.getpid()}


def test_what_fails_elsewhere_is_done_here() -> None:
    here = os.getpid()

    def fails_elsewhere(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            raise MemoryError
        return list(numbers)

    assert in_shares(fails_elsewhere, range(200), 2) == list(range(200))


def test_a_process_that_is_killed_is_no_loss() -> None:
    here = os.getpid()

    def dies(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
            time.sleep(10)
        return list(numbers)

    assert in_shares(dies, range(200), 2) == list(range(200))


def test_what_fails_here_is_raised_here() -> None:
    def fails(numbers: Sequence[int]) -> list[int]:
        raise ValueError(str(numbers[0]))

    with pytest.raises(ValueError, match=r"^0$"):
        in_shares(fails, range(200), 2)


def test_large_results_do_not_block() -> None:
    def large(numbers: Sequence[int]) -> list[str]:
        return ["x" * 10_000 for _ in numbers]

    assert len(in_shares(large, range(400), 4)) == 400


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_done_beside_comes_when_it_is_asked_for(jobs: int) -> None:
    with beside(lambda: [os.getpid()], jobs) as result:
        assert (result() == [os.getpid()]) is (jobs == 1)


def test_what_fails_beside_is_raised_here() -> None:
    def fail() -> int:
        raise ValueError("no")

    with beside(fail, 2) as result, pytest.raises(ValueError, match="no"):
        result()


def test_who_asks_for_nothing_leaves_no_process() -> None:
    def wait() -> None:
        time.sleep(60)

    start = time.monotonic()
    with pytest.raises(KeyError), beside(wait, 2):
        raise KeyError
    assert time.monotonic() - start < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
