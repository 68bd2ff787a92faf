"""Which commits ``check --history`` looks at."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

SETTINGS = """\
title: Draft
language: en
groups: []
parties:
  - {id: japan, name: Japan, emails: [mission@japan.example]}
"""
JAPAN = "Japan <mission@japan.example>"
ENTRY = "---\ndate: 2014-01-02\nsubmitters: [japan]\n---\n\nStates should act on every river.\n"


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    #  start (main) --- elsewhere --- merge (main)
    #        \--- second --- third --/       (topic)
    made = GitRepository(tmp_path / "repository")
    made.commit({"recommendations/document.yaml": SETTINGS}, "Start", author=JAPAN)
    made.branch("topic")
    made.commit({"recommendations/second.md": ENTRY}, "Second")
    made.commit({"recommendations/third.md": ENTRY}, "Third")
    made.switch("main")
    made.commit({"recommendations/elsewhere.md": ENTRY}, "Elsewhere")
    made.merge("topic")
    return made


def check(made: GitRepository, commits: str) -> Result:
    return CliRunner().invoke(redraft, ["-C", str(made.path), "check", "--history", commits])


@pytest.mark.parametrize(
    ("commits", "named"),
    [
        ("main..topic", []),
        ("main~1..topic", ["second", "third"]),
        ("topic..main", ["elsewhere"]),
        ("topic~1..topic", ["third"]),
        ("main^1..main", ["second", "third"]),
        ("topic", ["elsewhere"]),
        ("topic..", ["elsewhere"]),
        ("main..main", []),
    ],
)
def test_the_commits_of_a_range_are_judged(
    made: GitRepository, commits: str, named: list[str]
) -> None:
    result = check(made, commits)
    assert result.exit_code == 0, result.output
    assert [
        name for name in ("elsewhere", "second", "third") if f"enters recommendations/{name}.md" in result.stdout  # noqa: E501
    ] == named  # fmt: skip


@pytest.mark.parametrize("commits", ["", "..main", "main...topic", "nothing..main", "main..-x"])
def test_what_is_no_range_is_one_line(made: GitRepository, commits: str) -> None:
    result = check(made, commits)
    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (2, 1, "")


def test_an_entry_that_is_renamed_or_split_is_not_entered_anew(made: GitRepository) -> None:
    made.move("recommendations/second.md", "recommendations/other.md")
    made.commit()
    assert "enters" not in check(made, "HEAD~1..HEAD").stdout


def test_what_no_parser_reads_is_passed_over(made: GitRepository) -> None:
    made.commit({"recommendations/bad.md": b"---\n[\n---\n\xff\0", "recommendations/x.md": "x\n"})
    assert check(made, "HEAD~1..HEAD").exit_code == 1


def test_on_github_it_is_an_annotation(made: GitRepository) -> None:
    options = ["check", "--history", "topic..main", "--format", "github"]
    result = CliRunner().invoke(redraft, ["-C", str(made.path), *options])
    assert result.stdout.startswith("::warning title=W402::commit ")
