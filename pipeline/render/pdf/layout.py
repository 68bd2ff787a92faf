"""HTML to PDF, in a process of its own with limits on time and memory.

In: HTML, style sheets, the bytes of the images that it names, files to attach. Out: the bytes of
a tagged, archival PDF. The layout reads nothing else: no network, no file, no system font; what
it is given decides its bytes, whatever the day, the host, the locale and the folder.
"""

import contextlib
import datetime
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import resources
from pipeline.errors import RenderError
from pipeline.render.pdf.fonts import fontconfig_xml, uncovered
from pipeline.render.pdf.job import Answer, Attachment, Job, Result

__all__ = ["Attachment", "Layout", "language_sheets", "layout", "style_sheet"]

_SECONDS = 60.0  # of a processor, for a short document, however hostile
_PATIENCE = 4  # the limit is on processor time; a machine that others share takes longer
_CHARACTERS_A_SECOND = 10_000  # more time for more text: the layout needs about a third of it
_MEMORY = 2 << 30
_MEMORY_A_CHARACTER = 1 << 10
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)  # the second where the first was not heeded
# How GLib and the allocator give up
_OUT_OF_MEMORY = (-signal.SIGTRAP, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGSEGV)
_IMPORTABLE = ("letter.css",)
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")
_LIBRARIES = (
    "Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "Fedora: dnf install pango harfbuzz; macOS: brew install pango"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A PDF, how many pages it has, and what the style sheets were wrong about."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = ()


def layout(
    html: str,
    *,
    style_sheets: Sequence[str],
    date: datetime.datetime,
    description: str = "",
    identifier: str = "",
    images: Mapping[str, bytes] | None = None,
    attachments: Sequence[Attachment] = (),
    margin_notes: bool = False,
    seconds: float | None = None,
) -> Layout:
    """Lay HTML out as a PDF/A-3a file with the marks of PDF/UA-1.

    Title and language are the HTML's own. ``style_sheets``: CSS texts, later ones over earlier
    ones; they may import ``redraft:letter.css``. ``date``: of the commit, the file's only date.
    ``description`` and ``identifier`` go into the metadata. ``images``: by the path that follows
    ``redraft:image/`` in an address. ``margin_notes``: place notes beside their marks and draw
    change bars (``margin.py``). ``seconds``: the limit, by default 60 and more for a long text.

    Raises RenderError where the layout takes too long or too much memory, loses a footnote, or
    lacks a system library.
    """
    job = Job(
        html=html,
        style_sheets=tuple(style_sheets),
        date=date,
        description=description,
        identifier=identifier,
        images=dict(images or {}),
        imports={name: style_sheet(name) for name in _IMPORTABLE},
        attachments=tuple(sorted(attachments, key=lambda attachment: attachment.name)),
        undrawn=uncovered(html),
        margin_notes=margin_notes,
        seconds=_SECONDS + len(html) / _CHARACTERS_A_SECOND if seconds is None else seconds,
        memory=_MEMORY + _MEMORY_A_CHARACTER * len(html),
    )
    answer, pdf = _run(job)
    match answer.result:
        case Result.DONE:
            return Layout(pdf, answer.pages, answer.warnings)
        case Result.REFUSED:
            raise RenderError.of(answer.code, answer.message, hint=answer.hint or None)
        case Result.LIBRARY:
            message = f"a system library that PDFs need is missing: {answer.message}"
            raise RenderError.of("E071", message, hint=_LIBRARIES)
        case Result.MEMORY:
            raise _too_much_memory(job)
        case Result.FAULT:
            raise RuntimeError(f"the layout failed\n{answer.message}")


def language_sheets(language: str) -> tuple[str, ...]:
    """Return the built-in style sheets that a language adds, to come after all other built-in
    ones and before the document's own."""
    names = {"ar": "arabic.css", "zh": "chinese.css"}
    name = names.get(language.split("-")[0].lower())
    return (style_sheet(name),) if name else ()


def style_sheet(name: str) -> str:
    """Return a built-in style sheet."""
    return (resources.directory("styles") / name).read_text(encoding="utf-8")


def _run(job: Job) -> tuple[Answer, bytes]:
    with _font_configuration() as configuration:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.render.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(configuration, job.date),
        )
        try:
            output, errors = process.communicate(job.to_bytes(), timeout=_PATIENCE * job.seconds)
        except subprocess.TimeoutExpired:
            raise _too_slow(job) from None
        finally:
            process.kill()
            process.wait()
    line, _, pdf = output.partition(b"\n")
    if process.returncode == 0:
        return Answer.from_bytes(line), pdf
    if process.returncode in _OUT_OF_TIME:
        raise _too_slow(job)
    if process.returncode in _OUT_OF_MEMORY:
        raise _too_much_memory(job)
    raise RuntimeError(
        f"the layout ended with {process.returncode}\n{errors.decode(errors='replace')}"
    )


def _environment(configuration: Path, date: datetime.datetime) -> dict[str, str]:
    """Return what the child may know of its host: where programs and libraries lie."""
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return environment | {
        "FONTCONFIG_FILE": str(configuration),
        "SOURCE_DATE_EPOCH": str(int(date.timestamp())),
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


@contextlib.contextmanager
def _font_configuration() -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="redraft-")
        configuration = Path(folder.name) / "fonts.conf"
        configuration.write_text(fontconfig_xml(Path(folder.name)), encoding="utf-8")
    except OSError as error:
        raise RenderError.of(
            "E078",
            f"a temporary file cannot be written: {(error.strerror or str(error)).lower()}",
            hint="make room, or name another folder in TMPDIR",
        ) from error
    with folder:
        yield configuration


def _too_slow(job: Job) -> RenderError:
    return RenderError.of(
        "E072",
        f"the layout took more than {job.seconds:.0f} seconds and was stopped",
        hint="look for an entry with an extreme table, list or word, and split it",
    )


def _too_much_memory(job: Job) -> RenderError:
    return RenderError.of(
        "E073",
        f"the layout took more than {job.memory >> 20} MiB of memory and was stopped",
        hint="look for an entry with an extreme table, list, image or word, and split it",
    )
