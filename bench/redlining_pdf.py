"""How long the PDF of a redline takes, beside WeasyPrint alone on the same HTML."""

import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.recorded import record
from bench.starting import REDRAFT
from pipeline.commands.redline import redline
from pipeline.render.redline import as_pdf

_ENTRIES = 58  # about 50 pages
_ROUNDS = 3


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield the PDF of a 50-page pair over WeasyPrint's, with few changes and with many."""
    for name, share in (("one word in 100", 0.01), ("one word in 20", 0.05)):
        repository, page = folder / f"pair-{share}", folder / f"pair-page-{share}"
        write_pair(repository, share)
        compared = redline(repository, "v1", "v2", by_commit=True)
        record(as_pdf, partial(as_pdf.render, compared.redline), page)
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
