"""Text of the past that comes back, or is copied, edited: found by its runs of words."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.model.trace import Reason
from pipeline.provenance.drafts import KEEP, Draft, Held, Stock
from pipeline.provenance.grams import LONG_RUN, likeness
from pipeline.provenance.pairs import Alignments, common_words
from pipeline.provenance.past import Known, Past
from pipeline.provenance.texts import Sentence
from pipeline.provenance.versions import WRITTEN, Numbers, Tree

_ALIKE = 0.6  # likeness from which a sentence of the past is the same one, edited
_BETTER = 0.1  # by how much it must be more alike than the sentence it was paired with
_RARE = 40.0  # bits that a run needs to come back by itself: stock phrases have fewer
_CANDIDATES = 12
_WHOLE = 8  # words of a sentence of the past that is copied or comes back inside another
_WHOLE_SURE = 0.85
_RUN_RETURNED = 0.8  # how sure the return of a run is


def recall_alike(
    drafts: Sequence[Draft],
    stock: Stock,
    sentences: Sequence[Sentence],
    commit: int,
    past: Past,
    tree: Tree,
    numbers: Numbers,
    alignments: Alignments,
) -> None:
    """Give new sentences the words of one of the past that is alike.

    Candidates are the last sentences that held one of its runs of five words. Likeness weighs a
    run the less the oftener it was typed, so that a stock phrase makes nothing alike.
    """
    grams = past.grams
    for draft in drafts:
        if len(draft.open_words()) < LONG_RUN:
            continue
        hits = Counter(number for _, number in grams.last_sentences(draft.sentence.words))
        if not hits:
            continue
        mine = grams.weights(draft.sentence)
        paired = likeness(mine, grams.weights(draft.pair.sentence)) if draft.pair else 0.0
        bar = max(_ALIKE, paired + _BETTER)
        best = heapq.nsmallest(_CANDIDATES, hits.items(), key=lambda item: (-item[1], item[0]))
        scored = [(likeness(mine, grams.weights(sentences[number])), number) for number, _ in best]
        for alike, number in sorted(scored, key=lambda item: (-item[0], item[1])):
            known = past.recall_best(sentences[number].key, draft.path) if alike > bar else None
            if known is not None:
                _release(draft)
                _take_known(draft, known, stock, alike, commit, past, tree, numbers, alignments)
                break


def recall_runs(
    drafts: Sequence[Draft],
    stock: Stock,
    sentences: Sequence[Sentence],
    commit: int,
    past: Past,
    tree: Tree,
    numbers: Numbers,
) -> None:
    """Bring back runs of five words or more that were typed once and stand nowhere now.

    Only what is rare together: 40 bits. On real text nearly all that has fewer is chance ("it is
    left to the"), and by the contract a stock phrase typed anew is no return. A whole sentence of
    eight words that stands inside a longer one now comes back, or is copied, however common.
    """
    for draft in drafts:
        words = draft.sentence.words
        opened = [draft.sources[place] is None for place in draft.places]
        if draft.row is not None or sum(opened) < LONG_RUN:
            continue
        starts: defaultdict[int, list[int]] = defaultdict(list)
        for start, number in past.grams.last_sentences(words):
            if all(opened[start : start + LONG_RUN]):
                starts[number].append(start)
        for number in sorted(starts):
            sentence = sentences[number]
            at, count = _longest(sentence.words, words, starts[number])
            if not count:
                continue
            start = at[1]
            is_whole = count == len(sentence.words) >= _WHOLE
            run = words[start : start + count]
            if not is_whole and not _is_return(run, past):
                continue
            known = past.recall_best(sentence.key, draft.path)
            if known is None:
                continue
            stands = past.stands(known, tree)
            if stands and not is_whole:
                continue
            reason = Reason.COPIED if stands else Reason.RESTORED
            way = numbers.way(commit, reason, _WHOLE_SURE if is_whole else _RUN_RETURNED)
            held = Held("", 0, known.sentence, known.row)
            for step in range(count):
                take_number(draft, start + step, held, at[0] + step, stock, way, KEEP)


def _longest(
    old: Sequence[int], new: Sequence[int], starts: Sequence[int]
) -> tuple[tuple[int, int], int]:
    """Find the longest run that an old sentence shares with the new one, of those that start
    there: its place in each, and its length; 0 where the hash was mistaken."""
    best, count = (0, 0), 0
    for start in starts:
        at = _find(old, new[start : start + LONG_RUN])
        if at < 0 or (count and at - start == best[0] - best[1]):
            continue  # none, or a later part of the same run
        length = LONG_RUN
        while (
            start + length < len(new)
            and at + length < len(old)
            and new[start + length] == old[at + length]
            and start + length - LONG_RUN + 1 in starts
        ):
            length += 1
        if length > count:
            best, count = (at, start), length
    return best, count


def _is_return(run: Sequence[int], past: Past) -> bool:
    """Tell whether a run was typed once in all its parts, and is rare."""
    return past.bits(run) >= _RARE and all(
        past.grams.was_typed_once(run[start : start + LONG_RUN])
        for start in range(len(run) - LONG_RUN + 1)
    )


def _find(words: Sequence[int], run: Sequence[int]) -> int:
    for at in range(len(words) - len(run) + 1):
        if words[at : at + len(run)] == run:
            return at
    return -1


def _take_known(
    draft: Draft,
    known: Known,
    stock: Stock,
    alike: float,
    commit: int,
    past: Past,
    tree: Tree,
    numbers: Numbers,
    alignments: Alignments,
) -> None:
    reason = Reason.COPIED if past.stands(known, tree) else Reason.RESTORED
    way = numbers.way(commit, reason, round(0.9 * alike, 2))
    moved = numbers.way(commit, Reason.MOVED)
    held = Held("", 0, known.sentence, known.row)
    for match in common_words(known.sentence, draft.sentence, alignments):
        for step in range(match.length):
            take_number(draft, match.new + step, held, match.old + step, stock, way, moved)
    draft.pair = held


def take_number(
    draft: Draft, word: int, held: Held, held_word: int, stock: Stock, way: int, moved: int
) -> None:
    """Give a draft's word a token of the past; one that stood until now stays, or moves."""
    place, held_place = draft.places[word], held.places[held_word]
    if draft.sources[place] is not None:
        return
    standing = stock.get(held.row.numbers[held_place])
    if standing is not None and not standing[0].taken[standing[1]]:
        draft.take(place, *standing, KEEP if standing[0].path == draft.path else moved)
    else:
        draft.take(place, held, held_place, way)


def _release(draft: Draft) -> None:
    """Give back what a draft took from the sentence that it was paired with."""
    for place, source in enumerate(draft.sources):
        if source is not None:
            source[0].taken[source[1]] = 0
            draft.sources[place] = None
            draft.ways[place] = WRITTEN
    draft.pair = None
