"""The redline's files and blocks, in reading order.

In: the material. Out: ``FilePair``s; changes are numbered as they are met: what happened to the
file, to its fields, then to its blocks.
"""

from collections.abc import Hashable, Iterator
from dataclasses import replace

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
)
from pipeline.model.text import Block, ContainerKind, FileText, Status
from pipeline.redline.atoms import equal_stretches
from pipeline.redline.blocks import Place
from pipeline.redline.cause import Cause
from pipeline.redline.changes import ChangeList
from pipeline.redline.edits import lone_texts, pair_texts
from pipeline.redline.fields import FieldChange, compare_fields
from pipeline.redline.files import FilePairing
from pipeline.redline.marks import marked
from pipeline.redline.material import Material
from pipeline.redline.pictures import same_pictures
from pipeline.redline.runs import RunWriter, merged
from pipeline.redline.structure import becomes_item, differences

_GONE = frozenset({Status.WITHDRAWN.value, Status.SUPERSEDED.value})
_CODES = (Code.MOV, Code.ADD, Code.SUP, Code.MOD, Code.EDITORIAL)


class Assembly:
    """Makes the file pairs of one redline, and the list of its changes."""

    def __init__(self, material: Material) -> None:
        self.changes = ChangeList()
        self._material = material
        self._runs = RunWriter(material, self.changes)
        self._moved_runs: dict[Place, tuple[int, tuple[Run, ...]]] = {}
        self._labels: dict[Hashable, int] = {}  # changes of structure that the next item goes on

    def file_pair(self, pairing: FilePairing) -> FilePair:
        """Make the redline of one file, of old, of new or of both."""
        f, g = pairing
        old = self._material.old.files[f] if f is not None else None
        new = self._material.new.files[g] if g is not None else None
        if new is not None and new.path in self._material.unchanged:
            kept = tuple(_kept_block(block, block, new.path, new.path) for block in new.blocks)
            return FilePair(new.path, new.path, kept)
        self._runs.close()
        self._labels = {}
        changes = tuple(self._file_changes(old, new))
        metadata = tuple(self._metadata(old, new)) if old and new else ()
        blocks = tuple(self._block(f, g, i, j) for i, j in self._in_order(f, g))
        for entry in metadata:
            if entry.field == "status" and entry.new in _GONE:
                blocks = tuple(self._withdrawn(block, entry.change) for block in blocks)
        return FilePair(old.path if old else "", new.path if new else "", blocks, metadata, changes)

    def _in_order(self, f: int | None, g: int | None) -> Iterator[tuple[int | None, int | None]]:
        """Yield block numbers: of both where they pair; between, what old alone has, then new."""
        both = f is not None and g is not None
        pairs = self._material.pairing.chains.get(f, []) if f is not None and both else []
        olds = len(self._material.old_words[f]) if f is not None else 0
        news = len(self._material.new_words[g]) if g is not None else 0
        i0 = j0 = 0
        for i, j in (*pairs, (olds, news)):
            yield from ((k, None) for k in range(i0, i))
            yield from ((None, k) for k in range(j0, j))
            if i < olds and j < news:
                yield i, j
            i0, j0 = i + 1, j + 1

    def _file_changes(self, old: FileText | None, new: FileText | None) -> Iterator[int]:
        """A file that was renamed; one that came or went without a single block."""
        attribution = self._material.attribution
        if old is not None and new is not None:
            if old.path != new.path:
                cause = attribution.value_maker(
                    old.path, new.path, lambda file: file.path, lambda file: file.path, head=True
                )
                yield self.changes.add(ChangeKind.MOVE, Code.MOV, cause, moved=(old.path, new.path))
            return
        file = new or old
        if file is not None and not file.blocks:
            cause = attribution.value_maker(
                file.path, file.path, lambda _: True, lambda _: True, head=True
            )
            kind, code = (
                (ChangeKind.INSERTION, Code.ADD) if new else (ChangeKind.DELETION, Code.SUP)
            )
            yield self.changes.add(kind, code, cause)

    def _metadata(self, old: FileText, new: FileText) -> Iterator[MetadataChange]:
        for entry in compare_fields(old.fields, new.fields):
            cause = self._material.attribution.value_maker(
                old.path, new.path, entry.read, entry.read, head=True
            )
            number = self._field_change(entry, cause)
            yield MetadataChange(new.path, entry.field, entry.old, entry.new, number)

    def _field_change(self, entry: FieldChange, cause: Cause) -> int:
        if entry.field == "group":
            moved = (entry.old or "", entry.new or "")
            return self.changes.add(ChangeKind.MOVE, Code.MOV, cause, moved=moved)
        gone = entry.field == "status" and entry.new in _GONE
        code = Code.SUP if gone else Code.EDITORIAL
        values = (entry.old, entry.new)
        return self.changes.add(ChangeKind.METADATA, code, cause, values=values)

    def _block(self, f: int | None, g: int | None, i: int | None, j: int | None) -> RedlineBlock:
        material = self._material
        if f is not None and i is not None and g is not None and j is not None:
            return self._pair((f, i), (g, j))
        if f is not None and i is not None:
            place = f, i
            there = material.pairing.moved.get(place)
            if there is not None:
                return self._moved(place, there, is_new=False)
            words = material.old_of(place)
            texts, default = lone_texts(material, place, is_new=False)
            runs = self._runs.lone(texts, place, default, is_new=False)
            return self._finish(words.block, None, material.old.files[f].path, "", runs)
        assert g is not None and j is not None
        there = g, j
        source = material.pairing.sources.get(there)
        if source is not None:
            return self._moved(source, there, is_new=True)
        words = material.new_of(there)
        texts, default = lone_texts(material, there, is_new=True)
        runs = self._runs.lone(texts, there, default, is_new=True)
        return self._finish(None, words.block, "", material.new.files[g].path, runs)

    def _pair(self, place: Place, there: Place) -> RedlineBlock:
        old, new = self._material.old_of(place).block, self._material.new_of(there).block
        structure = tuple(self._structure(old, new, place, there))
        paths = self._material.paths(place, there)
        if not structure and old.text == new.text and _same_marks(old, new):
            sides = self._material.old, self._material.new
            if not new.marks or same_pictures(*sides, *paths, new):
                self._runs.close()
                return _kept_block(old, new, *paths)
        runs = self._runs.pair(pair_texts(self._material, place, there), place, there)
        return self._finish(old, new, *paths, runs, structure)

    def _moved(self, place: Place, there: Place, *, is_new: bool) -> RedlineBlock:
        """Show a moved block at one of its places: what it kept is moved, with its edits."""
        if place not in self._moved_runs:
            move = self._runs.move(self._material.moves.of_block[place])
            runs = self._runs.pair(pair_texts(self._material, place, there), place, there)
            self._moved_runs[place] = move, runs
        self._runs.close()
        move, runs = self._moved_runs[place]
        op, mine = (Op.MOVED_TO, NEW_OPS) if is_new else (Op.MOVED_FROM, OLD_OPS)
        shown = [_as_moved(run, op, move) for run in runs if run.op in mine]
        runs = tuple(merged(shown)) or (Run(op, "", move),)
        old_path, new_path = self._material.paths(place, there)
        if is_new:
            return self._finish(None, self._material.new_of(there).block, "", new_path, runs)
        return self._finish(self._material.old_of(place).block, None, old_path, "", runs)

    def _structure(self, old: Block, new: Block, place: Place, there: Place) -> Iterator[int]:
        """Changes of the block itself; those of one list's items by one commit are one."""
        fresh: dict[Hashable, int] = {}
        lists = [c.number for c in new.containers if c.kind is ContainerKind.LIST]
        made: Hashable = None  # by whom a paragraph became a list item: its label came with that
        for difference in differences(old, new):
            cause = self._material.block_maker(place, there, difference.read)
            if difference.kind is ChangeKind.NUMBERING and cause.key == made:
                continue
            if becomes_item(old, new) and made is None:
                made = cause.key
            values = (difference.old, difference.new)
            key = (difference.kind, cause.key, tuple(lists[:1]))
            number = self._labels.get(key, 0) if lists else 0
            if number:
                self.changes.widen(number, values=values)
            else:
                number = self.changes.add(difference.kind, Code.EDITORIAL, cause, values=values)
            fresh[key] = number
            yield number
        self._labels = fresh

    def _finish(
        self,
        old: Block | None,
        new: Block | None,
        old_path: str,
        new_path: str,
        runs: tuple[Run, ...],
        structure: tuple[int, ...] = (),
    ) -> RedlineBlock:
        if structure and not runs:
            runs = (Run(Op.EQUAL, ""),)
        block = RedlineBlock(old, new, old_path, new_path, runs, structure)
        return replace(block, code=self._code(block))

    def _withdrawn(self, block: RedlineBlock, change: int) -> RedlineBlock:
        """Name the change that withdrew the entry on all text that stayed."""
        runs = tuple(
            run
            if run.op is not Op.EQUAL
            else replace(run, change=change)
            if not run.change
            else replace(run, also=(*run.also, change))
            for run in block.runs
        )
        block = replace(block, runs=runs)
        return replace(block, code=self._code(block))

    def _code(self, block: RedlineBlock) -> Code | None:
        """The first of the codes that occur in a block."""
        ids = {*block.changes, *(id for run in block.runs for id in (run.change, *run.also) if id)}
        codes = {self.changes.code(id) for id in ids}
        return next((code for code in _CODES if code in codes), None)


def _as_moved(run: Run, op: Op, move: int) -> Run:
    old_marks = run.old_marks if op is Op.MOVED_FROM else ()
    new_marks = run.new_marks if op is Op.MOVED_TO else ()
    if run.op is not Op.EQUAL:
        return replace(run, old_marks=old_marks, new_marks=new_marks)
    also = tuple(id for id in (run.change, *run.also) if id)
    return replace(run, op=op, change=move, also=also, old_marks=old_marks, new_marks=new_marks)


def _same_marks(old: Block, new: Block) -> bool:
    def shown(block: Block) -> list[tuple[Hashable, ...]]:
        return [(m.kind, m.start, m.end, m.target, m.title) for m in block.marks]

    return not (old.marks or new.marks) or shown(old) == shown(new)


def _kept_block(old: Block, new: Block, old_path: str, new_path: str) -> RedlineBlock:
    """A block that nothing touched: equal text under its marks."""
    if new.text and not new.marks:
        return RedlineBlock(old, new, old_path, new_path, (Run(Op.EQUAL, new.text),))
    runs = tuple(
        Run(Op.EQUAL, text.text, old_marks=text.old_marks, new_marks=text.new_marks)
        for text in marked(equal_stretches(new.text), old, new)
    )
    return RedlineBlock(old, new, old_path, new_path, runs)
