"""A block's pieces → its runs, each naming the change that it is part of.

In: ``MarkedText``s with their causes. Out: ``Run``s; changes are made, or go on, as runs are met.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from pipeline.model.change import ChangeKind, Code, Op, Run, RunMark
from pipeline.model.text import Block, FileText, MarkKind
from pipeline.redline.atoms import is_layout
from pipeline.redline.blocks import Place
from pipeline.redline.cause import Cause
from pipeline.redline.changes import ChangeList
from pipeline.redline.lineage import token_places
from pipeline.redline.marks import FORMATTING, MarkedText, run_marks
from pipeline.redline.material import Material
from pipeline.redline.moves import MoveKind
from pipeline.redline.pictures import changed_picture

_LINKS = frozenset({MarkKind.LINK, MarkKind.IMAGE})
_Open = dict[Hashable, int]  # changes that the next run or block may go on with, by their key


class RunWriter:
    """Writes runs; what one block leaves open the next may go on with."""

    def __init__(self, material: Material, changes: ChangeList) -> None:
        self._material = material
        self._changes = changes
        self._moves: dict[int, int] = {}
        self._lone: _Open = {}

    def close(self) -> None:
        """End whole blocks that came or went: what follows is no neighbour of them."""
        self._lone = {}

    def pair(self, texts: Sequence[MarkedText], place: Place, there: Place) -> tuple[Run, ...]:
        """Write the runs of a block that is on both sides."""
        self.close()
        runs = []
        cluster: _Open = {}
        marks: _Open = {}
        for text in texts:
            if text.op is Op.EQUAL and text.text:
                cluster = {}
            ids = self._pair_changes(text, place, there, cluster, marks)
            runs.append(_run(text, ids))
        return tuple(merged(runs))

    def _pair_changes(
        self, text: MarkedText, place: Place, there: Place, cluster: _Open, marks: _Open
    ) -> list[int]:
        if text.op is Op.EQUAL:
            return self._mark_changes(text, place, there, marks)
        if is_layout(text.cause):
            return [self._layout(text, place, there, cluster)]
        if text.cause is None:
            return [self._call(text, place, there)]
        if text.cause.move >= 0:
            return [self.move(text.cause)]
        return [self._edit(text, text.cause, cluster)]

    def lone(
        self, texts: Sequence[MarkedText], place: Place, default: Cause, *, is_new: bool
    ) -> tuple[Run, ...]:
        """Write the runs of a block that came or went; neighbours of one commit are one change."""
        op = Op.INSERT if is_new else Op.DELETE
        places = (None, place) if is_new else (place, None)
        runs = []
        for text in texts:
            if text.cause is None:
                number = self._call(text, *places)
            elif text.cause.move >= 0:
                number = self.move(text.cause)
            else:
                number = self._whole(op, text.cause)
                self._changes.count_origin(number, text.cause.origin, len(text.text))
            runs.append(_run(text, [number]))
        return tuple(merged(runs)) or (Run(op, "", self._whole(op, default)),)

    def _whole(self, op: Op, cause: Cause) -> int:
        key = (op, cause.key)
        if key not in self._lone:
            inserted = op is Op.INSERT
            self._lone[key] = self._changes.add(
                ChangeKind.INSERTION if inserted else ChangeKind.DELETION,
                Code.ADD if inserted else Code.SUP,
                cause,
            )
        return self._lone[key]

    def move(self, cause: Cause) -> int:
        """Return the change of a move, the same at both its places."""
        if cause.move not in self._moves:
            move = self._material.moves.moves[cause.move]
            if move.kind is MoveKind.MOVE:
                number = self._changes.add(
                    ChangeKind.MOVE, Code.MOV, cause, moved=(move.old_path, move.new_path)
                )
            else:
                parts = ("one paragraph", "two paragraphs")
                number = self._changes.add(
                    ChangeKind.FORMATTING,
                    Code.EDITORIAL,
                    cause,
                    values=parts if move.kind is MoveKind.SPLIT else parts[::-1],
                )
            self._moves[cause.move] = number
        return self._moves[cause.move]

    def _edit(self, text: MarkedText, cause: Cause, cluster: _Open) -> int:
        """Words that changed; one commit's deletion and insertion side by side replace."""
        kind = ChangeKind.INSERTION if text.op is Op.INSERT else ChangeKind.DELETION
        if cause.key in cluster:
            self._changes.widen(cluster[cause.key], kind=kind)
        else:
            cluster[cause.key] = self._changes.add(kind, Code.MOD, cause)
        number = cluster[cause.key]
        if text.op is Op.INSERT:
            self._changes.count_origin(number, cause.origin, len(text.text))
        return number

    def _layout(self, text: MarkedText, place: Place, there: Place, cluster: _Open) -> int:
        """White space that came or went between words that stayed."""
        said = "line break" if "\n" in text.text else "space"
        values = (said, None) if text.op is Op.DELETE else (None, said)
        if "layout" in cluster:
            self._changes.widen(cluster["layout"], values=values)
        else:
            one, other = self._material.old_of(place).block, self._material.new_of(there).block
            block, at = (one, text.at[0]) if text.op is Op.DELETE else (other, text.at[1])
            passage = _with_neighbours(block.text, at, at + len(text.text))
            cause = self._material.block_maker(place, there, lambda b: b.text.count(passage))
            if cause.commit is None:  # another version has more than one block that may be meant

                def in_file(file: FileText) -> int:
                    return sum(each.text.count(passage) for each in file.blocks)

                paths = self._material.paths(place, there)
                cause = self._material.attribution.value_maker(*paths, in_file, in_file)
            cluster["layout"] = self._changes.add(
                ChangeKind.FORMATTING, Code.EDITORIAL, cause, values=values
            )
        return cluster["layout"]

    def _call(self, text: MarkedText, place: Place | None, there: Place | None) -> int:
        """A footnote's call, or an image without text, that came or went alone."""
        mark = (text.new_marks or text.old_marks)[0]

        def calls(block: Block) -> int:
            return sum((m.kind, m.target) == (mark.kind, mark.target) for m in block.marks)

        cause = self._material.block_maker(place, there, calls)
        inserted = text.op in (Op.INSERT, Op.MOVED_TO)
        said = f"{mark.kind} {mark.target}"
        return self._changes.add(
            ChangeKind.INSERTION if inserted else ChangeKind.DELETION,
            Code.EDITORIAL,
            cause,
            values=(None, said) if inserted else (said, None),
        )

    def _mark_changes(
        self, text: MarkedText, place: Place, there: Place, open_marks: _Open
    ) -> list[int]:
        """Changes of formatting, of links and of pictures over text that stayed."""
        fresh: _Open = {}
        for kind, kinds in ((ChangeKind.FORMATTING, FORMATTING), (ChangeKind.LINK, _LINKS)):
            before = tuple(mark for mark in text.old_marks if mark.kind in kinds)
            after = tuple(mark for mark in text.new_marks if mark.kind in kinds)
            if before == after:
                continue
            cause = self._marks_maker(text, place, there, kinds)
            key = (kind, before, after, cause.key)
            fresh[key] = open_marks.get(key, 0) or self._changes.add(
                kind, Code.EDITORIAL, cause, values=(_said(before), _said(after))
            )
        for mark in text.new_marks:
            picture = changed_picture(self._material, mark, place, there)
            if picture is not None and mark in text.old_marks:
                shown = (ChangeKind.LINK, mark)
                fresh[shown] = open_marks.get(shown, 0) or self._changes.add(
                    ChangeKind.LINK, Code.EDITORIAL, picture.cause, values=picture.values
                )
        open_marks.clear()
        open_marks |= fresh
        return list(fresh.values())

    def _marks_maker(
        self, text: MarkedText, place: Place, there: Place, kinds: frozenset[MarkKind]
    ) -> Cause:
        """Ask the versions for the marks of the first word of a text."""
        attribution = self._material.attribution

        def reader(block: Block, at: int):  # type: ignore[no-untyped-def]
            number = next((k for k, token in enumerate(block.tokens) if token.end > at), None)

            def marks(file: FileText) -> Hashable:
                found = attribution.counterpart(file, block)
                if found is None or number is None:
                    return None
                other = token_places(block, found).get(number)
                if other is None:
                    return None
                token = found.tokens[other]
                over = run_marks(found.marks, token.start, token.end)
                return tuple(mark for mark in over if mark.kind in kinds)

            return marks

        return attribution.value_maker(
            *self._material.paths(place, there),
            reader(self._material.old_of(place).block, text.at[0]),
            reader(self._material.new_of(there).block, text.at[1]),
        )


def _with_neighbours(text: str, start: int, end: int) -> str:
    """A stretch of white space with the words on both sides of it."""
    before, after = text[:start].split(), text[end:].split()
    start -= len(before[-1]) if before and not text[start - 1].isspace() else 0
    end += len(after[0]) if after and not text[end].isspace() else 0
    return text[start:end]


def _run(text: MarkedText, ids: Sequence[int]) -> Run:
    change, also = (ids[0], tuple(ids[1:])) if ids else (0, ())
    return Run(text.op, text.text, change, also, text.folded, text.old_marks, text.new_marks)


def merged(runs: Sequence[Run]) -> Iterator[Run]:
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


def _said(marks: Sequence[RunMark]) -> str | None:
    said = [
        " ".join(filter(None, (mark.target or mark.kind, mark.title and f"“{mark.title}”")))
        for mark in marks
    ]
    return ", ".join(said) or None
