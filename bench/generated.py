"""``python -m bench.generated COMMIT [SEEDS]``: scores on generated histories that nobody chose.

The seeds are the first eight digits of the id of the commit that froze the engine, read as a
hexadecimal number, plus 1, 2, 3 …: SEEDS of them (12) for mixed histories, a third as many for
each kind of event alone and for ``git blame``, which shows how hard the histories are. Histories
are written as repositories; what is judged is the JSON of ``redraft provenance --removed``.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.support.events import EVENTS, generate
from tests.support.scores import (
    ALONE,
    BLAME,
    MIXED,
    REMOVERS,
    Score,
    percents,
    score_repository,
)
from tests.support.written import blame_score, write_repository

_OPTIONS = (("-w",), ("-w", "-M", "-C", "-C", "-C"))

_Question = tuple[int, str, str]  # seed, vocabulary, event


def main(commit: str, seeds: int) -> int:
    """Print a line a kind of history, and whether it reaches its mark; return the exit code."""
    first = int(commit[:8], 16) + 1
    mixed, few = range(first, first + seeds), range(first, first + max(1, seeds // 3))
    print(f"seeds {first} to {mixed[-1]}; events alone and git blame to {few[-1]}")
    print(f"{'% of words, mean (lowest)':28}{'origin':>16}{'authors':>16}{'removers':>16}  least")
    kinds = [(vocabulary, "mixed", mixed, least) for vocabulary, least in MIXED.items()]
    for event in EVENTS:
        kinds += [(vocabulary, event, few, least) for vocabulary, least in ALONE.items()]
    short = 0
    with ProcessPoolExecutor() as pool:
        questions = [(seed, name, event) for name, event, chosen, _ in kinds for seed in chosen]
        answers = pool.map(_score, questions)
        for vocabulary, event, chosen, least in kinds:
            found = [next(answers) for _ in chosen]
            shares = [percents(found, *parts) for parts in _PARTS]
            marks = (least, least, REMOVERS if event == "mixed" else 0.0)
            is_short = any(map(_is_under, shares, marks))
            short += is_short
            cells = "".join(f"{_cell(share):>16}" for share in shares)
            verdict = "  short" if is_short else ""
            print(f"{f'{event} {vocabulary}':28}{cells}{least:7}{verdict}", flush=True)
        for vocabulary, most in BLAME.items():
            told = list(pool.map(_blame, [(seed, vocabulary, "mixed") for seed in few]))
            for options, limit, share in zip(_OPTIONS, most, zip(*told, strict=True), strict=True):
                is_over = statistics.mean(share) > limit
                short += is_over
                name = f"git blame {' '.join(options)}, {vocabulary}"
                print(f"{name:36}{_cell(share):>16}  at most {limit}{'  over' if is_over else ''}")
    return 1 if short else 0


_PARTS = (("right", "words"), ("authors", "words"), ("removers", "removed"))


def _score(question: _Question) -> Score:
    with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
        return score_repository(generate(*question), Path(folder) / "made.git")


def _blame(question: _Question) -> tuple[float, ...]:
    history = generate(*question)
    with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
        path = Path(folder) / "made.git"
        ids = write_repository(history, path)
        return tuple(100 * blame_score(history, path, ids, *option) for option in _OPTIONS)


def _is_under(share: Sequence[float], least: float) -> bool:
    return statistics.mean(share) < least


def _cell(shares: Sequence[float]) -> str:
    return f"{statistics.mean(shares):.2f} ({min(shares):.2f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 12))
