"""A command sees one state of the working tree, whoever edits it meanwhile."""

from pathlib import Path

import pytest

from pipeline.history.repository import open_repository
from pipeline.history.tree import blob_id, read_bytes, read_tree
from pipeline.history.walk import walk
from pipeline.model.history import UNCOMMITTED
from tests.support.repository import GitRepository


@pytest.mark.parametrize("was_changed", [True, False])
def test_what_was_read_stays_whatever_is_written_later(tmp_path: Path, was_changed: bool):
    made = GitRepository(tmp_path / "made")
    made.commit({"a.md": "first\n", "b.md": "other\n"})
    if was_changed:
        (made.path / "a.md").write_text("second\n")
    repository = open_repository(made.path)
    before = read_tree(repository, UNCOMMITTED)
    (made.path / "a.md").write_text("third\n")
    (made.path / "b.md").unlink()
    (made.path / "new.md").write_text("late\n")
    assert read_tree(repository, UNCOMMITTED) == before
    texts = {file.path: read_bytes(repository, file) for file in before}
    assert texts == {"a.md": b"second\n" if was_changed else b"first\n", "b.md": b"other\n"}
    assert all(file.blob == blob_id(texts[file.path]) for file in before)
    last = list(walk(repository, [UNCOMMITTED]))[-1]
    assert [change.path for change in last.changes[0]] == (["a.md"] if was_changed else [])


def test_opened_again_it_is_read_again(tmp_path: Path):
    made = GitRepository(tmp_path / "made")
    made.commit({"a.md": "first\n"})
    read_tree(open_repository(made.path), UNCOMMITTED)
    (made.path / "a.md").write_text("second\n")
    repository = open_repository(made.path)
    (file,) = read_tree(repository, UNCOMMITTED)
    assert read_bytes(repository, file) == b"second\n"
