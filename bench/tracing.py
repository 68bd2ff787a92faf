"""How long provenance takes over a whole history, beside git blame over the same files."""

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.paired import Comparison, compare
from bench.starting import REDRAFT

_LIMIT = 1.5
_ALWAYS_FINE = 2.0  # seconds
_COPIES_LIMIT = 0.1
_ROUNDS = 3


def comparisons(folder: Path, repositories: Sequence[Path]) -> Iterator[Comparison]:
    """Yield provenance of every Markdown file, cold, over ``git blame -w``, plain and with -C."""
    for repository in repositories:
        ours = [
            *(REDRAFT, "-C", str(repository), "--no-cache", "provenance", "--at", "HEAD"),
            *("--allow-incomplete", "--format", "json", "-o", str(folder / "provenance.json")),
        ]
        theirs = [sys.executable, "-m", "bench.blame", str(repository)]
        plain = compare(
            f"provenance of {repository.name} / git blame -w",
            ours,
            theirs,
            limit=_LIMIT,
            rounds=_ROUNDS,
        )
        yield _at_least_fine(plain)
        copies = compare(
            "… / git blame -w -M -C -C -C",
            ours,
            [*theirs, "-M", "-C", "-C", "-C"],
            limit=_COPIES_LIMIT,
            rounds=1,
        )
        yield _at_least_fine(copies)


def _at_least_fine(comparison: Comparison) -> Comparison:
    """Raise the limit to what two seconds are: starting up counts for much in a small history."""
    limit = max(comparison.limit, _ALWAYS_FINE / comparison.theirs.wall)
    return dataclasses.replace(comparison, limit=limit)
