"""Rolling documents for tests: read from a few lines, and laid out as ``build`` does.

``languages/`` holds six small documents of our own invention, one a language of the United
Nations: two entries with a list, a table, a quotation and footnotes, and a second version.
"""

import datetime
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.model.diagnostic import Severity
from pipeline.model.history import Agent, Revision
from pipeline.model.text import RollingDocument, Source
from pipeline.parse.document import read_document
from pipeline.render.document import as_html
from pipeline.render.pdf.layout import Layout, language_sheets, layout, style_sheet

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DATE = datetime.datetime(2014, 2, 12, 9, 30, tzinfo=datetime.UTC)
REVISION = Revision("1a2b3c4" + "0" * 33, "v3", DATE, True, Agent("Secretariat", "s@un.example"))
_FOLDER = Path(__file__).parent / "languages"
_SETTINGS = """\
title: Draft Recommendations
subtitle: Rolling Document
language: en
organization: [United Nations, Commission on Rivers]
body: Working Group on Rivers
groups:
  - {key: A, title: Navigation, questions: [2, 3]}
parties:
  - {id: japan, name: Japan, letters: JP, kind: state}
"""


def entry(body: str, *front_matter: str) -> str:
    """Return an entry of Japan's in group A; ``front_matter``: lines over the usual ones."""
    given = {line.partition(":")[0] for line in front_matter}
    usual = ("group: A", "date: 2014-02-07", "submitters: [japan]")
    lines = [*front_matter, *(each for each in usual if each.partition(":")[0] not in given)]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def rolling(files: Mapping[str, str], settings: str = _SETTINGS) -> RollingDocument:
    """Read a document from files by their names in ``recommendations/``."""
    texts = {"document.yaml": settings, **files}
    sources = {
        path: Source(path, text)
        for name, text in texts.items()
        for path in [f"recommendations/{name}"]
    }
    reading = read_document(sources)
    errors = [each for each in reading.diagnostics if each.severity is Severity.ERROR]
    assert not errors, errors
    assert reading.document is not None
    return reading.document


def language_files(language: str, version: int = 1) -> dict[str, str]:
    """Return the files of the document in a language, by path in a repository."""
    files: dict[str, str] = {}
    for number in range(1, version + 1):
        root = _FOLDER / language / f"v{number}"
        for path in sorted(root.rglob("*")):
            if path.is_file():
                files[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
    return files


def in_language(language: str, version: int = 1) -> RollingDocument:
    """Read the document in a language."""
    files = language_files(language, version)
    texts = {path.removeprefix("recommendations/"): text for path, text in files.items()}
    return rolling(texts, texts.pop("document.yaml"))


def lay_out(document: RollingDocument, revision: Revision = REVISION, **more: Any) -> Layout:
    """Lay a document out for paper; ``more``: further arguments of ``layout``."""
    language = document.settings.language
    options: dict[str, Any] = {
        "style_sheets": (style_sheet("document.css"), *language_sheets(language)),
        "date": revision.date,
        "identifier": revision.id,
        **more,
    }
    return layout(as_html.render(document, revision=revision), **options)


def run(*command: str | Path, stdin: bytes = b"") -> str:
    """Run a program and return what it prints; it has to succeed."""
    done = subprocess.run(
        [str(each) for each in command], input=stdin, capture_output=True, check=False
    )
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout.decode("utf-8", "replace")


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page, as pdftotext reads it."""
    return run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
