"""Clauses that left one sentence and stand in another: runs of words that nothing else took."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, compress, pairwise

from pipeline.model.trace import Reason
from pipeline.provenance.drafts import KEEP, Draft, Held
from pipeline.provenance.past import Past
from pipeline.provenance.versions import Numbers

_ENOUGH = 5  # words of a run that moves whatever they are
_RARE = 10.0  # bits that a shorter run needs
_RARE_WORD = 8.0  # bits that a single word needs
_FEW = 12  # places that such a word left
_CROWD = 60  # places of a pair of words beyond which it starts no run


def move_runs(
    drafts: Sequence[Draft], left: Sequence[Held], commit: int, past: Past, numbers: Numbers
) -> None:
    """Take runs of words that the commit took out here and put in there.

    The longest first, then in the same file, then the nearest. Five words move whatever they are
    (stock phrases are fine, since the commit took them out); fewer where they are rare together,
    two only inside a file; a single one only inside a file, where it came no oftener than it went.
    """
    news = [draft for draft in drafts if draft.open]
    olds = [held for held in left if not held.is_gone()]
    if not news or not olds:
        return
    waiting = _candidates(news, olds)
    heapq.heapify(waiting)
    moved = numbers.way(commit, Reason.MOVED)
    while waiting:
        _, _, _, number, start, other, old_start, length = heapq.heappop(waiting)
        draft, held = news[number], olds[other]
        stretch = _still_open(draft, start, held, old_start, length)
        if stretch is None:
            continue
        skipped, count = stretch
        start, old_start = start + skipped, old_start + skipped
        if count < length:
            heapq.heappush(waiting, _candidate(news, olds, number, start, other, old_start, count))
            continue
        if not _counts(draft, held, start, count, past):
            continue
        way = KEEP if held is draft.pair else moved
        for step in range(count):
            draft.take(draft.places[start + step], held, held.places[old_start + step], way)
    _move_words(news, olds, moved, past)


_Candidate = tuple[int, bool, int, int, int, int, int, int]


def _candidate(
    news: Sequence[Draft],
    olds: Sequence[Held],
    number: int,
    start: int,
    other: int,
    old_start: int,
    length: int,
) -> _Candidate:
    draft, held = news[number], olds[other]
    distance = abs(draft.index - held.index)
    return -length, draft.path != held.path, distance, number, start, other, old_start, length


def _candidates(news: Sequence[Draft], olds: Sequence[Held]) -> list[_Candidate]:
    """List the longest common runs of two or more free words, each from its first word only."""
    wanted = _pairs(olds).intersection(chain.from_iterable(map(_in_pairs, news)))
    frees: dict[int, Sequence[bool]] = {}
    places: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for other, held in enumerate(olds):
        pairs = list(_in_pairs(held))
        hits = list(compress(range(len(pairs)), map(wanted.__contains__, pairs)))
        if hits:
            free = frees[other] = _free(held)
            for at in hits:
                if free[at] and free[at + 1]:
                    places[pairs[at]].append((other, at))
    known = {pair: spots for pair, spots in places.items() if len(spots) <= _CROWD}
    found: list[_Candidate] = []
    for number, draft in enumerate(news):
        if known.keys().isdisjoint(_in_pairs(draft)):
            continue
        words = draft.sentence.words
        opened = draft.open_words()
        for at, spots in enumerate(map(known.get, _in_pairs(draft))):
            if spots is None or not (opened[at] and opened[at + 1]):
                continue
            for other, old_at in spots:
                old_words, free = olds[other].sentence.words, frees[other]
                if (
                    at
                    and old_at
                    and opened[at - 1]
                    and free[old_at - 1]
                    and words[at - 1] == old_words[old_at - 1]
                ):
                    continue  # not the start of the run
                length = 2
                while (
                    at + length < len(words)
                    and old_at + length < len(old_words)
                    and opened[at + length]
                    and free[old_at + length]
                    and words[at + length] == old_words[old_at + length]
                ):
                    length += 1
                found.append(_candidate(news, olds, number, at, other, old_at, length))
    return found


def _in_pairs(one: Draft | Held) -> Iterator[tuple[int, int]]:
    return pairwise(one.sentence.words)


def _pairs(olds: Sequence[Held]) -> set[tuple[int, int]]:
    return set(chain.from_iterable(map(_in_pairs, olds)))


def _free(held: Held) -> Sequence[bool]:
    if held.is_free():
        return [True] * len(held.places)
    return [not held.taken[place] for place in held.places]


def _still_open(
    draft: Draft, start: int, held: Held, old_start: int, length: int
) -> tuple[int, int] | None:
    """Find the longest stretch of a run that nothing took since; its offset and length."""
    best: tuple[int, int] | None = None
    offset = 0
    for step in range(length + 1):
        if (
            step < length
            and draft.places[start + step] not in draft.sources
            and not held.taken[held.places[old_start + step]]
        ):
            continue
        if step - offset > (best[1] if best else 1):
            best = offset, step - offset
        offset = step + 1
    return best


def _counts(draft: Draft, held: Held, start: int, count: int, past: Past) -> bool:
    if count >= _ENOUGH:
        return True
    if count == 2 and draft.path != held.path:
        return False
    return past.bits(draft.sentence.words[start : start + count]) >= _RARE


def _move_words(news: Sequence[Draft], olds: Sequence[Held], moved: int, past: Past) -> None:
    """Take single rare words that a file lost and gained, at a few places, no more than it lost."""
    both = set(chain.from_iterable(draft.sentence.words for draft in news)).intersection(
        chain.from_iterable(held.sentence.words for held in olds)
    )
    rare = past.rare(both, _RARE_WORD)
    lost: defaultdict[tuple[str, int], list[tuple[Held, int]]] = defaultdict(list)
    for held in olds:
        if rare.isdisjoint(held.sentence.words):
            continue
        for word, place in zip(held.sentence.words, held.places, strict=True):
            if word in rare and not held.taken[place]:
                lost[held.path, word].append((held, place))
    gained: defaultdict[tuple[str, int], list[tuple[Draft, int]]] = defaultdict(list)
    for draft in news:
        if rare.isdisjoint(draft.sentence.words):
            continue
        for word, place in zip(draft.sentence.words, draft.places, strict=True):
            if word in rare and place not in draft.sources:
                gained[draft.path, word].append((draft, place))
    for spot, takers in gained.items():
        givers = lost.get(spot, ())
        if not len(takers) <= len(givers) <= _FEW:
            continue
        for (draft, place), (held, held_place) in _nearest(takers, givers):
            draft.take(place, held, held_place, KEEP if held is draft.pair else moved)


def _nearest(
    takers: Sequence[tuple[Draft, int]], givers: Sequence[tuple[Held, int]]
) -> Iterator[tuple[tuple[Draft, int], tuple[Held, int]]]:
    """Pair places with former places: those of a paired sentence first, then in order."""
    free = list(givers)
    for draft, place in takers:
        chosen = next((giver for giver in free if giver[0] is draft.pair), free[0])
        free.remove(chosen)
        yield (draft, place), chosen
