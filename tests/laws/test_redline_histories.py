"""Redlines of generated histories, whose fates are known by construction."""

import pytest

from tests.support.events import generate
from tests.support.redline_scores import Score, score

EVENTS = (
    "word_edit",
    "move_across",
    "move_edit",
    "rename_edit",
    "reflow_edit",
    "branch",
    "conflict",
    "reintroduce",
    "mixed",
)


def scored(event: str, seed: int, vocabulary: str, commits: int) -> Score:
    """Score the redlines from three earlier commits of the main line to the head."""
    history = generate(seed, vocabulary, event, commits)
    line = [history.head]
    while history.at(line[-1]).parents:
        line.append(history.at(line[-1]).parents[0])
    total = Score()
    for share in (4, 2, 1.3):
        total += score(history, line[min(len(line) - 1, int(len(line) / share))], history.head)
    return total


def hold(total: Score) -> None:
    """Authors are counted with commits: a commit names all of its own."""
    assert total.inserted_right >= 0.99 * total.inserted
    assert total.removed_right >= 0.99 * total.removed
    assert total.shown_changed <= 0.02 * total.kept
    assert total.moves_right >= 0.98 * total.moves
    assert total.moves_right >= 0.97 * total.moves_shown


@pytest.mark.parametrize("event", ["word_edit", "move_edit", "branch"])
def test_changed_words_name_their_commits(event: str) -> None:
    hold(scored(event, 3, "easy", 20))


@pytest.mark.long
def test_changed_words_name_their_commits_in_long_histories() -> None:
    total = Score()
    for vocabulary in ("easy", "multi"):
        for event in EVENTS:
            for seed in (11, 12, 13):
                total += scored(event, seed, vocabulary, 60)
    hold(total)
    assert total.moves > 500
