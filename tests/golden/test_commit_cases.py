"""Golden cases of ``redraft check --history``: commits in, what is said of them out.

The input ``history`` has one commit a line: author, message (``\\n`` is a line end), and after a
third ``|`` a pull request whose head it is. The files of commit 2 are those whose names begin with
``2:``. All commits after the first are judged. Commit ids never change.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.golden import Approval, Case, cases
from tests.support.repository import GitRepository

FOLDER = Path(__file__).parent / "commits"
DOCUMENT = """\
title: Rolling document
language: en
groups:
  - {key: A, title: Implementation}
parties:
  - {id: secretariat, name: Secretariat, emails: [secretariat@redraft.example]}
  - {id: japan, name: Japan, emails: [mission@japan.example]}
  - {id: india, name: India, emails: [mission@india.example]}
  - {id: mali, name: Mali}
"""


@pytest.mark.parametrize("case", cases(FOLDER))
def test_commits(case: Case, tmp_path: Path, approval: Approval) -> None:
    made = GitRepository(tmp_path / "repository")
    made.write({"recommendations/document.yaml": DOCUMENT})
    for number, line in enumerate(case.files["history"].splitlines(), 1):
        author, message, *more = (part.strip() for part in line.split("|"))
        prefix = f"{number}:"
        files = {
            name.removeprefix(prefix): text
            for name, text in case.files.items()
            if name.startswith(prefix)
        }
        before = made.head() if number > 1 else ""
        made.commit(files, message.replace("\\n", "\n"), author=author)
        if more:  # its own commits, on a branch of their own
            made.git("update-ref", f"refs/pull/{more[0]}/head", "HEAD")
            made.git("reset", "--quiet", "--hard", before)
    first = made.git("rev-list", "--max-parents=0", "HEAD")
    result = CliRunner().invoke(
        redraft, ["-C", str(made.path), "check", "--history", f"{first}..HEAD"]
    )
    assert (result.exit_code, result.stderr) == (0, "")
    approval.check(case, result.stdout)
