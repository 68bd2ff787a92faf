"""Trees of a real repository, small and large, compared as lists of their files would be."""

import random
from pathlib import Path

import pygit2
import pytest

from pipeline.errors import HistoryError
from pipeline.history.repository import open_repository
from pipeline.history.trees import NO_TREE, TreeComparer
from pipeline.model.history import BlobChange

_FILE, _PROGRAM, _LINK, _FOLDER = 0o100644, 0o100755, 0o120000, 0o040000
Listed = dict[str, tuple[int, str]]  # mode and id by path


def write_tree(handle: pygit2.Repository, listed: Listed) -> bytes:
    """Write a tree with all that a list names; return its raw id."""
    builder = handle.TreeBuilder()
    folders: dict[str, Listed] = {}
    for path, (mode, id) in listed.items():
        folder, _, rest = path.partition("/")
        if rest:
            folders.setdefault(folder, {})[rest] = (mode, id)
        else:
            builder.insert(path, pygit2.Oid(hex=id), mode)
    for folder, inside in folders.items():
        builder.insert(folder, pygit2.Oid(raw=write_tree(handle, inside)), _FOLDER)
    return bytes(builder.write().raw)


def expected(old: Listed, new: Listed) -> tuple[BlobChange, ...]:
    def blob(listed: Listed, path: str) -> str:
        mode, id = listed.get(path, (0, ""))
        return (
            id if mode in (_FILE, _PROGRAM) and path.lower().endswith((".md", ".markdown")) else ""
        )

    return tuple(
        BlobChange(path, blob(old, path), blob(new, path))
        for path in sorted(old.keys() | new.keys())
        if blob(old, path) != blob(new, path)
    )


def changed(listed: Listed, draw: random.Random, ids: list[str]) -> Listed:
    """Change some paths of a list: other bytes, other modes, gone, new, a folder for a file."""
    new = dict(listed)
    for path in draw.sample(sorted(new), k=min(len(new), draw.randrange(1, 5))):
        what = draw.randrange(4)
        mode, id = new.pop(path)
        if what == 0:
            new[path] = (mode, draw.choice(ids))
        elif what == 1:
            new[path] = (draw.choice([_FILE, _PROGRAM, _LINK]), id)
        elif what == 2:
            new[f"{path}/inside.md"] = (_FILE, id)
    new[f"added{draw.randrange(1000)}é.MD"] = (_FILE, draw.choice(ids))
    return new


@pytest.mark.parametrize("size", [4, 300])
def test_trees_are_compared_as_their_lists(tmp_path: Path, size: int) -> None:
    handle = pygit2.init_repository(str(tmp_path), bare=True)
    ids = [str(handle.create_blob(f"{number}".encode())) for number in range(20)]
    draw = random.Random(size)
    comparer = TreeComparer(open_repository(tmp_path))
    listed = {
        f"{folder}{number}{ending}": (_FILE, draw.choice(ids))
        for number in range(size)
        for folder, ending in [("", ".md"), ("notes/", ".markdown"), ("notes/deep/", ".txt")]
    }
    tree = write_tree(handle, listed)
    assert comparer.compare(NO_TREE, tree) == expected({}, listed)
    for _ in range(60):
        after = changed(listed, draw, ids)
        new = write_tree(handle, after)
        assert comparer.compare(tree, new) == expected(listed, after)
        assert comparer.compare(new, tree) == expected(after, listed)
        for change in (*expected(listed, after), BlobChange("notes/none.md", "", "")):
            assert comparer.holds(new, change)
            assert comparer.holds(tree, change) == (change.new == change.old)
        listed, tree = after, new


def test_a_tree_that_is_not_there_is_told(tmp_path: Path) -> None:
    handle = pygit2.init_repository(str(tmp_path), bare=True)
    blob = handle.create_blob(b"a")
    tree = write_tree(handle, {"a.md": (_FILE, str(blob))})
    comparer = TreeComparer(open_repository(tmp_path))
    for id in (b"\1" * 20, bytes(blob.raw)):
        with pytest.raises(HistoryError, match="missing or damaged"):
            comparer.compare(tree, id)
        with pytest.raises(HistoryError, match="missing or damaged"):
            comparer.holds(id, BlobChange("a.md", "", str(blob)))
