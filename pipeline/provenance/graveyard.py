"""Text of the past that comes back, or is copied, edited: found by its runs of words."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.align.sequences import Match
from pipeline.model.trace import Reason
from pipeline.provenance.drafts import KEEP, Draft, Held, Stock
from pipeline.provenance.grams import LONG_RUN
from pipeline.provenance.pairs import Alignments, common_words
from pipeline.provenance.past import Known, Past
from pipeline.provenance.texts import Growing, Sentence
from pipeline.provenance.versions import Numbers, Tree

_ALIKE = 0.6  # likeness from which a sentence of the past is the same one, edited
_BETTER = 0.1  # by how much it must be more alike than the sentence it was paired with
_RARE = 40.0  # bits that a run needs to come back by itself: stock phrases have fewer
_CANDIDATES = 12
_ALIKE_BESIDE = 0.55  # likeness by words of a sentence beside one that is copied
_FEW_WORDS = 20  # of a sentence that is short
_RARE_SHORT = 30.0  # bits that it keeps
_WORDS_LESS = 0.15  # how much less likeness by words says than likeness by runs
_WHOLE = 8  # words of a sentence of the past that is copied or comes back inside another
_WHOLE_SURE = 0.85
_RUN_RETURNED = 0.8  # how sure the return of a run is


Hits = dict[Draft, list[tuple[int, int]]]  # where known runs start, and their last sentences


def known_runs(drafts: Sequence[Draft], past: Past) -> Hits:
    """Find the runs of five words that the past knows; most new text has none."""
    found = {
        draft: past.grams.last_sentences(draft.sentence.words)
        for draft in drafts
        if draft.open >= LONG_RUN
    }
    return {draft: runs for draft, runs in found.items() if runs}


def recall_alike(
    hits: Hits,
    stock: Stock,
    sentences: Growing[Sentence],
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
    for draft, runs in hits.items():
        counts = Counter(number for _, number in runs)
        mine = past.grams.weights(draft.sentence)
        paired = (
            _alike(draft.sentence, mine, draft.pair.sentence, past, alignments) if draft.pair else 0
        )
        bar = max(_ALIKE, paired + _BETTER)
        best = heapq.nsmallest(_CANDIDATES, counts.items(), key=lambda item: (-item[1], item[0]))
        scored = [
            (-_alike(draft.sentence, mine, sentences[number], past, alignments), number)
            for number, _ in best
        ]
        for likeness, number in sorted(scored):
            known = past.recall_best(sentences[number].key, draft.path) if -likeness > bar else None
            if known is not None:
                draft.release(stock)
                _take_known(draft, known, stock, -likeness, commit, past, tree, numbers, alignments)
                break


def are_beside_copies(drafts: Sequence[Draft]) -> bool:
    """Tell whether something new stands in a text where something of the past came in, too."""
    copied = {draft.path for draft in drafts if draft.pair and draft.pair.version is None}
    return any(
        draft.path in copied and draft.open >= LONG_RUN and draft.pair is None for draft in drafts
    )


def recall_beside(
    drafts: Sequence[Draft],
    stock: Stock,
    commit: int,
    past: Past,
    tree: Tree,
    numbers: Numbers,
    alignments: Alignments,
) -> None:
    """Copy a sentence, edited, that stands beside one that is copied as it does beside its source.

    A paragraph is copied whole: in such company less likeness will do.
    """
    by_place = {(draft.path, draft.index): draft for draft in drafts}
    for draft in (*drafts, *reversed(drafts)):
        if draft.open < LONG_RUN or draft.pair is not None:
            continue
        for step in (-1, 1):
            beside = by_place.get((draft.path, draft.index + step))
            source = beside.pair if beside else None
            if source is None or source.version is not None:
                continue
            place = past.place_of(source.sentence, source.row, tree)
            if place is None or not 0 <= place[1] - step < len(place[0].rows):
                continue
            version, index = place[0], place[1] - step
            assert version.text is not None
            sentence, row = version.text.sentences[index], version.rows[index]
            likeness = _by_words(draft.sentence, sentence, past, alignments)
            if likeness > _ALIKE_BESIDE:
                known = Known(commit, "", sentence, row)
                _take_known(draft, known, stock, likeness, commit, past, tree, numbers, alignments)
                break


def _alike(
    one: Sentence,
    mine: Mapping[tuple[int, ...], float],
    other: Sentence,
    past: Past,
    alignments: Alignments,
) -> float:
    """Measure how alike two sentences are, from 0 to 1; ``mine`` weighs the runs of the first.

    By their runs of three words; where these are few, since two edits leave a short sentence
    hardly one, also by the words that it keeps in order, each weighed by how rare it is.
    """
    theirs = past.grams.weights(other)
    total = sum(mine.values()) + sum(theirs.values())
    if not total:
        return 0.0
    by_runs = 2 * sum(mine[run] for run in mine.keys() & theirs.keys()) / total
    if by_runs > _ALIKE or min(len(one.words), len(other.words)) > _FEW_WORDS:
        return by_runs
    by_words = _by_words(one, other, past, alignments)
    return by_words - _WORDS_LESS if by_words > _ALIKE else by_runs


def _by_words(one: Sentence, other: Sentence, past: Past, alignments: Alignments) -> float:
    """Measure the words that two sentences have in the same order, each by how rare it is."""
    most = 2 * past.bits([word for word in one.words if word in other.words])
    whole = past.bits(one.words) + past.bits(other.words)
    if most < 2 * _RARE_SHORT or most <= _ALIKE_BESIDE * whole:
        return 0.0  # it would be too little even if all these words were in the same order
    kept = [
        place
        for match in common_words(other, one, alignments)
        for place in range(match.new, match.new + match.length)
    ]
    if past.bits_of_names(one, kept) < _RARE_SHORT:
        return 0.0
    return 2 * past.bits([one.words[place] for place in kept]) / whole


def recall_runs(
    hits: Hits,
    stock: Stock,
    sentences: Growing[Sentence],
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
    for draft, runs in hits.items():
        words = draft.sentence.words
        if draft.open < LONG_RUN:
            continue
        opened = draft.open_words()
        starts: defaultdict[int, list[int]] = defaultdict(list)
        for start, number in runs:
            if all(opened[start : start + LONG_RUN]):
                starts[number].append(start)
        for number in sorted(starts):
            sentence = sentences[number]
            at, count = _longest(sentence.words, words, starts[number], opened)
            if not count:
                continue
            start = at[1]
            is_whole = count == len(sentence.words) >= _WHOLE
            if not is_whole and not _is_return(draft.sentence, start, start + count, past):
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
    old: Sequence[int], new: Sequence[int], starts: Sequence[int], opened: Sequence[bool]
) -> tuple[tuple[int, int], int]:
    """Find the longest open run that an old sentence shares with the new one, of those known to
    start there: its place in each, and its length; 0 where the hash was mistaken."""
    best, count = (0, 0), 0
    for start in starts:
        at = _find(old, new[start : start + LONG_RUN])
        if at < 0 or (count and at - start == best[0] - best[1]):
            continue  # none, or a later part of the same run
        length = LONG_RUN
        while at and start and opened[start - 1] and old[at - 1] == new[start - 1]:
            at, start, length = at - 1, start - 1, length + 1
        while (
            at + length < len(old)
            and start + length < len(new)
            and opened[start + length]
            and old[at + length] == new[start + length]
        ):
            length += 1
        if length > count:
            best, count = (at, start), length
    return best, count


def _is_return(sentence: Sentence, first: int, end: int, past: Past) -> bool:
    """Tell whether a run is rare, and was typed once: most of its parts were, since some share a
    slot of the index with others, and look as if typed oftener."""
    run = sentence.words[first:end]
    if past.bits(run) < _RARE or past.bits_of_names(sentence, range(first, end)) < _RARE:
        return False
    starts = range(len(run) - LONG_RUN + 1)
    once = sum(past.grams.was_typed_once(run[start : start + LONG_RUN]) for start in starts)
    return 2 * once > len(starts)


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
        if match.length == 1 and not _is_at_end(match, known.sentence, draft.sentence):
            continue  # between words that changed, one is equal by chance
        for step in range(match.length):
            take_number(draft, match.new + step, held, match.old + step, stock, way, moved)
    draft.pair = held


def _is_at_end(match: Match, old: Sentence, new: Sentence) -> bool:
    return match.old == match.new == 0 or (
        match.old + 1 == len(old.words) and match.new + 1 == len(new.words)
    )


def take_number(
    draft: Draft, word: int, held: Held, held_word: int, stock: Stock, way: int, moved: int
) -> None:
    """Give a draft's word a token of the past; one that stood until now stays, or moves."""
    place, held_place = draft.places[word], held.places[held_word]
    if place in draft.sources:
        return
    standing = stock.get(held.row.numbers[held_place])
    if standing is not None and not standing[0].taken[standing[1]]:
        draft.take(place, *standing, KEEP if standing[0].path == draft.path else moved)
    else:
        draft.take(place, held, held_place, way)
