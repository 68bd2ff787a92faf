"""A changed block of a redline → a short passage: the change, and some words on either side."""

import re
from collections.abc import Mapping

from pipeline.model.change import Change, ChangeKind, Op, RedlineBlock, Run
from pipeline.model.report import Passage, Piece, PieceOp
from pipeline.render.redline.statement import summary

_CONTEXT = 8  # words of kept text beside a change
_LONGEST = 2000  # characters of one piece
_WHOLE = 300  # of a block that came, went or moved as a whole: the page shows all of it
_WORD = re.compile(r"\S+\s*|\s+")


def passage(block: RedlineBlock, changes: Mapping[int, Change]) -> Passage | None:
    """Return a block's passage; None where nothing is changed in it."""
    if block.code is None:
        return None
    ids = dict.fromkeys(
        [*block.changes, *(id for run in block.runs for id in (run.change, *run.also) if id)]
    )
    notes = [
        summary(changes[id])
        for id in ids
        if changes[id].kind not in (ChangeKind.MOVE, ChangeKind.METADATA)
    ]
    notes += _ways(block, changes)
    last = len(block.runs) - 1
    longest = _LONGEST if block.old and block.new else _WHOLE
    pieces = [
        _piece(run, number > 0, number < last, longest, changes)
        for number, run in enumerate(block.runs)
    ]
    return Passage(
        block.code,
        block.old.label if block.old else "",
        block.new.label if block.new else "",
        tuple(note for note in notes if note),
        tuple(piece for piece in pieces if piece.text),
    )


def _ways(block: RedlineBlock, changes: Mapping[int, Change]) -> list[str]:
    """Say where moved text came from or went to."""
    moved = {run.change: run.op for run in block.runs if run.op in (Op.MOVED_FROM, Op.MOVED_TO)}
    ways = []
    for id, op in moved.items():
        old, new = changes[id].moved or ("", "")
        if op is Op.MOVED_TO:
            ways.append(f"moved here from {old}" if old != new else "moved here")
        else:
            ways.append(f"moved to {new}" if old != new else "moved away from here")
    return ways


def _piece(run: Run, left: bool, right: bool, longest: int, changes: Mapping[int, Change]) -> Piece:
    text = run.text
    if not text:
        mark = next(iter(run.new_marks or run.old_marks), None)
        text = f"[^{mark.target}]" if mark else ""
    if run.op is Op.EQUAL:
        ids = [id for id in (run.change, *run.also) if id]
        if any(changes[id].kind is not ChangeKind.METADATA for id in ids):
            return Piece(PieceOp.NOTED, _cut(text, longest))
        return Piece(PieceOp(run.op), _context(text, left, right))
    return Piece(PieceOp(run.op), _cut(text, longest))


def _context(text: str, left: bool, right: bool) -> str:
    """Leave out the middle of kept text, or the end that no change stands beside."""
    words = _WORD.findall(text)
    before, after = _CONTEXT if left else 0, _CONTEXT if right else 0
    if len(words) <= before + after + 4:
        return _cut(text, _LONGEST)
    kept = "".join([*words[:before], "… ", *(words[-after:] if after else [])])
    return _cut(kept, _LONGEST)


def _cut(text: str, longest: int) -> str:
    """Leave out the middle of a long text, between words."""
    if len(text) <= longest:
        return text
    start, end = text[: longest * 2 // 3], text[-longest // 3 :]
    return f"{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}"
