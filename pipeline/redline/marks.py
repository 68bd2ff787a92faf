"""Stretches cut where a mark begins or ends, so that each carries its marks throughout.

In: a block's ``Stretch``es. Out: ``MarkedText``s; a footnote's call is one of its own, empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model.change import NEW_OPS, OLD_OPS, Op, RunMark
from pipeline.model.text import Block, Mark, MarkKind
from pipeline.redline.atoms import Span, Stretch
from pipeline.redline.cause import Cause

FORMATTING = frozenset({MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.CODE, MarkKind.STRIKETHROUGH})


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Text with one fate and the same marks throughout; ``at``: where it starts in old, in new.

    An equal one whose marks differ had its formatting or its link changed. ``cause`` is None for
    equal text, and for a footnote's call that came or went alone.
    """

    op: Op
    text: str
    cause: Cause | None
    folded: bool
    old_marks: tuple[RunMark, ...]
    new_marks: tuple[RunMark, ...]
    at: tuple[int, int]


def marked(
    stretches: Sequence[Stretch], old: Block | None, new: Block | None
) -> tuple[MarkedText, ...]:
    """Cut a block's stretches at its marks; footnote calls stand where they are called."""
    calls_old, calls_new = _calls(old), _calls(new)
    out: list[MarkedText] = []
    at_old = at_new = 0
    for stretch in stretches:
        cuts = _cuts(stretch, old, new)
        for start, end in pairwise(cuts):
            out += _take_calls(calls_old, calls_new, stretch, at_old, at_new)
            out.append(_marked_text(stretch, old, new, (start, end)))
            at_old += (end - start) if stretch.op in OLD_OPS else 0
            at_new += (end - start) if stretch.op in NEW_OPS else 0
    # After all text; in a block that stands on one side alone, a call goes with the words before.
    last = stretches[-1] if stretches and (old is None or new is None) else None
    out += _take_calls(calls_old, calls_new, last, at_old, at_new)
    return tuple(out)


def _cuts(stretch: Stretch, old: Block | None, new: Block | None) -> list[int]:
    """Offsets in a stretch at which a mark of either side begins or ends, both ends included."""
    span = stretch.old or stretch.new or (0, 0)
    length = span[1] - span[0]
    offsets = {0, length}
    for block, side in ((old, stretch.old), (new, stretch.new)):
        if block is not None and side is not None:
            for mark in block.marks:
                offsets |= {mark.start - side[0], mark.end - side[0]}
    return sorted(offset for offset in offsets if 0 <= offset <= length)


def _marked_text(stretch: Stretch, old: Block | None, new: Block | None, cut: Span) -> MarkedText:
    def marks_and_text(block: Block | None, span: Span | None) -> tuple[tuple[RunMark, ...], str]:
        if block is None or span is None:
            return (), ""
        start, end = span[0] + cut[0], span[0] + cut[1]
        return run_marks(block.marks, start, end), block.text[start:end]

    old_marks, old_text = marks_and_text(old, stretch.old)
    new_marks, new_text = marks_and_text(new, stretch.new)
    at = tuple((span[0] + cut[0]) if span else -1 for span in (stretch.old, stretch.new))
    return MarkedText(
        stretch.op,
        new_text or old_text,
        stretch.cause,
        stretch.folded,
        old_marks,
        new_marks,
        (at[0], at[1]),
    )


def run_marks(marks: Sequence[Mark], start: int, end: int) -> tuple[RunMark, ...]:
    """The marks that cover ``[start, end)``, footnote calls left out, in one order."""
    covering = {
        RunMark(mark.kind, mark.target, mark.title)
        for mark in marks
        if mark.start <= start and end <= mark.end and mark.start < mark.end
    }
    return tuple(sorted(covering))


def _calls(block: Block | None) -> list[Mark]:
    """Marks without text: footnote calls, and images that have no alternative text."""
    return [mark for mark in block.marks if mark.start == mark.end] if block else []


def _take_calls(
    olds: list[Mark], news: list[Mark], stretch: Stretch | None, at_old: int, at_new: int
) -> Iterator[MarkedText]:
    """Yield the calls that stand before a stretch; in old and in new at once they are equal."""
    takes_old = stretch is None or stretch.op in OLD_OPS
    takes_new = stretch is None or stretch.op in NEW_OPS
    while True:
        old = olds[0] if olds and olds[0].start <= at_old else None
        new = news[0] if news and news[0].start <= at_new else None
        if old and new and _is_same(old, new):
            del olds[0], news[0]
            yield _call(Op.EQUAL, old, new, None)
        elif old and takes_old and not (new and any(_is_same(old, other) for other in news)):
            del olds[0]
            yield _call(Op.DELETE, old, None, stretch)
        elif new and takes_new:
            del news[0]
            yield _call(Op.INSERT, None, new, stretch)
        elif old and takes_old:
            del olds[0]
            yield _call(Op.DELETE, old, None, stretch)
        else:
            return


def _is_same(old: Mark, new: Mark) -> bool:
    return (old.kind, old.target, old.title) == (new.kind, new.target, new.title)


def _call(op: Op, old: Mark | None, new: Mark | None, stretch: Stretch | None) -> MarkedText:
    def marks(mark: Mark | None) -> tuple[RunMark, ...]:
        return (RunMark(mark.kind, mark.target, mark.title),) if mark else ()

    cause, folded = None, False
    if op is not Op.EQUAL and stretch is not None and stretch.op is not Op.EQUAL:
        op, cause, folded = stretch.op, stretch.cause, stretch.folded
    at = old.start if old else -1, new.start if new else -1
    return MarkedText(op, "", cause, folded, marks(old), marks(new), at)
