"""Two trees in, the Markdown files that differ between them out; nothing else of them is read.

Trees are compared as Git keeps them: by id, entry by entry. Two versions of a large folder differ
in a few bytes, so only the entries between their common ends are read; small ones are compared as
sets of entries, which takes less time than looking for the ends.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from itertools import accumulate

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository
from pipeline.history.tree import is_markdown
from pipeline.model.history import BlobChange

NO_TREE = b""  # the raw id of a tree that is not there: nothing stands in it
_ENTRY = re.compile(rb"\d{5,6} [^\0]+\0.{20}", re.DOTALL)
_FOLDER = b"40000"
_KEPT = 128  # trees held at once
_SMALL = 4096  # bytes

_Ids = tuple[bytes, bytes]  # two raw ids; the mode and the id of an entry
_Named = Mapping[bytes, _Ids]  # entries by name


class TreeComparer:
    """Compares trees of one repository; each pair of trees is compared once."""

    def __init__(self, repository: Repository) -> None:
        self._handle = repository.handle
        self._raws: OrderedDict[bytes, bytes] = OrderedDict([(NO_TREE, b"")])
        self._starts: dict[bytes, array[int]] = {}  # where the entries of a large tree begin
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

    def holds(self, tree: bytes, change: BlobChange) -> bool:
        """Tell whether a path has in a tree what a change made of it, or is gone as there.

        Raises HistoryError where a tree is not there.
        """
        *folders, name = change.path.encode("utf-8", "surrogateescape").split(b"/")
        for folder in folders:
            mode, id = self._entry(tree, folder)
            tree = id if mode == _FOLDER else NO_TREE
        mode, id = self._entry(tree, name)
        return (id.hex() if mode.startswith(b"100") else "") == change.new

    def _entry(self, tree: bytes, name: bytes) -> _Ids:
        """Return the mode and the id of what has a name in a tree; empty where nothing has."""
        raw = self._raw(tree)
        named = b" %b\0" % name
        if named not in raw:
            return b"", b""
        likely = [entry for entry in _entries(raw, 0, tree) if named in entry]
        return _by_name(likely).get(name, (b"", b""))

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

    def _differing_entries(self, old: bytes, new: bytes) -> tuple[_Named, _Named]:
        """Map the names of entries that are in one tree only to their modes and ids."""
        left, right = self._raw(old), self._raw(new)
        if max(len(left), len(right)) > _SMALL:
            before, after = self._between_ends(old, new)
        else:
            before, after = _entries(left, 0, old), _entries(right, 0, new)
        both = set(before)
        both.intersection_update(after)
        return (
            _by_name(entry for entry in before if entry not in both),
            _by_name(entry for entry in after if entry not in both),
        )

    def _between_ends(self, old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
        """Read the entries of two trees between what they begin and end with alike."""
        left, right = self._raw(old), self._raw(new)
        starts = self._starts_of(old)
        # The entry in which the common beginning ends starts at the same place in both.
        first = max(bisect_right(starts, _common_start(left, right)) - 1, 0)
        low = starts[first] if starts else 0
        shift = len(right) - len(left)
        tail = _common_end(left[low:], right[low:])
        last = bisect_left(starts, len(left) - tail)
        high = starts[last] if last < len(starts) else len(left)
        after = _read_entries(right, low, high + shift)
        if after is None:  # the ends are not in step: read on to the end
            last, high = len(starts), len(left)
            after = _entries(right, low, new)
        if new not in self._starts:
            rest = starts[last:]
            if shift:
                rest = array("I", [at + shift for at in rest])
            self._starts[new] = starts[:first] + _starts(after, low) + rest
        return _ENTRY.findall(left, low, high), after

    def _starts_of(self, id: bytes) -> "array[int]":
        starts = self._starts.get(id)
        if starts is None:
            starts = self._starts[id] = _starts(_entries(self._raw(id), 0, id), 0)
        return starts

    def _raw(self, id: bytes) -> bytes:
        """Return a tree's bytes; the last ones are kept."""
        raw = self._raws.get(id)
        if raw is None:
            raw = self._raws[id] = self._read(id)
            if len(self._raws) > _KEPT:
                oldest, _ = self._raws.popitem(last=False)
                self._starts.pop(oldest, None)
        else:
            self._raws.move_to_end(id)
        return raw

    def _read(self, id: bytes) -> bytes:
        if id == NO_TREE:
            return b""
        try:
            kind, raw = self._handle.odb.read(pygit2.Oid(raw=id))
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


def _entries(raw: bytes, low: int, id: bytes) -> list[bytes]:
    """Read a tree's entries from ``low`` on; raises HistoryError where they are none."""
    entries = _read_entries(raw, low, len(raw))
    if entries is None:
        raise _damaged(id)
    return entries


def _read_entries(raw: bytes, low: int, high: int) -> list[bytes] | None:
    """Read the entries that fill ``raw[low:high]`` exactly; None where none do."""
    entries: list[bytes] = _ENTRY.findall(raw, low, high)
    # None was left out and none began where another had not ended
    return entries if b"".join(entries) == raw[low:high] else None


def _starts(entries: Iterable[bytes], low: int) -> "array[int]":
    return array("I", list(accumulate(map(len, entries), initial=low))[:-1])


def _by_name(entries: Iterable[bytes]) -> _Named:
    found = {}
    for entry in entries:
        mode, _, rest = entry.partition(b" ")
        found[rest[:-21]] = (mode, rest[-20:])
    return found


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
