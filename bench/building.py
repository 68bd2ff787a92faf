"""How long a build takes, beside WeasyPrint alone on the same HTML; and how both grow."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pipeline.commands.build as building
from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.recorded import record
from bench.starting import REDRAFT

_PAGES = {50: 58, 500: 618}  # pages, and the entries that fill them
_ROUNDS = {50: 5, 500: 2}


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield builds of 50 and of 500 pages over WeasyPrint's, and one growth over the other."""
    found = []
    for pages, entries in _PAGES.items():
        repository, page = folder / f"build-{pages}", folder / f"page-{pages}"
        write_document(repository, entries)
        record(building, partial(building.build, repository, "v1"), page)
        comparison = compare(
            f"build, {pages} pages / WeasyPrint alone",
            [REDRAFT, "-C", str(repository), "build", "v1", "-o", str(folder / "built.pdf")],
            [sys.executable, "-m", "bench.weasyprint_alone", str(page)],
            limit=1.25,
            rounds=_ROUNDS[pages],
            environment={"FONTCONFIG_FILE": str(page / "fonts.conf")},
        )
        found.append(comparison)
        yield comparison
    small, large = found
    yield Comparison(
        "growth from 50 to 500 pages / WeasyPrint's",
        large.ours.over(small.ours),
        large.theirs.over(small.theirs),
        large.ratio / small.ratio,
        large.cpu_ratio / small.cpu_ratio,
        limit=1.05,
        unit="×",
    )
