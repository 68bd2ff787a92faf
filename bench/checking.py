"""How long ``check`` takes, beside markdown-it-py alone on the same files."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.starting import REDRAFT

_ENTRIES = 1000
_ALONE = """
import pathlib, sys
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")):
    reader.parse(path.read_text(encoding="utf-8"))
"""


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield ``check`` of many entries over a reading of the same files."""
    repository = folder / "check"
    write_document(repository, _ENTRIES)
    yield compare(
        f"check, {_ENTRIES} entries / markdown-it-py",
        [REDRAFT, "-C", str(repository), "check"],
        [sys.executable, "-c", _ALONE, str(repository)],
        limit=2,
    )
