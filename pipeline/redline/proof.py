"""The proof that a redline is complete: accepting all gives new, rejecting all gives old.

Run on every redline before anything is written. What it compares is all that the two laws speak
of: text, marks with their targets, kinds, levels, labels, depths and cells of every block, in
order, file by file.
"""

from collections.abc import Iterable, Sequence

from pipeline.model.change import NEW_OPS, OLD_OPS, FilePair, Run, RunMark
from pipeline.model.text import Block, Cell, FileText, Mark

Shape = tuple[str, int, str, int, Cell | None, str]
Piece = tuple[str, tuple[RunMark, ...]]


class IncompleteRedline(AssertionError):  # noqa: N818 - what it says, not that it is an error
    """A redline that would hide something: a fault of redraft, never shown as a result."""


def prove(files: Sequence[FilePair], old: Iterable[FileText], new: Iterable[FileText]) -> None:
    """Raise IncompleteRedline unless both laws hold."""
    for side, texts in (("old", old), ("new", new)):
        is_new = side == "new"
        expected = {text.path: [(_shape(b), _pieces(b)) for b in text.blocks] for text in texts}
        actual = {
            path: blocks
            for pair in files
            if (path := pair.new_path if is_new else pair.old_path)
            for blocks in [_blocks_of(pair, is_new=is_new)]
        }
        for path in expected.keys() | actual.keys():
            if expected.get(path) != actual.get(path):
                raise IncompleteRedline(
                    _difference(path, side, expected.get(path), actual.get(path))
                )


def _blocks_of(pair: FilePair, *, is_new: bool) -> list[tuple[Shape, tuple[Piece, ...]]]:
    blocks = []
    for block in pair.blocks:
        side = block.new if is_new else block.old
        kept = tuple(_kept(block.runs, is_new=is_new))
        if side is not None:
            blocks.append((_shape(side), _joined(kept)))
        elif kept:
            raise IncompleteRedline(f"a block that is not in {'new' if is_new else 'old'} has text")
    return blocks


def _kept(runs: Iterable[Run], *, is_new: bool) -> Iterable[Piece]:
    ops = NEW_OPS if is_new else OLD_OPS
    return ((run.text, run.new_marks if is_new else run.old_marks) for run in runs if run.op in ops)


def _shape(block: Block) -> Shape:
    return (block.kind, block.level, block.label, block.depth, block.cell, block.info)


def _pieces(block: Block) -> tuple[Piece, ...]:
    """Cut a block where a mark begins or ends: the same as runs, found another way."""
    if not block.marks:
        return ((block.text, ()),) if block.text else ()
    cuts = sorted({0, len(block.text), *(at for m in block.marks for at in (m.start, m.end))})
    pieces: list[Piece] = []
    for number, start in enumerate(cuts):
        calls = [mark for mark in block.marks if mark.start == mark.end == start]
        pieces += [("", (_run_mark(mark),)) for mark in calls]
        if number + 1 < len(cuts):
            end = cuts[number + 1]
            over = {_run_mark(m) for m in block.marks if m.start <= start and end <= m.end}
            pieces.append((block.text[start:end], tuple(sorted(over))))
    return _joined(tuple(pieces))


def _run_mark(mark: Mark) -> RunMark:
    return RunMark(mark.kind, mark.target, mark.title)


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Join neighbours with the same marks; text without characters and marks is nothing."""
    joined: list[Piece] = []
    for text, marks in pieces:
        if not text and not marks:
            continue
        if text and joined and joined[-1][0] and joined[-1][1] == marks:
            joined[-1] = (joined[-1][0] + text, marks)
        else:
            joined.append((text, marks))
    return tuple(joined)


def _difference(path: str, side: str, expected: object, actual: object) -> str:
    if not isinstance(expected, list) or not isinstance(actual, list):
        return f"{path}: the redline and {side} do not have the same files"
    for number, (one, other) in enumerate(zip(expected, actual, strict=False)):
        if one != other:
            return f"{path}: block {number} of {side} is {one!r}, the redline gives {other!r}"
    return f"{path}: {side} has {len(expected)} blocks, the redline gives {len(actual)}"
