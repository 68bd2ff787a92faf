"""Sentences that left their place and stand elsewhere, unchanged: moves, splits, joins."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.model.trace import Reason
from pipeline.provenance.drafts import Draft, Held, take_whole
from pipeline.provenance.past import Past
from pipeline.provenance.versions import Numbers

_RARE = 10.0  # bits that a short sentence needs to count as moved between files by itself


def move_whole(
    drafts: Sequence[Draft], left: Sequence[Held], commit: int, past: Past, numbers: Numbers
) -> None:
    """Give new sentences the tokens of equal ones that the same commit took out.

    First where the sentence before came from, then the same file, nearest first. A short and
    common one ("Rationale") moves between files only in company.
    """
    stock: defaultdict[int, list[Held]] = defaultdict(list)
    for held in left:
        if held.is_free():
            stock[held.sentence.key].append(held)
    if not stock:
        return
    way = numbers.way(commit, Reason.MOVED)
    alone: list[Draft] = []
    came_from: dict[tuple[str, int], Held] = {}
    for draft in drafts:
        if not draft.is_untouched() or not draft.sentence.words:
            continue
        choice = [held for held in stock.get(draft.sentence.key, ()) if held.is_free()]
        if not choice:
            continue
        before = came_from.get((draft.path, draft.index - 1))
        held = min(choice, key=lambda held: _distance(draft, held, before))
        follows = before is not None and (held.path, held.index) == (before.path, before.index + 1)
        if not follows and held.path != draft.path and _is_common(draft, past):
            alone.append(draft)
            continue
        came_from[draft.path, draft.index] = held
        take_whole(draft, held, way)
    for draft in reversed(alone):  # those whose company comes after them
        after = came_from.get((draft.path, draft.index + 1))
        if after is None:
            continue
        for held in stock[draft.sentence.key]:
            if held.is_free() and (held.path, held.index) == (after.path, after.index - 1):
                came_from[draft.path, draft.index] = held
                take_whole(draft, held, way)
                break


def _distance(draft: Draft, held: Held, before: Held | None) -> tuple[bool, bool, int, str, int]:
    follows = before is not None and (held.path, held.index) == (before.path, before.index + 1)
    return (
        not follows,
        held.path != draft.path,
        abs(held.index - draft.index),
        held.path,
        held.index,
    )


def _is_common(draft: Draft, past: Past) -> bool:
    words = draft.sentence.words
    return len(words) < 8 and past.bits(words) < _RARE
