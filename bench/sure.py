"""``python -m bench.sure [--wrong] REPOSITORY …``: accuracy on real histories.

The rare-word oracle (tests/oracle/rare_words.py) tells which words at HEAD leave no doubt who
wrote them; the answer is the JSON of ``redraft provenance``. A word that the answer does not have
is one that its reader cuts otherwise. Repositories are clones of branches and tags: an origin in
the ref of a pull request is none that the oracle knows. ``--wrong`` lists the wrong words.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.starting import REDRAFT
from tests.oracle.rare_words import Oracle, Verdict
from tests.support.sure import SureScore, sure_score
from tests.support.told import Told, words_told

_HEADER = f"{'% of words':34}{'words':>9}{'sure':>7}{'of found':>10}{'of all':>9}{'broken':>8}"
_FOUND, _ALL, _BROKEN = 99.8, 99.3, 0.2  # each repository
_MEANS = (99.9, 99.5)


def main(repositories: Sequence[Path], *, wrong: bool = False) -> int:
    """Print a line a repository; return 1 where one or the mean falls short."""
    print(_HEADER)
    shares: list[tuple[float, float]] = []
    short = 0
    for repository in repositories:
        mistakes = _Mistakes()
        found = score(repository, mistakes)
        of_found, of_all = _percent(found.right, found.found), _percent(found.right, found.sure)
        broken = _percent(found.broken, found.bounded)
        is_short = of_found < _FOUND or of_all < _ALL or broken > _BROKEN
        short += is_short
        shares.append((of_found, of_all))
        print(
            f"{_name(repository):34}{found.words:9}{_percent(found.sure, found.words):7.1f}"
            f"{of_found:10.3f}{of_all:9.3f}{broken:8.3f}{'  short' if is_short else ''}",
            flush=True,
        )
        if wrong:
            print(*mistakes.lines(), sep="\n")
    means = tuple(map(statistics.mean, zip(*shares, strict=True)))
    is_short = means[0] < _MEANS[0] or means[1] < _MEANS[1]
    print(f"{'mean':50}{means[0]:10.3f}{means[1]:9.3f}{'  short' if is_short else ''}")
    return 1 if short or is_short else 0


def score(repository: Path, mistakes: "_Mistakes | None" = None) -> SureScore:
    """Ask redraft about every Markdown file at HEAD, and judge."""
    with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
        written = Path(folder) / "provenance.json"
        command = [REDRAFT, "-C", str(repository), "--no-cache", "provenance", "--at", "HEAD"]
        subprocess.run([*command, "--format", "json", "-o", str(written)], check=True)
        told = words_told(json.loads(written.read_text("utf-8")))
    oracle = Oracle(repository)
    return sure_score(oracle, dict(oracle.files()), told, mistakes)


class _Mistakes:
    """Collects wrong words, those in a row together."""

    def __init__(self) -> None:
        self._runs: defaultdict[tuple[str, str, str], list[tuple[int, str, str]]] = defaultdict(
            list
        )

    def __call__(self, path: str, place: int, verdict: Verdict, told: Told) -> None:
        key = verdict.origin, told.commit or "beyond", path
        self._runs[key].append((place, verdict.word, told.reason))

    def lines(self) -> Iterator[str]:
        """Yield a line for each true origin, told origin and file: the most words first."""
        for (true, told, path), words in sorted(
            self._runs.items(), key=lambda run: (-len(run[1]), run[0])
        ):
            reasons = Counter(reason for _, _, reason in words)
            text = " ".join(word for _, word, _ in words[:30])
            yield f"  {len(words):5} {true[:10]} told {told[:10]} {path} {dict(reasons)}: {text}"


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def _name(repository: Path) -> str:
    return repository.parent.name if repository.name == "repo" else repository.name


if __name__ == "__main__":
    arguments = sys.argv[1:]
    paths = [Path(each) for each in arguments if each != "--wrong"]
    sys.exit(main(paths, wrong="--wrong" in arguments))
