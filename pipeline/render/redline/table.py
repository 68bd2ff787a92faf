"""The tables of a redline: changes by entry, parties with their counts, kinds that occur.

In: a redline. Out: rows of plain values and Markup for a template.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.change import Change, ChangeKind, FilePair, Op, Redline, RedlineBlock
from pipeline.model.text import BlockKind, Party
from pipeline.render.document.wording import digits
from pipeline.render.redline.banners import field_name, in_words
from pipeline.render.redline.notes import colour_class, party_class, tag_text
from pipeline.render.redline.places import Place, places
from pipeline.render.redline.statement import inside, letters, short_date, short_id, summary, who
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_LENGTH = 60  # characters of old and of new that a row shows
_NAMES = 48  # characters of names


@dataclass(frozen=True, slots=True)
class Row:
    """One change."""

    id: int
    css: str
    tag: str
    code: str
    where: str
    what: str
    who: str
    date: str
    commit: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The changes of one entry."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party of the legend, with its counts ("–" for none)."""

    css: str
    letters: str
    name: str
    insertions: str
    deletions: str
    moves: str
    other: str
    changes: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a change did: where first, and its text."""

    where: str
    old: str = ""
    new: str = ""
    blocks: int = 1


def rows_by_entry(redline: Redline, words: RedlineWording = ENGLISH) -> tuple[Rows, ...]:
    """List the changes under the entry in which each is first met."""
    changes = {change.id: change for change in redline.changes}
    tables = []
    listed: set[int] = set()
    for file, place in zip(redline.files, places(redline, words), strict=True):
        told = dict(_told(file, place, changes, words))
        rows = [_row(changes[id], told[id], words) for id in sorted(told) if id not in listed]
        listed |= told.keys()
        if rows:
            tables.append(Rows(place.name, tuple(rows)))
    return tuple(tables)


def _told(
    file: FilePair, place: Place, changes: dict[int, Change], words: RedlineWording
) -> Iterator[tuple[int, _Told]]:
    for id in file.changes:
        yield id, _Told("file")
    for entry in file.metadata:
        old = entry.old
        if entry.field == "status" and old is None and place.entry is not None:
            old = "received"
        yield (
            entry.change,
            _Told(
                field_name(entry.field).lower(),
                in_words(old or "", words),
                in_words(entry.new or "", words),
            ),
        )
    found: dict[int, _Told] = {}
    for block in file.blocks:
        where = _where(block)
        for id in block.changes:
            found.setdefault(id, _Told(where))
        seen: set[int] = set()
        for run in block.runs:
            for id in (run.change, *run.also):
                if not id or changes[id].kind is ChangeKind.METADATA:
                    continue
                before = found.get(id, _Told(where, blocks=0))
                text = run.text or _call(run.new_marks or run.old_marks)
                removed = run.op in (Op.DELETE, Op.MOVED_FROM)
                added = run.op in (Op.INSERT, Op.MOVED_TO, Op.EQUAL)
                gap = " " if id not in seen and before.blocks else ""
                found[id] = _Told(
                    before.where,
                    before.old + (gap if before.old else "") + (text if removed else ""),
                    before.new + (gap if before.new else "") + (text if added else ""),
                    before.blocks + (id not in seen),
                )
                seen.add(id)
    yield from found.items()


def _call(marks: tuple[object, ...]) -> str:
    return " ".join(f"[^{getattr(mark, 'target', '')}]" for mark in marks)


def _where(block: RedlineBlock) -> str:
    side = block.new or block.old
    assert side is not None
    if side.kind is BlockKind.TABLE_CELL:
        return "table"
    if side.kind in (BlockKind.FOOTNOTE, BlockKind.HEADING, BlockKind.QUOTATION):
        return str(side.kind)
    if any(container.kind == "footnote" for container in side.containers):
        return "footnote"
    label = side.label
    return "•" if label in ("-", "*", "+") else label or "text"


def _row(change: Change, told: _Told, words: RedlineWording) -> Row:
    name, by = who(change, words)
    commit = change.commit
    return Row(
        change.id,
        colour_class(change),
        tag_text([change]),
        change.code.value,
        words.term(told.where),
        _what(change, told, words),
        _cut(f"{name} · {by}" if by else name),
        short_date(commit.date, words.language) if commit else "",
        short_id(change, words),
    )


def _cut(names: str) -> str:
    """Cut who of several authors takes more than two lines of a row; the note names them all."""
    return names if len(names) <= _NAMES else names[: _NAMES - 1].rsplit(" ", 1)[0] + " …"


def _what(change: Change, told: _Told, words: RedlineWording) -> str:
    old, new = words.quoted(_shortened(told.old)), words.quoted(_shortened(told.new))
    number = digits(told.blocks, words.language)
    several = words.paragraphs.format(number) if told.blocks > 1 else ""
    match change.kind:
        case ChangeKind.INSERTION:
            return f"+ {new}{several}"
        case ChangeKind.DELETION:
            return f"− {old}{several}"
        case ChangeKind.REPLACEMENT:
            return f"{old}{words.becomes}{new}"
        case ChangeKind.MOVE if change.moved and told.where in ("group", "file"):
            source, target = change.moved
            if told.where == "group":
                return words.row_moved_here.format(_group(source, words), _group(target, words))
            return words.row_renamed.format(visible(source))
        case ChangeKind.MOVE:
            moved = words.quoted(_shortened(told.new or told.old))
            return f"{words.row_moved.format(moved)}{several}"
        case ChangeKind.METADATA:
            return visible(f"{told.old or words.none}{words.becomes}{told.new or words.none}")
    said = summary(change, words)
    return (
        f"{said} ({new})" if _shortened(told.new) and change.kind is ChangeKind.FORMATTING else said
    )


def _group(key: str, words: RedlineWording) -> str:
    return words.group.format(visible(key)) if key else words.quoted(inside(words.not_categorized))


def _shortened(text: str) -> str:
    text = visible(" ".join(text.split()))
    if len(text) <= _LENGTH:
        return text
    return text[:_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def party_rows(redline: Redline, words: RedlineWording = ENGLISH) -> tuple[PartyRow, ...]:
    """List the parties by letters, the secretariat last, as the legend does."""
    found = sorted(
        redline.statistics.parties, key=lambda item: (_is_secretariat(item[0]), letters(item[0]))
    )
    return tuple(
        PartyRow(
            party_class(party),
            letters(party),
            visible(party.name),
            _number(tally.insertions, words),
            _number(tally.deletions, words),
            _number(tally.moves, words),
            _number(tally.other, words),
            _number(tally.changes, words),
        )
        for party, tally in found
    )


def _is_secretariat(party: Party) -> bool:
    return party.colour == 0 and bool(party.id or party.letters)


def _number(number: int, words: RedlineWording) -> str:
    return digits(number, words.language) if number else "–"


def kinds_that_occur(redline: Redline) -> frozenset[str]:
    """Name the marks that the legend has to explain."""
    kinds = {change.kind.value for change in redline.changes}
    moves = {change.id for change in redline.changes if change.kind is ChangeKind.MOVE}
    if "replacement" in kinds:
        kinds |= {"insertion", "deletion"}
    ops = {run.op for file in redline.files for block in file.blocks for run in block.runs}
    for op, kind in ((Op.MOVED_TO, "moved-to"), (Op.MOVED_FROM, "moved-from")):
        moved = any(
            run.op is op and run.change in moves
            for file in redline.files
            for block in file.blocks
            for run in block.runs
        )
        if op in ops and moved:
            kinds.add(kind)
    if any(
        change.old_value == "one paragraph" or change.new_value == "one paragraph"
        for change in redline.changes
    ):
        kinds.add("paragraph")
    return frozenset(kinds)
