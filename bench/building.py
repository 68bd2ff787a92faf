"""How long a build takes, beside WeasyPrint alone on the same HTML; and how both grow."""

from collections.abc import Iterator
from pathlib import Path

from bench.paired import Comparison


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield nothing yet."""
    yield from ()
