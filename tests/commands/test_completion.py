"""What a shell is offered on Tab."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import GitRepository

ROOT = Path(__file__).parents[2]
SETTINGS = """\
title: Draft
language: en
groups: [{key: Navigation, title: Rivers}]
parties: [{id: japan, name: Japan}]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    made = GitRepository(tmp_path_factory.mktemp("completion") / "repository")
    made.commit({"recommendations/document.yaml": SETTINGS, "recommendations/rivers.md": "x\n"})
    made.tag("v1")
    return made


def offered(folder: Path, line: str) -> list[str]:
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()"],
        cwd=folder,
        env=os.environ | {
            "PYTHONPATH": str(ROOT), "_REDRAFT_COMPLETE": "bash_complete",
            "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return [item.partition(",")[2] for item in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("redraft mo", ["move"]),
        ("redraft move r", ["rivers"]),
        ("redraft move rivers --group n", ["Navigation"]),
        ("redraft new entry --submitter j", ["japan"]),
        ("redraft build v", ["v1"]),
        ("redraft redline v1 m", ["main"]),
        ("redraft check --format s", ["sarif"]),
        ("redraft explain e10", [f"E10{number}" for number in range(1, 10)]),
    ],
)
def test_tab_offers(made: GitRepository, line: str, expected: list[str]) -> None:
    assert offered(made.path, line) == expected


def test_where_nothing_can_be_known_nothing_is_offered(tmp_path: Path) -> None:
    assert "".join(offered(tmp_path, "redraft build v")) == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "_REDRAFT_COMPLETE": f"{shell}_source"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "_REDRAFT_COMPLETE" in done.stdout
