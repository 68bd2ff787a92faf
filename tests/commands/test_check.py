"""``redraft check`` and ``redraft explain``: options arrive, files are mended, exit codes hold."""

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

DOCUMENT = """\
title: Rolling document
language: en
groups:
  - {key: A, title: Implementation}
parties:
  - {id: norway, name: Norway, kind: state}
"""
ENTRY = "---\ndate: 2013-11-07\nsubmitters: [norway]\ngroup: {group}\n---\n\nStates should.\n"
GOOD = ENTRY.replace("{group}", "A")
BAD = ENTRY.replace("{group}", "F")


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    repository = GitRepository(tmp_path / "repository")
    repository.write({"recommendations/document.yaml": DOCUMENT})
    return repository


def run(made: GitRepository, *arguments: str) -> Result:
    return CliRunner().invoke(redraft, ["-C", str(made.path), "check", *arguments])


def test_nothing_found(made: GitRepository) -> None:
    made.write({"recommendations/one.md": GOOD})
    result = run(made)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "1 entry, 1 submission, 0 annexes: no problems\n",
        "",
    )


def test_errors_exit_with_one_and_warnings_with_none(made: GitRepository) -> None:
    made.write({"recommendations/one.md": GOOD + "\n[odd\n"})
    assert run(made).exit_code == 0
    made.write({"recommendations/two.md": BAD})
    assert run(made).exit_code == 1


def test_a_revision_is_read_from_git_and_not_from_disk(made: GitRepository) -> None:
    made.commit({"recommendations/one.md": BAD})
    made.commit({"recommendations/one.md": GOOD})
    made.write({"recommendations/one.md": "No front matter.\n"})
    assert "E101" in run(made).stdout
    assert "no problems" in run(made, "--at", "HEAD").stdout
    assert "E104" in run(made, "--at", "HEAD~1").stdout
    result = run(made, "--at", "v9")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E005" in result.stderr


def test_a_bare_repository_is_checked_at_its_head(made: GitRepository, tmp_path: Path) -> None:
    made.commit({"recommendations/one.md": BAD})
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    result = CliRunner().invoke(redraft, ["-C", str(tmp_path / "bare"), "check"])
    assert "E104" in result.stdout


def test_dates_after_the_revision_are_told(made: GitRepository) -> None:
    made.commit({"recommendations/one.md": GOOD.replace("2013-11-07", "2041-02-07")})
    assert "W132" in run(made, "--at", "HEAD").stdout


def test_a_version_of_the_documents_own_pattern_has_its_tags_date(made: GitRepository) -> None:
    entry = GOOD.replace("2013-11-07", "2014-03-07")
    files = {
        "recommendations/one.md": entry,
        "recommendations/document.yaml": DOCUMENT + "versions: edition-*\n",
    }
    made.commit(files, date=datetime.datetime(2014, 2, 1, tzinfo=datetime.UTC))
    assert "W132" in run(made, "--at", "HEAD").stdout
    made.git(
        *("tag", "--annotate", "--message=Issued", "edition-1"),
        GIT_COMMITTER_DATE="2014-04-01T12:00:00Z",
    )
    assert "no problems" in run(made, "--at", "edition-1").stdout


@pytest.mark.parametrize(
    ("group", "hint"),
    [
        ("“A”", "did you mean A?"),
        ("Group A", "did you mean A?"),
        ("А", "did you mean A?"),  # Cyrillic
        ("Ａ", "did you mean A?"),  # fullwidth
        ("Group", "use one of A, B, or remove"),
        ("F", "use one of A, B, or remove"),
        ("A and B", "use one of A, B, or remove"),
    ],
)
def test_a_group_that_was_meant_is_named(made: GitRepository, group: str, hint: str) -> None:
    two_groups = DOCUMENT.replace("parties:", "  - {key: B, title: Fish}\nparties:")
    entry = ENTRY.replace("{group}", group)
    made.write({"recommendations/document.yaml": two_groups, "recommendations/one.md": entry})
    assert hint in run(made).stdout


def test_paths_pick_what_is_told(made: GitRepository) -> None:
    made.write({"recommendations/one.md": BAD, "recommendations/sub/two.md": BAD})
    assert run(made).stdout.count("E104") == 2
    for path in ("recommendations/sub", "recommendations/sub/", "./recommendations/sub/two.md"):
        result = run(made, path)
        assert result.stdout.count("E104") == 1
        assert "two.md" in result.stdout
    inside = CliRunner().invoke(
        redraft, ["-C", str(made.path / "recommendations"), "check", "sub/two.md"]
    )
    assert inside.stdout.count("E104") == 1
    assert run(made, str(made.path / "recommendations/sub")).stdout.count("E104") == 1
    assert run(made, "recommendations/sub/..").stdout.count("E104") == 2
    result = run(made, "recommendations/three.md")
    assert result.exit_code == 2
    assert "E014" in result.stderr


def test_outside_of_a_repository_one_line_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(redraft, ["-C", str(tmp_path), "check"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "git init" in result.stderr


def test_a_folder_without_a_document_is_told_what_to_write(tmp_path: Path) -> None:
    GitRepository(tmp_path / "empty")
    result = CliRunner().invoke(redraft, ["-C", str(tmp_path / "empty"), "check"])
    assert result.exit_code == 1
    assert "E121" in result.stdout


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_formats_for_programs(made: GitRepository, format: str, tmp_path: Path) -> None:
    made.write({"recommendations/one.md": BAD})
    result = run(made, "--format", format)
    assert result.exit_code == 1
    json.loads(result.stdout)
    output = tmp_path / "found"
    assert run(made, "--format", format, "-o", str(output)).stdout == ""
    assert output.read_text("utf-8") == result.stdout


def test_github_gets_annotations(made: GitRepository) -> None:
    made.write({"recommendations/one.md": BAD})
    assert run(made, "--format", "github").stdout.startswith(
        "::error file=recommendations/one.md,line=4,col=8,title=E104::"
    )


def test_one_process_and_several_find_the_same(made: GitRepository) -> None:
    made.write({f"recommendations/e{number}.md": BAD for number in range(150)})
    assert run(made, "--jobs", "3").stdout == run(made, "--jobs", "1").stdout


def test_safe_faults_are_mended_and_the_rest_is_told(made: GitRepository) -> None:
    odd = (
        "\ufeff---\r\nDate: 2014-02-07\r\nsubmitters: norway\r\ngroup: F\r\n---\r\n\r\nA\u200bb\r\n"
    )
    parties = DOCUMENT + "  - {id: on, name: Ontario, letters: ON}\n"
    made.write({"recommendations/one.md": odd, "recommendations/document.yaml": parties})
    result = run(made, "--fix")
    assert (made.path / "recommendations/one.md").read_bytes().decode() == (
        "\ufeff---\r\ndate: 2014-02-07\r\nsubmitters: [norway]\r\ngroup: F\r\n---\r\n\r\nAb\r\n"
    )
    assert '{id: "on", name: Ontario, letters: "ON"}' in (
        made.path / "recommendations/document.yaml"
    ).read_text("utf-8")
    assert result.exit_code == 1
    assert "E104" in result.stdout
    assert "1 error" in result.stdout
    assert result.stderr == "mended 2 files; see git diff\n"


def test_mending_again_changes_nothing(made: GitRepository) -> None:
    made.write({"recommendations/one.md": GOOD})
    before = (made.path / "recommendations/one.md").stat().st_mtime_ns
    assert run(made, "--fix").stderr == ""
    assert (made.path / "recommendations/one.md").stat().st_mtime_ns == before


def test_what_is_committed_is_not_mended(made: GitRepository) -> None:
    made.commit({"recommendations/one.md": GOOD})
    result = run(made, "--fix", "--at", "HEAD")
    assert result.exit_code == 2
    assert "E017" in result.stderr


def test_the_schema_takes_what_check_takes(made: GitRepository) -> None:
    schema = json.loads(run(made, "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    entry = {"date": "2014-02-07", "submitters": ["norway", {"name": "X", "kind": "state"}]}
    assert validator.is_valid(entry)
    assert validator.is_valid(entry | {"questions": [2], "status": "withdrawn"})
    for wrong in (
        {"status": "gone"},
        {"Group": "A"},
        {"submitters": "norway"},
        {"order": "x"},
        {"group": None},
    ):
        assert not validator.is_valid(entry | wrong)
    assert not validator.is_valid({"date": "2014-02-07"})


def test_explain() -> None:
    result = CliRunner().invoke(redraft, ["explain", "e104"])
    assert result.exit_code == 0
    assert result.stdout.startswith("error E104 A group that there is not\n")
    assert "Wrong" in result.stdout and "Right" in result.stdout
    result = CliRunner().invoke(redraft, ["explain", "E999"])
    assert (result.exit_code, result.stdout) == (2, "")
    result = CliRunner().invoke(redraft, ["explain", "W104"])
    assert "did you mean E104?" in result.stderr
