"""Our answers on histories whose truth is known by construction, beside ``git blame``'s."""

import statistics
from pathlib import Path

import pytest

from pipeline.align.sequences import align
from pipeline.history.repository import open_repository
from pipeline.history.walk import walk
from pipeline.parse.scan import read_words
from pipeline.provenance.trace import trace
from tests.oracle.rare_words import Oracle
from tests.support.events import EVENTS, generate
from tests.support.generated import file_words
from tests.support.scores import (
    ALONE,
    BLAME,
    MIXED,
    REMOVERS,
    percents,
    score,
    score_repository,
    trace_history,
)
from tests.support.written import blame_score, write_repository


def holds(vocabulary: str, event: str, seeds: range, least: float, removers: float) -> None:
    found = [
        score(history, trace_history(history))
        for history in (generate(seed, vocabulary, event) for seed in seeds)
    ]
    assert statistics.mean(percents(found, "right", "words")) >= least
    assert statistics.mean(percents(found, "authors", "words")) >= least
    assert statistics.mean(percents(found, "removers", "removed")) >= removers


@pytest.mark.parametrize("vocabulary", list(MIXED))
def test_mixed_histories(vocabulary: str):
    holds(vocabulary, "mixed", range(101, 104), MIXED[vocabulary] - 0.3, REMOVERS - 2)


@pytest.mark.long
@pytest.mark.parametrize("vocabulary", list(MIXED))
def test_mixed_histories_at_length(vocabulary: str):
    holds(vocabulary, "mixed", range(201, 225), MIXED[vocabulary], REMOVERS)


@pytest.mark.long
@pytest.mark.parametrize("vocabulary", list(ALONE))
@pytest.mark.parametrize("event", list(EVENTS))
def test_each_event_alone(event: str, vocabulary: str):
    # A rewritten sentence of common words keeps some by chance: who took which out is taste.
    least = 94.0 if event == "rewrite" else 97.0
    holds(vocabulary, event, range(201, 205), ALONE[vocabulary], least)


@pytest.mark.long
@pytest.mark.parametrize("vocabulary", list(BLAME))
def test_git_blame_gets_few_of_them(vocabulary: str, tmp_path: Path):
    """The histories are hard: else our own figures would say little."""
    plain, thorough = [], []
    for seed in range(201, 209):
        history = generate(seed, vocabulary)
        path = tmp_path / f"{seed}.git"
        ids = write_repository(history, path)
        plain.append(100 * blame_score(history, path, ids, "-w"))
        thorough.append(100 * blame_score(history, path, ids, "-w", "-M", "-C", "-C", "-C"))
    assert statistics.mean(plain) <= BLAME[vocabulary][0]
    assert statistics.mean(thorough) <= BLAME[vocabulary][1]


def test_the_command_says_what_the_engine_says(tmp_path: Path):
    """From a repository, through the walk, .mailmap, trailers and JSON, the score is the same."""
    history = generate(104, "hard")
    assert {made.event for made in history.commits} >= {"coauthors", "mailmap"}
    assert score_repository(history, tmp_path / "made.git") == score(
        history, trace_history(history)
    )


def test_git_and_the_walk_lead_to_the_same_answer(tmp_path: Path):
    """The same history from a repository and from literals: walk, refs of requests, all."""
    history = generate(105, "easy")
    ids = write_repository(history, tmp_path / "made.git")
    repository = open_repository(tmp_path / "made.git")
    head = ids[history.head]

    def words(blob: str) -> tuple[tuple[str, ...], ...]:
        return read_words(repository.handle[blob].data.decode(), heading=False)

    answer = trace(walk(repository, [head]), words, [head])[head]
    drawn = trace_history(history)
    assert set(answer.origins) == set(drawn.origins)
    for path in drawn.origins:
        mine = [o for block in answer.origins[path] for o in block]
        theirs = [o for block in drawn.origins[path] for o in block]
        assert [(o.commit, o.via, o.reason) for o in mine] == [
            (ids[o.commit or ""], ids.get(o.via, ""), o.reason) for o in theirs
        ]


@pytest.mark.long
@pytest.mark.parametrize("vocabulary", ["easy", "hard"])
def test_the_rare_word_oracle_is_right(vocabulary: str, tmp_path: Path):
    """What the oracle is sure of on generated histories is true, but for a word in a thousand."""
    sure = right = 0
    for seed in range(201, 207):
        history = generate(seed, vocabulary, commits=30)
        path = tmp_path / f"{seed}.git"
        ids = write_repository(history, path)
        names = {id: name for name, id in ids.items()}
        for file_path, verdicts in Oracle(path).files():
            truth = list(file_words(history.state[file_path]))
            words = [verdict.word for verdict in verdicts]
            for match in align([word.text for word in truth], words):
                for place in range(match.length):
                    verdict = verdicts[match.new + place]
                    sure += bool(verdict.tier)
                    first = truth[match.old + place].origin
                    right += bool(verdict.tier) and names[verdict.origin] == first
    assert sure > 1000
    assert right / sure >= 0.999
