"""Golden cases: one Markdown file that holds the inputs and the expected outputs of one case.

A case is prose with fenced blocks. A fence's info string says what it holds:

    ```markdown file recommendations/japan.md      an input: a file of that path
    ```text expected                               what must come out
    ```json expected redline.json                  … under a name, where there is more than one

Everything else is for the reader. A block that holds fences of its own is fenced with more marks.
Each block ends in a line end, but for an empty one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

FENCE = re.compile(
    r"^(?P<marks>`{3,}|~{3,})(?P<language>[\w-]*) +(?P<role>file|expected)\b[ ]*(?P<name>[^\n]*)\n"
    r"(?P<text>(?:(?!(?P=marks)[ ]*$)[^\n]*\n)*)"
    r"(?P=marks)[ ]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: input files and expected outputs, each by name ("" where there is only one)."""

    path: Path
    files: dict[str, str]
    expected: dict[str, str]


def read_case(path: Path) -> Case:
    """Read a case; one without an expected block cannot fail, so it is refused."""
    files: dict[str, str] = {}
    expected: dict[str, str] = {}
    for fence in FENCE.finditer(path.read_text(encoding="utf-8")):
        blocks = files if fence["role"] == "file" else expected
        name = fence["name"].strip()
        if name in blocks:
            raise ValueError(f"{path}: two blocks '{fence['role']} {name}'")
        blocks[name] = fence["text"]
    if not expected:
        raise ValueError(f"{path}: no block says what is expected")
    return Case(path, files, expected)


def cases(folder: Path) -> Sequence[object]:
    """Return the cases of a folder as parameters of a test, by name.

    @pytest.mark.parametrize("case", cases(Path(__file__).parent / "check"))
    def test_check(case: Case, approval: Approval) -> None: ...
    """
    paths = sorted(folder.rglob("*.md"))
    if not paths:
        raise ValueError(f"no cases under {folder}")
    return [
        pytest.param(read_case(path), id=path.relative_to(folder).with_suffix("").as_posix())
        for path in paths
    ]


def write_files(case: Case, folder: Path) -> None:
    """Lay out a case's input files under a folder."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


@dataclass(frozen=True, slots=True)
class Approval:
    """The fixture ``approval``: asserts, or under --approve writes the case anew."""

    rewrite: bool

    def check(self, case: Case, actual: str, name: str = "") -> None:
        """Hold ``actual`` against the case's expected block of that name."""
        if actual and not actual.endswith("\n"):
            actual += "\n"
        if self.rewrite and actual != case.expected[name]:
            _rewrite(case.path, name, actual)
        else:
            assert actual == case.expected[name], case.path


def _rewrite(path: Path, name: str, actual: str) -> None:
    text = path.read_text(encoding="utf-8")
    for fence in FENCE.finditer(text):
        if fence["role"] == "expected" and fence["name"].strip() == name:
            start, end = fence.span("text")
            path.write_text(text[:start] + actual + text[end:], encoding="utf-8", newline="")
            return
