"""Options that commands share, as decorators; each passes a parameter of the name given here."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from pipeline.cli.output import STANDARD_OUTPUT, check_output
from pipeline.errors import RedraftError
from pipeline.store.folder import cache_folder

_Function = TypeVar("_Function", bound=Callable[..., object])

# The extension that stands for each format.
EXTENSIONS = {
    "pdf": ".pdf",
    "html": ".html",
    "md": ".md",
    "json": ".json",
    "text": ".txt",
    "sarif": ".sarif",
}


def directory_option(function: _Function) -> _Function:
    """``-C DIR``: ``directory: Path``."""
    return click.option(
        "-C",
        "directory",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="DIR",
        help="The repository; default: the one around the current folder.",
    )(function)


def jobs_option(function: _Function) -> _Function:
    """``--jobs N``: ``jobs: int``, by default as many as this process has processors.

    ``check`` and ``report`` read it; the other commands work in one process whatever it says.
    """
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=_processors,
        metavar="N",
        help="How many processes check and report may use; default: one a processor.",
    )(function)


def quiet_option(function: _Function) -> _Function:
    """``--quiet``: ``quiet: bool``; no progress, nothing but results and errors."""
    return click.option("--quiet", is_flag=True, help="Results and errors only, no progress.")(
        function
    )


def cache_option(function: _Function) -> _Function:
    """``--no-cache``: ``cache: Path | None``, the folder to keep what was traced in, or None."""
    return click.option(
        "--no-cache",
        "cache",
        flag_value=False,
        default=True,
        is_flag=True,
        callback=_cache,
        help="Read and keep nothing between runs; see redraft cache.",
    )(function)


def shared_options(function: _Function) -> _Function:
    """All four that every command has: ``directory``, ``jobs``, ``quiet``, ``cache``."""
    for option in (cache_option, quiet_option, jobs_option, directory_option):
        function = option(function)
    return function


def output_option(function: _Function) -> _Function:
    """``-o FILE``: ``output: Path | None``, refused at once where it could not be written."""
    return click.option(
        "-o",
        "output",
        type=click.Path(path_type=Path),
        callback=_checked_output,
        metavar="FILE",
        help="Write to FILE, whole or not at all; default: standard output.",
    )(function)


def format_option(formats: Sequence[str]) -> Callable[[_Function], _Function]:
    """``--format``: ``format: str | None``; see ``chosen_format``."""
    return click.option(
        "--format",
        "format",
        type=click.Choice(formats),
        help="The format; default: what FILE's extension says, else "
        + ("PDF." if formats[0] == "pdf" else f"{formats[0]}."),
    )


def paths_option(function: _Function) -> _Function:
    """``--paths GLOB``, repeatable: ``paths: tuple[str, ...]``."""
    return click.option(
        "--paths",
        multiple=True,
        metavar="GLOB",
        help="Only these files: '**/' is any folders, '*' stops at '/'; repeatable.",
    )(function)


def chosen_format(format: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """Return the format asked for: ``--format``, else FILE's extension, else the first.

    Raises RedraftError where the extension stands for none of them.
    """
    if format is not None:
        return format
    if output is None or output == STANDARD_OUTPUT or not output.suffix:
        return formats[0]
    for name in formats:
        if EXTENSIONS.get(name, f".{name}") == output.suffix.lower():
            return name
    if not output.is_file() and output.exists():  # a device
        return formats[0]
    raise RedraftError.of(
        "E054",
        f"no format of this command is called '{output.suffix}'",
        hint=f"name one with --format: {', '.join(formats)}",
    )


def _checked_output(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> Path | None:
    check_output(value)
    return value


def _cache(context: click.Context, parameter: click.Parameter, value: bool) -> Path | None:
    return cache_folder() if value else None


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
