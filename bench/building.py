"""How long a build takes, beside WeasyPrint alone on the same HTML; and how both grow."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pipeline.commands.build as building
from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.starting import REDRAFT
from pipeline.render.pdf.fonts import fontconfig_xml
from pipeline.render.pdf.layout import style_sheet

_PAGES = {50: 58, 500: 618}  # pages, and the entries that fill them
_ROUNDS = {50: 5, 500: 2}


class _RecordedError(Exception):
    """Stops a build once its HTML is known."""


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield builds of 50 and of 500 pages over WeasyPrint's, and one growth over the other."""
    found = []
    for pages, entries in _PAGES.items():
        repository, page = folder / f"build-{pages}", folder / f"page-{pages}"
        write_document(repository, entries)
        record(repository, page)
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


def record(repository: Path, folder: Path) -> None:
    """Write down the HTML and the style sheets that a build hands to the layout."""
    folder.mkdir()

    def keep(html: str, *, style_sheets: Any, **_: object) -> None:
        (folder / "page.html").write_text(html, "utf-8")
        for number, sheet in enumerate(style_sheets):
            (folder / f"sheet-{number}.css").write_text(sheet, "utf-8")
        raise _RecordedError

    theirs, building.layout = building.layout, keep  # type: ignore[assignment]
    try:
        building.build(repository, "v1")
    except _RecordedError:
        pass
    finally:
        building.layout = theirs
    (folder / "letter.css").write_text(style_sheet("letter.css"), "utf-8")
    (folder / "fonts.conf").write_text(fontconfig_xml(folder / "fonts"), "utf-8")
