"""Readable changes from paired words: edges slid to words and phrases, islands folded in.

In: two ``Words``, the pairs of tokens that are the same, and each other token's ``Cause``.
Out: ``Phrasing``: the pairs that stay, and the causes of all other tokens. No change is ever
widened over another commit's work (contract, section 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.redline.cause import Cause
from pipeline.redline.stopwords import is_function_word
from pipeline.redline.words import Words

Pair = tuple[int, int]

SENTENCE_ENDS = frozenset(".?!…。！？؟")
_PAUSES = frozenset(",;:—–)]}،؛，；：、”»")
_OPENERS = frozenset("([{“«")
_ISLAND = 3  # tokens, all function words or punctuation, that may be folded in
_KEPT = 0.4  # a sentence of which less is kept is shown old and new
_SLIDE = 3  # tokens that an edge may slide over


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A block's pairs and causes; ``folded``: tokens of old and of new that were kept."""

    pairs: tuple[Pair, ...]
    old_causes: tuple[Cause | None, ...]
    new_causes: tuple[Cause | None, ...]
    old_folded: frozenset[int] = frozenset()
    new_folded: frozenset[int] = frozenset()


def phrase(
    old: Words,
    new: Words,
    pairs: Sequence[Pair],
    old_causes: Sequence[Cause | None],
    new_causes: Sequence[Cause | None],
) -> Phrasing:
    """Slide, fold islands, then fold sentences and blocks of which little is kept."""
    causes_old, causes_new = list(old_causes), list(new_causes)
    slid = _slide(old, new, list(pairs), causes_old, causes_new)
    kept = _fold_islands(old, slid, causes_old, causes_new)
    kept = _fold_sentences(old, new, kept, causes_old, causes_new)
    gone_old = frozenset(i for i, _ in set(slid) - set(kept))
    gone_new = frozenset(j for _, j in set(slid) - set(kept))
    return Phrasing(tuple(kept), tuple(causes_old), tuple(causes_new), gone_old, gone_new)


def _slide(
    old: Words,
    new: Words,
    pairs: list[Pair],
    old_causes: list[Cause | None],
    new_causes: list[Cause | None],
) -> list[Pair]:
    """Slide pure insertions and deletions to where a reader would set their edges."""
    for at in range(len(pairs) + 1):
        i0, j0 = pairs[at - 1] if at else (-1, -1)
        i1, j1 = pairs[at] if at < len(pairs) else (len(old), len(new))
        if i1 == i0 + 1 and j1 > j0 + 1:
            _slide_one(new, pairs, new_causes, at, (j0 + 1, j1), 1)
        elif j1 == j0 + 1 and i1 > i0 + 1:
            _slide_one(old, pairs, old_causes, at, (i0 + 1, i1), 0)
    return pairs


def _slide_one(
    words: Words,
    pairs: list[Pair],
    causes: list[Cause | None],
    at: int,
    span: tuple[int, int],
    side: int,
) -> None:
    start, end = span
    cause = causes[start]
    if cause is None or cause.move >= 0 or len({c.key for c in causes[start:end] if c}) != 1:
        return
    texts = words.texts
    best, shift = _edges(texts, start, end), 0
    for k in range(1, _SLIDE + 1):  # to the left
        left, right = start - k, end - k
        if at - k < 0 or pairs[at - k][side] != left or texts[left] != texts[right]:
            break
        if not is_island(words, left):
            break
        if _edges(texts, left, right) > best:
            best, shift = _edges(texts, left, right), -k
    for k in range(1, _SLIDE + 1):  # to the right
        left, right = start + k - 1, end + k - 1
        if at + k > len(pairs) or pairs[at + k - 1][side] != right or texts[left] != texts[right]:
            break
        if not is_island(words, right):
            break
        if _edges(texts, left + 1, right + 1) > best:
            best, shift = _edges(texts, left + 1, right + 1), k
    length = end - start
    for k in range(abs(shift)):
        number = at - 1 - k if shift < 0 else at + k
        mine = pairs[number][side]
        moved = mine + length if shift < 0 else mine - length
        pair = list(pairs[number])
        pair[side] = moved
        pairs[number] = (pair[0], pair[1])
        causes[mine], causes[moved] = cause, None


def _edges(texts: Sequence[str], start: int, end: int) -> int:
    """How well a change of ``texts[start:end]`` reads: its first and its last edge."""
    opens = start < len(texts) and is_function_word(texts[start])
    return 2 * _edge(texts, start) + 2 * _edge(texts, end) + opens


def _edge(texts: Sequence[str], at: int) -> int:
    if at in (0, len(texts)) or texts[at - 1] in SENTENCE_ENDS:
        return 3
    if texts[at - 1] in _PAUSES or texts[at] in _OPENERS:
        return 2
    return int(texts[at] in _PAUSES or texts[at] in SENTENCE_ENDS)


def is_island(words: Words, number: int) -> bool:
    """Whether a token alone between two changes says nothing: punctuation, a function word."""
    return not words.are_words[number] or is_function_word(words.texts[number])


def is_island_text(text: str) -> bool:
    """Whether a token by its text alone is punctuation or a function word."""
    return not any(character.isalnum() for character in text) or is_function_word(text)


def _fold_islands(
    old: Words,
    pairs: list[Pair],
    old_causes: list[Cause | None],
    new_causes: list[Cause | None],
) -> list[Pair]:
    kept: list[Pair] = []
    stretches = _stretches(pairs)
    for number, stretch in enumerate(stretches):
        first, last = pairs[stretch.start], pairs[stretch.stop - 1]
        before = pairs[stretch.start - 1] if number else (-1, -1)
        after = (
            pairs[stretch.stop] if stretch.stop < len(pairs) else (len(old_causes), len(new_causes))
        )
        ends = any(old.texts[i] in SENTENCE_ENDS for i, _ in pairs[stretch.start : stretch.stop])
        matter = not all(is_island(old, i) for i, _ in pairs[stretch.start : stretch.stop])
        sides = [
            (old_causes[before[0] + 1 : first[0]], new_causes[before[1] + 1 : first[1]]),
            (old_causes[last[0] + 1 : after[0]], new_causes[last[1] + 1 : after[1]]),
        ]
        cause = _one_cause([c for side in sides for part in side for c in part])
        if (
            len(stretch) > _ISLAND
            or ends
            or matter
            or cause is None
            or any(not (o or n) for o, n in sides)
            or not any(o for o, _ in sides)
            or not any(n for _, n in sides)
        ):
            kept += pairs[stretch.start : stretch.stop]
            continue
        for i, j in pairs[stretch.start : stretch.stop]:
            old_causes[i] = new_causes[j] = cause
    return kept


def _stretches(pairs: Sequence[Pair]) -> list[range]:
    """Cut the pairs where a token of either side lies between two of them."""
    stretches, start = [], 0
    for k in range(1, len(pairs) + 1):
        ends = k == len(pairs)
        if ends or pairs[k] != (pairs[k - 1][0] + 1, pairs[k - 1][1] + 1):
            stretches.append(range(start, k))
            start = k
    return stretches if pairs else []


def _fold_sentences(
    old: Words,
    new: Words,
    pairs: list[Pair],
    old_causes: list[Cause | None],
    new_causes: list[Cause | None],
) -> list[Pair]:
    ends = [
        k + 1
        for k, (i, j) in enumerate(pairs)
        if old.texts[i] in SENTENCE_ENDS and new.texts[j] in SENTENCE_ENDS
    ]
    kept: list[Pair] = []
    start, i0, j0 = 0, 0, 0
    for end in [*ends, len(pairs)] if not ends or ends[-1] != len(pairs) else ends:
        region = pairs[start:end]
        i1, j1 = (region[-1][0] + 1, region[-1][1] + 1) if end in ends else (len(old), len(new))
        if _is_rewritten(old, new, region, (i0, i1), (j0, j1), old_causes, new_causes):
            cause = _one_cause([*old_causes[i0:i1], *new_causes[j0:j1]])
            for i, j in region:
                old_causes[i] = new_causes[j] = cause
        else:
            kept += region
        start, i0, j0 = end, i1, j1
    whole = (0, len(old)), (0, len(new))
    if kept and _is_rewritten(old, new, kept, *whole, old_causes, new_causes):
        cause = _one_cause([*old_causes, *new_causes])
        for i, j in kept:
            old_causes[i] = new_causes[j] = cause
        return []
    return kept


def _is_rewritten(
    old: Words,
    new: Words,
    region: Sequence[Pair],
    old_span: Pair,
    new_span: Pair,
    old_causes: Sequence[Cause | None],
    new_causes: Sequence[Cause | None],
) -> bool:
    """Whether one commit kept so little that old and new read better whole, each in one piece."""
    changed_old = any(old_causes[slice(*old_span)])
    changed_new = any(new_causes[slice(*new_span)])
    if not (changed_old and changed_new and len(_stretches(region)) > 1):
        return False
    if _one_cause([*old_causes[slice(*old_span)], *new_causes[slice(*new_span)]]) is None:
        return False
    kept = sum(old.are_words[i] for i, _ in region)
    most = max(
        sum(old.are_words[slice(*old_span)]),
        sum(new.are_words[slice(*new_span)]),
    )
    return kept < _KEPT * most


def _one_cause(causes: Sequence[Cause | None]) -> Cause | None:
    """The edit that all of these are part of; None where there are two, or a move."""
    made = [cause for cause in causes if cause is not None]
    if not made or any(cause.move >= 0 for cause in made):
        return None
    return made[0] if len({cause.key for cause in made}) == 1 else None
