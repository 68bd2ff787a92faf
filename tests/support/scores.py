"""What share of a generated history's words an engine's answer has right."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.trace import Trace
from pipeline.parse.scan import read_words
from pipeline.provenance.trace import trace
from tests.support.generated import History, file_words, removal_truth, render, steps


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of words: at the head, with the right origin, with the right authors; of those that
    were taken out, and with the right remover."""

    words: int
    right: int
    authors: int
    removed: int
    removers: int


def trace_history(history: History, *, pulls: bool = True) -> Trace:
    """Trace a generated history with redraft's own reader."""
    walked, texts = steps(history, pulls=pulls)
    answers = trace(walked, lambda blob: read_words(texts[blob], heading=False), [history.head])
    return answers[history.head]


def score(
    history: History,
    answer: Trace,
    report: Callable[[str, str, str, str | None], None] | None = None,
) -> Score:
    """Compare an answer with the truth; ``report`` hears of each word that is wrong."""
    authors = {made.name: {made.author, *made.co_authors} for made in history.commits}
    words = right = same_authors = 0
    for path, file in sorted(history.state.items()):
        blocks = answer.origins[path]
        tokens = [
            token for block in read_words(_text(history, path), heading=False) for token in block
        ]
        found = [
            (token, origin)
            for token, origin in zip(tokens, [o for b in blocks for o in b], strict=True)
            if token[0].isalnum()
        ]
        truth = list(file_words(file))
        assert [word.text for word in truth] == [token for token, _ in found], path
        for word, (_, origin) in zip(truth, found, strict=True):
            first = history.truth(word)
            words += 1
            right += origin.commit == first
            same_authors += origin.commit is not None and authors[origin.commit] == authors[first]
            if report is not None and origin.commit != first:
                report(path, word.text, first, origin.commit)
    gone = removal_truth(history)
    told = Counter(
        (one.text, one.origin.commit or "", one.removed_by or "")
        for path in answer.removals
        for one in answer.removals[path]
    )
    return Score(words, right, same_authors, gone.total(), (gone & told).total())


def _text(history: History, path: str) -> str:
    return render(history.state[path])
