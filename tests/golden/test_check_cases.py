"""Golden cases of ``redraft check``: sources in, what a contributor reads out.

A case that has nothing of that name gets the document.yaml below. The language of an input's fence
says what is done to its text first: ``escaped``: ``\\xNN`` is a byte, ``\\uNNNN`` a character,
``⟨9×ab⟩`` nine times "ab"; ``link``: it is what a symbolic link names. A path that begins with
``v1:`` is that file in version 1, which is then a commit before the working tree.
"""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.golden import FENCE, Approval, Case, cases
from tests.support.repository import GitRepository

FOLDER = Path(__file__).parent / "check"
DOCUMENT = """\
title: Rolling document
language: en
groups:
  - {key: A, title: Implementation, questions: [2, 3]}
  - {key: B, title: Role of stakeholders}
parties:
  - {id: japan, name: Japan, kind: state}
  - {id: india, name: India, kind: state}
"""
_REPEATED = re.compile(r"⟨(\d+)×(.*?)⟩", re.DOTALL)
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_CHARACTER = re.compile(r"\\u([0-9a-f]{4})")


def unescape(text: str) -> bytes:
    text = _REPEATED.sub(lambda found: found[2] * int(found[1]), text)
    text = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)
    return _BYTE.sub(lambda found: bytes([int(found[1], 16)]), text.encode())


def lay_out(case: Case, folder: Path) -> None:
    """Make a repository of a case's files, without a commit."""
    languages = {
        fence["name"].strip(): fence["language"]
        for fence in FENCE.finditer(case.path.read_text(encoding="utf-8"))
        if fence["role"] == "file"
    }
    made = GitRepository(folder)
    if not any("document.yaml" in name for name in case.files):
        made.write({"recommendations/document.yaml": DOCUMENT})
    earlier = {name: text for name, text in case.files.items() if name.startswith("v1:")}
    if earlier:
        made.commit({name.removeprefix("v1:"): text for name, text in earlier.items()})
        made.tag("v1")
    for name, text in case.files.items():
        if name in earlier:
            continue
        if languages[name] == "link":
            (folder / name).symlink_to(text.strip())
        else:
            made.write({name: unescape(text) if languages[name] == "escaped" else text})


@pytest.mark.parametrize("case", cases(FOLDER))
def test_check(case: Case, tmp_path: Path, approval: Approval) -> None:
    lay_out(case, tmp_path / "repository")
    result = CliRunner().invoke(redraft, ["-C", str(tmp_path / "repository"), "check"])
    approval.check(case, result.stdout)
    assert result.stderr == ""
    has_errors = re.search(r"^(?:\S+: )?error [E]\d{3} ", result.stdout, re.MULTILINE)
    assert result.exit_code == (1 if has_errors else 0)


@pytest.mark.parametrize("case", cases(FOLDER))
def test_a_case_shows_the_code_that_it_is_named_after(case: Case) -> None:
    code = case.path.stem[:4]
    assert not re.fullmatch(r"[EWN]\d{3}", code) or re.search(rf"\b{code}\b", case.expected[""])
