"""Under whom a commit is shown: the three identities of the contract, section 3."""

import datetime

from pipeline.history.credit import credit
from pipeline.model.history import Agent, Commit
from pipeline.model.text import Party

INDIA = Party("India", "india", letters="IN", emails=("Delegate@india.example",))
JAPAN = Party("Japan", "japan", letters="JP", emails=("mission@japan.example",))
SECRETARIAT = Party("Secretariat", "secretariat", letters="SEC", emails=("s@un.example",))
PARTIES = (SECRETARIAT, INDIA, JAPAN)

DELEGATE = Agent("A. Delegate", "delegate@india.example")
MISSION = Agent("Mission", "mission@japan.example")
CLERK = Agent("A. Clerk", "s@un.example")
STRANGER = Agent("Stranger", "x@x.example")
GITHUB = Agent("GitHub", "noreply@github.com")


def shown(
    *authors: Agent, committer: Agent | None = None, on_behalf_of: tuple[str, ...] = ()
) -> tuple[list[str], str]:
    date = datetime.datetime(2014, 2, 7, tzinfo=datetime.UTC)
    commit = Commit(
        "1" * 40, (), authors, committer or authors[0], date, date, "Edit", on_behalf_of
    )
    found = credit(commit, PARTIES)
    return [party.name for party in found.parties], found.by


def test_an_author_of_a_party_is_that_party() -> None:
    assert shown(DELEGATE) == (["India"], "")


def test_an_author_of_no_party_stands_for_themselves() -> None:
    assert shown(STRANGER) == (["Stranger"], "")


def test_the_trailer_counts_before_the_address() -> None:
    assert shown(CLERK, on_behalf_of=("India",)) == (["India"], "A. Clerk")


def test_the_trailer_may_name_by_id_letters_or_address() -> None:
    for value in ("india", "IN", "INDIA", "India <delegate@india.example>"):
        assert shown(DELEGATE, on_behalf_of=(value,)) == (["India"], "")


def test_the_trailer_may_name_several_and_strangers() -> None:
    names = ("Japan", "India", "Japan", "Atlantis")
    assert shown(CLERK, on_behalf_of=names) == (["Japan", "India", "Atlantis"], "A. Clerk")


def test_what_the_secretariat_edits_is_the_secretariat_s() -> None:
    assert shown(CLERK) == (["Secretariat"], "")


def test_a_committer_who_is_not_the_author_is_named() -> None:
    assert shown(DELEGATE, committer=CLERK) == (["India"], "A. Clerk")


def test_an_author_outside_the_party_is_named_before_the_committer() -> None:
    assert shown(STRANGER, committer=CLERK, on_behalf_of=("India",)) == (["India"], "Stranger")


def test_a_host_s_merge_account_is_nobody() -> None:
    assert shown(DELEGATE, committer=GITHUB) == (["India"], "")


def test_co_authors_bring_their_parties_each_once() -> None:
    other = Agent("B. Delegate", "DELEGATE@india.example")
    assert shown(DELEGATE, MISSION, other) == (["India", "Japan"], "")


def test_a_co_author_who_commits_is_no_third_person() -> None:
    assert shown(DELEGATE, MISSION, committer=MISSION) == (["India", "Japan"], "")
