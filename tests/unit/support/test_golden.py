"""The reader of golden cases itself: a case that cannot fail must not pass."""

from pathlib import Path

import pytest

from tests.support.golden import Approval, Case, read_case, write_files

CASE = """\
# A title

Prose with ```` ``` ```` in it.

````markdown file recommendations/a.md
---
date: 2014-02-07
---
```
code
```
````

```text expected
one
two
```

```json expected b.json
```
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    path = tmp_path / "case.md"
    path.write_text(CASE)
    return read_case(path)


def test_a_case_is_its_files_and_what_is_expected(case: Case) -> None:
    assert case.files == {
        "recommendations/a.md": "---\ndate: 2014-02-07\n---\n```\ncode\n```\n",
    }
    assert case.expected == {"": "one\ntwo\n", "b.json": ""}


def test_files_are_written_below_the_folder(case: Case, tmp_path: Path) -> None:
    write_files(case, tmp_path / "repository")
    written = tmp_path / "repository/recommendations/a.md"
    assert written.read_text() == case.files["recommendations/a.md"]


def test_what_differs_fails(case: Case) -> None:
    Approval(rewrite=False).check(case, "one\ntwo")
    with pytest.raises(AssertionError):
        Approval(rewrite=False).check(case, "one\nthree\n")


def test_approval_rewrites_the_one_block(case: Case) -> None:
    Approval(rewrite=True).check(case, "three\n")
    assert case.path.read_text() == CASE.replace("one\ntwo\n", "three\n")
    Approval(rewrite=True).check(case, "{}", "b.json")
    assert read_case(case.path).expected == {"": "three\n", "b.json": "{}\n"}


def test_a_case_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.md"
    path.write_text("```markdown file a.md\ntext\n```\n")
    with pytest.raises(ValueError, match="no block says"):
        read_case(path)
