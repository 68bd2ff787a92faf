"""The counts of short runs of words: kept in a file beside, and what changed since on pages.

A commit changes few slots, each in another place: these are kept in one piece a save, until there
are so many that the file is written anew. It is written once, from beginning to end, under a name
of its own, and never changed: so whoever reads it may go on, and a save that names it has it whole.
"""

import os
import zlib
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.provenance.grams import Grams, Slots
from pipeline.store.folder import slots_path
from pipeline.store.pages import DamagedError, Pages, Value

_BLOCK = 1024  # bytes that are read and checked at once
_CHANGES, _SUMS = "slot-change", "slot-sum"  # kinds of pages
_CODES = "B", "I"  # of the columns, as ``array`` has them: of runs of three, and of five
_MOST = 1 << 18  # changed slots that are kept apart from the file


class LateSlots:
    """A column of slots, read when they are asked for.

    ``changed``: what the file does not tell; ``fresh``: what it has not told since it was read.
    """

    def __init__(self, file: "_File", first: int, code: str, size: int) -> None:
        self._file = file
        self._first = first  # block of the file
        self._code = code
        self._size = size
        self._per_block = _BLOCK // array(code).itemsize
        self._blocks: dict[int, array[int]] = {}
        self.changed: dict[int, int] = {}
        self.fresh: dict[int, int] = {}

    def __getitem__(self, slot: int) -> int:
        found = self.fresh.get(slot)
        if found is None:
            found = self.changed.get(slot)
        if found is None:
            number, place = divmod(slot, self._per_block)
            block = self._blocks.get(number)
            if block is None:
                block = self._blocks[number] = self._read(number)
            found = block[place]
        return found

    def __setitem__(self, slot: int, number: int) -> None:
        self.fresh[slot] = number

    def __mul__(self, times: int) -> Slots:
        return self.whole() * times

    def whole(self) -> "array[int]":
        """Read all of it."""
        whole = array(self._code)
        for number in range(self._size // self._per_block):
            whole.extend(self._read(number))
        for slot, value in (self.changed | self.fresh).items():
            whole[slot] = value
        return whole

    def _read(self, number: int) -> "array[int]":
        return _array(self._code, self._file.read(self._first + number))


class _File:
    """The columns one after the other, as they were written; each block is checked when read."""

    def __init__(self, path: Path, sums: Value) -> None:
        if not isinstance(sums, bytes):
            raise DamagedError("a file of slots has no sums")
        self._sums = _array("I", sums)
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise DamagedError(str(error)) from error

    def read(self, number: int) -> bytes:
        """Read a block."""
        try:
            data = os.pread(self._file.fileno(), _BLOCK, number * _BLOCK)
        except OSError as error:
            raise DamagedError(str(error)) from error
        if len(data) != _BLOCK or zlib.adler32(data) != self._sums[number]:
            raise DamagedError("a block of slots is damaged")
        return data


def late_grams(pages: Pages, about: Mapping[str, Value]) -> Grams:
    """Return the counts, read when they are asked for; ``about``: what ``write_slots`` told."""
    grams = Grams()
    size = grams.size = about["size"]
    grams.filled = about["filled"]
    file = _File(slots_path(pages.path, about["file"]), pages.read(_SUMS, 0))
    short = LateSlots(file, 0, _CODES[0], size)
    long = LateSlots(file, size // _BLOCK, _CODES[1], size)
    for number in range(about["changes"]):
        piece = pages.read(_CHANGES, number)
        if piece is None:
            raise DamagedError("there are no changes of slots")
        for column, code, (slots, values) in zip((short, long), _CODES, piece, strict=True):
            column.changed.update(zip(_array("I", slots), _array(code, values), strict=True))
    grams.short_typed, grams.long = short, long
    return grams


def write_slots(
    pages: Pages, grams: Grams, before: Mapping[str, Value]
) -> tuple[dict[tuple[str, int], Value], dict[str, Value]]:
    """Return the pages that hold what changed, and what is to be told of the slots in a save.

    A file may be written; raises OSError where it cannot be. ``before``: what was told last.
    """
    about = {"filled": grams.filled, "size": grams.size}
    short, long = grams.short_typed, grams.long
    if isinstance(short, LateSlots) and isinstance(long, LateSlots):
        columns = short, long
        if sum(len(column.changed) + len(column.fresh) for column in columns) <= _MOST:
            piece = tuple(
                (array("I", column.fresh).tobytes(), array(code, column.fresh.values()).tobytes())
                for column, code in zip(columns, _CODES, strict=True)
            )
            changes = before["changes"]
            about |= {"file": before["file"], "changes": changes + 1}
            return {(_CHANGES, changes): piece}, about
        short, long = short.whole(), long.whole()
    name = os.urandom(8).hex()
    sums = _write(slots_path(pages.path, name), short, long)
    return {(_SUMS, 0): sums.tobytes()}, about | {"file": name, "changes": 0}


def remove_files(pages: Pages, files: Iterable[Path]) -> None:
    """Remove those of some files of slots that no save names."""
    named = {slots_path(pages.path, about["slots"]["file"]) for about in pages.saves.values()}
    for path in files:
        if path not in named:
            path.unlink(missing_ok=True)


def _write(path: Path, *columns: Slots) -> "array[int]":
    """Write columns one after the other; return the sums of their blocks."""
    sums = array("I")
    try:
        with path.open("xb") as file:
            for column in columns:
                assert isinstance(column, array | bytearray)
                data = memoryview(column).cast("B")
                starts = range(0, len(data), _BLOCK)
                sums.extend([zlib.adler32(data[start : start + _BLOCK]) for start in starts])
                file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return sums


def _array(code: str, data: bytes) -> "array[int]":
    numbers = array(code)
    numbers.frombytes(data)
    return numbers
