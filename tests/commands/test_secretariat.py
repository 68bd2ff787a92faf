"""The secretariat's day: a submission entered, sorted, and issued, in any state of a repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository
from tests.support.terminal import open_terminal

DAY = "2014-02-07"
SETTINGS = """\
title: Draft Recommendations
language: en
groups:
  - {key: A, title: Navigation}
  - {key: B, title: Fish}
parties:
  - {id: japan, name: Japan, letters: JP, emails: [mission@japan.example]}
  - {id: india, name: India, letters: IN, emails: [mission@india.example]}
  - {id: mali, name: Mali, letters: ML}
"""
ENTRY = f"---\ngroup: A  # for now\ndate: {DAY}\nsubmitters: [japan]\n---\n\nStates should act.\n"
FILE = "recommendations/rivers.md"
USER = "Secretariat <secretariat@redraft.example>"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.commit({"recommendations/document.yaml": SETTINGS, FILE: ENTRY}, "Start")
    return made


def run(made: GitRepository, *arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(redraft, ["-C", str(made.path), *arguments], input=text)


def refusal(made: GitRepository, *arguments: str, text: str = "", code: int = 2) -> str:
    """Return the one line that a command ends with, having changed nothing."""

    def state() -> list[str]:
        listing = made.git("ls-files", "--stage"), made.git("for-each-ref")
        return [*listing, made.git("status", "--porcelain"), (made.path / FILE).read_text()]

    before = state()
    result = run(made, *arguments, text=text)
    assert result.exit_code == code, result.output
    assert state() == before
    (line,) = result.stderr.splitlines()
    return line


def enter(made: GitRepository, *submitters: str) -> Result:
    who = [word for name in submitters for word in ("--submitter", name)]
    options = ("--date", DAY, "--group", "B", "--text", "-", "--commit")
    return run(made, "new", "entry", *who, *options, text="All states should act.\n")


def last_commit(made: GitRepository) -> list[str]:
    return made.git("log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%B").rstrip().splitlines()


# --- redraft new entry --commit -------------------------------------------------------------------


def test_a_submission_is_its_submitters_and_entered_by_the_user(made: GitRepository) -> None:
    assert enter(made, "Japan").exit_code == 0
    assert last_commit(made) == [
        "Japan <mission@japan.example>",
        USER,
        f"Enter japan-{DAY}",
    ]
    assert made.git("show", "--format=", "--name-status") == f"A\trecommendations/japan-{DAY}.md"
    assert made.git("status", "--porcelain") == ""


def test_submitters_with_addresses_are_authors_together(made: GitRepository) -> None:
    assert enter(made, "japan", "india").exit_code == 0
    assert last_commit(made)[0] == "Japan <mission@japan.example>"
    assert last_commit(made)[-1] == "Co-authored-by: India <mission@india.example>"


def test_without_an_address_the_user_writes_on_behalf_of_each(made: GitRepository) -> None:
    assert enter(made, "japan", "mali", "Ms. A\nOther: <x>").exit_code == 0
    assert last_commit(made)[0] == USER
    assert last_commit(made)[-3:] == [
        "On-behalf-of: japan",
        "On-behalf-of: mali",
        "On-behalf-of: Ms. A Other: x",
    ]


def test_what_is_staged_or_changed_elsewhere_stays_so(made: GitRepository) -> None:
    made.write({FILE: ENTRY + "\nMore.\n", "note.txt": "x"})
    made.git("add", "note.txt")
    assert enter(made, "Japan").exit_code == 0
    assert made.git("status", "--porcelain").splitlines() == ["A  note.txt", f" M {FILE}"]


def test_hooks_are_not_run(made: GitRepository) -> None:
    for name in ("pre-commit", "commit-msg", "post-commit", "post-index-change"):
        hook = made.path / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {made.path}/ran-{name}\nexit 1\n")
        hook.chmod(0o755)
    assert enter(made, "Japan").exit_code == 0
    assert run(made, "move", "rivers", "--group", "B").exit_code == 0
    assert list(made.path.glob("ran-*")) == []


def test_a_commit_needs_a_text(made: GitRepository) -> None:
    line = refusal(made, "new", "entry", "--submitter", "japan", "--commit")
    assert "--text FILE" in line


def test_a_place_that_git_ignores_is_not_written_over(made: GitRepository) -> None:
    made.commit({".gitignore": f"japan-{DAY}.md\n"})
    made.write({f"recommendations/japan-{DAY}.md": "Mine.\n"})
    result = enter(made, "Japan")
    assert (result.exit_code, "exists" in result.stderr) == (2, True)
    assert (made.path / f"recommendations/japan-{DAY}.md").read_text() == "Mine.\n"


def test_on_a_terminal_it_asks(made: GitRepository) -> None:
    leader, follower = open_terminal()
    command = [sys.executable, "-m", "pipeline", "-C", str(made.path), "new", "entry"]
    os.write(leader, b"nobody-known\nJP; Ms. Other\nZ\nb\n30.1.2014\n2014-01-30\n")
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        command, stdin=follower, capture_output=True, env=os.environ | {"PYTHONPATH": root},
        check=False, timeout=60,
    )  # fmt: skip
    os.close(leader)
    os.close(follower)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    for expected in ("  japan  Japan", "  B  Fish", "error E119", "error E104", "error E108"):
        assert expected in said
    text = (made.path / "recommendations" / "japan-2014-01-30.md").read_text()
    assert "group: B\ndate: 2014-01-30\nsubmitters: [japan, {name: Ms. Other}]\n" in text


# --- redraft move ---------------------------------------------------------------------------------


def test_an_entry_is_sorted_by_one_line_and_one_commit(made: GitRepository) -> None:
    made.write({"note.txt": "x"})
    made.git("add", "note.txt")
    result = run(made, "move", "rivers", "--group", "b")
    assert result.exit_code == 0, result.output
    assert last_commit(made) == [USER, USER, "Move rivers from group A to group B"]
    changed = made.git("show", "--format=", "-U0").splitlines()[5:]
    assert changed == ["-group: A  # for now", "+group: B  # for now"]
    assert made.git("status", "--porcelain") == "A  note.txt"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_there_and_back_again(made: GitRepository, newline: str) -> None:
    text = ENTRY.replace("group: A  # for now\n", "").replace("\n", newline)
    made.commit({FILE: text})
    for group in ("A", "B", ""):
        assert run(made, "move", FILE, "--group", group).exit_code == 0
        assert made.git("status", "--porcelain") == ""
    assert (made.path / FILE).read_bytes() == text.encode()


def test_line_ends_of_the_checkout_are_kept(made: GitRepository) -> None:
    (made.path / FILE).write_bytes(ENTRY.replace("\n", "\r\n").encode())
    assert run(made, "move", "rivers", "--group", "B").exit_code == 0
    expected = ENTRY.replace("group: A", "group: B")
    assert made.git_bytes("show", f"HEAD:{FILE}").decode() == expected
    assert (made.path / FILE).read_bytes().decode() == expected.replace("\n", "\r\n")


@pytest.mark.parametrize("value", ["'A'", '"A"', "A", "  A"])
def test_a_quoted_group_is_changed_too(made: GitRepository, value: str) -> None:
    made.commit({FILE: ENTRY.replace("A  # for now", value)})
    assert run(made, "move", "rivers", "--group", "B").exit_code == 0
    assert (made.path / FILE).read_text() == ENTRY.replace("A  # for now", "B")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("river", "--group", "B"), "E031", "did you mean rivers?"),
        (("rivers", "--group", "Z"), "E104", "its groups are A, B"),
        (("rivers", "--group", "Group B"), "E104", "did you mean B?"),
        (("rivers", "--group", "a"), "E030", "in group A already"),
    ],
)
def test_what_cannot_be_sorted(
    made: GitRepository, arguments: tuple[str, ...], code: str, says: str
) -> None:
    line = refusal(made, "move", *arguments)
    assert code in line
    assert says in line


def test_a_file_with_changes_of_its_own_is_refused(made: GitRepository) -> None:
    made.write({FILE: ENTRY + "\nMore.\n"})
    assert "E032" in refusal(made, "move", "rivers", "--group", "B")
    made.git("add", FILE)
    made.write({FILE: ENTRY})
    assert "E032" in refusal(made, "move", "rivers", "--group", "B")
    made.write({"recommendations/new.md": ENTRY})
    assert "not committed yet" in refusal(made, "move", "new", "--group", "B")


def test_front_matter_whose_line_cannot_be_changed_alone_is_refused(made: GitRepository) -> None:
    made.commit({FILE: ENTRY.replace("group: A  # for now", "group:\n  A")})
    assert "E033" in refusal(made, "move", "rivers", "--group", "B", code=1)


def in_a_merge(made: GitRepository) -> None:
    made.branch("topic")
    made.commit({"other.txt": "1\n"})
    made.switch("main")
    made.commit({"other.txt": "2\n"})
    made.git("merge", "topic", check=False)


def locked(made: GitRepository) -> None:
    (made.path / ".git" / "index.lock").touch()


@pytest.mark.parametrize(
    ("prepare", "code", "says"),
    [
        (lambda made: made.git("checkout", "--quiet", "--detach"), "E025", "git switch"),
        (in_a_merge, "E026", "a merge is under way"),
        (locked, "E028", "index.lock"),
        (lambda made: made.git("config", "--unset", "user.email"), "E024", "user.email"),
        (lambda made: made.git("config", "user.name", " "), "E024", "user.name"),
        (lambda made: made.git("switch", "--quiet", "--orphan", "x"), "E004", "git add"),
    ],
)
def test_where_nothing_can_be_committed(
    made: GitRepository, prepare: object, code: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(made.path.parent))
    assert callable(prepare)
    prepare(made)
    if code == "E024":  # a process of its own: libgit2 looks for the home folder once
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "-C", made.path, "move", "rivers", "--group", "B"],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        line, status = done.stderr, done.returncode
    else:
        result = run(made, "move", "rivers", "--group", "B")
        line, status = result.stderr, result.exit_code
    assert status == 2
    assert code in line
    assert says in line
    assert len(line.splitlines()) == 1


# --- redraft release ------------------------------------------------------------------------------


def test_versions_are_issued_with_document_and_redline(made: GitRepository, tmp_path: Path) -> None:
    into = tmp_path / "issued"
    into.mkdir()
    first = run(made, "release", "v1", "--into", str(into))
    assert first.exit_code == 0, first.output
    assert first.stdout.split() == [f"{into}/draft-recommendations-v1.pdf"]
    made.commit({FILE: ENTRY.replace("should act", "should act now")}, "Edit")
    second = run(made, "release", "v2", "-m", "As circulated", "--into", str(into))
    assert second.exit_code == 0, second.output
    assert second.stderr.endswith("  git remote add origin ADDRESS\n  git push origin main v2\n")
    names = ["draft-recommendations-v1.pdf", "draft-recommendations-v2.pdf", "redline-v1-v2.pdf"]
    assert sorted(path.name for path in into.iterdir()) == names
    assert all(path.read_bytes().startswith(b"%PDF") for path in into.iterdir())
    assert made.git("tag", "-n").split("\n") == [
        "v1              Version 1",
        "v2              As circulated",
    ]
    assert made.git("for-each-ref", "--format=%(taggername) %(objecttype)").split("\n")[1:] == [
        "Secretariat tag", "Secretariat tag"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "files", "code", "exit_code"),
    [
        ("v2", {FILE: ENTRY + "\nMore.\n"}, "E036", 2),
        ("v2", {"recommendations/new.md": ENTRY}, "E036", 2),
        ("w2", {}, "E034", 2),
        ("v2..", {}, "E029", 2),
    ],
)
def test_what_is_not_issued(
    made: GitRepository, name: str, files: dict[str, str], code: str, exit_code: int
) -> None:
    made.write(files)
    assert code in refusal(made, "release", name, code=exit_code)


def test_errors_and_tags_that_are_there_refuse(made: GitRepository) -> None:
    made.tag("v1")
    assert "E035" in refusal(made, "release", "v2")
    made.commit({FILE: ENTRY + "\n<script>x</script>\n"})
    assert "E211" in refusal(made, "release", "v2", code=1)
    made.commit({FILE: ENTRY + "\nMore.\n"})
    assert "E029" in refusal(made, "release", "v1")


def test_a_folder_that_is_missing_is_told_by_its_option(
    made: GitRepository, tmp_path: Path
) -> None:
    line = refusal(made, "release", "v1", "--into", str(tmp_path / "missing"))
    assert "E050" in line
    assert line.endswith("with --into")


@pytest.mark.parametrize("name", ["draft-recommendations-v2.pdf", "redline-v1-v2.pdf"])
def test_a_file_that_cannot_be_written_leaves_no_tag_and_no_other_file(
    made: GitRepository, tmp_path: Path, name: str
) -> None:
    made.tag("v1")
    made.commit({FILE: ENTRY.replace("should act", "should act now")}, "Edit")
    (tmp_path / "full" / name).mkdir(parents=True)
    line = refusal(made, "release", "v2", "--into", str(tmp_path / "full"))
    assert "E053" in line
    assert "--into" in line
    assert [path.name for path in (tmp_path / "full").iterdir()] == [name]
