"""Diagnostics → annotations of GitHub Actions, which show them beside the lines of a pull request.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. GitHub
shows few of a kind, so errors come first; the rest is in the log.
"""

from collections.abc import Iterable

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.render.terminal import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_ORDER = tuple(Severity)


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one workflow command a diagnostic."""
    found = sorted(diagnostics, key=lambda each: _ORDER.index(each.severity))
    return "".join(_annotation(each) + "\n" for each in found)


def _annotation(each: Diagnostic) -> str:
    properties = []
    if each.position is not None:
        properties += [
            f"file={_property(each.position.path)}",
            f"line={each.position.line}",
            f"col={each.position.column}",
        ]
        if each.end is not None and each.end.line == each.position.line:
            properties += [
                f"endLine={each.end.line}",
                f"endColumn={max(each.end.column - 1, each.position.column)}",
            ]
    properties.append(f"title={_property(each.code)}")
    message = each.message + (f"\n{each.hint}" if each.hint else "")
    return f"::{_COMMANDS[each.severity]} {','.join(properties)}::{_data(message)}"


def _data(text: str) -> str:
    shown = visible(text, keep="\n")
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
