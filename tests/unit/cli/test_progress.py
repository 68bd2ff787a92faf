"""Progress shows on a terminal alone, and leaves nothing there."""

import io
import sys

import pytest

from pipeline.cli import progress as module
from pipeline.cli.progress import progress


class Screen(io.StringIO):
    """What is written, to something that may be a terminal."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def shown(
    monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool, quiet: bool, seconds: float
) -> str:
    screen = Screen(is_terminal)
    now = 100.0
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    with progress("Reading", quiet=quiet) as show:
        for done in range(11):
            show(done, 10)
            now += seconds / 10
    return screen.getvalue()


def test_long_work_tells_how_far_it_is_and_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = shown(monkeypatch, is_terminal=True, quiet=False, seconds=100)
    assert "Reading: 5 of 10, about 50 s left" in said
    assert said.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("is_terminal", "quiet", "seconds"),
    [(False, False, 100), (True, True, 100), (True, False, 0.1)],
)
def test_nothing_shows_in_a_pipe_when_quiet_or_when_it_is_short(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, quiet: bool, seconds: float
) -> None:
    said = shown(monkeypatch, is_terminal=is_terminal, quiet=quiet, seconds=seconds)
    assert said == ""
