"""What stops a command, and what it warns of, as one line each on standard error."""

import contextlib
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.render.terminal import Terminal, visible

_STYLES = {Severity.ERROR: ("bold", "red"), Severity.WARNING: ("bold", "yellow")}


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a standard stream is a terminal; one that was closed, ``2>&-``, is None."""
    return stream is not None and stream.isatty()


def terminal_of(stream: TextIO | None) -> Terminal:
    """Return what a stream's terminal can do; ``NO_COLOR``, ``TERM=dumb`` and pipes: nothing."""
    if stream is None or not is_terminal(stream):
        return Terminal()
    try:
        width = os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        width = 80
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    truecolor = colour and os.environ.get("COLORTERM") in ("truecolor", "24bit")
    return Terminal(colour, truecolor, max(width, 60))


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print each diagnostic on a line of its own, to standard error."""
    terminal = terminal_of(sys.stderr)
    for diagnostic in diagnostics:
        _say(format_diagnostic(diagnostic, terminal))


def print_error(message: str) -> None:
    """Print what has no code: a mistake on the command line, a fault of redraft."""
    terminal = terminal_of(sys.stderr)
    _say(f"redraft: {terminal.style('error', 'bold', 'red')}: {visible(message)}")


def incomplete_history(boundary: int, unreadable: int, result: str) -> Diagnostic:
    """Say that part of the history is missing, beside the result that was written all the same.

    ``boundary``: how many commits have parents that are not here; ``unreadable``: how many texts
    cannot be read; ``result``: what it is called, as "redline".
    """
    missing = []
    if boundary:
        commits = "1 commit" if boundary == 1 else f"{boundary} commits"
        missing.append(f"{commits} whose parents are not here")
    if unreadable:
        texts = "1 text" if unreadable == 1 else f"{unreadable} texts"
        missing.append(f"{texts} that cannot be read")
    fetch = "git fetch --unshallow may bring it; " if boundary else ""
    return Diagnostic.of(
        "E023",
        f"part of the history is missing: {' and '.join(missing)}",
        hint=f"{fetch}--allow-incomplete takes the {result} as it is",
    )


def _say(line: str) -> None:
    """Print a line to standard error; where that cannot be, the exit code says it alone."""
    if sys.stderr is not None:  # else ``print`` would take standard output
        try:
            print(line, file=sys.stderr, flush=True)
        except OSError:
            abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Let a standard stream go that cannot be written to.

    Python flushes it once more on its way out, and must find somewhere to write to, else its exit
    code would take the place of ours.
    """
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def format_diagnostic(diagnostic: Diagnostic, terminal: Terminal) -> str:
    """Return ``file:line:column: error E104: what is wrong; what to do`` on one line."""
    where = visible(str(diagnostic.position)) if diagnostic.position else "redraft"
    severity = diagnostic.severity
    kind = terminal.style(f"{severity} {diagnostic.code}", *_STYLES.get(severity, ("bold",)))
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return f"{where}: {kind}: {visible(diagnostic.message + hint)}"
