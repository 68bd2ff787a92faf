"""Bytes of a file → text, or what keeps them from being UTF-8 text."""

import codecs

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import Source

MAX_BYTES = 1 << 20
_MARKS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def decode(raw: bytes, path: str, blob: str = "") -> tuple[Source | None, Diagnostic | None]:
    """Decode a source; a byte order mark is left out, line ends are kept.

    Where it is larger than 1 MiB, no UTF-8, or holds NUL, there is a diagnostic instead.
    """
    if len(raw) > MAX_BYTES:
        return None, too_large(path, len(raw))
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return None, Diagnostic(
                "E201",
                f"this file is {name}, not UTF-8",
                Position(path, 1, 1),
                hint="save it as UTF-8",
            )
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        meant = raw[error.start : error.start + 1].decode("cp1252", "replace")
        hint = "save the file as UTF-8"
        if byte >= 0x80 and meant.isprintable() and meant != "\ufffd":
            hint += f"; in Windows-1252 this byte is “{meant}”"
        before = raw[: error.start].decode("utf-8")
        return None, Diagnostic(
            "E201",
            f"the byte 0x{byte:02X} is not UTF-8",
            _after(before, path),
            hint=hint,
        )
    if "\0" in text:
        return None, Diagnostic(
            "E202",
            "a NUL character; this is no text file",
            _after(text[: text.index("\0")], path),
            hint="delete it, or remove the file",
        )
    return Source(path, text, blob), None


def too_large(path: str, size: int) -> Diagnostic:
    """Report a file of more bytes than a source may have."""
    return Diagnostic(
        "E205",
        f"this file has {size:,} bytes; a source has at most 1 MiB ({MAX_BYTES:,})",
        Position(path, 1, 1),
        hint="split it into several entries",
    )


def _after(before: str, path: str) -> Position:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Position(path, len(lines), len(lines[-1]) + 1)


def decode_any(raw: bytes) -> str | None:
    """Decode a file of a history, tolerantly: what is no UTF-8 is read as UTF-16 or Windows-1252.

    None where it holds NUL: that is no text.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return None if "\0" in text else text
