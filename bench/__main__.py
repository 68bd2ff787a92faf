"""``python -m bench [REPOSITORY …]``: redraft's times over other programs', in one run.

Prints a line a comparison and fails where a limit of the contract is not kept. Repositories, given
by path, are for the comparisons of history (``make bench REPOSITORIES="…"``), and for what the
rare-word oracle says of the answers there.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import (
    building,
    checking,
    pulling,
    redlining,
    redlining_pdf,
    reporting,
    saving,
    starting,
    stored,
    sure,
    tracing,
)
from bench.paired import HEADER, Comparison, Figure, line


def main(repositories: list[Path]) -> int:
    """Run every comparison and return the exit code."""
    print(HEADER, flush=True)
    over = 0
    with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
        for comparison in _comparisons(Path(folder), repositories):
            print(line(comparison), flush=True)
            over += not comparison.is_kept
    if repositories:
        over += sure.main(repositories)
    return 1 if over else 0


def _comparisons(folder: Path, repositories: list[Path]) -> Iterator[Comparison | Figure]:
    yield from starting.comparisons()
    yield from checking.comparisons(folder)
    yield from reporting.comparisons(folder)
    yield from saving.figures(folder)
    yield from pulling.figures(folder)
    yield from tracing.comparisons(folder, repositories)
    yield from stored.figures(repositories)
    yield from building.comparisons(folder)
    yield from redlining.comparisons(folder)
    yield from redlining_pdf.comparisons(folder)


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
