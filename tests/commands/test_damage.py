"""Repositories that are damaged: one line, never a traceback, never a wrong author for certain."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from pipeline.parse.words import split_words
from tests.support.repository import GitRepository

INDIA = "India <delegate@india.example>"
FILES = {
    "HEAD": [b"garbage\n", b"", b"ref: refs/heads/../../x\n", b"f" * 40 + b"\n"],
    "refs/heads/main": [b"garbage\n", b"f" * 40 + b"\n"],
    "packed-refs": [b"garbage \x00\xff\n", b"# pack-refs\nzzzz refs/tags/v9\n"],
    "shallow": [b"garbage\n\xff\n"],
    "info/grafts": [b"\xff garbage\n"],
    "MERGE_HEAD": [b"garbage", b"f" * 40],
    "index": [b"garbage", b""],
    "config": [
        b"\xff\x00",
        b"[core]\nrepositoryformatversion = 99\n",
        b"[core]\nrepositoryformatversion = 1\n[extensions]\nrefstorage = reftable\n",
        b"[core]\nworktree = /nowhere\n",
    ],
    "commondir": [b"/nowhere"],
    "refs/tags/v2": [b"ref: refs/tags/v2\n"],
    "refs/replace/zz": [b"x"],
    "objects/info/alternates": [b"/nowhere\n"],
}
CASES = [(name, content) for name, contents in FILES.items() for content in contents]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    made = GitRepository(tmp_path_factory.mktemp("damage") / "whole")
    made.commit({"a.md": "One two three.\n", "d/b.md": "Four five.\n"})
    made.branch("side")
    made.commit({"a.md": "One two four.\n"}, author=INDIA)
    made.switch("main")
    made.commit({"d/b.md": "Four six.\n"})
    made.merge("side")
    made.tag("v1")
    made.commit({"a.md": "One three.\n"})
    return made


def invoke(path: Path, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(redraft, [command, "-C", str(path), *arguments])


def is_told(result: Result) -> bool:
    """Whether a command ended as the contract says, whatever it met."""
    if result.exit_code == 2:
        (line,) = result.stderr.splitlines()
        return line.startswith("redraft: error E0")
    return result.exit_code == 0


@pytest.mark.parametrize(("name", "content"), CASES)
def test_a_damaged_file_of_git_s_is_one_line(
    whole: GitRepository, tmp_path: Path, name: str, content: bytes
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole.path, copy)
    (copy / ".git" / name).parent.mkdir(parents=True, exist_ok=True)
    (copy / ".git" / name).write_bytes(content)
    assert is_told(invoke(copy, "provenance"))
    assert is_told(invoke(copy, "versions"))


def damaged_copies(whole: Path, folder: Path) -> Iterator[Path]:
    """Yield a copy for each object that is missing, changed or empty; it is gone afterwards."""
    for place in sorted((whole / ".git" / "objects").glob("??/*")):
        for damage in (None, place.read_bytes()[:-3] + b"xyz", b""):
            shutil.copytree(whole, folder)
            there = folder / place.relative_to(whole)
            there.chmod(0o644)
            there.unlink() if damage is None else there.write_bytes(damage)
            yield folder
            shutil.rmtree(folder)


def origins(result: Result) -> dict[tuple[str, str, int], tuple[str | None, float]]:
    """Map each word of an answer, by its file and number there, to its commit."""
    found = {}
    for file in json.loads(result.stdout)["files"]:
        words = [
            (word, span["commit"], span["confidence"])
            for block in file["blocks"]
            for span in block["spans"]
            for word in split_words(span["text"])
        ]
        for number, (word, commit, confidence) in enumerate(words):
            found[file["path"], word, number] = commit, confidence
    return found


def test_a_damaged_object_is_told_and_makes_no_wrong_author_certain(
    whole: GitRepository, tmp_path: Path
) -> None:
    arguments = ("provenance", "--at", "HEAD", "--format", "json")
    truth = origins(invoke(whole.path, *arguments))
    incomplete = 0
    for copy in damaged_copies(whole.path, tmp_path / "copy"):
        result = invoke(copy, *arguments)
        assert is_told(result)
        if result.stdout:
            incomplete += result.exit_code == 2
            for word, (commit, confidence) in origins(result).items():
                if confidence == 1 and commit is not None and word in truth:
                    assert commit == truth[word][0], (copy, word)
    assert incomplete > 5  # else nothing was seen
