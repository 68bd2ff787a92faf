"""The wiring of ``redraft redline``: that options arrive, and what a wrong scope gets."""

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

SCHEMA = Path("pipeline/render/redline/redline.schema.json")
ANN, BOB = "Ann <ann@x.example>", "Bob <bob@x.example>"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(redraft, ["-C", str(folder), "redline", *arguments])


def values(folder: Path, *arguments: str) -> dict:  # type: ignore[type-arg]
    result = run(folder, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    jsonschema.validate(found, json.loads(SCHEMA.read_text()))
    return dict(found)


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    """v1 (Ann) --- Bob's edit --- v2, and a branch from v1."""
    repository = GitRepository(tmp_path / "repository")
    repository.commit({"a.md": "States should act.\n", "docs/b.md": "Other text.\n"}, author=ANN)
    repository.tag("v1")
    repository.branch("topic")
    repository.commit({"a.md": "States should act on their own.\n"}, author=ANN)
    repository.switch("main")
    repository.commit({"a.md": "All states should act.\n"}, "Say whom it means", author=BOB)
    repository.tag("v2")
    return repository


def changed(found: dict) -> Sequence[tuple[str, str]]:  # type: ignore[type-arg]
    return [(change["kind"], change["authors"][0]) for change in found["changes"]]


def test_old_and_new_arrive(made: GitRepository) -> None:
    found = values(made.path, "v1", "v2")
    assert (found["old"]["label"], found["new"]["label"]) == ("v1", "v2")
    assert changed(found) == [("replacement", BOB)]


def test_old_is_by_default_the_version_before_new(made: GitRepository) -> None:
    assert values(made.path)["old"]["label"] == "v1"


def test_new_is_by_default_the_working_tree(made: GitRepository) -> None:
    made.write({"a.md": "All states should act now.\n"})
    found = values(made.path, "v2")
    assert found["new"]["id"] == "0" * 40
    assert found["changes"][0]["commit"] == "0" * 40


def test_three_dots_compare_with_the_merge_base(made: GitRepository) -> None:
    found = values(made.path, "main...topic")
    assert found["old"]["label"] == "v1"
    assert changed(found) == [("insertion", ANN)]


def test_between_branches_a_line_says_so(made: GitRepository) -> None:
    found = values(made.path, "main", "topic")
    assert "no ancestor" in found["notes"][0]
    assert found["changes"][0]["kind"] in ("deletion", "replacement", "insertion")


def test_paths_pick_files(made: GitRepository) -> None:
    found = values(made.path, "v1", "v2", "--paths", "docs/**")
    assert {block["new"]["path"] for block in found["blocks"]} == {"docs/b.md"}
    assert not found["changes"]


def test_by_picks_changes_and_says_so(made: GitRepository) -> None:
    assert values(made.path, "v1", "v2", "--by", "bob")["selection"].startswith("1 of 1")
    result = run(made.path, "v1", "v2", "--by", "Cy")
    assert result.exit_code == 2
    assert "E037" in result.stderr
    assert "they are by Bob" in result.stderr


def test_exit_code_tells_of_changes(made: GitRepository) -> None:
    assert run(made.path, "v1", "v2", "--exit-code").exit_code == 1
    assert run(made.path, "v2", "v2", "--exit-code").exit_code == 0


def test_stat_counts(made: GitRepository) -> None:
    assert "1 replacement" in run(made.path, "v1", "v2", "--stat").stdout


@pytest.mark.parametrize(
    "arguments",
    [("v1", "v9"), ("v1", "v2", "--paths", "nothing/*.md"), ("v1...v2", "v2"), ("v2^{tree}", "v2")],
)
def test_what_cannot_be_compared_is_one_line(
    made: GitRepository, arguments: tuple[str, ...]
) -> None:
    result = run(made.path, *arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert not result.stdout


def test_no_version_before_is_one_line(tmp_path: Path) -> None:
    repository = GitRepository(tmp_path / "repository")
    repository.commit({"a.md": "Text.\n"})
    result = run(repository.path)
    assert result.exit_code == 2
    assert "E018" in result.stderr
    repository.write({"a.md": "More.\n"})
    assert "comes before the working tree; " in run(repository.path).stderr


def test_a_range_is_told_how_to_be_typed(made: GitRepository) -> None:
    result = run(made.path, "v1..v2")
    assert result.exit_code == 2
    assert "E009" in result.stderr
    assert result.stderr.endswith("redraft redline v1 v2\n")
    assert "redraft redline" not in run(made.path, "v1..").stderr


def test_text_page_and_markdown_go_where_the_extension_says(
    made: GitRepository, tmp_path: Path
) -> None:
    for name, begins in (("r.txt", "Version 1"), ("r.html", "<!doctype"), ("r.md", "# Version 1")):
        result = run(made.path, "v1", "v2", "-o", str(tmp_path / name))
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).read_text().startswith(begins)


def test_all_tells_what_came_and_went(made: GitRepository) -> None:
    made.commit({"a.md": "All states should act. Soon, and together.\n"}, author=BOB)
    made.commit({"a.md": "All states should act.\n"}, author=ANN)
    assert "passing" not in values(made.path, "v2", "HEAD")
    (passed,) = values(made.path, "v2", "HEAD", "--all")["passing"]
    assert passed["text"] == "Soon, and together."
    assert passed["first"] != passed["last"]
