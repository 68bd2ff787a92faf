"""Results, written whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from pipeline.cli.messages import abandon
from pipeline.errors import RedraftError

STANDARD_OUTPUT = Path("-")
BROKEN_PIPE = 141  # as the shell says of a program that SIGPIPE ended


def check_output(output: Path | None, option: str = "-o") -> None:
    """Refuse at once, before any work, a file that could not be written.

    ``option``: what names another place. Raises RedraftError: its folder is missing, it is a
    folder itself, or may not be written.
    """
    if output is None or output == STANDARD_OUTPUT:
        return
    if output.is_dir():
        name = "the name of a file" if option == "-o" else "another folder"
        raise RedraftError.of("E053", f"'{output}' is a folder", hint=f"give {name} with {option}")
    check_folder(output.parent, option, to_write=False)
    target = output if _is_special(output) else Path(os.path.realpath(output)).parent
    if not os.access(target, os.W_OK):
        raise _refused(output, "permission denied", option)


def check_folder(folder: Path, option: str, *, to_write: bool = True) -> None:
    """Refuse a folder that is not there, or in which nothing may be written; see check_output."""
    if not folder.is_dir():
        raise _missing(folder, option)
    if to_write and not os.access(folder, os.W_OK):
        raise _refused(folder, "permission denied", option)


def write_output(data: str | bytes, output: Path | None) -> None:
    """Write a result to a file, or to standard output where there is none or it is ``-``.

    A file gets all of it or stays as it was: the bytes go to a new file beside it that takes its
    place once they are on the disk. Text is UTF-8 everywhere. Raises RedraftError.
    """
    raw = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    if output is None or output == STANDARD_OUTPUT:
        _write_standard_output(raw)
    elif _is_special(output):
        _write_special(raw, output)
    else:
        _replace({output: raw}, "-o")


def write_together(files: Mapping[Path, bytes], option: str) -> None:
    """Write several files, all of them or none; see ``write_output``.

    ``option``: what names another place. Raises RedraftError.
    """
    for output in files:
        check_output(output, option)
        if _is_special(output):
            raise _refused(output, "it is no ordinary file", option)
    _replace(files, option)


def _write_standard_output(raw: bytes) -> None:
    if sys.stdout is None:
        raise _refused(Path("standard output"), "it is closed")
    if raw.startswith(b"%PDF") and sys.stdout.isatty():
        raise RedraftError.of(
            "E055", "a PDF is nothing for a terminal", hint="name a file with -o FILE"
        )
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_broken_pipe()
    except OSError as error:
        abandon(sys.stdout)
        raise _failed(Path("standard output"), error) from error


def leave_broken_pipe() -> NoReturn:
    """Exit quietly: whoever read our output had enough."""
    abandon(sys.stdout)
    sys.exit(BROKEN_PIPE)


def _is_special(output: Path) -> bool:
    """Tell whether a path is there and is no file, as a device or a pipe: it cannot be replaced."""
    try:
        return not stat.S_ISREG(output.stat().st_mode)
    except OSError:
        return False


def _write_special(raw: bytes, output: Path) -> None:
    try:
        with output.open("wb", buffering=0) as file:
            view = memoryview(raw)
            while view:
                view = view[file.write(view) :]
    except BrokenPipeError:
        leave_broken_pipe()
    except OSError as error:
        raise _failed(output, error) from error


def _replace(files: Mapping[Path, bytes], option: str) -> None:
    """Put new files in the place of others, none before every one of them is on the disk."""
    with ExitStack() as leftovers:
        for output, temporary in [
            (output, _beside(raw, output, option, leftovers)) for output, raw in files.items()
        ]:
            target = _target(output)
            try:
                temporary.replace(target)
            except OSError as error:
                raise _failed(output, error, option) from error
            _sync_folder(target.parent)


def _beside(raw: bytes, output: Path, option: str, leftovers: ExitStack) -> Path:
    """Write a new file beside the one whose place it takes; what stays of it is removed."""
    target = _target(output)
    temporary = target.with_name(f".{target.name[:200]}.{os.urandom(6).hex()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        leftovers.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
    except OSError as error:
        raise _failed(output, error, option) from error
    return temporary


def _target(output: Path) -> Path:
    return Path(os.path.realpath(output))  # a link stays one, to the new content


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _failed(output: Path, error: OSError, option: str = "-o") -> RedraftError:
    reason = (error.strerror or str(error)).lower()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return RedraftError.of(
            "E052",
            f"'{output}' was not written: {reason}",
            hint=f"make room, or write elsewhere with {option}",
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _missing(output.parent, option)
    return _refused(output, reason, option)


def _missing(folder: Path, option: str) -> RedraftError:
    return RedraftError.of(
        "E050", f"there is no folder '{folder}'", hint=f"make it, or write elsewhere with {option}"
    )


def _refused(output: Path, reason: str, option: str = "-o") -> RedraftError:
    return RedraftError.of(
        "E051", f"'{output}' cannot be written: {reason}", hint=f"write elsewhere with {option}"
    )
