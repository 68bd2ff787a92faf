"""Diagnostics → text for a terminal: what, where, the line with a caret, what to do."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.position import Position
from pipeline.model.text import Source
from pipeline.render.terminal import Piece, Terminal, visible

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_LINE_END = re.compile(r"\r\n|\n|\r")
_NARROWEST = 60


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    terminal: Terminal,
    *,
    summary: str,
    seconds: float | None = None,
) -> str:
    """Return each diagnostic with its line of the source, then a summary and the counts.

    ``summary`` says what was checked; ``seconds`` how long it took, where anyone asks.
    """
    found = tuple(diagnostics)
    lines = {path: _LINE_END.split(source.text) for path, source in sources.items()}
    parts = [_paragraph(each, lines, terminal) for each in found]
    if not found:
        return f"{visible(summary)}: no problems\n"
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    parts.append(
        terminal.style(f"{visible(summary)} checked{took}", "dim")
        + "\n"
        + terminal.style(counted(found), "bold")
        + "\n"
    )
    return "\n".join(parts)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """Return "1 error, 2 warnings, 3 notes", without those of which there are none."""
    severities = [each.severity for each in diagnostics]
    counts = ((severities.count(severity), str(severity)) for severity in Severity)
    named = [f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count]
    return ", ".join(named) or "no problems"


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Return "20 entries, 8 submissions, 2 annexes"; ``counts`` is by plural."""
    singular = {"entries": "entry", "submissions": "submission", "annexes": "annex"}
    return ", ".join(
        f"{count} {singular[name] if count == 1 else name}" for name, count in counts.items()
    )


def _paragraph(each: Diagnostic, lines: Mapping[str, list[str]], terminal: Terminal) -> str:
    colour = _COLOURS[each.severity]
    where = f"{visible(str(each.position))}: " if each.position else ""
    kind = terminal.style(f"{each.severity} {each.code}", "bold", colour)
    head = f"{where}{kind} {visible(each.message)}\n"
    if each.position is None:
        return head + (_wrapped(each.hint, "  ", terminal) if each.hint else "")
    line = _line(each.position, lines)
    if not line.strip():
        return head + (_wrapped(each.hint, "      | ", terminal) if each.hint else "")
    return head + _snippet(each, each.position, line, terminal)


def _line(position: Position, lines: Mapping[str, list[str]]) -> str:
    """Return the line at a position, "" where the file cannot be shown."""
    text = lines.get(position.path, [])
    return text[position.line - 1] if position.line <= len(text) else ""


def _snippet(each: Diagnostic, position: Position, line: str, terminal: Terminal) -> str:
    """Return the line, cut to the width around the caret, and below it the caret and the hint."""
    number = f"{position.line:>5} | "
    room = max(terminal.width, _NARROWEST) - len(number)
    at = min(position.column - 1, len(line))
    last = at + 1
    if each.end is not None and each.end.line == position.line:
        last = max(min(each.end.column - 1, len(line)), last)
    before, marked, after = line[:at], line[at:last], line[last:]
    before, marked, after = (_shown(part) for part in (before.lstrip(), marked, after))
    marked = _head(marked, max(room // 2, 20))
    before = _tail(before, max(room - width(marked) - 24, room // 3))
    after = _head(after, max(room - width(before) - width(marked), 0)).rstrip()
    gap = " " * width(before)
    caret = "^" * max(width(marked), 1)
    hint = visible(each.hint or "")
    coloured = terminal.style(caret, "bold", _COLOURS[each.severity])
    text = f"{number}{before}{marked}{after}".rstrip() + "\n"
    if not hint:
        return f"{text}      | {gap}{coloured}\n"
    if len(gap) + len(caret) + 1 + width(hint) <= room:
        return f"{text}      | {gap}{coloured} {hint}\n"
    return f"{text}      | {gap}{coloured}\n" + _wrapped(hint, "      | ", terminal)


def _shown(text: str) -> str:
    return visible(text.replace("\t", " "))


def _wrapped(text: str, indent: str, terminal: Terminal) -> str:
    return terminal.wrap([Piece(text)], first=indent) + "\n"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes (UAX #11: wide ones take two)."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(each) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(each) in "WF"
        else 1
        for each in text
    )


def _head(text: str, room: int) -> str:
    """Cut a text to the columns there are, with "…" where something is left out."""
    if width(text) <= room:
        return text
    kept = 0
    for index, each in enumerate(text):
        kept += width(each)
        if kept > room - 2:
            return text[:index].rstrip() + " …" if room > 1 else ""
    return text


def _tail(text: str, room: int) -> str:
    """Cut a text at its beginning, between words if one ends nearby."""
    if width(text) <= room:
        return text
    kept = 0
    for index in range(len(text) - 1, -1, -1):
        kept += width(text[index])
        if kept > room - 2:
            rest = text[index + 1 :]
            space = rest.find(" ")
            return "… " + (rest[space + 1 :] if 0 <= space < 16 else rest)
    return text
