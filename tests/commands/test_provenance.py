"""``redraft provenance``: questions arrive, and answers leave in each format."""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

INDIA = "India Delegate <delegate@india.example>"
JAPAN = "Japan Mission <mission@japan.example>"
DOCUMENT = """\
title: Rolling <b>document</b>
language: en
repository: https://host.example/wgec/document
groups:
  - {key: A, title: The first group}
parties:
  - {id: secretariat, name: Secretariat, letters: SEC, kind: secretariat,
     emails: [secretariat@redraft.example]}
  - {id: india, name: India, letters: IN, kind: state, emails: [delegate@india.example]}
  - {id: japan, name: Japan, letters: JP, kind: state, emails: [mission@japan.example]}
"""
ENTRY = """\
---
group: A
date: 2014-02-07
submitters: [india]
heading: Views of *India*
---
The Commission should consider the matter in its next session.

(1) States should act on an equal footing;
"""

REDRAFT = [sys.executable, "-m", "pipeline", "provenance"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    made = GitRepository(tmp_path_factory.mktemp("provenance") / "repository")
    made.commit({"recommendations/document.yaml": DOCUMENT}, "Start <the> document")
    made.commit({"recommendations/india.md": ENTRY}, "Submit", author=INDIA)
    made.branch("topic")
    changed = ENTRY.replace("should consider", "shall consider").replace("next session", "session")
    made.commit(
        {"recommendations/india.md": changed}, "Say shall\n\nCo-authored-by: " + INDIA, author=JAPAN
    )
    made.switch("main")
    made.commit({"other.md": "# Notes\n\n| a | b |\n|---|---|\n| c | d |\n"}, "Notes")
    made.merge("topic", message="Merge pull request #4 from japan/topic")
    made.tag("v1")
    return made


def invoke(repository: GitRepository, *arguments: str | Path) -> Result:
    parameters = ["provenance", "-C", str(repository.path), *map(str, arguments)]
    return CliRunner().invoke(redraft, parameters)


def answer(repository: GitRepository, *arguments: str | Path, exit_code: int = 0) -> dict[str, Any]:
    result = invoke(repository, "--format", "json", *arguments)
    assert result.exit_code == exit_code, result.stderr
    values = json.loads(result.stdout)
    schema = json.loads(
        (files("pipeline.render.provenance") / "provenance.schema.json").read_text("utf-8")
    )
    jsonschema.validate(values, schema, format_checker=jsonschema.FormatChecker())
    assert isinstance(values, dict)
    named = {
        id
        for file in values["files"]
        for span in [s for block in file["blocks"] for s in block["spans"]]
        + file.get("removed", [])
        for id in (span["commit"], span.get("via"), span.get("removed_by"))
    }
    assert named - {None} <= set(values["commits"])
    return values


def file_of(values: dict[str, Any], path: str) -> dict[str, Any]:
    (found,) = [file for file in values["files"] if file["path"] == path]
    assert isinstance(found, dict)
    return found


def text(block: dict[str, Any]) -> str:
    return "".join(span["text"] for span in block["spans"])


def test_json_tells_every_word_of_every_file(made: GitRepository) -> None:
    values = answer(made)
    assert values["revision"] == {
        "id": made.head(),
        "date": made.git("for-each-ref", "--format=%(taggerdate:iso-strict)", "refs/tags/v1"),
        "label": "v1",
    }
    commits = int(made.git("rev-list", "--count", "HEAD"))
    history = {"complete": True, "commits": commits, "boundary": [], "unreadable": []}
    assert values["history"] == history
    blocks = file_of(values, "recommendations/india.md")["blocks"]
    assert [(block["id"], block["kind"], block["line"], block["label"]) for block in blocks] == [
        ("india#1", "heading", 5, ""),
        ("india#2", "paragraph", 7, ""),
        ("india#3", "list-item", 9, "(1)"),
    ]
    assert text(blocks[0]) == "Views of India"
    assert text(blocks[1]) == "The Commission shall consider the matter in its session."
    shall = next(span for span in blocks[1]["spans"] if "shall" in span["text"])
    assert values["commits"][shall["commit"]] == {
        "date": made.git("log", "-1", "--format=%aI", "topic"),
        "authors": [JAPAN, INDIA],
        "parties": [{"name": "Japan", "letters": "JP"}, {"name": "India", "letters": "IN"}],
        "summary": "Say shall",
        "pull_request": "#4",
        "url": f"https://host.example/wgec/document/commit/{shall['commit']}",
    }
    kinds = [block["kind"] for block in file_of(values, "other.md")["blocks"]]
    assert kinds == ["heading", *["table-cell"] * 4]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("india", ["india#1", "india#2", "india#3"]),
        ("india#3", ["india#3"]),
        ("recommendations/india.md:9", ["india#3"]),
        ("./recommendations/india.md:7", ["india#2"]),
        ("other.md", ["other#1", "other#2", "other#3", "other#4", "other#5"]),
        ("other.md:5", ["other#4", "other#5"]),
        ("on an equal footing", ["india#3"]),
        ("“ON AN EQUAL FOOTING”", ["india#3"]),
        ("equal footing;", ["india#3"]),
        ("india", ["india#1", "india#2", "india#3"]),
    ],
)
def test_a_question_is_answered_by_its_blocks(
    made: GitRepository, question: str, ids: list[str]
) -> None:
    found = [block["id"] for file in answer(made, question)["files"] for block in file["blocks"]]
    assert found == ids


def test_questions_add_up(made: GitRepository) -> None:
    values = answer(made, "india#3", "equal footing", "a", "india#1")
    found = [block["id"] for file in values["files"] for block in file["blocks"]]
    assert found == ["other#2", "india#1", "india#3"]


def test_globs_pick_what_is_answered_not_what_is_traced(made: GitRepository) -> None:
    values = answer(made, "--paths", "**/india.md")
    assert [file["path"] for file in values["files"]] == ["recommendations/india.md"]
    assert values["history"]["commits"] == int(made.git("rev-list", "--count", "HEAD"))


def test_removed_words_know_who_wrote_and_who_removed_them(made: GitRepository) -> None:
    values = answer(made, "india", "--removed")
    removed = file_of(values, "recommendations/india.md")["removed"]
    writer = made.git("log", "--format=%H", "--grep=^Submit")
    remover = made.git("rev-parse", "topic")
    assert {(gone["text"], gone["commit"], gone["removed_by"]) for gone in removed} == {
        ("should", writer, remover),
        ("next", writer, remover),
    }


def test_a_phrase_that_stands_no_more_tells_who_ended_it(made: GitRepository) -> None:
    values = answer(made, "commission should consider")
    (file,) = values["files"]
    assert file["blocks"] == []
    (gone,) = file["removed"]
    assert gone["text"] == "Commission should consider"
    assert gone["removed_by"] == made.git("rev-parse", "topic")
    assert gone["commit"] == made.git("log", "--format=%H", "--grep=^Submit")


@pytest.mark.parametrize(
    ("question", "name", "summary"),
    [
        ("recommendations/india.md:3", "date", "Submit"),
        ("recommendations/document.yaml:1", "title", "Start <the> document"),
        ("The first group", "groups[1].title", "Start <the> document"),
    ],
)
def test_a_field_is_answered_by_who_last_changed_it(
    made: GitRepository, question: str, name: str, summary: str
) -> None:
    values = answer(made, question)
    (field,) = [field for file in values["files"] for field in file.get("fields", [])][:1]
    assert (field["name"], values["commits"][field["commit"]]["summary"]) == (name, summary)


def test_all_fields_of_the_document_may_be_asked_for(made: GitRepository) -> None:
    (file,) = answer(made, "recommendations/document.yaml")["files"]
    names = [field["name"] for field in file["fields"]]
    assert names[:3] == ["title", "language", "repository"]


def test_a_file_may_be_named_from_where_one_is(
    made: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.path / "recommendations")
    for question in ("india.md:9", "./india.md:9", "../recommendations/india.md:9"):
        (file,) = answer(made, question)["files"]
        assert [block["id"] for block in file["blocks"]] == ["india#3"]


def test_moved_text_tells_where_it_stood(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    text = "The Commission should consider the matter in its next session."
    made.commit({"old.md": f"Kept here.\n\n{text}\n", "new.md": "There already.\n"})
    mover = made.commit({"old.md": "Kept here.\n", "new.md": f"There already.\n\n{text}\n"})
    said = " ".join(invoke(made, "new#2").stdout.split())
    assert f"moved here 1 Jan 2014 · {mover[:7]} · Secretariat · from old.md" in said


def test_an_earlier_revision_is_answered_as_it_was(made: GitRepository) -> None:
    values = answer(made, "--at", "HEAD~2", "india#2")
    (block,) = values["files"][0]["blocks"]
    assert text(block) == "The Commission should consider the matter in its next session."
    assert len({span["commit"] for span in block["spans"]}) == 1


def test_the_working_tree_is_one_more_commit(made: GitRepository, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made.path, copy)
    place = copy / "recommendations" / "india.md"
    place.write_text(place.read_text().replace("the matter", "all matters"))
    (copy / "new.md").write_text("Not tracked yet.\n")
    changed = GitRepository.__new__(GitRepository)
    changed.path = copy
    values = answer(changed)
    zeros = "0" * 40
    assert values["revision"]["id"] == zeros
    assert values["commits"][zeros]["authors"] == ["Secretariat <secretariat@redraft.example>"]
    assert values["commits"][zeros]["url"] is None
    spans = [
        (span["text"].strip(), span["reason"])
        for file in values["files"]
        for block in file["blocks"]
        for span in block["spans"]
        if span["commit"] == zeros
    ]
    uncommitted = [("Not tracked yet.", "uncommitted"), ("all matters", "uncommitted")]
    assert sorted(spans) == uncommitted


def test_a_merge_that_is_not_committed_yet_has_both_parents(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "One.\n"})
    made.branch("side")
    theirs = made.commit({"a.md": "One theirs.\n"}, author=JAPAN)
    made.switch("main")
    ours = made.commit({"a.md": "One ours.\n"}, author=INDIA)
    made.git("merge", "side", check=False)
    made.write({"a.md": "One ours theirs mine.\n"})
    (block,) = answer(made)["files"][0]["blocks"]
    words = {
        word: span["commit"] for span in block["spans"] for word in re.findall(r"\w+", span["text"])
    }
    assert (words["ours"], words["theirs"], words["mine"]) == (ours, theirs, "0" * 40)


def test_bare_and_foreign_repositories_are_answered(made: GitRepository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", made.path, bare], check=True)
    there = GitRepository.__new__(GitRepository)
    there.path = bare
    assert answer(there) == answer(made)
    foreign = GitRepository(tmp_path / "foreign")
    foreign.commit({"README.markdown": "---\nheading: [broken\n---\nWords.\n", "x.txt": "no"})
    (file,) = answer(foreign)["files"]
    assert [text(block) for block in file["blocks"]] == ["Words."]


def test_a_shallow_clone_is_answered_with_exit_2(made: GitRepository, tmp_path: Path) -> None:
    shallow = GitRepository.__new__(GitRepository)
    shallow.path = tmp_path / "shallow"
    source = f"file://{made.path}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, shallow.path], check=True)
    values = answer(shallow, exit_code=2)
    assert values["history"]["complete"] is False
    assert values["history"]["boundary"] == [made.head()]
    spans = [s for file in values["files"] for block in file["blocks"] for s in block["spans"]]
    assert {(span["commit"], span["reason"]) for span in spans} == {(None, "beyond")}
    result = invoke(shallow)
    assert result.exit_code == 2
    assert result.stdout.count("INCOMPLETE: ") == 2
    (line,) = result.stderr.splitlines()
    assert "error E023" in line
    assert "is missing: 1 commit whose parents are not here; " in line
    assert "git fetch --unshallow" in line
    assert answer(shallow, "--allow-incomplete", exit_code=0) == values


def test_a_blob_that_is_missing_is_told(made: GitRepository, tmp_path: Path) -> None:
    copy = GitRepository.__new__(GitRepository)
    copy.path = tmp_path / "copy"
    shutil.copytree(made.path, copy.path)
    blob = made.git("rev-parse", "HEAD~2:recommendations/india.md")
    (copy.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    values = answer(copy, exit_code=2)
    assert values["history"]["complete"] is False
    assert any("recommendations/india.md" in each for each in values["history"]["unreadable"])


def test_text_names_who_when_and_where(made: GitRepository) -> None:
    result = invoke(made, "india#2")
    said = " ".join(result.stdout.split())
    topic = made.git("rev-parse", "--short=7", "topic")
    assert "india#2 recommendations/india.md:7" in said
    assert "The Commission¹ shall² consider the matter in its session.¹" in said
    assert f"² Japan and India · by Secretariat · 1 Jan 2014 · {topic} · #4 · 1 word" in said
    assert "history complete, 5 commits" in said


def test_code_keeps_its_lines_and_spaces(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "```\ndef f():\n    return 1\n```\n"})
    assert "  def f():\n      return 1\n" in invoke(made, "a#1").stdout
    made.commit({"a.md": "```\ndef f():\n    return 2\n```\n"})
    assert "  def f():\n      return¹ 2²\n" in invoke(made, "a#1").stdout


def test_text_marks_nothing_that_one_hand_wrote(made: GitRepository) -> None:
    result = invoke(made, "equal footing")
    assert "¹" not in result.stdout
    assert "India · by Secretariat · 1 Jan 2014" in result.stdout


class _Page(HTMLParser):
    """What a page loads, runs and says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loaded += [value or "" for name, value in attrs if name in ("src", "style", "onload")]

    def handle_data(self, data: str) -> None:
        self.said += data


def test_html_is_one_file_that_runs_and_loads_nothing(made: GitRepository) -> None:
    result = invoke(made, "--format", "html", "--removed")
    page = _Page(result.stdout)
    assert not {"script", "img", "link", "iframe", "object"} & page.tags
    assert page.loaded == []
    assert not re.search(r"url\(|@import", result.stdout)
    assert "default-src 'none'" in result.stdout
    assert "<b>document</b>" not in result.stdout
    assert "Rolling <b>document</b>" in page.said
    assert "The Commission1 shall2 consider" in " ".join(page.said.split())
    assert f"/commit/{made.git('rev-parse', 'topic')}" in result.stdout
    assert "/pull/4" in result.stdout


def test_names_and_messages_from_history_cannot_command_or_mark_up(tmp_path: Path) -> None:
    hostile = GitRepository(tmp_path / "hostile")
    evil = "\x1b[2J<script>alert(1)</script>\u202e"
    hostile.commit({"a.md": f"Words {evil}.\n"}, f"Sum {evil}", author=f"E {evil} <e@x.example>")
    shown = invoke(hostile).stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    page = invoke(hostile, "--format", "html").stdout
    assert "<script" not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)
    assert text(answer(hostile)["files"][0]["blocks"][0]).startswith("Words")


def test_a_summary_that_is_none_is_cut(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "Words.\n"}, "x" * 5000)
    assert len(invoke(made).stdout) < 1000
    assert len(answer(made)["commits"][made.head()]["summary"]) == 5000


def test_the_same_question_gets_the_same_bytes(made: GitRepository, tmp_path: Path) -> None:
    for format in ("text", "json", "html"):
        outputs = set()
        for seed, zone, language in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "fr_FR.UTF-8")):
            out = tmp_path / f"{seed}.{format}"
            subprocess.run(
                [*REDRAFT, "-C", made.path, "--removed", "--format", format, "-o", out],
                env={"PATH": os.environ["PATH"],
                     "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language},
                check=True,
            )  # fmt: skip
            outputs.add(out.read_bytes())
        assert len(outputs) == 1, format


def test_a_file_name_that_is_no_utf_8_is_answered(tmp_path: Path) -> None:
    odd = GitRepository(tmp_path / "odd")
    odd.write({os.fsdecode(b"caf\xe9.md"): "Words.\n"})
    odd.commit()
    assert answer(odd)["files"][0]["path"] == "caf\udce9.md"
    assert r"caf\xe9.md:1" in invoke(odd).stdout
