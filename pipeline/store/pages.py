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

_LARGE = 4096  # bytes from which a page is compressed
_LEVEL = 1  # of compression: most of the gain, at the speed of the disk
_WAIT = 2.0  # seconds for another process to finish writing
_FORM = """
CREATE TABLE IF NOT EXISTS page (kind TEXT, number INTEGER, save INTEGER, data BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS by_number ON page (kind, number, save);
CREATE TABLE IF NOT EXISTS save (number INTEGER PRIMARY KEY, data BLOB);
"""

_READ = (
    "SELECT data FROM page WHERE kind = ? AND number = ? AND save <= ? ORDER BY save DESC LIMIT 1"
)
_SAVES, _OFTEN = 16, 64  # how many saves can be gone back to, and how often others are let go
_TIDY = """
DELETE FROM page WHERE rowid IN (
    SELECT old.rowid FROM page AS old JOIN page AS new USING (kind, number)
    WHERE new.save > old.save AND new.save <= ?
)
"""
_DAMAGES = (sqlite3.Error, zlib.error, ValueError, EOFError, TypeError, OSError)

Value = Any  # of the types that marshal knows: numbers, texts, bytes, tuples, lists, dicts


class DamagedError(Exception):
    """A file of the store cannot be read, or holds what this program did not write."""


class Pages:
    """An open file, as it was when it was opened; ``close`` it, or let it go."""

    def __init__(self, path: Path) -> None:
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
        self.at = max(self.saves, default=0)  # the save that pages are read as of

    def read(self, kind: str, number: int) -> Value:
        """Read a page as it was after the save ``at``; None where there is none."""
        try:
            row = self._connection.execute(_READ, (kind, number, self.at)).fetchone()
            return None if row is None else _decode(row[0])
        except _DAMAGES as error:
            raise DamagedError(str(error)) from error

    def write(self, values: Mapping[tuple[str, int], Value], about: Value) -> bool:
        """Write pages as the save after ``at``, and take back what other saves came after that.

        False, and nothing is written, where there is no room or another process was first.
        """
        save = self.at + 1
        rows = ((*key, save, _encode(value)) for key, value in values.items())
        try:
            if not self._is_ours_to_write():
                return False
            if save in self.saves:
                self._connection.execute("DELETE FROM page WHERE save >= ?", (save,))
                self._connection.execute("DELETE FROM save WHERE number >= ?", (save,))
            self._connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", rows)
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
        rows = ((*key, self.at, _encode(value)) for key, value in values.items())
        try:
            if not self._is_ours_to_write():
                return False
            self._connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", rows)
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")
        except _DAMAGES:
            self._read_on()
            return False
        return True

    def _is_ours_to_write(self) -> bool:
        """Begin to write; go on reading, and tell so, where another process wrote meanwhile."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")
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
