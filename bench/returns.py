"""``python -m bench.returns REPOSITORY SEED [COUNT]``: copies and returns, to be judged by eye.

Draws COUNT (100) stretches that the answer calls ``copied`` and as many ``restored`` at HEAD, and
prints each with the words around it, above the words around the same in the commit that the
answer names as its origin. By chance is what two people would have typed alike.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.starting import REDRAFT
from pipeline.parse.words import token_ranges

_AROUND = 14  # words printed on either side
_RUN = 5  # words by which the source is looked for
_SHOWN = 40  # words of a stretch that are printed


def main(repository: Path, seed: str, count: int) -> None:
    """Print the stretches, the two kinds one after the other."""
    with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
        written = Path(folder) / "provenance.json"
        command = [REDRAFT, "-C", str(repository), "--no-cache", "provenance", "--at", "HEAD"]
        subprocess.run([*command, "--format", "json", "-o", str(written)], check=True)
        answer = json.loads(written.read_text("utf-8"))
    for reason in ("copied", "restored"):
        stretches = list(_stretches(answer, reason))
        drawn = random.Random(f"{seed} {reason}").sample(stretches, min(count, len(stretches)))
        print(f"{reason}: {len(drawn)} of {len(stretches)} stretches")
        for number, (path, words, start, end, span) in enumerate(drawn, 1):
            print(f"{number:3} {path} via {span['via'][:10]} confidence {span['confidence']}")
            print(f"      {_quote(words, start, end)}")
            source = _source(repository, span["commit"], words[start:end])
            print(f"      {span['commit'][:10]} {source}")


_Stretch = tuple[str, list[str], int, int, dict[str, Any]]


def _stretches(answer: dict[str, Any], reason: str) -> Iterator[_Stretch]:
    """Yield each stretch of five words or more: its file, its block's words, where, its span."""
    for file in answer["files"]:
        for block in file["blocks"]:
            words: list[str] = []
            found: list[tuple[int, int, dict[str, Any]]] = []
            for span in block["spans"]:
                start = len(words)
                words += _words(span["text"])
                if span["reason"] == reason and span["commit"] and len(words) - start >= _RUN:
                    found.append((start, len(words), span))
            for start, end, span in found:
                yield file["path"], words, start, end, span


def _source(repository: Path, commit: str, run: list[str]) -> str:
    """Quote a run of words as it stood in the commit that wrote it."""
    command = ["git", "-C", str(repository)]
    listed = subprocess.run(
        [
            *command,
            "diff-tree",
            "-r",
            "-m",
            "--root",
            "--no-commit-id",
            "--name-only",
            "-z",
            commit,
        ],
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8", "surrogateescape")
    for path in sorted(set(listed.split("\0"))):
        if not path.lower().endswith((".md", ".markdown")):
            continue
        shown = subprocess.run([*command, "show", f"{commit}:{path}"], capture_output=True)
        words = _words(shown.stdout.decode("utf-8", "replace"))
        for at in range(len(words)):
            if words[at : at + _RUN] == run[:_RUN]:
                return f"{path}: {_quote(words, at, at + len(run))}"
    return "(its words stood apart)"


def _quote(words: list[str], start: int, end: int) -> str:
    before, after = words[max(0, start - _AROUND) : start], words[end : end + _AROUND]
    shown = words[start:end]
    if len(shown) > _SHOWN:
        shown = [*shown[: _SHOWN // 2], "…", *shown[-_SHOWN // 2 :]]
    return " ".join([*before, "[", *shown, "]", *after])


def _words(text: str) -> list[str]:
    return [token for token, _, _ in token_ranges(text) if token[0].isalnum()]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 100)
