"""A redline as Markdown with CriticMarkup: ``{++new++}``, ``{--old--}``, ``{>>who and when<<}``.

In: a Redline. Out: Markdown, a block a paragraph; list labels are text after a bullet, as their
authors wrote them. Accepting every mark leaves new's text, rejecting every mark old's; text that
looks like a mark has a backslash before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.model.change import Change, ChangeKind, Code, Op, Redline, RedlineBlock, Run, RunMark
from pipeline.model.text import Block, BlockKind, ContainerKind, MarkKind
from pipeline.render.redline.places import places
from pipeline.render.redline.statement import (
    passing,
    revision_name,
    short_date,
    short_id,
    statement,
    summary,
    tag,
    who,
)
from pipeline.render.terminal import visible

_BULLETS = frozenset("-*+")
_MARKERS = {MarkKind.EMPHASIS: "*", MarkKind.STRONG: "**", MarkKind.STRIKETHROUGH: "~~"}
# Whatever Markdown or CriticMarkup could read as a mark, wherever it stands
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>~|^$#@&]|(?<=\+)\+|(?<=-)-|(?<==)=|!(?=\[)")
_AT_START = re.compile(r"^(?:[-+=:](?=\s|$)|\(?\w{1,9}[.)](?=\s|$))")


def render(redline: Redline) -> str:
    """Return the redline as Markdown."""
    old, new = revision_name(redline.old), revision_name(redline.new)
    lines = [f"# {_plain(f'{old} → {new}')}", "", _plain(statement(redline)), ""]
    document = redline.new_document or redline.old_document
    if document and document.settings.notice:
        lines += [_plain(document.settings.notice), ""]
    for note in redline.notes:
        lines += [_plain(note), ""]
    changes = {change.id: change for change in redline.changes}
    told: set[int] = set()
    for file, place in zip(redline.files, places(redline), strict=True):
        lines += [f"## {_plain(place.name)}", ""]
        if not file.old_path or not file.new_path:
            lines += ["*New*" if not file.old_path else "*Removed*", ""]
        for id in file.changes:
            lines += [f"*Renamed*{_comment(changes[id], told)}", ""]
        for entry in file.metadata:
            change = changes[entry.change]
            if change.code is Code.SUP:
                name, by = who(change)
                lines += [f"*{_plain(entry.new or '')} by {_plain(f'{name} {by}'.strip())}*", ""]
            old_value = f"{{--{_plain(entry.old)}--}}" if entry.old is not None else ""
            new_value = f"{{++{_plain(entry.new)}++}}" if entry.new is not None else ""
            name = _plain(entry.field.replace("_", " "))
            lines += [f"*{name}:* {old_value}{new_value}{_comment(change, told)}", ""]
        for block in file.blocks:
            lines += [_block(block, changes, told), ""]
        for passed in file.passing:
            what, who_did = passing(passed)
            lines += [f"*{what}:* “{_plain(passed.text)}”, {_plain(who_did)}", ""]
    return "\n".join(lines)


def _block(block: RedlineBlock, changes: Mapping[int, Change], told: set[int]) -> str:
    side = block.new or block.old
    assert side is not None
    comments = "".join(_comment(changes[id], told) for id in block.changes)
    content = "".join(_runs(block.runs, changes, told))
    start = _start(block)
    return f"{start}{comments}{content}".replace("\n", "\n" + " " * _depth(side))


def _start(block: RedlineBlock) -> str:
    """What stands before a block's text: the same on both sides once, else marked."""
    old = _lead(block.old) if block.old else None
    new = _lead(block.new) if block.new else None
    if old is None or new is None or old == new:
        return new if new is not None else old or ""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] == new[shared] == " ":
        shared += 1
    return f"{old[:shared]}{{--{old[shared:]}--}}{{++{new[shared:]}++}}"


def _lead(block: Block) -> str:
    """Quotation and footnote marks, indent, bullet and label, heading marks, a cell's place."""
    lead = "> " * sum(c.kind is ContainerKind.QUOTATION for c in block.containers)
    note = next((c for c in block.containers if c.kind is ContainerKind.FOOTNOTE), None)
    if note is not None:
        lead += f"[^{note.label}]: "
    if block.depth:
        lead += "  " * (block.depth - 1) + ("- " if block.label else "  ")
        if block.label and block.label not in _BULLETS:
            lead += _plain(block.label) + " "
    if block.kind is BlockKind.HEADING:
        lead += "#" * block.level + " "
    if block.cell is not None:
        lead += f"| {block.cell.row + 1}.{block.cell.column + 1} | "
    return lead


def _depth(block: Block) -> int:
    return 2 * block.depth


def _runs(runs: Sequence[Run], changes: Mapping[int, Change], told: set[int]) -> Iterator[str]:
    for (op, change, also), group in groupby(runs, key=lambda run: (run.op, run.change, run.also)):
        members = list(group)
        ids = [id for id in (change, *also) if id]
        new = "".join(_marked(run.text, run.new_marks) for run in members)
        old = "".join(_marked(run.text, run.old_marks) for run in members)
        if op is Op.EQUAL:
            yield new if old == new else f"{{--{old}--}}{{++{new}++}}"
        elif op in (Op.INSERT, Op.MOVED_TO):
            yield f"{{++{new}++}}" if new else ""
        else:
            yield f"{{--{old}--}}" if old else ""
        for id in ids:
            if changes[id].kind is not ChangeKind.METADATA:
                yield _comment(changes[id], told, where=_where(op, changes[id]))


def _where(op: Op, change: Change) -> str:
    if change.kind is not ChangeKind.MOVE or change.moved is None:
        return ""
    source, target = change.moved
    return f"moved here from {source}" if op is Op.MOVED_TO else f"moved to {target}"


def _comment(change: Change, told: set[int], where: str = "") -> str:
    """Name a change's people once, and at a move's other place that it is one."""
    if change.id in told:
        return ""
    told.add(change.id)
    name, by = who(change)
    parts = [tag(change), " ".join(filter(None, (name, by)))]
    if change.commit is not None:
        parts += [short_date(change.commit.date), short_id(change), change.commit.pull_request]
    parts += [change.reason, where or summary(change)]
    said = " · ".join(visible(part) for part in parts if part)
    return "{>>" + said.replace("<<}", "<<\\}").replace("\n", " ") + "<<}"


def _marked(text: str, marks: Sequence[RunMark]) -> str:
    kinds = {mark.kind: mark for mark in marks}
    if MarkKind.FOOTNOTE in kinds and not text:
        return f"[^{kinds[MarkKind.FOOTNOTE].target}]"
    if MarkKind.CODE in kinds and text:
        fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
        space = " " if text[:1] in "` " or text[-1:] in "` " else ""
        body = f"{fence}{space}{_code(text)}{space}{fence}"
    else:
        body = _plain(text)
    for kind, marker in _MARKERS.items():
        if kind in kinds and body.strip():
            left, right = len(body) - len(body.lstrip()), len(body) - len(body.rstrip())
            inner = body.strip()
            body = f"{body[:left]}{marker}{inner}{marker}{body[len(body) - right :]}"
    for kind, opening in ((MarkKind.IMAGE, "!["), (MarkKind.LINK, "[")):
        if kind in kinds:
            body = f"{opening}{body}](<{_address(kinds[kind].target)}>)"
    return body


def _code(text: str) -> str:
    """Code cannot be escaped: a mark in it is kept apart by a space that has no width."""
    return re.sub(r"(?<=[{+\-~=>])(?=[+\-~=>}])", "\u2060", text)


def _address(target: str) -> str:
    return re.sub(r"[<>\\{}\n]", lambda found: f"%{ord(found[0]):02X}", target)


def _plain(text: str) -> str:
    """Return text in which nothing is a mark; a line break is a backslash at the line's end."""
    shown = _SPECIAL.sub(lambda found: "\\" + found[0], visible(text, keep="\n"))
    lines = [_AT_START.sub(lambda found: "\\" + found[0], line) for line in shown.split("\n")]
    return "\\\n".join(lines)
