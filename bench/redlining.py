"""How long a redline takes, beside pandiff on the same two texts; and how it grows.

pandiff is a program of Node and pandoc: both are fetched into the bench's own folder (npm, and
pypandoc-binary for pandoc), which takes a network. Without npm these comparisons are left out.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.documents import write_document
from bench.paired import Comparison, Spent, compare, run
from bench.redlining_pdf import write_pair
from bench.starting import REDRAFT

_PANDIFF = "pandiff@0.6.0"
_PANDOC = "pypandoc-binary==1.17"
_NOTE = re.compile(r"\[\^[^\]]*\]:?")
_ENTRIES = 58  # about 50 pages
_SHARE = 0.05
_ROUNDS = 3
_JSON, _HTML = 0.08, 0.12  # of pandiff's time
_GROWTH = 1.3  # of ten: ten times the text may take thirteen times the time


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield .json and .html of a 50-page pair over pandiff, then what ten times as much takes."""
    pair = folder / "redline-pair"
    write_pair(pair, _SHARE)
    yield from _beside_pandiff(folder, pair)
    yield _growth(folder, "redline .json, 50 to 500 pages", _write_pages, (_ENTRIES, 10 * _ENTRIES))
    yield _growth(folder, "… paragraph of 100,000 words", _write_long, (10_000, 100_000))
    yield _growth(folder, "… 5,000 moved paragraphs", _write_shuffled, (500, 5000))


def _beside_pandiff(folder: Path, pair: Path) -> Iterator[Comparison]:
    if shutil.which("npm") is None:
        print("npm is not there: redlines are not timed beside pandiff", file=sys.stderr)
        return
    pandiff, environment = _fetch_pandiff(folder / "pandiff")
    texts = [_one_text(pair, revision, folder / f"{revision}.md") for revision in ("v1", "v2")]
    theirs = [str(pandiff), *map(str, texts)]
    for format, limit in (("json", _JSON), ("html", _HTML)):
        yield compare(
            f"redline .{format}, 50 pages / pandiff",
            _redline(pair, folder / f"redline.{format}"),
            theirs,
            limit=limit,
            rounds=_ROUNDS,
            environment=environment,
        )


def _redline(repository: Path, output: Path) -> list[str]:
    where = [REDRAFT, "-C", str(repository), "--no-cache"]
    return [*where, "redline", "v1", "v2", "-o", str(output)]


def _fetch_pandiff(folder: Path) -> tuple[Path, dict[str, str]]:
    """Install pandiff and the pandoc that it calls; return it, and the environment it needs."""
    folder.mkdir()
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*npm, _PANDIFF], **quiet)  # type: ignore[call-overload]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run(  # type: ignore[call-overload]
        [*pip, "--no-deps", "--target", str(folder / "python"), _PANDOC], **quiet
    )
    pandoc = folder / "python" / "pypandoc" / "files"
    path = os.pathsep.join((str(pandoc), os.environ["PATH"]))
    return folder / "node_modules" / ".bin" / "pandiff", {"PATH": path}


def _one_text(repository: Path, revision: str, output: Path) -> Path:
    """Write all entries of a revision as one text, without front matter."""
    git = ["git", "-C", str(repository)]
    listed = subprocess.run(
        [*git, "ls-tree", "-r", "--name-only", revision], check=True, capture_output=True, text=True
    )
    bodies = []
    for path in sorted(listed.stdout.split()):
        if path.endswith(".md"):
            shown = subprocess.run(
                [*git, "show", f"{revision}:{path}"], check=True, capture_output=True, text=True
            )
            bodies.append(shown.stdout.rpartition("---\n")[2])
    # A note's label is one file's, and would mean another's in one text: as plain text
    output.write_text(_NOTE.sub("", "\n".join(bodies)))
    return output


def _growth(
    folder: Path, name: str, write: Callable[[Path, int], None], sizes: tuple[int, int]
) -> Comparison:
    spent: list[Spent] = []
    for size in sizes:
        repository = folder / f"{write.__name__}-{size}"
        write(repository, size)
        rounds = [run(_redline(repository, folder / "grown.json"), {}) for _ in range(2)]
        spent.append(min(rounds, key=lambda each: each.cpu))
    small, large = spent
    grown = large.over(small)
    ten = Spent(10, 10, 10)
    ratio = grown.over(ten)
    return Comparison(f"{name} / ten times", grown, ten, ratio.wall, ratio.cpu, _GROWTH, "×")


def _write_pages(folder: Path, entries: int) -> None:
    write_pair(folder, _SHARE, entries)


def _write_long(folder: Path, words: int) -> None:
    """A paragraph of so many words, one in ten of which changes."""
    chance = random.Random(words)
    text = [f"word{chance.randrange(4000)}" for _ in range(words)]
    changed = [f"other{chance.randrange(4000)}" if k % 10 == 5 else w for k, w in enumerate(text)]
    _write_two(folder, " ".join(text), " ".join(changed))


def _write_shuffled(folder: Path, count: int) -> None:
    chance = random.Random(count)
    text = [
        " ".join(f"word{chance.randrange(4000)}" for _ in range(20)) + f" {k}."
        for k in range(count)
    ]
    _write_two(folder, "\n\n".join(text), "\n\n".join(chance.sample(text, count)))


def _write_two(folder: Path, old: str, new: str) -> None:
    """Write a document with one entry of text as v1, and with another as v2."""
    write_document(folder, 1)
    (entry,) = (folder / "recommendations").glob("entry-*.md")
    front = entry.read_text("utf-8").rpartition("---\n")[0]
    git = ["git", "-C", str(folder), "-c", "user.name=B", "-c", "user.email=b@redraft.example"]
    for text, tag in ((old, "v1"), (new, "v2")):
        entry.write_text(f"{front}---\n{text}\n", "utf-8")
        for command in (["commit", "-qam", tag], ["tag", "-f", "-am", tag, tag]):
            subprocess.run([*git, *command], check=True, stdout=subprocess.DEVNULL)
