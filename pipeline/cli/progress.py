"""Progress on standard error, only where that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.cli.messages import is_terminal
from pipeline.render.terminal import visible

_FIRST = 0.5  # seconds before anything shows: short work shows nothing
_EVERY = 0.1


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with what is done and what there is to do; clears up at the end."""
    if quiet or not is_terminal(sys.stderr):
        yield lambda done, total: None
        return
    start = time.monotonic()
    shown = start + _FIRST - _EVERY

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < _EVERY:
            return
        shown = now
        share = done / total if total else 0.0
        left = (now - start) * (1 - share) / share if share else 0.0
        estimate = f", about {left:.0f} s left" if share > 0.02 and left >= 1 else ""
        sys.stderr.write(f"\r\x1b[K{visible(label)}: {done:,} of {total:,}{estimate}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if shown >= start + _FIRST:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
