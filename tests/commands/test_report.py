"""The comment on a pull request: what it says, how long it may get, what may be read back."""

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from pipeline.commands.read_report import read_report
from pipeline.errors import RenderError
from pipeline.model.report import End, Finding, Report
from pipeline.render.report import as_json, as_markdown
from pipeline.render.report.read import read
from tests.support.github import show
from tests.support.repository import GitRepository

SETTINGS = """\
title: Draft Recommendations
language: en
groups:
  - {key: A, title: Navigation}
  - {key: B, title: Fish}
parties:
  - {id: secretariat, name: Secretariat, letters: SEC, emails: [secretariat@redraft.example]}
  - {id: japan, name: Japan, letters: JP, emails: [mission@japan.example]}
  - {id: india, name: India, letters: IN, emails: [mission@india.example]}
"""
RIVERS = "recommendations/rivers.md"
INDIA = "India <mission@india.example>"
JAPAN = "Japan <mission@japan.example>"


def entry(body: str, *lines: str) -> str:
    given = "\n".join(["group: A", "date: 2014-01-02", "submitters: [japan]", *lines])
    return f"---\n{given}\n---\n\n{body}\n"


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    files = {
        "recommendations/document.yaml": SETTINGS,
        RIVERS: entry("(1) States should act together on every river."),
    }
    made.commit(files, "Start", author=JAPAN)
    made.branch("topic")
    return made


def run(made: GitRepository, *arguments: str | Path) -> Result:
    words = ["-C", made.path, "report", *arguments]
    return CliRunner().invoke(redraft, [str(word) for word in words])


def comment(made: GitRepository, *arguments: str | Path, code: int = 0) -> str:
    result = run(made, *(arguments or ("main", "topic")))
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_change_is_told_with_whose_it_is(made: GitRepository) -> None:
    made.commit(
        {RIVERS: entry("(1) All states should act together on each river now.")},
        "Say all",
        author=INDIA,
    )
    text = comment(made)
    assert text.startswith("**No errors.** This changes 1 entry: 4 words in, 2 out.\n")
    assert f"From {made.git('rev-parse', '--short', 'main')}, where it left `main`, to " in text
    said = "- India (by Secretariat) edits the text of Japan: Group A, 1. Japan (2 January 2014)"
    assert f"{said} (`{RIVERS}`)" in text
    assert f"By India · by Secretariat ({made.head()[:7]}), not a submitter" in text
    assert (
        "- MOD (1): ~~States~~ **All states** should act together on ~~every~~ **each** river "
        in text
    )
    assert "Complete: 3 insertions, 2 deletions" in text


def test_the_submitters_own_change_is_not_someone_elses(made: GitRepository) -> None:
    made.commit(
        {RIVERS: entry("(1) All states should act together on every river.")},
        author=JAPAN,
        committer=JAPAN,
    )
    text = comment(made)
    assert "What to look at" not in text
    assert f"By Japan ({made.head()[:7]}), the submitter" in text


def test_whose_text_it_is_the_base_says(made: GitRepository) -> None:
    mine = entry("(1) All states should act together on every river.").replace("[japan]", "[india]")
    made.commit({RIVERS: mine}, author=INDIA, committer=INDIA)
    text = comment(made)
    assert "- India edits the text of Japan" in text
    assert "submitters japan → india" in text


def test_errors_come_first_and_exit_1(made: GitRepository) -> None:
    made.commit({RIVERS: entry("<b>(1)</b> States should act.", "grup: A")})
    text = comment(made, code=1)
    assert text.startswith("**2 errors keep this from going into the document.**")
    assert f"- `{RIVERS}:5:1` error E105: " in text
    assert text.index("### Findings") < text.index("### What to look at")


def test_what_does_not_concern_the_change_is_counted_alone(made: GitRepository) -> None:
    made.switch("main")
    made.commit({"recommendations/fish.md": entry("[a", "order: 1")})
    made.branch("other")
    made.commit(
        {RIVERS: entry("(1) All states should act together on every river.")},
        author=JAPAN,
        committer=JAPAN,
    )
    text = comment(made, "main", "other")
    assert "### Findings" not in text
    assert "In files that this does not change: 1 warning" in text


def test_agreed_withdrawn_and_removed_text_is_to_be_looked_at(made: GitRepository) -> None:
    made.switch("main")
    made.commit({
        "recommendations/agreed.md": entry("Be it so.", "status: agreed"),
        "recommendations/gone.md": entry("Let it be."),
        "recommendations/aside.md": entry("Not now."),
    }, author=JAPAN)  # fmt: skip
    made.branch("other")
    made.commit({
        "recommendations/agreed.md": entry("Be it not so.", "status: agreed"),
        "recommendations/gone.md": None,
        "recommendations/aside.md": entry("Not now.", "status: withdrawn"),
    }, author=JAPAN, committer=JAPAN)  # fmt: skip
    text = comment(made, "main", "other")
    assert "- Agreed text changes (agreed): Group A" in text
    assert "is removed; what is withdrawn keeps its file" in text
    assert "becomes withdrawn, by Japan (`recommendations/aside.md`)" in text


def test_moves_between_groups_have_a_list_of_their_own(made: GitRepository) -> None:
    made.commit(
        {
            RIVERS: entry("(1) States should act together on every river.").replace(
                "group: A", "group: B"
            )
        }
    )
    text = comment(made)
    assert "### Moves between groups\n\n- Group B, 1. Japan (2 January 2014): A → B (by Secretariat)" in text  # fmt: skip # noqa: E501
    assert "edits the text" not in text


def test_what_else_changes_is_said(made: GitRepository) -> None:
    made.commit(
        {
            ".github/workflows/check.yml": "on: push\n",
            "styles/document.css": "body {}\n",
            "notes.txt": "x",
            ".mailmap": "Japan <mission@japan.example>\n",
            "recommendations/document.yaml": SETTINGS.replace("Draft", "Final"),
        }
    )
    (made.path / "link.md").symlink_to("/etc/passwd")
    made.commit()
    text = comment(made, code=0)
    for said in (
        "What runs on pull requests, or how files are read, changes",
        "The look of the document changes (`styles/document.css`)",
        "Other files change (`notes.txt`)",
        "Who is named for past commits changes (`.mailmap`)",
        "Settings of the document change: title",
        "Symbolic links change; they are never followed (`link.md`)",
    ):
        assert said in text


def test_the_working_tree_is_the_head_by_default(made: GitRepository) -> None:
    made.write({RIVERS: entry("(1) All states should act together on every river.")})
    text = comment(made, "main")
    assert "to the working tree of `draft`." in text
    assert "(not committed)" in text


def test_nothing_but_other_files(made: GitRepository) -> None:
    made.commit({"notes.txt": "x"})
    text = comment(made)
    assert text.startswith("**No errors.** No text changes.\n")


def test_no_common_history_is_one_line(made: GitRepository) -> None:
    made.git("switch", "--quiet", "--orphan", "elsewhere")
    made.commit({"a.md": "x\n"})
    result = run(made, "main", "elsewhere")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "E012" in result.stderr


@pytest.mark.parametrize("limit", [60_000, 5_000, 1_500])
def test_it_fits_and_says_what_was_left_out(limit: int) -> None:
    findings = tuple(
        Finding(
            "error" if n < 3 else "warning", "E101", f"fault {n}" + " x" * 150, "", "a", 1, 1, True
        )
        for n in range(1000)
    )
    end = End("main", "1" * 40)
    report = Report(end, end, (), findings, (), (), "Complete.", ())
    text = as_markdown.render(report, limit=limit)
    assert len(text) <= limit
    assert "Left out, to keep this short: " in text
    assert ("fault 2 " in text) == (limit > 1_500)
    assert text.startswith("**3 errors keep")


# --- Reading a report back ------------------------------------------------------------------------


@pytest.fixture
def record(made: GitRepository) -> dict[str, object]:
    made.commit(
        {RIVERS: entry("(1) All states should act together on every river.")},
        "Say all",
        author=INDIA,
    )
    found = json.loads(comment(made, "main", "topic", "--format", "json"))
    assert isinstance(found, dict)
    return found


def test_the_summary_is_for_programs(record: dict[str, object]) -> None:
    assert record["schema"] == "redraft/report/1"
    assert record["summary"] == {
        "errors": 0, "warnings": 0, "notes": 0, "words_in": 2, "words_out": 1,
        "attention": [{
            "kind": "someone-elses-text", "others": 0, "paths": [RIVERS],
            "text": "India (by Secretariat) edits the text of Japan: Group A, 1. Japan "
            "(2 January 2014)",
        }],
    }  # fmt: skip


def test_what_was_made_elsewhere_reads_the_same(
    made: GitRepository, record: dict[str, object], tmp_path: Path
) -> None:
    raw = json.dumps(record).encode()
    assert as_json.render(read(raw)) == json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    with zipfile.ZipFile(tmp_path / "report.zip", "w") as archive:
        archive.writestr("report.json", raw)
    arguments = ("--read", tmp_path / "report.zip", "--of", made.head())
    assert comment(made, *arguments) == comment(made)
    linked = comment(made, *arguments, "--link", "Redline=https://example.org/1")
    assert "[Redline](<https://example.org/1>)" in linked


@pytest.mark.parametrize(
    "link",
    ["Redline", "=https://x", "x=http://x", "x=https://a b", "x=https://a>b", "x=https://\n"],
)
def test_links_are_https_and_nothing_else(made: GitRepository, link: str) -> None:
    assert run(made, "main", "--link", link).exit_code == 2


def broken(change: object) -> bytes:
    end = End("main", "1" * 40)
    document = json.loads(as_json.render(Report(end, end, (), (), (), (), "", ())))
    assert callable(change)
    return json.dumps(change(document)).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema": "redraft/report/2"}',
        b'{"schema": "redraft/report/1"}',
        broken(lambda d: d | {"statement": 1}),
        broken(lambda d: d | {"statement": "x" * 20_001}),
        broken(lambda d: d | {"notes": "text"}),
        broken(lambda d: d | {"notes": [["deep"]]}),
        broken(lambda d: d | {"notes": ["x"] * 20_001}),
        broken(lambda d: d | {"findings": [{"code": "E101"}]}),
        broken(lambda d: d | {"counts": [["entries", True]]}),
        broken(lambda d: d | {"counts": [["entries", -1]]}),
        broken(lambda d: d | {"counts": [["entries", 1e308]]}),
        broken(lambda d: d | {"counts": [["entries"]]}),
        broken(lambda d: d | {"base": None}),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_as_a_whole(
    made: GitRepository, raw: bytes, tmp_path: Path
) -> None:
    (tmp_path / "report.json").write_bytes(raw)
    result = run(made, "--read", tmp_path / "report.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E077" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def archive_of(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def lying(path: Path) -> Path:
    """Claim that a bomb is small."""
    archive_of(path, {"report.json": b" " * (64 << 20)})
    raw = bytearray(path.read_bytes())
    real = (64 << 20).to_bytes(4, "little")
    path.write_bytes(bytes(raw).replace(real, (100).to_bytes(4, "little")))
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda path: archive_of(path, {"../../report.json": b"{}"}),
        lambda path: archive_of(path, {"/report.json": b"{}", "x/report.json": b"{}"}),
        lambda path: archive_of(path, {"report.json": b" " * (64 << 20)}),
        lying,
        lambda path: path.write_bytes(b"PK\x05\x06" + b"\0" * 18) and path,
        lambda path: path.write_bytes(b"x" * ((16 << 20) + 1)) and path,
        lambda path: path,
    ],
)
def test_an_archive_that_climbs_out_or_bursts_is_refused(
    made: GitRepository, make: object, tmp_path: Path
) -> None:
    assert callable(make)
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    result = run(made, "--read", make(inside / "report.zip"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert sorted(tmp_path.rglob("report.json")) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_takes_no_more_memory_than_a_report(method: int, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "report.zip", {"report.json": b" " * (256 << 20)}, method)
    tracemalloc.start()
    try:
        with pytest.raises(RenderError):
            read_report(path)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


def test_a_report_of_another_commit_is_refused(
    made: GitRepository, record: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "report.json").write_text(json.dumps(record))
    result = run(made, "--read", tmp_path / "report.json", "--of", "1" * 40)
    assert (result.exit_code, "E077" in result.stderr) == (2, True)


def test_what_only_the_merge_has_is_found(made: GitRepository) -> None:
    fish = "recommendations/fish.md"
    made.commit({fish: entry("(1) Fish.").replace("group: A", "group: B")}, author=JAPAN)
    made.switch("main")
    settings = SETTINGS.replace("  - {key: B, title: Fish}\n", "")
    made.commit({"recommendations/document.yaml": settings})
    made.merge("topic")
    sides = ("main^1", "main^2")
    assert "**No errors.**" in comment(made, *sides)
    together = comment(made, *sides, "--merged", "main", code=1)
    assert "**1 error keeps this from going into the document.**" in together
    assert "E104" in together


def test_base_and_read_are_one_or_the_other(made: GitRepository) -> None:
    assert run(made).exit_code == 2
    assert run(made, "main", "--read", "x").exit_code == 2


@pytest.mark.parametrize(
    ("key", "said"),
    [("severity", "# Approved"), ("op", "/close"), ("fate", "1. x"), ("groups", ["A"])],
)
def test_what_has_one_of_few_values_has_no_other(
    record: dict[str, object], made: GitRepository, tmp_path: Path, key: str, said: object
) -> None:
    def forge(value: object) -> object:
        if isinstance(value, dict):
            return {name: said if name == key else forge(each) for name, each in value.items()}
        return [forge(each) for each in value] if isinstance(value, list) else value

    finding = {"severity": "error", "touched": True, "line": 1, "column": 1} | dict.fromkeys(
        ("code", "message", "hint", "path"), ""
    )
    forged = forge(record | {"findings": [finding]})
    (tmp_path / "report.json").write_text(json.dumps(forged))
    result = run(made, "--read", tmp_path / "report.json")
    assert (result.exit_code, "E077" in result.stderr) == (2, True)


def test_a_forged_report_stays_one_harmless_comment(
    record: dict[str, object], made: GitRepository, tmp_path: Path
) -> None:
    evil = "@all fixes #1 <script>x</script>\n/close\n![](https://evil.example) www.evil.example"

    closed = {"standing", "severity", "kind", "kinds", "fate", "op", "code"}  # else refused

    def forge(value: object) -> object:
        if isinstance(value, dict):
            return {k: each if k in closed else forge(each) for k, each in value.items()}
        if isinstance(value, list):
            return [forge(each) for each in value]
        return evil if isinstance(value, str) else value

    forged = forge(record)
    assert isinstance(forged, dict)
    (tmp_path / "report.json").write_text(json.dumps(forged | {"schema": "redraft/report/1"}))
    text = comment(made, "--read", tmp_path / "report.json")
    shown = show(text)
    assert shown.active() == {}
    assert shown.addresses == []
    assert shown.elements <= {"p", "strong", "code", "h3", "ul", "li", "br", "em", "ins", "del"}
    assert not any(line.startswith("/") for line in text.splitlines())
