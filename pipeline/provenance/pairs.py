"""Sentences that were edited: pairs of an old and a new one that share enough, word by word."""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from operator import neg

from pipeline.align.sequences import Match, align
from pipeline.model.trace import Reason
from pipeline.provenance.drafts import KEEP, Draft, Held
from pipeline.provenance.past import Past
from pipeline.provenance.texts import Sentence
from pipeline.provenance.versions import Numbers

_ALIKE = 0.3  # weighted Dice from which two sentences are one, edited
_NEAR = 0.01  # added for the same file, and as much again for the same place in it
_ENOUGH = 5  # words that two sentences of different files share, whatever they are
_RARE = 10.0  # bits that fewer of them need
_CHANCE = 2  # words that can be equal by chance
_REWRITTEN = 4  # words that changed around them, at least
_COMMON = 40  # sentences from which a word no longer proposes pairs
_CANDIDATES = 12
_EXACT = 1e-9  # by how much sums of weights may differ for their order
Alignments = dict[tuple[int, int], tuple[Match, ...]]


def pair_alike(
    drafts: Sequence[Draft],
    left: Sequence[Held],
    commit: int,
    past: Past,
    numbers: Numbers,
    alignments: Alignments,
) -> None:
    """Pair new sentences with old ones that are alike, the most alike first; keep equal words.

    A word weighs the less the more sentences of this commit have it, so that likeness is that of
    what is special to a sentence.
    """
    news = [draft for draft in drafts if draft.open]
    olds = [held for held in left if not held.is_gone()]
    if not news or not olds:
        return
    new_words = [set(draft.sentence.words) for draft in news]
    old_words = [set(held.sentence.words) for held in olds]
    weights = _weights([*new_words, *old_words])
    new_sizes = [sum(map(weights.__getitem__, words)) for words in new_words]
    old_sizes = [sum(map(weights.__getitem__, words)) for words in old_words]
    holders = _holders(old_words)
    common = {word for word, places in holders.items() if len(places) > _COMMON}
    for word in common:
        del holders[word]
    scored: list[tuple[float, int, int]] = []
    for number, (draft, words) in enumerate(zip(news, new_words, strict=True)):
        shared: defaultdict[int, float] = defaultdict(float)
        for word in sorted(holders.keys() & words):
            weight = weights[word]
            for other in holders[word]:
                shared[other] += weight
        at_most = _EXACT + sum(map(weights.__getitem__, common & words))  # from common words
        for other, weight in _heaviest(shared):
            size = new_sizes[number] + old_sizes[other]
            if 2 * (weight + at_most) < _ALIKE * size:
                continue
            if common:
                weight = sum(map(weights.__getitem__, sorted(words & old_words[other])))
            likeness = 2 * weight / size
            if likeness >= _ALIKE and _may_be(draft, olds[other], words, old_words[other], past):
                scored.append((-likeness - _nearness(draft, olds[other]), number, other))
    used_new: set[int] = set()
    used_old: set[int] = set()
    moved = numbers.way(commit, Reason.MOVED)
    for _, number, other in sorted(scored):
        if number not in used_new and other not in used_old:
            used_new.add(number)
            used_old.add(other)
            way = KEEP if olds[other].path == news[number].path else moved
            take_common(news[number], olds[other], way, past, alignments)


def _holders(sentences: Sequence[Collection[int]]) -> dict[int, list[int]]:
    """Index by word the sentences that have it."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, words in enumerate(sentences):
        for word in words:
            holders[word].append(number)
    return holders


def _heaviest(shared: dict[int, float]) -> Iterable[tuple[int, float]]:
    """Choose the sentences that share the most; the first of those that share as much."""
    if len(shared) <= _CANDIDATES:
        return shared.items()
    best = heapq.nsmallest(_CANDIDATES, zip(map(neg, shared.values()), shared, strict=True))
    return [(other, -weight) for weight, other in best]


def _may_be(draft: Draft, held: Held, words: set[int], old_words: set[int], past: Past) -> bool:
    """Between files a few common words ("The states") are no sentence that moved."""
    if draft.path == held.path:
        return True
    shared = words & old_words
    return len(shared) >= _ENOUGH or past.bits(sorted(shared)) >= _RARE


def take_common(draft: Draft, held: Held, way: int, past: Past, alignments: Alignments) -> None:
    """Give a draft's open words those of a held sentence that are equal and in order."""
    for old, new, length in kept_words(held.sentence, draft.sentence, past, alignments):
        draft.take_words(new, held, old, length, way)
    if draft.pair is None:
        draft.pair = held


def common_words(old: Sentence, new: Sentence, alignments: Alignments) -> tuple[Match, ...]:
    """Align the words of two sentences; each pair of sentences is aligned once."""
    pair = old.key, new.key
    found = alignments.get(pair)
    if found is None:
        found = alignments[pair] = align(old.words, new.words)
    return found


def kept_words(old: Sentence, new: Sentence, past: Past, alignments: Alignments) -> Sequence[Match]:
    """Align the words of two sentences, and leave out what is equal by chance.

    A word or two between words that changed are, where so many changed around them that words as
    common would be found there anyway: "the" in the middle of a clause written anew.
    """
    matches: Sequence[Match] = common_words(old, new, alignments)
    while True:
        kept = [
            match
            for place, match in enumerate(matches)
            if match.length > _CHANCE
            or not (room := _room(matches, place, old, new))
            or past.bits(new.words[match.new : match.new + match.length]) >= room
        ]
        if len(kept) == len(matches):
            return matches
        matches = kept


def _room(matches: Sequence[Match], place: int, old: Sentence, new: Sentence) -> float:
    """Measure in bits how many pairs of an old and a new word stand around a match, as far as
    the matches beside it; 0 where it stands beside one of these, or at an end."""
    match = matches[place]
    before = matches[place - 1] if place else Match(0, 0, 0)
    after = (
        matches[place + 1] if place + 1 < len(matches) else Match(len(old.words), len(new.words), 0)
    )
    gaps = (
        match.old - before.old - before.length,
        match.new - before.new - before.length,
        after.old - match.old - match.length,
        after.new - match.new - match.length,
    )
    around = min(gaps[0] + gaps[2], gaps[1] + gaps[3])
    return 2 * math.log2(around) if 0 not in gaps and around >= _REWRITTEN else 0.0


def _weights(sentences: Iterable[Collection[int]]) -> dict[int, float]:
    counts = Counter(chain.from_iterable(sentences))
    return {word: 1 / count for word, count in counts.items()}


def _nearness(draft: Draft, held: Held) -> float:
    if draft.path != held.path:
        return 0.0
    return _NEAR + _NEAR / (1 + abs(draft.index - held.index))
