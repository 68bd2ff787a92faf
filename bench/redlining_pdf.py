"""How long the PDF of a redline takes, beside WeasyPrint alone on the same HTML."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.starting import REDRAFT
from pipeline.commands.redline import redline
from pipeline.render.pdf.fonts import fontconfig_xml
from pipeline.render.pdf.layout import style_sheet
from pipeline.render.redline import as_pdf

_ENTRIES = 58  # about 50 pages
_ROUNDS = 3


class _RecordedError(Exception):
    """Stops a redline once its HTML is known."""


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield the PDF of a 50-page pair over WeasyPrint's, with few changes and with many."""
    for name, share in (("one word in 100", 0.01), ("one word in 20", 0.05)):
        repository, page = folder / f"pair-{share}", folder / f"pair-page-{share}"
        write_pair(repository, share)
        record(repository, page)
        yield compare(
            f"redline .pdf, 50 pages, {name} changed / WeasyPrint alone",
            [REDRAFT, "-C", str(repository), "redline", "v1", "v2", "-o", str(folder / "r.pdf")],
            [sys.executable, "-m", "bench.weasyprint_alone", str(page)],
            limit=1.3,
            rounds=_ROUNDS,
            environment={"FONTCONFIG_FILE": str(page / "fonts.conf")},
        )


def write_pair(folder: Path, share: float, entries: int = _ENTRIES) -> None:
    """Write a document, of 50 pages, as v1, and as v2 with a share of its words changed."""
    write_document(folder, entries)
    chance = random.Random(7)
    for path in sorted((folder / "recommendations").glob("*.md")):
        front, _, body = path.read_text("utf-8").rpartition("---\n")
        words = body.split(" ")
        for at, word in enumerate(words):
            if word.isalpha() and chance.random() < share:
                words[at] = chance.choice((f"{word} further", "other", "not " + word))
        path.write_text(f"{front}---\n{' '.join(words)}", "utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=B", "-c", "user.email=b@redraft.example"]
    for command in (["commit", "-qam", "Change words"], ["tag", "-am", "v2", "v2"]):
        subprocess.run([*git, *command], check=True)


def record(repository: Path, folder: Path) -> None:
    """Write down the HTML and the style sheets that a redline hands to the layout."""
    folder.mkdir()

    def keep(html: str, *, style_sheets: Any, **_: object) -> None:
        (folder / "page.html").write_text(html, "utf-8")
        for number, sheet in enumerate(style_sheets):
            (folder / f"sheet-{number}.css").write_text(sheet, "utf-8")
        raise _RecordedError

    theirs, as_pdf.layout = as_pdf.layout, keep  # type: ignore[assignment]
    try:
        as_pdf.render(redline(repository, "v1", "v2", by_commit=True).redline)
    except _RecordedError:
        pass
    finally:
        as_pdf.layout = theirs
    (folder / "letter.css").write_text(style_sheet("letter.css"), "utf-8")
    (folder / "fonts.conf").write_text(fontconfig_xml(folder / "fonts"), "utf-8")
