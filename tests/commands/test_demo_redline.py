"""The demonstration's redlines beside what its commits say they did."""

import json
import re
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft

XE = "Fictitious Member 1 (Exampleland)"
XS = "Fictitious Member 2 (Sampleland)"
XSS = "Fictitious Member 3 (Specimen Society)"
SEC = "CSTD Secretariat"

# Words inside paragraphs that stood before, from version 2 to version 3, by author: what the edits
# of the pull requests and of the Secretariat put in and took out.
INSERTED = {
    XE: "those of developing countries in particular, among other tasks, is inclusive and, "
    "by a few delegations at least, and lacks",
    XS: "want or of political attention",
    SEC: "try and, and least developed, gives the message in which the Chair did so",
}
DELETED = {
    XE: "without",
    XS: "lack or study visits A forum which meets once a year can do little of this "
    "between its meetings",
    SEC: "See",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "repository"
    assert CliRunner().invoke(redraft, ["demo", str(target)]).exit_code == 0
    return target


def redline(demo: Path, *revisions: str) -> dict[str, object]:
    result = CliRunner().invoke(
        redraft, ["-C", str(demo), "--no-cache", "redline", *revisions, "--format", "json"]
    )
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def words_by_author(found: dict[str, object]) -> dict[str, dict[str, Counter[str]]]:
    """Count inserted and deleted words by the first author of the change's commit.

    Only in paragraphs that both sides have or that moved, and without words that were kept and
    are shown as changed for the reader's sake.
    """
    commits: dict[str, dict[str, list[str]]] = found["commits"]  # type: ignore[assignment]
    changes = {change["id"]: change for change in found["changes"]}  # type: ignore[attr-defined]
    result: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for block in found["blocks"]:  # type: ignore[attr-defined]
        ops = {run["op"] for run in block["runs"]}
        if not ops & {"equal", "moved-to", "moved-from"} and not (
            block.get("old") and block.get("new")
        ):
            continue  # a paragraph that is new or gone as a whole
        for run in block["runs"]:
            if run["op"] in {"insert", "delete"} and not run.get("folded"):
                authors = commits[changes[run["change"]]["commit"]]["authors"]
                name = authors[0].partition(" <")[0]
                result[name][run["op"]].update(re.findall(r"[A-Za-z]+", run["text"]))
    return result


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[A-Za-z]+", text))


def test_each_edit_is_its_authors(demo: Path):
    found = words_by_author(redline(demo, "v2", "v3"))
    assert sorted(found) == sorted([XE, XS, SEC])
    for name in (XE, XS, SEC):
        assert found[name]["insert"] == words(INSERTED[name]), name
        assert found[name]["delete"] == words(DELETED.get(name, "")), name


@pytest.mark.parametrize(
    "revisions",
    [("v2", "v3"), ("v1", "v2"), ("v1", "v3")],
)
def test_a_true_submitter_only_submits(demo: Path, revisions: tuple[str, str]):
    found = redline(demo, *revisions)
    commits: dict[str, dict[str, list[str]]] = found["commits"]  # type: ignore[assignment]
    for change in found["changes"]:  # type: ignore[attr-defined]
        authors = commits[change["commit"]]["authors"]
        names = {author.partition(" <")[0] for author in authors}
        if not names <= {XE, XS, XSS, SEC}:
            assert change["kind"] == "insertion", change
            assert re.match(r"(Draft r|R)ecommendations? of ", change["summary"]), change


def test_who_only_wrapped_lines_or_was_reverted_appears_nowhere(demo: Path):
    found = redline(demo, "v2", "v3")
    commits: dict[str, dict[str, list[str]]] = found["commits"]  # type: ignore[assignment]
    for change in found["changes"]:  # type: ignore[attr-defined]
        assert not any(author.startswith(XSS) for author in commits[change["commit"]]["authors"])


def test_two_authors_of_one_change_are_both_named(demo: Path):
    found = redline(demo, "v2", "v3")
    commits: dict[str, dict[str, list[str]]] = found["commits"]  # type: ignore[assignment]
    (change,) = (
        change
        for change in found["changes"]  # type: ignore[attr-defined]
        if change["summary"] == "Say how many delegations acknowledged it"
    )
    names = [author.partition(" <")[0] for author in commits[change["commit"]]["authors"]]
    assert names == [XE, XS]


def test_every_sort_of_change_is_there(demo: Path):
    found = redline(demo, "v2", "v3")
    kinds = {change["kind"] for change in found["changes"]}  # type: ignore[attr-defined]
    assert kinds == {
        "insertion", "deletion", "replacement", "move", "formatting", "numbering", "link",
        "heading-level", "metadata",
    }  # fmt: skip


def test_a_text_that_went_with_its_file_was_taken_out_by_who_took_the_file_out(demo: Path) -> None:
    """Though a sentence of it was a copy of one that stands, and came back there meanwhile."""
    found = redline(demo, "v2", "v3")
    blocks: list[dict[str, Any]] = found["blocks"]  # type: ignore[assignment]
    gone = {
        run["change"]
        for block in blocks
        if block["old"] and "specimen-society" in block["old"]["path"]
        for run in block["runs"]
    }
    changes: list[dict[str, Any]] = found["changes"]  # type: ignore[assignment]
    assert {each["summary"] for each in changes if each["id"] in gone} == {
        "Take out the draft that was withdrawn"
    }


def test_a_group_in_which_nothing_stands_says_so(demo: Path, tmp_path: Path) -> None:
    for name in ("redline.html", "redline.pdf"):
        CliRunner().invoke(
            redraft, ["-C", str(demo), "redline", "v1", "v2", "-o", str(tmp_path / name)]
        )
    said = "No recommendations have been received in this group."
    assert (tmp_path / "redline.html").read_text().count(said) == 2
    command = ["pdftotext", "-raw", tmp_path / "redline.pdf", "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert text.count(said) == 2
