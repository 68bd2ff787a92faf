"""Whose a change is, as the comment on a pull request says it: never more than the base can prove.

Git's authors, committers and trailers are typed by whoever commits, so each test here is a
stranger who says something of themselves, or an honest person who says the same.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.repository import GitRepository

SETTINGS = """\
title: Draft Recommendations
language: en
abstract: abstract.md
annexes: [annexes/a.md]
groups:
  - {key: A, title: Navigation}
parties:
  - {id: secretariat, name: Secretariat, letters: SEC, kind: secretariat, emails: [secretariat@redraft.example]}
  - {id: japan, name: Japan, letters: JP, emails: [mission@japan.example]}
  - {id: india, name: India, letters: IN, emails: [mission@india.example]}
"""  # noqa: E501
RIVERS, LAKES, FISH = (f"recommendations/{name}.md" for name in ("rivers", "lakes", "fish"))
JAPAN = "Japan <mission@japan.example>"
INDIA = "India <mission@india.example>"
SECRETARIAT = "Secretariat <secretariat@redraft.example>"
M = "M <m@evil.example>"
HOST = "GitHub <noreply@github.com>"
FOR_JAPAN = "Edit\n\nOn-behalf-of: japan"


def entry(body: str, *, who: str = "[japan]") -> str:
    return f"---\ngroup: A\ndate: 2014-01-02\nsubmitters: {who}\n---\n\n{body}\n"


BEFORE = entry("(1) States should act on every river.")
AFTER = entry("(1) All states should act on every river.")


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.commit(
        {
            "recommendations/document.yaml": SETTINGS,
            "recommendations/abstract.md": "What this is.\n",
            "recommendations/annexes/a.md": "---\ntitle: Maps\n---\n\nThe maps.\n",
            RIVERS: BEFORE,
            LAKES: entry("(1) Lakes too.", who="[{name: Lakeland}]"),
        },
        author=JAPAN,
    )
    made.branch("topic")
    return made


def report(made: GitRepository) -> dict[str, object]:
    arguments = ["-C", str(made.path), "report", "main", "topic", "--format", "json"]
    result = CliRunner().invoke(redraft, arguments)
    assert result.exit_code in (0, 1), result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def comment(made: GitRepository) -> str:
    result = CliRunner().invoke(redraft, ["-C", str(made.path), "report", "main", "topic"])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def standings(made: GitRepository) -> list[str]:
    files = report(made)["files"]
    assert isinstance(files, list)
    return [each["standing"] for file in files for each in file["contributors"]]


def theirs(made: GitRepository) -> list[str]:
    """Return what reviewers are told of who changes whose text."""
    summary = report(made)["summary"]
    assert isinstance(summary, dict)
    return [each["text"] for each in summary["attention"] if each["kind"] == "someone-elses-text"]


NAME = "Group A, 1. Japan (2 January 2014)"


# --- Strangers ------------------------------------------------------------------------------------


def test_a_trailer_makes_nobody_the_submitter(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, FOR_JAPAN, author=M, committer=M)
    assert standings(made) == ["claimed"]
    assert theirs(made) == [f"M claims to act for Japan, which nothing here proves: {NAME}"]
    text = comment(made)
    assert f"By Japan · by M ({made.head()[:7]}), who claims to act for the submitter" in text
    assert ", the submitter" not in text


def test_a_new_entry_in_anothers_name_is_a_claim(made: GitRepository) -> None:
    made.commit({FISH: entry("(1) Fish.")}, FOR_JAPAN, author=M, committer=M)
    assert standings(made) == ["claimed"]
    assert theirs(made) == [
        "M claims to act for Japan, which nothing here proves: Group A, 1. Japan (2 January 2014)"
    ]


def test_a_new_entry_without_a_trailer_is_entered_by_a_stranger(made: GitRepository) -> None:
    made.commit({FISH: entry("(1) Fish.")}, author=M, committer=M)
    assert theirs(made) == [
        "Group A, 1. Japan (2 January 2014) is entered by M, not by its submitter"
    ]


@pytest.mark.parametrize("name", ["Japan", "JAPAN", "japan"])
def test_a_name_alone_makes_nobody_the_submitter(made: GitRepository, name: str) -> None:
    author = f"{name} <x@evil.example>"
    made.commit({RIVERS: AFTER}, author=author, committer=author)
    assert standings(made) == ["claimed"]
    assert theirs(made) == [f"{name} claims to act for Japan, which nothing here proves: {NAME}"]
    assert f"By {name} (" in comment(made)


def test_a_submitter_of_whom_no_address_is_known_cannot_be_proven(made: GitRepository) -> None:
    lakes = entry("(1) All lakes too.", who="[{name: Lakeland}]")
    author = "Lakeland <office@lakeland.example>"
    made.commit({LAKES: lakes}, author=author, committer=author)
    assert standings(made) == ["claimed"]


def test_a_mailmap_of_ones_own_makes_nobody_the_submitter(made: GitRepository) -> None:
    mailmap = "Japan <mission@japan.example> <m@evil.example>\n"
    made.commit({RIVERS: AFTER, ".mailmap": mailmap}, author=M, committer=M)
    assert standings(made)[-1] == "claimed"
    assert theirs(made) == [f"M claims to act for Japan, which nothing here proves: {NAME}"]


def test_an_address_of_ones_own_in_the_settings_makes_nobody_the_submitter(
    made: GitRepository,
) -> None:
    settings = SETTINGS.replace("[mission@japan", "[m@evil.example, mission@japan")
    files = {RIVERS: AFTER, "recommendations/document.yaml": settings}
    made.commit(files, author=M, committer=M)
    assert standings(made)[-1] == "claimed"
    assert theirs(made) == [f"M claims to act for Japan, which nothing here proves: {NAME}"]


def test_who_rewrites_the_submitters_commits_is_named(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, author=JAPAN, committer=M)
    assert standings(made) == ["claimed"]
    assert theirs(made) == [f"M claims to act for Japan, which nothing here proves: {NAME}"]


def test_a_stranger_who_commits_the_secretariats_work_is_named(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, FOR_JAPAN, author=SECRETARIAT, committer=M)
    assert standings(made) == ["claimed"]


def test_the_submitter_among_the_co_authors_proves_nothing(made: GitRepository) -> None:
    message = f"Edit\n\nCo-authored-by: {JAPAN}"
    made.commit({RIVERS: AFTER}, message, author=M, committer=M)
    assert standings(made) == ["other"]
    assert theirs(made) == [f"M, Japan edit the text of Japan: {NAME}"]


def test_to_act_for_the_secretariat_proves_nothing(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, "Edit\n\nOn-behalf-of: secretariat", author=M, committer=M)
    assert standings(made) == ["other"]
    assert theirs(made) == [f"Secretariat (by M) edits the text of Japan: {NAME}"]


def test_the_name_of_the_secretariat_proves_nothing(made: GitRepository) -> None:
    author = "Secretariat <x@evil.example>"
    made.commit({RIVERS: AFTER}, FOR_JAPAN, author=author, committer=author)
    assert standings(made) == ["claimed"]


def test_who_edits_common_text_is_named(made: GitRepository) -> None:
    made.commit({"recommendations/abstract.md": "All is agreed.\n"}, author=M, committer=M)
    annex = "---\ntitle: Maps\n---\n\nThe new maps.\n"
    made.commit({"recommendations/annexes/a.md": annex}, author=INDIA, committer=INDIA)
    edits = [each.partition(": ")[0] for each in theirs(made)]
    assert sorted(edits) == ["India edits common text", "M edits common text"]


def test_common_text_that_is_removed_is_said(made: GitRepository) -> None:
    settings = SETTINGS.replace("abstract: abstract.md\n", "")
    files = {"recommendations/abstract.md": None, "recommendations/document.yaml": settings}
    made.commit(files, author=M, committer=M)
    assert "is removed" in comment(made)


# --- Honest people --------------------------------------------------------------------------------


@pytest.mark.parametrize("committer", [JAPAN, HOST])
def test_a_listed_address_is_the_submitters(made: GitRepository, committer: str) -> None:
    made.commit({RIVERS: AFTER}, author=JAPAN, committer=committer)
    assert standings(made) == ["submitter"]
    assert theirs(made) == []
    assert f"By Japan ({made.head()[:7]}), the submitter" in comment(made)


def test_a_submitter_who_is_named_on_the_spot_is_the_party_of_that_name(
    made: GitRepository,
) -> None:
    made.switch("main")
    made.commit({FISH: entry("(1) Fish.", who="[{name: India}]")}, author=INDIA)
    made.git("switch", "--quiet", "--force-create", "topic")
    changed = entry("(1) All fish.", who="[{name: India}]")
    made.commit({FISH: changed}, author=INDIA, committer=INDIA)
    assert standings(made) == ["submitter"]


@pytest.mark.parametrize("committer", [SECRETARIAT, HOST])
def test_what_the_secretariat_enters_for_a_submitter_is_the_submitters(
    made: GitRepository, committer: str
) -> None:
    made.commit({FISH: entry("(1) Fish.")}, FOR_JAPAN, author=SECRETARIAT, committer=committer)
    made.commit({RIVERS: AFTER}, author=JAPAN, committer=SECRETARIAT)
    assert standings(made) == ["entered", "entered"]
    assert theirs(made) == []
    assert "), entered for the submitter" in comment(made)


def test_what_the_secretariat_edits_is_the_secretariats(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, author=SECRETARIAT)
    assert standings(made) == ["other"]
    assert theirs(made) == [f"Secretariat edits the text of Japan: {NAME}"]


def test_the_secretariat_may_edit_common_text(made: GitRepository) -> None:
    abstract = {"recommendations/abstract.md": "What this is about.\n"}
    made.commit(abstract, author=SECRETARIAT, committer=SECRETARIAT)
    assert theirs(made) == []


def test_that_names_are_not_proven_is_said(made: GitRepository) -> None:
    made.commit({RIVERS: AFTER}, author=JAPAN, committer=JAPAN)
    assert "Names and addresses are as the commits give them; Git proves none." in comment(made)
