"""A file of pages: marshalled values by kind and number, written all together or not at all.

SQLite keeps it whole whatever happens to a process (write-ahead log), and gives whoever reads the
state that was there when the reading began. Each page carries a checksum: a damaged one is found,
never believed. Whatever is wrong with a file raises ``DamagedError``.

Saves are numbered: a page of a later save hides the earlier ones, so that the file can also be
read as it was after any save, and what came later can be taken back.
"""

import marshal
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LARGE = 1 << 16  # bytes from which a page is compressed
_LEVEL = 1  # of compression: most of the gain, at the speed of the disk
_WAIT = 2.0  # seconds for another process to finish writing
# A page's key is its kind, its number and its save in one, so that one search finds its last save
_SAVE_BITS, _NUMBER_BITS = 24, 32
_FORM = """
CREATE TABLE IF NOT EXISTS page (key INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE IF NOT EXISTS kind (name TEXT PRIMARY KEY, code INTEGER);
CREATE TABLE IF NOT EXISTS save (number INTEGER PRIMARY KEY, data BLOB);
"""
_READ = "SELECT data FROM page WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1"
_SAVES, _OFTEN = 16, 64  # how many saves can be gone back to, and how often others are let go
_TIDY = f"""
DELETE FROM page WHERE EXISTS (
    SELECT 1 FROM page AS new
    WHERE new.key BETWEEN page.key + 1 AND (page.key >> {_SAVE_BITS} << {_SAVE_BITS}) + ?
)
"""
_DAMAGES = (sqlite3.Error, zlib.error, ValueError, EOFError, TypeError, OSError)

Value = Any  # of the types that marshal knows: numbers, texts, bytes, tuples, lists, dicts


class DamagedError(Exception):
    """A file of the store cannot be read, or holds what this program did not write."""


class Pages:
    """An open file, as it was when it was opened; ``close`` it, or let it go."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _telling():
            self._connection = sqlite3.connect(
                path, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._connection.executescript(_FORM)
            self._connection.execute("BEGIN")
            self.saves: dict[int, Value] = {
                number: _decode(data)
                for number, data in self._connection.execute("SELECT number, data FROM save")
            }
            self._kinds = self._read_kinds()
        self.at = max(self.saves, default=0)  # the save that pages are read as of

    def read(self, kind: str, number: int) -> Value:
        """Read a page as it was after the save ``at``; None where there is none."""
        if kind not in self._kinds:
            return None
        first = self._key(kind, number, 0)
        try:
            row = self._connection.execute(_READ, (first, first + self.at)).fetchone()
            return None if row is None else _decode(row[0])
        except _DAMAGES as error:
            raise DamagedError(str(error)) from error

    def write(self, values: Mapping[tuple[str, int], Value], about: Value) -> bool:
        """Write pages as the save after ``at``, and take back what other saves came after that.

        False, and nothing is written, where there is no room or another process was first.
        """
        save = self.at + 1
        try:
            if not self._is_ours_to_write():
                return False
            if save in self.saves:
                is_later = f"key & {(1 << _SAVE_BITS) - 1} >= ?"
                self._connection.execute(f"DELETE FROM page WHERE {is_later}", (save,))
                self._connection.execute("DELETE FROM save WHERE number >= ?", (save,))
            self._insert(values, save)
            self._connection.execute("INSERT INTO save VALUES (?, ?)", (save, _encode(about)))
            if save % _OFTEN == 0:
                self._connection.execute(_TIDY, (save - _SAVES,))
                self._connection.execute("DELETE FROM save WHERE number < ?", (save - _SAVES,))
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")
        except _DAMAGES:
            self._read_on()
            return False
        oldest = save - _SAVES if save % _OFTEN == 0 else 0
        self.saves = {n: each for n, each in self.saves.items() if oldest <= n < save}
        self.saves[save] = about
        self.at = save
        return True

    def add(self, values: Mapping[tuple[str, int], Value]) -> bool:
        """Write pages that follow from the save ``at`` into it; False where that cannot be."""
        try:
            if not self._is_ours_to_write():
                return False
            self._insert(values, self.at)
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")
        except _DAMAGES:
            self._read_on()
            return False
        return True

    def _insert(self, values: Mapping[tuple[str, int], Value], save: int) -> None:
        """Write pages of a save, in the order in which they lie."""
        for kind in sorted({kind for kind, _ in values} - self._kinds.keys()):
            code = len(self._kinds) + 1
            self._connection.execute("INSERT INTO kind VALUES (?, ?)", (kind, code))
            self._kinds[kind] = code
        keys = sorted((self._key(kind, number, save), kind, number) for kind, number in values)
        self._connection.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?)",
            ((key, _encode(values[kind, number])) for key, kind, number in keys),
        )

    def _key(self, kind: str, number: int, save: int) -> int:
        return (self._kinds[kind] << _NUMBER_BITS | number) << _SAVE_BITS | save

    def _is_ours_to_write(self) -> bool:
        """Begin to write; go on reading, and tell so, where another process wrote meanwhile."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")
        self._kinds = self._read_kinds()
        held = self._connection.execute("SELECT number, data FROM save")
        if {number: _decode(data) for number, data in held} == self.saves:
            return True
        self._read_on()
        return False

    def _read_on(self) -> None:
        with _telling():
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")
            self._kinds = self._read_kinds()

    def _read_kinds(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT name, code FROM kind"))

    def close(self) -> None:
        """Let go of the file."""
        with _telling():
            self._connection.close()


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise DamagedError(str(error)) from error


def _encode(value: Value) -> bytes:
    data = marshal.dumps(value)
    if len(data) > _LARGE:
        return b"z" + zlib.compress(data, _LEVEL)
    return b"m" + zlib.adler32(data).to_bytes(4, "big") + data


def _decode(data: bytes) -> Value:
    """Return the value of a page; its bytes are ours where the checksum is right."""
    if data[:1] == b"z":
        return marshal.loads(zlib.decompress(data[1:]))
    value = data[5:]
    if data[:1] != b"m" or zlib.adler32(value) != int.from_bytes(data[1:5], "big"):
        raise ValueError("a page is damaged")
    return marshal.loads(value)
