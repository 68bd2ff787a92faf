"""``python -m bench.pairs REPOSITORY …``: redlines of real pairs of revisions, each complete.

Of each repository so many pairs along its main line are compared, from one commit apart to all of
it; what JSON, HTML and Markdown say is read back, the JSON against the files as they are read from
Git. Prints a line a pair, and fails where a redline fails, or says anything else than its sides.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.commands.histories import trace_revisions
from pipeline.commands.redline import compare_revisions
from pipeline.commands.texts import read_text
from pipeline.errors import RedraftError
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import resolve
from pipeline.history.tree import is_markdown, read_tree
from pipeline.history.walk import walk
from pipeline.model.history import FileKind, Revision
from pipeline.model.text import Source
from pipeline.parse.file_text import read_file_text
from pipeline.redline.proof import IncompleteRedline
from pipeline.render.redline import as_html, as_json, as_markdown

_APART = (1, 3, 10, 30, 100, 300, 1000)  # commits of the main line between old and new
_PATHS = ("*.md", "**/*.md")
_KEPT = {"old": ("equal", "delete", "moved-from"), "new": ("equal", "insert", "moved-to")}


def main(paths: list[Path]) -> int:
    """Compare the pairs of every repository and return the exit code."""
    pairs = failed = 0
    for path in paths:
        repository = open_repository(path)
        for old, new, seconds, what in _compared(repository):
            pairs += 1
            failed += not what.startswith("complete")
            print(f"{path.name:32} {old.id[:8]} {new.id[:8]} {seconds:7.1f} s  {what}", flush=True)
    print(f"{pairs} pairs, {failed} failed")
    return 1 if failed or not pairs else 0


def _compared(repository: Repository) -> Iterator[tuple[Revision, Revision, float, str]]:
    head = resolve(repository, "HEAD")
    parents = {step.commit: step.parents for step in walk(repository, [head.id])}
    line = [head.id]
    while parents.get(line[-1]):
        line.append(parents[line[-1]][0])
    ends = {apart: min(apart, len(line) - 1) for apart in _APART}
    pairs = [(line[end], line[0]) for end in sorted(set(ends.values()))]
    pairs.append((line[0], line[min(10, len(line) - 1)]))  # and backwards
    revisions = {id: resolve(repository, id) for pair in pairs for id in pair}
    traced = trace_revisions(repository, set(revisions), heading=False)
    for pair in pairs:
        old, new = (revisions[id] for id in pair)
        started = time.perf_counter()
        try:
            compared = compare_revisions(repository, old, new, paths=_PATHS, traced=traced)
            values = json.loads(as_json.render(compared.redline))
            as_html.render(compared.redline)
            as_markdown.render(compared.redline)
            wrong = [
                side
                for side, rev in (("old", old), ("new", new))
                if _read_back(values, side) != _as_read(repository, rev)
            ]
            what = f"complete, {len(compared.redline.changes)} changes"
            unknown = sum(change.commit is None for change in compared.redline.changes)
            what += f", {unknown} not known"
            if wrong:
                what = f"says not {' and '.join(wrong)}"
        except (RedraftError, IncompleteRedline, AssertionError) as error:
            what = f"{type(error).__name__}: {error}"[:200]
        yield old, new, time.perf_counter() - started, what


def _read_back(values: dict[str, Any], side: str) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for block in values["blocks"]:
        if block[side] is not None:
            text = "".join(run["text"] for run in block["runs"] if run["op"] in _KEPT[side])
            texts.setdefault(block[side]["path"], []).append(text)
    return texts


def _as_read(repository: Repository, revision: Revision) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for file in read_tree(repository, revision.id, is_markdown):
        text = read_text(repository, file) if file.kind is FileKind.FILE else None
        if text is not None:
            blocks = read_file_text(Source(file.path, text, file.blob), heading=False).blocks
            if blocks:
                texts[file.path] = [block.text for block in blocks]
    return texts


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
