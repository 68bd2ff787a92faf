"""Commits, trees and tags that we write, beside those that git writes from the same values."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import RedraftError
from pipeline.history.write import (
    Signature,
    fill_index,
    new_repository,
    write_commit,
    write_files,
    write_reference,
    write_tag,
)
from pipeline.model.history import Agent

FILES = {
    "a/b/c.md": "Zoë wrote „this“\n".encode(),
    "a.md": b"line\r\nline\n",
    "a-b.md": b"",
    "B.md": b"no line end",
}
WHO = Signature(
    Agent("Zoë Author", "zoe@a.example"),
    datetime.datetime.fromisoformat("2013-11-08T09:05:07-03:30"),
)
MESSAGE = "Début\n\nOn-behalf-of: x\n"


def git(folder: Path, *arguments: str, **environment: str) -> str:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", "-c", "core.autocrlf=false", *arguments],
        cwd=folder,
        env=os.environ | settings | environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def write_ours(target: Path) -> str:
    with new_repository(target) as repository:
        commit = write_commit(
            repository, FILES, parents=(), author=WHO, committer=WHO, message=MESSAGE
        )
        write_tag(repository, "v1", commit, WHO, "Version 1\n")
        write_reference(repository, "refs/heads/main", commit)
        write_files(repository, FILES)
        fill_index(repository, commit)
    return commit


def write_gits(target: Path) -> str:
    target.mkdir()
    git(target, "init", "--initial-branch=main")
    for path, data in FILES.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)
    git(target, "add", "--all")
    person = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (
            ("NAME", WHO.agent.name),
            ("EMAIL", WHO.agent.email),
            ("DATE", "2013-11-08T09:05:07-0330"),
        )
    }
    git(target, "commit", "--message", MESSAGE, **person)
    git(target, "tag", "--annotate", "v1", "--message", "Version 1\n", **person)
    return git(target, "rev-parse", "HEAD")


def test_ids_are_gits(tmp_path: Path):
    assert write_ours(tmp_path / "ours") == write_gits(tmp_path / "gits")
    tags = [git(tmp_path / name, "rev-parse", "v1") for name in ("ours", "gits")]
    assert tags[0] == tags[1]


def test_git_finds_the_tree_clean_and_sound(tmp_path: Path):
    write_ours(tmp_path / "ours")
    assert git(tmp_path / "ours", "status", "--porcelain") == ""
    assert git(tmp_path / "ours", "fsck", "--strict", "--no-progress") == ""
    assert (tmp_path / "ours" / "a.md").read_bytes() == b"line\r\nline\n"


def test_later_commits_are_logged_as_usual(tmp_path: Path):
    write_ours(tmp_path / "ours")
    assert not (tmp_path / "ours" / ".git" / "logs").exists()
    person = {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x.example"}
    git(tmp_path / "ours", "branch", "other", **person)
    assert "branch: Created" in git(tmp_path / "ours", "reflog", "show", "other", "--format=%gs")


def test_an_empty_folder_keeps_its_place(tmp_path: Path):
    target = tmp_path / "empty"
    target.mkdir()
    before = target.stat().st_ino
    write_ours(target)
    assert target.stat().st_ino == before
    assert sorted(entry.name for entry in target.iterdir()) == [
        ".git", "B.md", "a", "a-b.md", "a.md",
    ]  # fmt: skip


@pytest.mark.parametrize("existed", [False, True])
def test_a_failure_leaves_nothing(tmp_path: Path, existed: bool):
    target = tmp_path / "target"
    if existed:
        target.mkdir()
    with pytest.raises(KeyError), new_repository(target) as repository:
        write_files(repository, FILES)
        raise KeyError
    assert list(tmp_path.rglob("*")) == ([target] if existed else [])


def test_a_full_disk_is_one_clear_error(tmp_path: Path):
    with pytest.raises(RedraftError, match="no space left"), new_repository(tmp_path / "target"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / ".hidden").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name, code in (
        ("file", "E056"),
        ("folder", "E056"),
        ("dangling", "E056"),
        ("missing/target", "E050"),
        ("file/target", "E050"),
    ):
        with pytest.raises(RedraftError) as stopped, new_repository(tmp_path / name):
            pass
        assert [each.code for each in stopped.value.diagnostics] == [code], name
    assert (tmp_path / "file").read_text() == "mine"
    assert len(list(tmp_path.rglob("*"))) == 4
