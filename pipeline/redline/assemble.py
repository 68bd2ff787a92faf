"""The redline's blocks, in reading order, each run with its change.

In: paired blocks, the tokens that are the same, who changed what. Out: ``FilePair``s; changes are
numbered as they are met: what happened to the file, to its fields, then its blocks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.change import (
    NEW_OPS,
    OLD_OPS,
    ChangeKind,
    Code,
    FilePair,
    MetadataChange,
    Op,
    RedlineBlock,
    Run,
    Snapshot,
)
from pipeline.model.text import Block, FileText, MarkKind, Status
from pipeline.redline.atoms import Stretch, is_layout, lone_stretches, pair_stretches
from pipeline.redline.attribute import Attribution
from pipeline.redline.blocks import Pairing, Place
from pipeline.redline.cause import Cause
from pipeline.redline.changes import ChangeList
from pipeline.redline.clauses import Clause
from pipeline.redline.fields import FieldChange, compare_fields
from pipeline.redline.files import FilePairing
from pipeline.redline.lineage import token_places
from pipeline.redline.marks import FORMATTING, MarkedText, marked, run_marks
from pipeline.redline.matching import Pair
from pipeline.redline.moves import MoveKind, Moves
from pipeline.redline.phrases import phrase
from pipeline.redline.structure import differences
from pipeline.redline.words import Words

_GONE = frozenset({Status.WITHDRAWN.value, Status.SUPERSEDED.value})
_CODES = (Code.MOV, Code.ADD, Code.SUP, Code.MOD, Code.EDITORIAL)


@dataclass(frozen=True, slots=True)
class Material:
    """All that the blocks are made from."""

    old: Snapshot
    new: Snapshot
    old_words: Sequence[Sequence[Words]]
    new_words: Sequence[Sequence[Words]]
    pairing: Pairing
    identities: Mapping[Place, Sequence[Pair]]  # by old place: tokens that were written once
    matches: Mapping[Place, Sequence[Pair]]  # the tokens that are the same, in the end
    clauses: Sequence[Clause]
    moves: Moves
    attribution: Attribution
    unchanged: frozenset[str]  # paths of files that are the same on both sides


class Assembly:
    """Makes the file pairs of one redline, and the list of its changes."""

    def __init__(self, material: Material) -> None:
        self.changes = ChangeList()
        self._m = material
        self._move_changes: dict[int, int] = {}
        self._sources = {there: place for place, there in material.pairing.in_place.items()}
        self._movers = {there: place for place, there in material.pairing.moved.items()}
        self._old_clauses: dict[Place, dict[int, Cause]] = {}
        self._new_clauses: dict[Place, dict[int, Cause]] = {}
        for clause, cause in zip(material.clauses, material.moves.of_clause, strict=True):
            olds = self._old_clauses.setdefault(clause.old, {})
            news = self._new_clauses.setdefault(clause.new, {})
            for k in range(clause.length):
                olds[clause.old_start + k] = news[clause.new_start + k] = cause
        self._moved_runs: dict[Place, tuple[int, tuple[Run, ...]]] = {}
        self._open: dict[tuple[object, ...], int] = {}  # changes that the next block may go on

    def file_pair(self, pairing: FilePairing) -> FilePair:
        """Make the redline of one file, of old, of new or of both."""
        f, g = pairing
        old = self._m.old.files[f] if f is not None else None
        new = self._m.new.files[g] if g is not None else None
        self._open = {}
        if new is not None and new.path in self._m.unchanged:
            kept = tuple(_kept_block(block, new.path) for block in new.blocks)
            return FilePair(new.path, new.path, kept)
        changes = self._file_changes(old, new)
        metadata = tuple(self._metadata(old, new)) if old and new else ()
        blocks = tuple(self._block(f, g, i, j) for i, j in self._in_order(f, g))
        withdrawn = next(
            (entry.change for entry in metadata if entry.field == "status" and entry.new in _GONE),
            0,
        )
        if withdrawn:
            blocks = tuple(_also(block, withdrawn, self.changes) for block in blocks)
        return FilePair(
            old.path if old else "", new.path if new else "", blocks, metadata, tuple(changes)
        )

    def _in_order(self, f: int | None, g: int | None) -> Iterator[tuple[int | None, int | None]]:
        """Yield block numbers: of both where they pair, what old alone has first, then new."""
        pairs = (
            sorted((i, b[1]) for (a, i), b in self._m.pairing.in_place.items() if a == f)
            if f is not None and g is not None
            else []
        )
        olds = len(self._m.old_words[f]) if f is not None else 0
        news = len(self._m.new_words[g]) if g is not None else 0
        i0 = j0 = 0
        for i, j in (*pairs, (olds, news)):
            yield from ((k, None) for k in range(i0, i))
            yield from ((None, k) for k in range(j0, j))
            if i < olds and j < news:
                yield i, j
            i0, j0 = i + 1, j + 1

    # ── the file and its fields ──

    def _file_changes(self, old: FileText | None, new: FileText | None) -> list[int]:
        attribution = self._m.attribution
        if old and new and old.path != new.path:
            cause = attribution.value_maker(
                old.path, new.path, lambda file: file.path, lambda file: file.path
            )
            return [self.changes.add(ChangeKind.MOVE, Code.MOV, cause, moved=(old.path, new.path))]
        lone = old if new is None else new if old is None else None
        if lone is not None and not lone.blocks:
            kind, code = (
                (ChangeKind.DELETION, Code.SUP) if new is None else (ChangeKind.INSERTION, Code.ADD)
            )
            there = attribution.value_maker(
                old.path if old else "", new.path if new else "", lambda _: True, lambda _: True
            )
            return [self.changes.add(kind, code, there)]
        return []

    def _metadata(self, old: FileText, new: FileText) -> Iterator[MetadataChange]:
        for entry in compare_fields(old.fields, new.fields):
            cause = self._m.attribution.value_maker(old.path, new.path, entry.read, entry.read)
            yield MetadataChange(
                new.path, entry.field, entry.old, entry.new, self._field_change(entry, cause)
            )

    def _field_change(self, entry: FieldChange, cause: Cause) -> int:
        if entry.field == "group":
            return self.changes.add(
                ChangeKind.MOVE, Code.MOV, cause, moved=(entry.old or "", entry.new or "")
            )
        gone = entry.field == "status" and entry.new in _GONE
        return self.changes.add(
            ChangeKind.METADATA,
            Code.SUP if gone else Code.EDITORIAL,
            cause,
            values=(entry.old, entry.new),
        )

    # ── blocks ──

    def _block(self, f: int | None, g: int | None, i: int | None, j: int | None) -> RedlineBlock:
        if f is not None and i is not None and g is not None and j is not None:
            return self._pair((f, i), (g, j))
        if f is not None and i is not None:
            place = f, i
            there = self._m.pairing.moved.get(place)
            return self._moved(place, there, is_new=False) if there else self._lone_old(place)
        assert g is not None and j is not None
        source = self._movers.get((g, j))
        return self._moved(source, (g, j), is_new=True) if source else self._lone_new((g, j))

    def _pair(self, place: Place, there: Place) -> RedlineBlock:
        self._close_lone()
        old, new = self._words(place, there)
        old_path, new_path = self._paths(place, there)
        structure = tuple(self._structure(old.block, new.block, old_path, new_path))
        runs = self._runs(self._texts(place, there), place, there, lone=False)
        return self._finish(old.block, new.block, old_path, new_path, runs, structure)

    def _moved(self, place: Place, there: Place, *, is_new: bool) -> RedlineBlock:
        """Show a moved block at one of its places: what it kept is moved, with its edits."""
        self._close_lone()
        old, new = self._words(place, there)
        old_path, new_path = self._paths(place, there)
        if place not in self._moved_runs:
            move = self._move_change(self._m.moves.of_block[place])
            runs = self._runs(self._texts(place, there), place, there, lone=False)
            self._moved_runs[place] = move, runs
        move, runs = self._moved_runs[place]
        mine = NEW_OPS if is_new else OLD_OPS
        moved = Op.MOVED_TO if is_new else Op.MOVED_FROM
        shown = tuple(
            replace(
                run,
                op=moved if run.op is Op.EQUAL else run.op,
                change=move if run.op is Op.EQUAL else run.change,
                also=tuple(id for id in (run.change, *run.also) if id)
                if run.op is Op.EQUAL
                else run.also,
                old_marks=() if is_new else run.old_marks,
                new_marks=run.new_marks if is_new else (),
            )
            for run in runs
            if run.op in mine
        ) or (Run(moved, "", move),)
        return self._finish(
            None if is_new else old.block,
            new.block if is_new else None,
            "" if is_new else old_path,
            new_path if is_new else "",
            tuple(_merged(shown)),
            (),
        )

    def _lone_old(self, place: Place) -> RedlineBlock:
        words = self._m.old_words[place[0]][place[1]]
        path = self._m.old.files[place[0]].path
        clauses = self._old_clauses.get(place, {})
        other = self._partner(path, is_new=False)
        causes = [
            clauses.get(k) or self._m.attribution.deleted(words, k, path, other)
            for k in range(len(words))
        ]
        default = causes[-1] if causes else self._empty_maker(words.block, path, other, False)
        texts = marked(
            lone_stretches(words, causes, is_new=False, default=default), words.block, None
        )
        runs = self._runs(texts, place, None, lone=True)
        if not runs:
            runs = self._empty_run(Op.DELETE, default)
        return self._finish(words.block, None, path, "", runs, ())

    def _lone_new(self, there: Place) -> RedlineBlock:
        words = self._m.new_words[there[0]][there[1]]
        path = self._m.new.files[there[0]].path
        clauses = self._new_clauses.get(there, {})
        other = self._partner(path, is_new=True)
        causes = [
            clauses.get(k) or self._m.attribution.inserted(words, k, path, other)
            for k in range(len(words))
        ]
        default = causes[-1] if causes else self._empty_maker(words.block, other, path, True)
        texts = marked(
            lone_stretches(words, causes, is_new=True, default=default), None, words.block
        )
        runs = self._runs(texts, None, there, lone=True)
        if not runs:
            runs = self._empty_run(Op.INSERT, default)
        return self._finish(None, words.block, "", path, runs, ())

    def _empty_maker(self, block: Block, old_path: str, new_path: str, is_new: bool) -> Cause:
        """Who made a block that has no word: as many such blocks as there are now."""

        def read(file: FileText) -> int:
            return sum(b.text == block.text and b.kind is block.kind for b in file.blocks)

        return self._m.attribution.value_maker(old_path, new_path, read, read)

    def _empty_run(self, op: Op, cause: Cause) -> tuple[Run, ...]:
        return (Run(op, "", self._lone_change(op, cause)),)

    def _words(self, place: Place, there: Place) -> tuple[Words, Words]:
        return self._m.old_words[place[0]][place[1]], self._m.new_words[there[0]][there[1]]

    def _paths(self, place: Place, there: Place) -> tuple[str, str]:
        return self._m.old.files[place[0]].path, self._m.new.files[there[0]].path

    def _partner(self, path: str, *, is_new: bool) -> str:
        return self.partners[is_new].get(path, path)

    @property
    def partners(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Old path to new path, and new path to old path, where a block of the files pairs."""
        if not hasattr(self, "_partners"):
            forth: dict[str, str] = {}
            for place, there in self._m.pairing.in_place.items():
                old_path, new_path = self._paths(place, there)
                forth[old_path] = new_path
            self._partners = forth, {new: old for old, new in forth.items()}
        return self._partners

    def _texts(self, place: Place, there: Place) -> tuple[MarkedText, ...]:
        old, new = self._words(place, there)
        old_path, new_path = self._paths(place, there)
        pairs = self._m.matches[place]
        attribution = self._m.attribution
        known_old = dict(self._m.identities[place])
        known_new = set(known_old.values())
        old_clauses = self._old_clauses.get(place, {})
        new_clauses = self._new_clauses.get(there, {})
        old_causes: list[Cause | None] = [None] * len(old)
        new_causes: list[Cause | None] = [None] * len(new)
        i0 = j0 = 0
        for i, j in (*pairs, (len(old), len(new))):
            for k in range(i0, i):
                if k in old_clauses:
                    old_causes[k] = old_clauses[k]
                elif k not in known_old:
                    old_causes[k] = attribution.deleted(old, k, old_path, new_path)
            for k in range(j0, j):
                if k in new_clauses:
                    new_causes[k] = new_clauses[k]
                elif k not in known_new:
                    new_causes[k] = attribution.inserted(new, k, new_path, old_path)
            # A function word that history knows as kept, and that reads better as changed, goes
            # with the change beside it.
            for k in range(i0, i):
                old_causes[k] = (
                    old_causes[k]
                    or _beside(old_causes, k, (i0, i), new_causes[j0:j])
                    or attribution.deleted(old, k, old_path, new_path)
                )
            for k in range(j0, j):
                new_causes[k] = (
                    new_causes[k]
                    or _beside(new_causes, k, (j0, j), old_causes[i0:i])
                    or attribution.inserted(new, k, new_path, old_path)
                )
            i0, j0 = i + 1, j + 1
        phrasing = phrase(old, new, pairs, old_causes, new_causes)
        return marked(pair_stretches(old, new, phrasing), old.block, new.block)

    def _structure(self, old: Block, new: Block, old_path: str, new_path: str) -> Iterator[int]:
        attribution = self._m.attribution
        fresh: dict[tuple[object, ...], int] = {}
        for difference in differences(old, new):

            def read(block: Block, file: FileText, take=difference.read) -> object:  # type: ignore[no-untyped-def]
                found = attribution.counterpart(file, block)
                return take(found) if found else None

            cause = attribution.value_maker(
                old_path,
                new_path,
                lambda file, read=read: read(old, file),  # type: ignore[misc]
                lambda file, read=read: read(new, file),  # type: ignore[misc]
            )
            lists = [c.number for c in new.containers if c.kind == "list"]
            key: tuple[object, ...] = ("structure", difference.kind, cause.key, tuple(lists[:1]))
            number = self._open.get(key, 0) if lists else 0
            if number:
                self.changes.widen(number, values=(difference.old, difference.new))
            else:
                number = self.changes.add(
                    difference.kind,
                    Code.EDITORIAL,
                    cause,
                    values=(difference.old, difference.new),
                )
            fresh[key] = number
            yield number
        for key in [key for key in self._open if key[0] == "structure"]:
            del self._open[key]
        self._open |= fresh

    # ── runs ──

    def _runs(
        self,
        texts: Sequence[MarkedText],
        place: Place | None,
        there: Place | None,
        *,
        lone: bool,
    ) -> tuple[Run, ...]:
        runs = []
        cluster: dict[tuple[object, ...], int] = {}
        marks: dict[tuple[object, ...], int] = {}
        for text in texts:
            change = 0
            also: tuple[int, ...] = ()
            if text.op is Op.EQUAL:
                if text.text:
                    cluster = {}
                ids = self._mark_changes(text, place, there, marks)
                change, also = (ids[0], tuple(ids[1:])) if ids else (0, ())
            elif is_layout(text.cause):
                change = self._layout(text, place, there, cluster)
            elif text.cause is None:
                change = self._call_change(text, place, there)
            elif text.cause.move >= 0:
                change = self._move_change(text.cause)
            elif lone:
                change = self._lone_change(text.op, text.cause)
                self.changes.count_origin(change, text.cause.origin, len(text.text))
            else:
                change = self._edit(text, text.cause, cluster)
            runs.append(
                Run(text.op, text.text, change, also, text.folded, text.old_marks, text.new_marks)
            )
        return tuple(_merged(runs))

    def _edit(self, text: MarkedText, cause: Cause, cluster: dict[tuple[object, ...], int]) -> int:
        kind = ChangeKind.INSERTION if text.op is Op.INSERT else ChangeKind.DELETION
        number = cluster.get(cause.key, 0)
        if number:
            self.changes.widen(number, kind=kind)
        else:
            number = cluster[cause.key] = self.changes.add(kind, Code.MOD, cause)
        if text.op is Op.INSERT:
            self.changes.count_origin(number, cause.origin, len(text.text))
        return number

    def _lone_change(self, op: Op, cause: Cause) -> int:
        """A whole block that came or went; neighbours of one commit are one change."""
        key = ("lone", op, cause.key)
        number = self._open.get(key, 0)
        if not number:
            inserted = op is Op.INSERT
            number = self._open[key] = self.changes.add(
                ChangeKind.INSERTION if inserted else ChangeKind.DELETION,
                Code.ADD if inserted else Code.SUP,
                cause,
            )
        return number

    def _close_lone(self) -> None:
        for key in [key for key in self._open if key[0] == "lone"]:
            del self._open[key]

    def _move_change(self, cause: Cause) -> int:
        number = self._move_changes.get(cause.move, 0)
        if not number:
            move = self._m.moves.moves[cause.move]
            if move.kind is MoveKind.MOVE:
                number = self.changes.add(
                    ChangeKind.MOVE, Code.MOV, cause, moved=(move.old_path, move.new_path)
                )
            else:
                split = move.kind is MoveKind.SPLIT
                number = self.changes.add(
                    ChangeKind.FORMATTING,
                    Code.EDITORIAL,
                    cause,
                    values=("one paragraph", "two paragraphs")
                    if split
                    else ("two paragraphs", "one paragraph"),
                )
            self._move_changes[cause.move] = number
        return number

    def _layout(
        self,
        text: MarkedText,
        place: Place | None,
        there: Place | None,
        cluster: dict[tuple[object, ...], int],
    ) -> int:
        """A line break that came or went between words that stayed."""
        key = ("layout",)
        values = (text.text, None) if text.op is Op.DELETE else (None, text.text)
        said = tuple(None if value is None else _said_space(value) for value in values)
        if key in cluster:
            self.changes.widen(cluster[key], values=(said[0], said[1]))
            return cluster[key]
        cause = self._block_value(place, there, lambda block: block.text.count("\n"))
        cluster[key] = self.changes.add(
            ChangeKind.FORMATTING, Code.EDITORIAL, cause, values=(said[0], said[1])
        )
        return cluster[key]

    def _call_change(self, text: MarkedText, place: Place | None, there: Place | None) -> int:
        """A footnote's call (or an image without text) that came or went alone."""
        mark = (text.new_marks or text.old_marks)[0]

        def read(block: Block) -> object:
            return sum((m.kind, m.target) == (mark.kind, mark.target) for m in block.marks)

        cause = self._block_value(place, there, read)
        inserted = text.op in (Op.INSERT, Op.MOVED_TO)
        return self.changes.add(
            ChangeKind.INSERTION if inserted else ChangeKind.DELETION,
            Code.EDITORIAL,
            cause,
            values=(None, f"{mark.kind} {mark.target}")
            if inserted
            else (f"{mark.kind} {mark.target}", None),
        )

    def _block_value(self, place: Place | None, there: Place | None, read) -> Cause:  # type: ignore[no-untyped-def]
        attribution = self._m.attribution
        old = self._m.old_words[place[0]][place[1]].block if place else None
        new = self._m.new_words[there[0]][there[1]].block if there else None
        old_path = self._m.old.files[place[0]].path if place else ""
        new_path = self._m.new.files[there[0]].path if there else ""

        def reader(block: Block | None):  # type: ignore[no-untyped-def]
            def value(file: FileText) -> object:
                found = attribution.counterpart(file, block) if block else None
                return read(found) if found else None

            return value

        return attribution.value_maker(
            old_path or new_path, new_path or old_path, reader(old or new), reader(new or old)
        )

    def _mark_changes(
        self,
        text: MarkedText,
        place: Place | None,
        there: Place | None,
        open_marks: dict[tuple[object, ...], int],
    ) -> list[int]:
        """Changes of formatting and of links over text that stayed."""
        ids = []
        fresh: dict[tuple[object, ...], int] = {}
        for kind, kinds in (
            (ChangeKind.FORMATTING, FORMATTING),
            (ChangeKind.LINK, frozenset({MarkKind.LINK, MarkKind.IMAGE})),
        ):
            before = tuple(mark for mark in text.old_marks if mark.kind in kinds)
            after = tuple(mark for mark in text.new_marks if mark.kind in kinds)
            if before == after or place is None or there is None:
                continue
            cause = self._token_marks(text, place, there, kinds)
            key = (kind, before, after, cause.key)
            number = open_marks.get(key, 0) or self.changes.add(
                kind, Code.EDITORIAL, cause, values=(_said_marks(before), _said_marks(after))
            )
            fresh[key] = number
            ids.append(number)
        open_marks.clear()
        open_marks |= fresh
        return ids

    def _token_marks(
        self, text: MarkedText, place: Place, there: Place, kinds: frozenset[MarkKind]
    ) -> Cause:
        def reader(block: Block, at: int):  # type: ignore[no-untyped-def]
            number = next((k for k, token in enumerate(block.tokens) if token.end > at), None)

            def value(file: FileText) -> object:
                found = self._m.attribution.counterpart(file, block)
                if found is None or number is None:
                    return None
                there = token_places(block, found).get(number)
                if there is None:
                    return None
                token = found.tokens[there]
                marks = run_marks(found.marks, token.start, token.end)
                return tuple(mark for mark in marks if mark.kind in kinds)

            return value

        old, new = self._words(place, there)
        old_path, new_path = self._paths(place, there)
        return self._m.attribution.value_maker(
            old_path, new_path, reader(old.block, text.at[0]), reader(new.block, text.at[1])
        )

    def _finish(
        self,
        old: Block | None,
        new: Block | None,
        old_path: str,
        new_path: str,
        runs: tuple[Run, ...],
        structure: tuple[int, ...],
    ) -> RedlineBlock:
        ids = {*structure, *(id for run in runs for id in (run.change, *run.also) if id)}
        codes = {self.changes.code(id) for id in ids}
        code = next((code for code in _CODES if code in codes), None)
        if structure and not runs:
            runs = (Run(Op.EQUAL, ""),)
        return RedlineBlock(old, new, old_path, new_path, runs, structure, code)


def _kept_block(block: Block, path: str) -> RedlineBlock:
    """A block that nothing touched: equal text under its marks."""
    whole = Stretch(Op.EQUAL, (0, len(block.text)), (0, len(block.text)))
    texts = marked([whole] if block.text else [], block, block)
    runs = tuple(
        Run(Op.EQUAL, text.text, old_marks=text.old_marks, new_marks=text.new_marks)
        for text in texts
    )
    return RedlineBlock(block, block, path, path, runs)


def _beside(
    causes: Sequence[Cause | None],
    number: int,
    gap: tuple[int, int],
    others: Sequence[Cause | None],
) -> Cause | None:
    """The edit nearest to a token between two kept ones, on its own side first."""
    near = sorted(range(*gap), key=lambda k: (abs(k - number), k))
    for cause in (*(causes[k] for k in near), *others):
        if cause is not None and cause.move < 0:
            return cause
    return None


def _also(block: RedlineBlock, change: int, changes: ChangeList) -> RedlineBlock:
    """Name the change that withdrew the entry on all text that stayed."""
    runs = tuple(
        run
        if run.op is not Op.EQUAL
        else replace(run, change=change)
        if not run.change
        else replace(run, also=(*run.also, change))
        for run in block.runs
    )
    codes = {changes.code(id) for run in runs for id in (run.change, *run.also) if id}
    codes |= {changes.code(id) for id in block.changes}
    return replace(block, runs=runs, code=next((code for code in _CODES if code in codes), None))


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Join neighbours that differ in nothing but where a mark of the other side ended."""
    last: Run | None = None
    for run in runs:
        if last is not None and last.text and run.text and replace(run, text=last.text) == last:
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _said_space(text: str) -> str:
    return "line break" if "\n" in text else "space" if text else "no space"


def _said_marks(marks: Sequence[object]) -> str | None:
    said = []
    for mark in marks:
        target = getattr(mark, "target", "")
        title = getattr(mark, "title", "")
        kind = str(getattr(mark, "kind", ""))
        said.append(" ".join(filter(None, (target or kind, f"“{title}”" if title else ""))))
    return ", ".join(said) or None
