"""``.mailmap`` and trailers as git itself reads them."""

import random
from pathlib import Path

import pytest

from pipeline.history.people import parse_mailmap, parse_trailers, proper
from pipeline.model.history import Agent
from tests.support.repository import GitRepository

MAILMAP = """\
# comment <a@x.example> <b@x.example>
Ana Sofía <ana@x.example>
<proper@x.example> <OLD@x.example>
Bo Proper <bo@x.example> <bo@old.example>
Cy Proper <cy@x.example> Cy Old <shared@x.example>
Di Proper <di@x.example> Di Old <SHARED@x.example> # trailing words
Fallback <shared@x.example>
no mail here
   Leading Blank <lead@x.example>   <lead@old.example>
Later <ana@x.example>
<> <empty@x.example>
Nobody <>
Unclosed <un@x.example
<only@x.example> Only Name <only@old.example>
Name For Empty <noone@x.example> <>
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    return GitRepository(tmp_path_factory.mktemp("people") / "repository")


def test_a_mailmap_names_everyone_as_git_check_mailmap(repository: GitRepository) -> None:
    repository.write({".mailmap": MAILMAP})
    names = ["Ana", "Cy Old", "CY OLD", "Di Old", "di old", "Other", "Only Name", "Bo", "x"]
    emails = [
        *("ana@x.example", "ANA@X.EXAMPLE", "old@x.example", "bo@old.example", "bo@x.example"),
        *("shared@x.example", "Shared@X.example", "lead@old.example", "empty@x.example"),
        *("un@x.example", "only@old.example", "never@x.example", "noone@x.example"),
    ]
    mailmap = parse_mailmap(MAILMAP)
    people = [Agent(name, email) for name in names for email in emails]
    ours = [str(proper(person, mailmap)) for person in people]
    theirs = repository.git("check-mailmap", *map(str, people)).split("\n")
    assert ours == theirs


def test_random_mailmaps_are_read_as_git_reads_them(repository: GitRepository) -> None:
    draw = random.Random(4)
    pieces = ["A", "a", "B b", "<a@x>", "<A@X>", "<b@x>", "<c@x>", "<>", " ", "  ", "#", "<", ">"]
    people = [
        Agent(name, email) for name in ("A", "a", "B b", "N") for email in ("a@x", "b@x", "c@x")
    ]
    for _ in range(60):
        text = "\n".join(
            "".join(draw.choice(pieces) for _ in range(draw.randint(1, 6)))
            for _ in range(draw.randint(1, 6))
        )
        repository.write({".mailmap": text + "\n"})
        mailmap = parse_mailmap(text)
        theirs = repository.git("check-mailmap", *map(str, people)).split("\n")
        assert [str(proper(person, mailmap)) for person in people] == theirs, text


MESSAGES = [
    "Title\n\nCo-authored-by: A <a@x>\nCo-authored-by: B <b@x>\n",
    "Title\n\nBody.\n\nCo-authored-by: A <a@x>\n  goes on\nOn-behalf-of: India\n\n\n",
    "Co-authored-by: A <a@x>\n",
    "Title\nCo-authored-by: A <a@x>\n",
    "Title\n\nCo-authored-by: A <a@x>\nnot a trailer\n",
    "Title\n\nSigned-off-by: A <a@x>\nnot a trailer\nnot one\nnot one\nKey: value\n",
    "Title\n\nSigned-off-by: A <a@x>\nno\nno\nno\nno\n",
    "Title\n\n* one\n\n* two\n\n---------\n\nCo-authored-by: A <a@x>\nCo-authored-by: B <b@x>",
    "Title\n\nKey : spaced\nKey2:nospace\nK e y: x\n",
    "Title\n\n(cherry picked from commit 1234)\nKey: value\n",
    "Title\n\n# comment\nKey: value\n# other\n",
    "\n\nTitle\n\nKey: value\n",
    "Title\n\n Key: indented\nKey: value\n",
    "Title\n\nKey: a\n\nOther: b\n",
    "Title\n\nSee https://x.example\n",
    "Title\n\nhttps://x.example\n",
    "Title\n\nKey:\nAnother:   \n",
    "Title\n \nKey: after a line of blanks\n",
    "",
    "\n",
    "#only\n\nKey: value\n",
]


def trailers_by_git(repository: GitRepository, message: str) -> list[str]:
    out = repository.git_bytes(
        *("interpret-trailers", "--only-trailers", "--only-input", "--unfold", "--no-divider"),
        stdin=message.encode(),
    )
    return [line for line in out.decode().split("\n") if line]


@pytest.mark.parametrize("message", MESSAGES)
def test_trailers_are_those_of_git(repository: GitRepository, message: str) -> None:
    ours = [f"{key}: {value}".rstrip() for key, value in parse_trailers(message)]
    assert ours == [line.rstrip() for line in trailers_by_git(repository, message)]


def test_random_messages_have_the_trailers_that_git_finds(repository: GitRepository) -> None:
    draw = random.Random(7)
    lines = ["", "", "Title", "Key: value", "Signed-off-by: A <a@x>", "prose here", "  indented"]
    lines += ["# comment", "Co-authored-by: B <b@x>", "---", "a:b", "Key : v", " ", "-: x", ": x"]
    for _ in range(400):
        message = "\n".join(draw.choice(lines) for _ in range(draw.randint(1, 9)))
        ours = [f"{key}: {value}".rstrip() for key, value in parse_trailers(message)]
        theirs = [line.rstrip() for line in trailers_by_git(repository, message)]
        assert ours == theirs, message


def test_shortlog_counts_the_same_people(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    for who in ("A <a@x.example>", "B <b@x.example>", "a <A@x.example>", "C <b@x.example>"):
        made.commit({"a.md": who}, author=who)
    made.commit({".mailmap": "Proper <p@x.example> <a@x.example>\nBee <b@x.example>\n"})
    mailmap = parse_mailmap((made.path / ".mailmap").read_text())
    raw = made.git("log", "--format=%an%x00%ae", "--reverse").split("\n")
    ours = sorted({str(proper(Agent(*line.split("\0")), mailmap)) for line in raw})
    theirs = made.git("shortlog", "-se", "HEAD").split("\n")
    assert ours == sorted(line.partition("\t")[2] for line in theirs)
