"""A redline as Markdown with CriticMarkup: ``{++new++}``, ``{--old--}``, ``{>>who and when<<}``.

In: a Redline. Out: Markdown in the document's language, a block a paragraph, tables as tables;
list labels are text after a bullet, as their authors wrote them. Accepting every mark leaves new's
text, rejecting every mark old's; text that looks like a mark has a backslash before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.model.change import (
    Change,
    ChangeKind,
    Code,
    FilePair,
    Op,
    Redline,
    RedlineBlock,
    Run,
    RunMark,
)
from pipeline.model.text import Block, BlockKind, ContainerKind, MarkKind
from pipeline.render.document.wording import wording
from pipeline.render.redline.banners import field_name, in_words
from pipeline.render.redline.containers import container_map, in_new
from pipeline.render.redline.languages import redline_wording
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
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_BULLETS = frozenset("-*+")
_MARKERS = {MarkKind.EMPHASIS: "*", MarkKind.STRONG: "**", MarkKind.STRIKETHROUGH: "~~"}
# Whatever Markdown or CriticMarkup could read as a mark, wherever it stands
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>~|^$#@&]|(?<=\+)\+|(?<=-)-|(?<==)=|!(?=\[)")
_PIPE = re.compile(r"\\.|\|", re.DOTALL)
_RULES = {"left": ":--", "center": ":-:", "right": "--:"}
_AT_START = re.compile(r"^(\(?\w{1,9})?([-+=:.)])(?=\s|$)")


def render(redline: Redline) -> str:
    """Return the redline as Markdown."""
    document = redline.new_document or redline.old_document
    words = redline_wording(document.settings.language if document else "en")
    old, new = (revision_name(side, words) for side in (redline.old, redline.new))
    lines = [f"# {_plain(f'{old}{words.becomes}{new}')}", "", _plain(statement(redline, words)), ""]
    if document and document.settings.notice:
        lines += [_plain(document.settings.notice), ""]
    for note in redline.notes:
        lines += [_plain(note), ""]
    comments = _Comments({change.id: change for change in redline.changes}, words)
    for file, place in zip(redline.files, places(redline, words), strict=True):
        lines += [f"## {_plain(place.name)}", "", *_lines(file, comments)]
        for _, blocks in groupby(_by_table(file.blocks), key=lambda each: each[0]):
            members = [(block, shown) for _, block, shown in blocks]
            if members[0][1].cell is None:
                lines += [_block(block, comments) + "\n" for block, _ in members]
            else:
                lines += [_table(members, comments), ""]
        for passed in file.passing:
            what, who_did = passing(passed, words)
            lines += [f"*{what}:* “{_plain(passed.text)}”, {_plain(who_did)}", ""]
    return "\n".join(lines)


@dataclass(slots=True)
class _Comments:
    """Names each change's people once, where it is first met."""

    changes: Mapping[int, Change]
    words: RedlineWording
    told: set[int] = field(default_factory=set)

    def of(self, id: int, op: Op | None = None) -> str:
        """Return a change's comment; ``op`` of its first run, to say where a move leads."""
        change, words = self.changes[id], self.words
        if id in self.told:
            return ""
        self.told.add(id)
        name, by = who(change, words)
        parts = [tag(change), " ".join(filter(None, (name, by)))]
        if change.commit is not None:
            when = short_date(change.commit.date, words.language)
            parts += [when, short_id(change, words), change.commit.pull_request]
        where = ""
        if change.kind is ChangeKind.MOVE and change.moved and op is not None:
            source, target = change.moved
            here = words.moved_here + words.origin.format(source)
            where = here if op is Op.MOVED_TO else words.moved + words.to.format(target)
        parts += [words.term(change.reason), where or summary(change, words)]
        said = " · ".join(visible(part) for part in parts if part)
        return "{>>" + said.replace("<<}", "<<\\}").replace("\n", " ") + "<<}"


def _lines(file: FilePair, comments: _Comments) -> Iterator[str]:
    """Say that a file is new, removed or renamed, and how its fields changed."""
    words = comments.words
    if not file.old_path or not file.new_path:
        yield from (f"*{words.removed if file.old_path else words.new_entry}*", "")
    for id in file.changes:
        yield from (f"*{words.renamed}*{comments.of(id)}", "")
    for entry in file.metadata:
        change = comments.changes[entry.change]
        if change.code is Code.SUP:
            gone = in_words(entry.new or "", words)
            name, by = who(change, words)
            said = wording(words.language).separator.join(filter(None, (gone, name, by)))
            if words is ENGLISH:
                said = " ".join(filter(None, (gone, f"by {name}", by)))
            yield from (f"*{_plain(said)}*", "")
        old = f"{{--{_plain(entry.old)}--}}" if entry.old is not None else ""
        new = f"{{++{_plain(entry.new)}++}}" if entry.new is not None else ""
        name = _plain(field_name(entry.field, words) + words.colon).strip()
        yield from (f"*{name}* {old}{new}{comments.of(entry.change)}", "")


def _by_table(
    blocks: Sequence[RedlineBlock],
) -> Iterator[tuple[int, RedlineBlock, Block]]:
    """Yield blocks with the table that they stand in, 0 for none, and as they stand in new."""
    containers = container_map(blocks)
    for block in blocks:
        side = block.new or block.old
        assert side is not None
        shown = side if block.new is not None else in_new(side, containers)
        tables = [each for each in shown.containers if each.kind is ContainerKind.TABLE]
        yield (tables[-1].number + 1 if tables and shown.cell else 0), block, shown


def _table(cells: Sequence[tuple[RedlineBlock, Block]], comments: _Comments) -> str:
    """Write a table; of a row or a column that is not on one side, empty cells are left there."""
    rows = [
        list(members)
        for _, members in groupby(
            cells,
            key=lambda cell: [c.number for c in cell[1].containers if c.kind is ContainerKind.ROW],
        )
    ]
    width = max(map(len, rows))
    first = rows[0][0][1]
    start = "> " * sum(c.kind is ContainerKind.QUOTATION for c in first.containers)
    start += "  " * first.depth
    lines = []
    for row in rows:
        written = [_cell(block, comments) for block, _ in row]
        lines.append(f"{start}| {' | '.join(written + [''] * (width - len(row)))} |")
    sides = [shown.cell.alignment if shown.cell else "" for _, shown in rows[0]]
    rules = [_RULES.get(side, "---") for side in [*sides, *[""] * (width - len(sides))]]
    lines.insert(1, f"{start}| {' | '.join(rules)} |")
    return "\n".join(lines)


def _cell(block: RedlineBlock, comments: _Comments) -> str:
    """Write a cell; the label of what was a list item before stands struck in it."""
    gone = f"{{--{label}--}}" if block.old and (label := _label(block.old)) else ""
    content = "".join((gone, *map(comments.of, block.changes), *_runs(block.runs, comments)))
    shown = _PIPE.sub(lambda found: found[0] if len(found[0]) > 1 else "\\|", content)
    return shown.replace("\\\n", "<br>").replace("\n", " ")


def _block(block: RedlineBlock, comments: _Comments) -> str:
    side = block.new or block.old
    assert side is not None
    content = "".join((*map(comments.of, block.changes), *_runs(block.runs, comments)))
    return f"{_start(block)}{content}".replace("\n", "\n" + " " * _depth(side))


def _start(block: RedlineBlock) -> str:
    """What stands before a block's text: the same on both sides once, else marked."""
    old = _lead(block.old) if block.old else None
    new = _lead(block.new) if block.new else None
    if old is None or new is None or old == new:
        return new if new is not None else old or ""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] == new[shared] == " ":
        shared += 1
    before, after = old[shared:], new[shared:]
    gone, come = before and f"{{--{before}--}}", after and f"{{++{after}++}}"
    return f"{old[:shared]}{gone}{come}"


def _lead(block: Block) -> str:
    """Quotation and footnote marks, indent, bullet and label, heading marks."""
    lead = "> " * sum(c.kind is ContainerKind.QUOTATION for c in block.containers)
    note = next((c for c in block.containers if c.kind is ContainerKind.FOOTNOTE), None)
    if note is not None:
        lead += f"[^{note.label}]: "
    if block.depth:
        lead += "  " * (block.depth - 1) + ("- " if block.label else "  ")
        lead += _label(block)
    if block.kind is BlockKind.HEADING:
        lead += "#" * block.level + " "
    return lead


def _label(block: Block) -> str:
    """The label as its author wrote it and a space; of a bullet nothing."""
    return "" if not block.label or block.label in _BULLETS else _plain(block.label) + " "


def _depth(block: Block) -> int:
    return 2 * block.depth


def _runs(runs: Sequence[Run], comments: _Comments) -> Iterator[str]:
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
            if comments.changes[id].kind is not ChangeKind.METADATA:
                yield comments.of(id, op)


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
    lines = [_AT_START.sub(_escaped_start, line) for line in shown.split("\n")]
    return "\\\n".join(lines)


def _escaped_start(found: re.Match[str]) -> str:
    """Put the backslash before the mark itself: before a letter it would be text."""
    return f"{found[1] or ''}\\{found[2]}"
