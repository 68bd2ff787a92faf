"""Two trees in, the Markdown files that differ between them out; nothing else of them is read.

Trees are compared as Git keeps them: by id, entry by entry. Two versions of a large folder differ
in a few bytes, so only the entries between their common ends are read.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository
from pipeline.history.tree import is_markdown
from pipeline.model.history import BlobChange

NO_TREE = b""  # the raw id of a tree that is not there: nothing stands in it
_ENTRY = re.compile(rb"(\d{5,6}) ([^\0]+)\0(.{20})", re.DOTALL)
_FOLDER = b"40000"
_KEPT = 128  # trees held at once

_Ids = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Tree:
    """A tree's bytes, and where its entries start."""

    raw: bytes
    starts: "array[int]"


class TreeComparer:
    """Compares trees of one repository; each pair of trees is compared once."""

    def __init__(self, repository: Repository) -> None:
        self._odb = repository.handle.odb
        self._trees: OrderedDict[bytes, _Tree] = OrderedDict([(NO_TREE, _Tree(b"", array("I")))])
        self._known: dict[_Ids, tuple[tuple[bytes, bytes, bytes], ...]] = {}

    def compare(self, old: bytes, new: bytes) -> tuple[BlobChange, ...]:
        """List the Markdown files that differ between two trees (raw ids), sorted by path.

        Links and submodules are no files. Raises HistoryError where a tree is not there.
        """
        return tuple(
            sorted(
                BlobChange(path.decode("utf-8", "surrogateescape"), old_id.hex(), new_id.hex())
                for path, old_id, new_id in self._differences(old, new)
            )
        )

    def _differences(self, old: bytes, new: bytes) -> tuple[tuple[bytes, bytes, bytes], ...]:
        if old == new:
            return ()
        known = self._known.get((old, new))
        if known is None:
            known = self._known[old, new] = tuple(self._compare(old, new))
        return known

    def _compare(self, old: bytes, new: bytes) -> list[tuple[bytes, bytes, bytes]]:
        before, after = self._differing_entries(old, new)
        found: list[tuple[bytes, bytes, bytes]] = []
        for name in before.keys() | after.keys():
            old_mode, old_id = before.get(name, (b"", b""))
            new_mode, new_id = after.get(name, (b"", b""))
            if old_mode == _FOLDER or new_mode == _FOLDER:
                folders = (
                    old_id if old_mode == _FOLDER else NO_TREE,
                    new_id if new_mode == _FOLDER else NO_TREE,
                )
                found += [
                    (name + b"/" + path, old_blob, new_blob)
                    for path, old_blob, new_blob in self._differences(*folders)
                ]
            if is_markdown(name.decode("utf-8", "surrogateescape")):
                old_blob = old_id if old_mode.startswith(b"100") else b""
                new_blob = new_id if new_mode.startswith(b"100") else b""
                if old_blob != new_blob:
                    found.append((name, old_blob, new_blob))
        return found

    def _differing_entries(
        self, old: bytes, new: bytes
    ) -> tuple[Mapping[bytes, _Ids], Mapping[bytes, _Ids]]:
        """Map the names of entries that are in one tree only to their modes and ids."""
        left = self._tree(old)
        raw = self._trees[new].raw if new in self._trees else self._read(new)
        # The entry in which the common beginning ends starts at the same place in both.
        start = left.starts[bisect_right(left.starts, _common_start(left.raw, raw)) - 1 :][:1]
        low = start[0] if start else 0
        shift = len(raw) - len(left.raw)
        tail = _common_end(left.raw[low:], raw[low:])
        index = bisect_left(left.starts, len(left.raw) - tail)
        high = left.starts[index] if index < len(left.starts) else len(left.raw)
        entries = _read_entries(raw, low, high + shift)
        if entries is None:  # the ends are not in step: read on to the end
            high, index = len(left.raw), len(left.starts)
            entries = _read_entries(raw, low, len(raw))
        if entries is None:
            raise _damaged(new)
        if new not in self._trees:
            first = bisect_left(left.starts, low)
            starts = left.starts[:first] + array("I", [at for at, _ in entries])
            rest = left.starts[index:]
            if shift:
                rest = array("I", [at + shift for at in rest])
            self._keep(new, _Tree(raw, starts + rest))
        before = {match[2]: (match[1], match[3]) for match in _ENTRY.finditer(left.raw, low, high)}
        after = {match[2]: (match[1], match[3]) for _, match in entries}
        for name in [name for name in before if before[name] == after.get(name)]:
            del before[name], after[name]
        return before, after

    def _tree(self, id: bytes) -> _Tree:
        tree = self._trees.get(id)
        if tree is None:
            raw = self._read(id)
            entries = _read_entries(raw, 0, len(raw))
            if entries is None:
                raise _damaged(id)
            tree = _Tree(raw, array("I", [at for at, _ in entries]))
            self._keep(id, tree)
        else:
            self._trees.move_to_end(id)
        return tree

    def _keep(self, id: bytes, tree: _Tree) -> None:
        self._trees[id] = tree
        if len(self._trees) > _KEPT:
            self._trees.popitem(last=False)

    def _read(self, id: bytes) -> bytes:
        if id == NO_TREE:
            return b""
        try:
            kind, raw = self._odb.read(pygit2.Oid(raw=id))
        except (KeyError, ValueError, pygit2.GitError) as error:
            raise _damaged(id) from error
        if kind != pygit2.enums.ObjectType.TREE:
            raise _damaged(id)
        return raw


def _damaged(id: bytes) -> HistoryError:
    return HistoryError.of(
        "E010",
        f"the tree {id.hex()} is missing or damaged",
        hint="'git fsck' says more; a partial clone needs a full one",
    )


def _read_entries(raw: bytes, low: int, high: int) -> list[tuple[int, re.Match[bytes]]] | None:
    """Read the entries that fill ``raw[low:high]`` exactly; None where none do."""
    entries: list[tuple[int, re.Match[bytes]]] = []
    at = low
    while at < high:
        match = _ENTRY.match(raw, at)
        if match is None or match.end() > high:
            return None
        entries.append((at, match))
        at = match.end()
    return entries


def _common_start(old: bytes, new: bytes) -> int:
    """Count the equal bytes at the start, by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: bytes, new: bytes) -> int:
    """Count the equal bytes at the end, by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
