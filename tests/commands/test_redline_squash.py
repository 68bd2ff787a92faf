"""A squash's changes are those of its request's commits while they are there, then its own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.repository import GitRepository

FIRST = "States should publish a report on the Internet each year."
ROLE = "The Group recognises that all stakeholders have a role, whatever their size, in the end."
GONE = "A paragraph which somebody will take out of the text altogether, as it says nothing new."
STAYS = "Here is a passage that stays where it is, long enough that others have to move around it."
MOVES = "This one is going to be moved to the end of the document by an editor."
LAST = "Last comes a paragraph with an edit which is taken back again by the commit after it."

# What is there to see, and whose it is: five of the nine, the other four on nothing
BY = {
    ("delete", "a report"): "Bob",
    ("insert", "an account"): "Bob",
    ("delete", "each year"): "Cy",
    ("insert", "every spring"): "Cy",
    ("delete", ", whatever their size,"): "Dana",
    ("delete", GONE): "Eve",
    ("moved-from", MOVES): "Fay",
    ("moved-to", MOVES): "Fay",
}


def text(*paragraphs: str) -> dict[str, str | bytes | None]:
    return {"a.md": "\n\n".join(paragraphs) + "\n"}


def requested(repository: GitRepository) -> str:
    """Make the request's commits, by eight of the nine, and return the last.

    Bob, Cy, Dana, Eve and Fay change text; what Gil does Hal reverts; Ivy re-wraps lines.
    """
    one = FIRST.replace("a report", "an account")
    two = one.replace("each year", "every spring")
    role = ROLE.replace(", whatever their size,", "")
    other = LAST.replace("an edit which", "a change that")
    wrapped = [each.replace(" the ", "\nthe ") for each in (two, role, STAYS, LAST, MOVES)]
    for name, paragraphs in (
        ("Bob", (one, ROLE, GONE, MOVES, STAYS, LAST)),
        ("Cy", (two, ROLE, GONE, MOVES, STAYS, LAST)),
        ("Dana", (two, role, GONE, MOVES, STAYS, LAST)),
        ("Eve", (two, role, MOVES, STAYS, LAST)),
        ("Fay", (two, role, STAYS, LAST, MOVES)),
        ("Gil", (two, role, STAYS, other, MOVES)),
        ("Hal", (two, role, STAYS, LAST, MOVES)),
        ("Ivy", tuple(wrapped)),
    ):
        repository.commit(text(*paragraphs), author=f"{name} <{name.lower()}@x.example>")
    return repository.head()


def squashed(folder: Path, *, ref: bool, meanwhile: dict[str, str | bytes | None]) -> GitRepository:
    """Draw Ann's text, the request, ``meanwhile`` by Zoe on main, and Max's squash of the request.

    Ann --- Zoe ------------ Max: "Edit (#7)", with the request's changes
       \\--- Bob … Ivy        refs/pull/7/head, where ``ref``
    """
    repository = GitRepository(folder)
    repository.commit(text(FIRST, ROLE, GONE, MOVES, STAYS, LAST), author="Ann <ann@x.example>")
    repository.tag("v1")
    repository.branch("topic")
    requested(repository)
    repository.switch("main")
    repository.commit(meanwhile, "Meanwhile", author="Zoe <zoe@x.example>")
    repository.git("merge", "--quiet", "--squash", "topic")
    repository.commit(None, "Edit (#7)", author="Max <max@x.example>")
    repository.git("update-ref", "refs/pull/7/head", "topic")
    if not ref:
        repository.git("update-ref", "-d", "refs/pull/7/head")
    repository.git("branch", "--quiet", "-D", "topic")
    return repository


def by(repository: GitRepository) -> dict[tuple[str, str], str]:
    """Return each changed run of the redline from v1, and who its one commit is by."""
    result = CliRunner().invoke(
        redraft, ["-C", str(repository.path), "redline", "v1", "HEAD", "--format", "json"]
    )
    assert result.exit_code == 0, result.output
    values = json.loads(result.stdout)
    names = {
        change["id"]: [author.partition(" <")[0] for author in change["authors"]]
        for change in values["changes"]
    }
    assert all(len(each) == 1 for each in names.values())
    return {
        (run["op"], run["text"]): names[run["change"]][0]
        for block in values["blocks"]
        for run in block["runs"]
        if run["op"] != "equal"
    }


ELSEWHERE: dict[str, str | bytes | None] = {"b.md": "What Zoe has to say.\n"}
SAME_FILE = text(FIRST, ROLE, GONE, MOVES, STAYS.replace("long enough", "so long"), LAST)


def test_nine_people_behind_a_squash_whose_request_is_there(tmp_path: Path) -> None:
    repository = squashed(tmp_path / "r", ref=True, meanwhile=ELSEWHERE)
    found = by(repository)
    zoes = {run for run, name in found.items() if name == "Zoe"}
    assert zoes
    assert {run: name for run, name in found.items() if run not in zoes} == BY


@pytest.mark.parametrize("meanwhile", [ELSEWHERE, SAME_FILE])
def test_nine_people_behind_a_squash_alone_are_its_author(
    tmp_path: Path, meanwhile: dict[str, str | bytes | None]
) -> None:
    repository = squashed(tmp_path / "r", ref=False, meanwhile=meanwhile)
    found = by(repository)
    zoes = {run for run, name in found.items() if name == "Zoe"}
    assert zoes
    assert {run: name for run, name in found.items() if run not in zoes} == dict.fromkeys(BY, "Max")
