"""A pseudo-terminal, or a skipped test where the system has none to give (a bare chroot)."""

import os

import pytest


def open_terminal() -> tuple[int, int]:
    """Return the ends of a new terminal: the one that a person holds, the one of a program."""
    try:
        return os.openpty()
    except OSError as error:
        pytest.skip(f"no terminal can be had here: {error}")
