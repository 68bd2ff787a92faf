"""``redraft versions``."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

SECRETARIAT = "Secretariat <secretariat@redraft.example>"


def invoke(repository: GitRepository, *arguments: str) -> Result:
    return CliRunner().invoke(redraft, ["versions", "-C", str(repository.path), *arguments])


def listed(repository: GitRepository) -> list[dict[str, Any]]:
    result = invoke(repository, "--format", "json")
    assert result.exit_code == 0, result.stderr
    values = json.loads(result.stdout)
    assert values["schema"] == "redraft/versions/1"
    versions = values["versions"]
    assert isinstance(versions, list)
    return versions


def test_versions_tell_date_issuer_and_changes(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "One two three.\n"})
    made.tag("v1", tagger="Clerk <clerk@old.example>")
    made.commit(
        {"a.md": "One 2 three.\n", ".mailmap": "The Clerk <clerk@un.example> <clerk@old.example>\n"}
    )
    made.commit({"a.md": "One 2 three four.\n"})
    made.tag("v2")
    made.git("tag", "v2-draft")  # no annotated tag, so no version
    first, second = listed(made)
    assert (first["label"], first["since"], first["statistics"]) == ("v1", None, None)
    assert first["issued_by"] == "The Clerk <clerk@un.example>"
    assert first["date"] == made.git("tag", "--format=%(taggerdate:iso-strict)", "-l", "v1")
    assert (second["label"], second["since"], second["issued_by"]) == ("v2", "v1", SECRETARIAT)
    assert second["id"] == made.head()
    counts = {key: second["statistics"][key] for key in ("insertions", "deletions", "moves")}
    assert counts == {"insertions": 2, "deletions": 1, "moves": 0}
    shown = invoke(made).stdout
    assert "v1" in shown
    assert "the first version" in shown
    assert f"{made.head()[:7]}  Secretariat" in shown
    assert "since v1: 2 insertions, 1 deletion" in shown


def test_the_one_before_is_the_newest_in_its_history(tmp_path: Path) -> None:
    #  v1 ── v2        v3 stands on a side branch, begun before v2
    #    \── v3
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "One.\n"})
    made.tag("v1")
    made.branch("side")
    made.switch("main")
    made.commit({"a.md": "One two.\n"})
    made.tag("v2")
    made.switch("side")
    made.commit({"a.md": "One three.\n"})
    made.tag("v3")
    since = {version["label"]: version["since"] for version in listed(made)}
    assert since == {"v1": None, "v2": "v1", "v3": "v1"}


def test_the_document_says_what_its_versions_are_called(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit(
        {
            "recommendations/document.yaml": "title: T\nlanguage: en\ngroups:\n"
            "  - {key: A, title: A}\nversions: issue-*\n"
        }
    )
    made.tag("v1")
    made.tag("issue-1")
    assert [version["label"] for version in listed(made)] == ["issue-1"]


def test_no_versions_is_no_error(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    assert listed(made) == []
    result = invoke(made)
    assert result.exit_code == 0
    assert "redraft release v1" in " ".join(result.stdout.split())


def test_versions_without_markdown_are_listed_all_the_same(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.txt": "One.\n"})
    made.tag("v1")
    made.commit({"a.txt": "Two.\n"})
    made.tag("v2")
    assert [version["statistics"] for version in listed(made)] == [None, None]
    assert "since v1: nothing to compare" in invoke(made).stdout
