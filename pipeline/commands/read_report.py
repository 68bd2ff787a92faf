"""A file that a pull request's workflow left → its report; its author may have been hostile."""

import zipfile
import zlib
from pathlib import Path

from pipeline.errors import RevisionError
from pipeline.model.report import Report
from pipeline.render.report.read import MAX_BYTES, read, refused

NAME = "report.json"  # the one file of an archive that is looked at
_LARGEST_ARCHIVE = 16 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,  # an encrypted member
    UnicodeError,
    ValueError,
)


def read_report(path: Path, head: str = "") -> Report:
    """Read a report from its JSON, or from a zip archive that holds ``report.json``.

    Nothing is unpacked: of an archive that one member is read, and no more of it than a report
    may have, whatever it claims; it is stored or deflated, since other methods give a burst of
    text for a few bytes before any limit stops them. ``head``: the commit that the report must
    be of. Raises RedraftError.
    """
    try:
        size = path.stat().st_size
        if size > _LARGEST_ARCHIVE:
            raise refused(f"'{path}' has {size:,} bytes")
        raw = _member(path) if zipfile.is_zipfile(path) else path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RevisionError.of(
            "E014", f"'{path}' cannot be read: {reason}", hint="name a file that is there"
        ) from error
    report = read(raw)
    if head and report.head.commit != head:
        raise refused(f"it is of commit {report.head.commit[:40]}, not of {head}")
    return report


def _member(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            method = archive.getinfo(NAME).compress_type
            if method not in _METHODS:
                raise refused(f"its compression is not that of GitHub's archives (method {method})")
            with archive.open(NAME) as member:
                raw = member.read(MAX_BYTES + 1)
    except KeyError as error:
        raise refused(f"the archive holds no {NAME}") from error
    except _BROKEN as error:
        raise refused(f"the archive is damaged ({error})") from error
    return raw
