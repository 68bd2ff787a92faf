"""How long redraft takes to say what it can do, beside the import of click alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.paired import Comparison, compare

REDRAFT = str(Path(sys.executable).with_name("redraft"))


def comparisons() -> Iterator[Comparison]:
    """Yield ``redraft --help`` over ``import click``."""
    yield compare(
        "redraft --help / import click",
        [REDRAFT, "--help"],
        [sys.executable, "-c", "import click"],
        limit=2,
        rounds=15,
    )
