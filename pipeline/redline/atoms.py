"""Blocks as stretches of text with one fate: tokens first, then the white space between them.

In: a block of old, of new or of both, with its ``Phrasing``. Out: ``Stretch``es, whose texts join
to exactly the old text (without insertions) and exactly the new text (without deletions).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.model.change import Op
from pipeline.redline.cause import Cause
from pipeline.redline.phrases import Phrasing
from pipeline.redline.words import Words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text with one fate: ``old`` and ``new`` are its ranges in the blocks' texts, in characters.

    Both are there where it is equal, one where it is not. ``cause`` is None for equal text.
    """

    op: Op
    old: Span | None
    new: Span | None
    cause: Cause | None = None
    folded: bool = False


def pair_stretches(old: Words, new: Words, phrasing: Phrasing) -> tuple[Stretch, ...]:
    """Cut a block that stands on both sides."""
    return _joined(_with_gaps(old, new, list(_atoms(old, new, phrasing))))


def equal_stretches(text: str) -> tuple[Stretch, ...]:
    """Cut a block that reads the same on both sides: one stretch, none where it has no text."""
    whole = (0, len(text))
    return (Stretch(Op.EQUAL, whole, whole),) if text else ()


def lone_stretches(
    words: Words, causes: Sequence[Cause | None], *, is_new: bool, default: Cause
) -> tuple[Stretch, ...]:
    """Cut a block that stands on one side only; every token has a cause.

    ``default``: the cause of text in which there is no token.
    """
    atoms = [
        Stretch(_op(cause, is_new=is_new), *_sides(span, is_new=is_new), cause=cause)
        for span, cause, _ in _runs(causes, (0, len(words)), frozenset())
    ]
    nothing = Words(replace(words.block, text="", tokens=()))
    old, new = (nothing, words) if is_new else (words, nothing)
    return tuple(
        replace(stretch, cause=default, op=_op(default, is_new=is_new))
        if is_layout(stretch.cause)
        else stretch
        for stretch in _joined(_with_gaps(old, new, atoms))
    )


def _sides(span: Span, *, is_new: bool) -> tuple[Span | None, Span | None]:
    return (None, span) if is_new else (span, None)


def _op(cause: Cause, *, is_new: bool) -> Op:
    if cause.move >= 0:
        return Op.MOVED_TO if is_new else Op.MOVED_FROM
    return Op.INSERT if is_new else Op.DELETE


def _runs(
    causes: Sequence[Cause | None], span: Span, folded: frozenset[int]
) -> list[tuple[Span, Cause, bool]]:
    runs = []
    numbers = range(*span)
    for _, group in groupby(numbers, key=lambda k: (_cause(causes, k).key, k in folded)):
        members = list(group)
        runs.append(
            ((members[0], members[-1] + 1), _cause(causes, members[0]), members[0] in folded)
        )
    return runs


def _cause(causes: Sequence[Cause | None], number: int) -> Cause:
    cause = causes[number]
    if cause is None:
        raise AssertionError(f"token {number} is neither kept nor has a cause")
    return cause


def _atoms(old: Words, new: Words, phrasing: Phrasing) -> Iterator[Stretch]:
    """Yield stretches of tokens (spans count tokens): equal ones, and what lies between."""
    i0 = j0 = 0
    start: tuple[int, int] | None = None
    ends = len(old), len(new)
    gaps_old, gaps_new = old.gaps, new.gaps
    for i, j in (*phrasing.pairs, ends):
        follows = start is not None and (i, j) == (i0, j0)
        if start is not None and not (
            follows and i < ends[0] and j < ends[1] and gaps_old[i] == gaps_new[j]
        ):
            yield Stretch(Op.EQUAL, (start[0], i0), (start[1], j0))
            start = None
        if (i, j) != (i0, j0):
            yield from _changed(phrasing, (i0, i), (j0, j))
        if start is None:
            start = (i, j)
        i0, j0 = i + 1, j + 1


def _changed(phrasing: Phrasing, old: Span, new: Span) -> Iterator[Stretch]:
    """Order what lies between two kept tokens: one commit's deletion beside its insertion."""
    deletions = _by_commit(_runs(phrasing.old_causes, old, phrasing.old_folded))
    insertions = _by_commit(_runs(phrasing.new_causes, new, phrasing.new_folded))
    tail: list[Stretch] = []
    while deletions and insertions and deletions[0][0] == insertions[0][0]:
        yield from _stretches(deletions.pop(0)[1], is_new=False)
        yield from _stretches(insertions.pop(0)[1], is_new=True)
    while deletions and insertions and deletions[-1][0] == insertions[-1][0]:
        tail = [
            *_stretches(deletions.pop()[1], is_new=False),
            *_stretches(insertions.pop()[1], is_new=True),
            *tail,
        ]
    for _, runs in deletions:
        yield from _stretches(runs, is_new=False)
    for _, runs in insertions:
        yield from _stretches(runs, is_new=True)
    yield from tail


def _by_commit(
    runs: list[tuple[Span, Cause, bool]],
) -> list[tuple[tuple[str, str, int], list[tuple[Span, Cause, bool]]]]:
    return [(key, list(group)) for key, group in groupby(runs, key=lambda run: run[1].key)]


def _stretches(runs: list[tuple[Span, Cause, bool]], *, is_new: bool) -> Iterator[Stretch]:
    for span, cause, folded in runs:
        old, new = _sides(span, is_new=is_new)
        yield Stretch(_op(cause, is_new=is_new), old, new, cause, folded)


def _with_gaps(old: Words, new: Words, atoms: list[Stretch]) -> list[Stretch]:
    """Turn spans of tokens into spans of characters, and give each gap to one stretch.

    A gap that is the same on both sides is equal text; a gap waits for the last place where it
    may stand, so that a word that is put in takes one space with it, and a comma none.
    """
    starts_old, starts_new = _gap_starts(old), _gap_starts(new)
    out: list[Stretch] = []
    done_old = done_new = -1  # the last gap that was given away
    i = j = 0
    for number in range(len(atoms) + 1):
        after = atoms[number] if number < len(atoms) else None
        open_old, open_new = done_old < i, done_new < j
        if open_old and open_new and old.gaps[i] == new.gaps[j]:
            out.append(Stretch(Op.EQUAL, *_gap_spans(old, new, starts_old, starts_new, i, j)))
            done_old, done_new = i, j
        else:
            before = atoms[number - 1] if number else None
            span_old, span_new = _gap_spans(old, new, starts_old, starts_new, i, j)
            if open_old and (after is None or after.old is not None):
                out.append(_gap(span_old, before, after, is_new=False))
                done_old = i
            if open_new and (after is None or after.new is not None):
                out.append(_gap(span_new, before, after, is_new=True))
                done_new = j
        if after is None:
            break
        out.append(_in_characters(after, old, new))
        i = after.old[1] if after.old else i
        j = after.new[1] if after.new else j
    return [stretch for stretch in out if not _is_empty(stretch)]


def _gap_starts(words: Words) -> list[int]:
    return [0, *(token.end for token in words.block.tokens)]


def _gap_spans(
    old: Words, new: Words, starts_old: list[int], starts_new: list[int], i: int, j: int
) -> tuple[Span, Span]:
    a, b = starts_old[i], starts_new[j]
    return (a, a + len(old.gaps[i])), (b, b + len(new.gaps[j]))


def _gap(span: Span, before: Stretch | None, after: Stretch | None, *, is_new: bool) -> Stretch:
    """White space that one side alone has goes with the change beside it, of its own side first."""
    beside = [stretch for stretch in (before, after) if stretch is not None and stretch.cause]
    mine = [s for s in beside if (s.new if is_new else s.old) is not None]
    cause = (mine or beside)[0].cause if beside else Cause(None, _LAYOUT)
    folded = bool(mine) and mine[0].folded
    if not mine and cause is not None and cause.move >= 0:
        cause = replace(cause, move=-1)
    op = _op(cause, is_new=is_new) if cause else Op.EQUAL
    old, new = _sides(span, is_new=is_new)
    return Stretch(op, old, new, cause, folded)


_LAYOUT = "line break"  # the reason of white space that changed with no word beside it


def is_layout(cause: Cause | None) -> bool:
    """Whether only a line break came or went, with no change of words beside it."""
    return cause is not None and cause.commit is None and cause.reason == _LAYOUT


def _in_characters(atom: Stretch, old: Words, new: Words) -> Stretch:
    def span(words: Words, tokens: Span | None) -> Span | None:
        if tokens is None:
            return None
        block = words.block
        return block.tokens[tokens[0]].start, block.tokens[tokens[1] - 1].end

    return replace(atom, old=span(old, atom.old), new=span(new, atom.new))


def _is_empty(stretch: Stretch) -> bool:
    return all(span is None or span[0] == span[1] for span in (stretch.old, stretch.new))


def _joined(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """Join neighbours of one fate."""
    out: list[Stretch] = []
    for stretch in stretches:
        last = out[-1] if out else None
        if (
            last is not None
            and (last.op, last.folded) == (stretch.op, stretch.folded)
            and (last.cause.key if last.cause else None)
            == (stretch.cause.key if stretch.cause else None)
        ):
            out[-1] = replace(
                last,
                old=_joined_span(last.old, stretch.old),
                new=_joined_span(last.new, stretch.new),
            )
        else:
            out.append(stretch)
    return tuple(out)


def _joined_span(first: Span | None, second: Span | None) -> Span | None:
    if first is None or second is None:
        return first or second
    return first[0], second[1]
