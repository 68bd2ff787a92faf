import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from pipeline.resources import directory

SECRETARIAT = "secretariat@cstd.example"
FICTITIOUS = {
    "Fictitious Member 1 (Exampleland)": "member@exampleland.example",
    "Fictitious Member 2 (Sampleland)": "member@sampleland.example",
    "Fictitious Member 3 (Specimen Society)": "member@specimen-society.example",
}
# Whose text came in, and when: the contents of the rolling document of 2014.
SUBMISSIONS = """
2013-11-08  Brazil                    brazil-mexico-sweden-united-kingdom-2013-11-08.md
2013-11-08  Carlos Alonso             carlos-alonso.md
2013-11-09  United States of America  united-states-2013-11-09.md
2013-11-14  Peter Major               annexes/1-message-from-the-chair.md
2013-11-25  India                     india-2013-11-25.md
2013-11-27  Jimson Olufuye            olufuye-2013-11-27.md
2013-12-12  Russian Federation        russia-2013-12-12.md
2014-02-07  Japan                     japan-2014-02-07-a.md
2014-02-12  Avri Doria                doria-2014-02-12-a.md
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "repository"
    result = CliRunner().invoke(redraft, ["demo", str(target)])
    assert result.exit_code == 0, result.output
    return target


def git(folder: Path, *arguments: str) -> str:
    environment = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def refs(folder: Path) -> str:
    return git(folder, "for-each-ref", "--format=%(objectname) %(objecttype) %(refname)")


def test_the_same_ids_whoever_and_wherever(demo: Path, tmp_path: Path):
    home = tmp_path / "home"
    (home / "hooks").mkdir(parents=True)
    hook = home / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\n")
    hook.chmod(0o755)
    (home / ".gitconfig").write_text(
        "[user]\nname = Somebody Else\nemail = else@else.example\n"
        "[commit]\ngpgSign = true\n[tag]\ngpgSign = true\n"
        f"[core]\nautocrlf = true\nhooksPath = {home}/hooks\n"
        f"[init]\ndefaultBranch = trunk\ntemplateDir = {home}\n"
        "[i18n]\ncommitEncoding = latin1\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "TZ": "Pacific/Auckland",
        "LANG": "tr_TR.ISO-8859-9",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "42",
        "GIT_AUTHOR_NAME": "Nobody",
        "GIT_AUTHOR_EMAIL": "nobody@nobody.example",
        "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
        "GIT_DIR": str(tmp_path / "elsewhere"),
    }
    other = tmp_path / "Übung mit Leerzeichen"
    other.mkdir()
    subprocess.run(
        [sys.executable, "-m", "pipeline", "demo", str(other)],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert refs(other) == refs(demo)
    assert git(other, "status", "--porcelain") == ""
    assert not (tmp_path / "hooked").exists()
    assert not (tmp_path / "elsewhere").exists()


def test_version_3_is_recommendations_byte_for_byte(demo: Path):
    folder = directory("recommendations")
    ours = {
        f"recommendations/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    paths = git(demo, "ls-tree", "-r", "-z", "--name-only", "v3").strip("\0").split("\0")
    assert sorted(paths) == sorted(ours)
    for path, data in ours.items():
        shown = subprocess.run(
            ["git", "cat-file", "blob", f"v3:{path}"], cwd=demo, check=True, capture_output=True
        )
        assert shown.stdout == data, path
        assert (demo / path).read_bytes() == data, path


def test_git_finds_it_sound_and_clean(demo: Path):
    assert git(demo, "fsck", "--strict", "--full", "--no-progress") == ""
    assert git(demo, "status", "--porcelain") == ""
    assert git(demo, "symbolic-ref", "HEAD") == "refs/heads/main"


def test_three_versions_are_issued_by_the_secretariat(demo: Path):
    tags = git(
        demo, "for-each-ref", "refs/tags", "--format=%(refname:short) %(objecttype) %(taggeremail)"
    )
    assert tags.splitlines() == [f"v{number} tag <{SECRETARIAT}>" for number in (1, 2, 3)]


def test_each_submission_is_its_submitters_and_entered_by_the_secretariat(demo: Path):
    for line in SUBMISSIONS.strip().splitlines():
        date, name, path = (field.strip() for field in line.split("  ", 2) if field.strip())
        path = path.strip()
        found = git(
            demo, "log", "--diff-filter=A", "--no-renames", "--format=%ad|%an|%ce|%s",
            "--date=short", "v3", "--", f"recommendations/{path}",
        )  # fmt: skip
        assert found.split("|")[:3] == [date, name, SECRETARIAT], path


def test_the_four_states_are_all_authors_of_their_text(demo: Path):
    helpers = git(
        demo, "log", "--author=mission@brazil.example",
        "--format=%(trailers:key=Co-authored-by,valueonly)",
    )  # fmt: skip
    assert [line.partition(" <")[0] for line in helpers.splitlines()] == [
        "Mexico",
        "Sweden",
        "United Kingdom",
    ]


def test_no_true_submitter_edits_anything(demo: Path):
    log = git(
        demo, "log", "--all", "--no-merges", "--no-renames", "--name-status",
        "--format=commit|%H|%ae|%an|%(trailers:key=Co-authored-by,valueonly,separator=%x7C)",
    )  # fmt: skip
    edits = 0
    for commit in log.split("commit|")[1:]:
        head, _, files = commit.partition("\n")
        _, email, *names = head.split("|")
        statuses = {line[0] for line in files.split("\n") if line}
        if statuses <= {"A"}:
            continue
        edits += 1
        helpers = [name.partition(" <")[0] for name in names[1:] if name]
        if email != SECRETARIAT:
            assert FICTITIOUS.get(names[0]) == email, head
        assert all(helper in FICTITIOUS for helper in helpers), head
    assert edits > 30


def test_every_address_is_an_example(demo: Path):
    text = git(demo, "log", "--all", "--format=%ae%n%ce%n%B")
    words = [word.strip("<>") for word in text.split() if "@" in word]
    assert words
    assert all(word.endswith(".example") for word in words)


def test_the_united_states_stood_unsorted_before_group_d(demo: Path):
    path = "recommendations/united-states-2013-11-09.md"
    came, sorted_ = git(
        demo, "log", "--reverse", "--format=%H", "v1", "--", path
    ).splitlines()  # fmt: skip
    assert "group:" not in git(demo, "show", f"{came}:{path}")
    assert "\ngroup: D\n" in git(demo, "show", f"{sorted_}:{path}")


def test_pull_requests_are_merged_squashed_or_open_and_kept(demo: Path):
    subjects = git(demo, "log", "--first-parent", "--format=%P|%s", "main").splitlines()
    merged, squashed = {}, {}
    for line in subjects:
        parents, _, subject = line.partition("|")
        if subject.startswith("Merge pull request #"):
            number = int(subject.split("#")[1].split()[0])
            merged[number] = parents.split()
        elif subject.endswith(")"):
            squashed[int(subject.rpartition("(#")[2].rstrip(")"))] = parents.split()
    assert merged
    assert squashed
    kept = git(demo, "for-each-ref", "refs/pull", "--format=%(refname) %(objectname)").splitlines()
    heads = {int(line.split("/")[2]): line.split()[1] for line in kept}
    for number, parents in merged.items():
        assert parents[1:] == [heads[number]]
    for number, parents in squashed.items():
        assert len(parents) == 1
        assert git(demo, "rev-list", "--count", f"main..{heads[number]}") != "0"
    assert heads.keys() - merged.keys() - squashed.keys() == {15}
    assert git(demo, "merge-base", "main", "refs/pull/15/head") == git(demo, "rev-parse", "v3^{}")


def test_a_revert_names_what_it_reverts(demo: Path):
    message = git(demo, "log", "--grep=^Revert", "--format=%B", "main")
    reverted = message.split("This reverts commit ")[1][:40]
    title = git(demo, "log", "-1", "--format=%s", reverted)
    assert message.startswith(f'Revert "{title}"')


def test_the_log_is_readable(demo: Path):
    for subject in git(demo, "log", "--all", "--format=%s").splitlines():
        assert 0 < len(subject) <= 72, subject
        assert not subject.endswith("."), subject


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path):
    (tmp_path / "mine").write_text("mine")
    result = CliRunner().invoke(redraft, ["demo", str(tmp_path)])
    assert result.exit_code == 2
    assert "is not empty" in result.output
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]


def test_it_says_what_to_try_next(tmp_path: Path):
    result = CliRunner().invoke(redraft, ["demo", str(tmp_path / "a b")])
    assert f"redraft -C '{tmp_path}/a b' redline v2 v3" in result.output
    quiet = CliRunner().invoke(redraft, ["demo", "--quiet", str(tmp_path / "c")])
    assert (quiet.exit_code, quiet.output) == (0, "")
