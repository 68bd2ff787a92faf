"""What share of a generated history's words an answer has right."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.trace import Trace
from pipeline.parse.scan import read_words
from pipeline.provenance.trace import trace
from tests.support.generated import History, file_words, removal_truth, render, steps
from tests.support.told import ask, authors_told, removals_told, words_told
from tests.support.written import signature, write_repository

# Least share of words with the right origin, in percent, of mixed histories and of each kind of
# event alone; of words with the right authors, the same. Then of removed words with their remover.
MIXED = {"easy": 99.9, "hard": 99.4, "multi": 99.7}
ALONE = {"easy": 99.5, "hard": 98.5}
REMOVERS = 99.0
# The most that ``git blame`` may have right where a history is hard: -w; -w -M -C -C -C.
BLAME = {"easy": (35.0, 42.0), "hard": (30.0, 36.0)}

Report = Callable[[str, str, str, str | None], None]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of words: at the head, with the right origin, with the right authors; of those that
    were taken out, and with the right remover."""

    words: int
    right: int
    authors: int
    removed: int
    removers: int


def percents(found: Iterable[Score], part: str, whole: str) -> list[float]:
    """Return the share of a part for each history that has the whole, in percent."""
    shares = [(getattr(one, part), getattr(one, whole)) for one in found]
    return [100 * some / every for some, every in shares if every] or [100.0]


def trace_history(history: History, *, pulls: bool = True) -> Trace:
    """Trace a generated history with redraft's own reader."""
    walked, texts = steps(history, pulls=pulls)
    answers = trace(walked, lambda blob: read_words(texts[blob], heading=False), [history.head])
    return answers[history.head]


def score(history: History, answer: Trace, report: Report | None = None) -> Score:
    """Compare an engine's answer with the truth; ``report`` hears of each word that is wrong."""
    told: dict[str, list[tuple[str, str | None]]] = {}
    for path, file in history.state.items():
        tokens = [token for block in read_words(render(file), heading=False) for token in block]
        origins = [origin for block in answer.origins[path] for origin in block]
        told[path] = [
            (token, origin.commit)
            for token, origin in zip(tokens, origins, strict=True)
            if token[0].isalnum()
        ]
    removed = Counter(
        (one.text, one.origin.commit or "", one.removed_by or "")
        for path in answer.removals
        for one in answer.removals[path]
    )
    authors = {made.name: frozenset((made.author, *made.co_authors)) for made in history.commits}
    return _count(history, told, removed, authors, authors, report)


def score_repository(history: History, path: Path, report: Report | None = None) -> Score:
    """Write a history as a repository, ask ``provenance`` about it, and compare its JSON."""
    names = {id: name for name, id in write_repository(history, path).items()}
    answer = ask(path)
    told = {
        path: [(word.text, names.get(word.commit or "")) for word in words]
        for path, words in words_told(answer).items()
    }
    removed = Counter(
        {
            (word, names.get(origin, ""), names.get(remover, "")): count
            for (word, origin, remover), count in removals_told(answer).items()
        }
    )
    authors = {
        made.name: frozenset(map(signature, (made.author, *made.co_authors)))
        for made in history.commits
    }
    answered = {names[id]: people for id, people in authors_told(answer).items()}
    return _count(history, told, removed, authors, answered, report)


def _count(
    history: History,
    told: Mapping[str, list[tuple[str, str | None]]],
    removed: Counter[tuple[str, str, str]],
    authors: Mapping[str, frozenset[str]],
    answered: Mapping[str, frozenset[str]],
    report: Report | None,
) -> Score:
    words = right = same_authors = 0
    for path, file in sorted(history.state.items()):
        truth = list(file_words(file))
        assert [word.text for word in truth] == [text for text, _ in told[path]], path
        for word, (_, commit) in zip(truth, told[path], strict=True):
            first = history.truth(word)
            words += 1
            right += commit == first
            same_authors += commit is not None and answered[commit] == authors[first]
            if report is not None and commit != first:
                report(path, word.text, first, commit)
    gone = removal_truth(history)
    return Score(words, right, same_authors, gone.total(), (gone & removed).total())
