"""A redline for the terminal, and for an e-mail: every mark is a bracket, colour is an addition.

In: a Redline and what the terminal can do. Out: text, one paragraph a changed block.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.model.change import (
    Change,
    ChangeKind,
    FilePair,
    Op,
    Redline,
    RedlineBlock,
    Run,
)
from pipeline.model.history import UNCOMMITTED
from pipeline.model.text import BlockKind
from pipeline.render.redline.places import places
from pipeline.render.redline.statement import (
    letters,
    passing,
    revision_name,
    short_date,
    short_id,
    statement,
    summary,
    who,
)
from pipeline.render.redline.wording import ENGLISH
from pipeline.render.terminal import Piece, Terminal, visible

_INDENT = 9
_CONTEXT = 14  # words that are shown of kept text beside a change
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BRACKETS = {
    Op.INSERT: ("{+", "+}", ("blue", "underline")),
    Op.DELETE: ("[-", "-]", ("red", "strike")),
    Op.MOVED_TO: ("{>", ">}", ("green", "double")),
    Op.MOVED_FROM: ("[<", "<]", ("green", "strike")),
}
_NOTED = ("{~", "~}", ("underline",))
_LIKE_MARKS = re.compile(r"([{\[])(?=[+\-<>~])|([+\-<>~])(?=[}\]])")
_FIELDS = {"status": "Status", "group": "Group", "date": "Date", "submitters": "Submitters"}


def render(redline: Redline, terminal: Terminal | None = None) -> str:
    """Return the changed paragraphs, each with its notes, and the statement."""
    terminal = terminal or Terminal()
    old, new = redline.old, redline.new
    lines = [
        " → ".join(
            f"{terminal.style(visible(revision_name(revision)), 'bold')} "
            f"({revision.date.day} {revision.date:%B %Y}, {_short(revision.id)})"
            for revision in (old, new)
        )
    ]
    if redline.new_document and redline.new_document.settings.notice:
        lines.append(terminal.wrap([Piece(redline.new_document.settings.notice)]))
    lines += [terminal.wrap([Piece(note, ("bold", "yellow"))]) for note in redline.notes]
    if not redline.complete_history:
        lines.append(terminal.style(_incomplete(redline), "bold", "yellow"))
    lines.append("")
    changes = {change.id: change for change in redline.changes}
    told: set[int] = set()
    for file, place in zip(redline.files, places(redline), strict=True):
        body = list(_file(file, redline, changes, terminal, told))
        if body:
            lines.append(terminal.style(visible(place.name), "bold"))
            lines += body
            lines.append("")
    if not redline.changes:
        lines += ["No change.", ""]
    lines.append(terminal.wrap([Piece(statement(redline), ("bold",))]))
    if not redline.complete_history:
        lines.append(terminal.style(_incomplete(redline), "bold", "yellow"))
    return "\n".join(lines) + "\n"


def _short(id: str) -> str:
    return ENGLISH.not_committed if id == UNCOMMITTED else id[:7]


def _incomplete(redline: Redline) -> str:
    cut = ", ".join(id[:7] for id in redline.boundary)
    lost = ", ".join(redline.unreadable)
    parts = [f"history is cut at {cut}; run git fetch --unshallow" if cut else "", lost]
    return visible(f"INCOMPLETE: {'; '.join(filter(None, parts))}")


def _file(
    file: FilePair,
    redline: Redline,
    changes: dict[int, Change],
    terminal: Terminal,
    told: set[int],
) -> Iterator[str]:
    if redline.selection and not any(block.code for block in file.blocks) and not file.metadata:
        return
    whole = "New" if not file.old_path else "Removed" if not file.new_path else ""
    if whole:
        yield f"{'ADD' if whole == 'New' else 'SUP':<{_INDENT}}{whole}"
    for id in file.changes:
        change = changes[id]
        if change.moved:
            said = f"renamed from {change.moved[0]}"
            yield f"{change.code:<{_INDENT}}{visible(said)}{_number(id)}"
        yield from _notes([id], changes, terminal, told)
    for entry in file.metadata:
        change = changes[entry.change]
        if entry.field == "group":
            said = f"moved here from {_group(entry.old)}, to {_group(entry.new)}"
            yield f"{change.code:<{_INDENT}}{visible(said)}{_number(change.id)}"
        else:
            old = entry.old or (
                "received" if entry.field == "status" and redline.new_document else None
            )
            name = _FIELDS.get(entry.field, entry.field.replace("_", " "))
            pieces = [Piece(f"{name}: ")]
            if old is not None:
                pieces.append(_bracketed(Op.DELETE, old))
            if entry.new is not None:
                pieces.append(_bracketed(Op.INSERT, entry.new))
            pieces.append(Piece(_number(change.id)))
            yield from _wrapped(pieces, f"{change.code:<{_INDENT}}", _INDENT, terminal)
        yield from _notes([change.id], changes, terminal, told)
    for block in file.blocks:
        if block.code is not None:
            yield from _block(block, changes, terminal, told)
    for passed in file.passing:
        what, who_did = passing(passed)
        pieces = [Piece(f"{what}: “{visible(passed.text)}”, {visible(who_did)}", ("dim",))]
        yield from _wrapped(pieces, " " * _INDENT, _INDENT, terminal)


def _group(key: str | None) -> str:
    return f"group {key}" if key else "“not categorized”"


def _block(
    block: RedlineBlock, changes: dict[int, Change], terminal: Terminal, told: set[int]
) -> Iterator[str]:
    side = block.new or block.old
    assert side is not None
    label = _label(block)
    start = f"{block.code or '':<5}"
    indent = _INDENT
    if label:
        start += label + "  "
        indent = max(_INDENT, len(start)) if len(start) <= 16 else _INDENT
    start += " " * max(0, indent - len(start))
    pieces: list[Piece] = []
    if side.kind is BlockKind.HEADING:
        pieces.append(Piece("#" * max(1, side.level) + " "))
    for id in block.changes:
        change = changes[id]
        if change.kind is not ChangeKind.NUMBERING:
            pieces.append(Piece(f"{{~{summary(change)}~}}{_number(id)} ", ("underline",)))
        else:
            pieces.append(Piece(_number(id) + " "))
    runs = block.runs
    for number, run in enumerate(runs):
        before = runs[number - 1] if number else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        pieces += _run(run, before, after, changes)
    yield from _wrapped(pieces, start, indent, terminal)
    ids = [id for run in runs for id in (run.change, *run.also) if id]
    yield from _notes([*block.changes, *ids], changes, terminal, told)


def _label(block: RedlineBlock) -> str:
    old = block.old.label if block.old else ""
    new = block.new.label if block.new else ""
    if block.old and block.new and old != new and not {old, new} <= set("-*+"):
        gone, come = old and f"[-{visible(old)}-]", new and f"{{+{visible(new)}+}}"
        return gone + come
    label = new or old
    return "•" if label in ("-", "*", "+") else visible(label)


def _run(
    run: Run, before: Run | None, after: Run | None, changes: dict[int, Change]
) -> Iterator[Piece]:
    text = _escaped(run.text)
    noted = [id for id in (run.change, *run.also) if id]
    if run.op is Op.EQUAL:
        quiet = [id for id in noted if changes[id].kind is not ChangeKind.METADATA]
        if quiet:
            opening, closing, styles = _NOTED
            yield Piece(f"{opening}{text}{closing}{_numbers(quiet)}", styles)
        else:
            yield Piece(_shortened(text, bool(before), bool(after)))
        return
    opening, closing, changed = _BRACKETS[run.op]
    if changes[run.change].kind is ChangeKind.FORMATTING and run.op in (Op.MOVED_FROM, Op.MOVED_TO):
        yield Piece(f"{{~¶~}}{_number(run.change)} ", _NOTED[2])
        if run.op is Op.MOVED_TO:
            yield Piece(_shortened(text, False, True))
        return
    if not text:
        mark = next(iter(run.new_marks or run.old_marks), None)
        text = f"[^{visible(mark.target)}]" if mark else ""
    starts = before is None or (before.op, before.change) != (run.op, run.change)
    ends = after is None or (after.op, after.change) != (run.op, run.change)
    last = after is None or after.change != run.change
    inner = text.strip(" ") or text
    left, _, right = text.partition(inner) if inner else ("", "", "")
    yield Piece(left)
    yield Piece(
        (opening if starts else "")
        + inner
        + (closing if ends else "")
        + (_numbers(noted) if last else ""),
        changed,
    )
    yield Piece(right)


def _escaped(text: str) -> str:
    """Show text so that none of its brackets reads as a mark."""
    shown = visible(text, keep="\n").replace("\n", " ⏎ ")
    return _LIKE_MARKS.sub(lambda found: "\\" + found[0], shown)


def _shortened(text: str, left: bool, right: bool) -> str:
    """Leave out the middle of long kept text, or the end that no change stands beside."""
    words = re.findall(r"\S+\s*|\s+", text)
    keep_left, keep_right = _CONTEXT if left else 4, _CONTEXT if right else 4
    if len(words) <= keep_left + keep_right + 4:
        return text
    return "".join([*words[:keep_left], "… ", *words[-keep_right:]])


def _bracketed(op: Op, text: str) -> Piece:
    opening, closing, styles = _BRACKETS[op]
    return Piece(f"{opening}{_escaped(text)}{closing}", styles)


def _number(id: int) -> str:
    return str(id).translate(_SUPERSCRIPT)


def _numbers(ids: Sequence[int]) -> str:
    return "˒".join(_number(id) for id in ids)


def _notes(
    ids: Sequence[int], changes: dict[int, Change], terminal: Terminal, told: set[int]
) -> Iterator[str]:
    for id in dict.fromkeys(ids):
        if id in told:
            continue
        told.add(id)
        change = changes[id]
        name, by = who(change)
        parts = [" ".join(filter(None, (name,)))]
        parts += [part for part in (by,) if part]
        if change.commit is not None:
            parts += [short_date(change.commit.date), short_id(change)]
            if change.reason:
                parts.append(change.reason)
            if change.commit.pull_request:
                parts.append(change.commit.pull_request)
            if change.commit.id != UNCOMMITTED:  # whose summary says it once more
                parts.append(change.commit.summary)
        else:
            parts.append(change.reason)
        said = summary(change)
        if said and change.kind is not ChangeKind.METADATA:
            parts.append(said)
        if change.origin is not None:
            parts.append(
                f"first written by {change.origin.authors[0].name} in {change.origin.id[:7]}"
            )
        tag = letters(change.credit.parties[0]) if change.credit.parties else "?"
        head = f"{id} {tag:<3} "
        text = head + " · ".join(visible(part) for part in parts if part)
        lines = _wrapped([Piece(text, ("dim",))], " " * _INDENT, _INDENT + len(head), terminal)
        yield from lines


def _wrapped(pieces: Sequence[Piece], start: str, indent: int, terminal: Terminal) -> Iterator[str]:
    yield terminal.wrap(pieces, start, " " * indent)
