"""Text that an ancestor had: files and sentences that come back, sentences that are copied."""

from collections.abc import Mapping, Sequence

from pipeline.model.trace import Reason
from pipeline.provenance.drafts import KEEP, Draft, Held, Stock, tokens_left
from pipeline.provenance.past import Known, Past
from pipeline.provenance.texts import Sentence, Text
from pipeline.provenance.versions import Numbers, Row, Tree, Version

LONG = 8  # words of a sentence that is copied or comes back by itself
_COPIED = 0.9  # how sure a copy is: two may have typed the same
_RETURNED = 0.95  # how sure a return is where not the whole file came back


def restore_file(
    drafts: Sequence[Draft],
    left: Sequence[Held],
    version: Version,
    commit: int,
    numbers: Numbers,
) -> None:
    """Bring a file back to an earlier state, however short what changed: a revert."""
    way = numbers.way(commit, Reason.RESTORED)
    stock = tokens_left(left)
    for draft in drafts:
        if draft.row is None:
            _settle(draft, draft.sentence, version.rows[draft.index], stock, commit, way, numbers)


def restore_sentences(
    drafts: Sequence[Draft],
    left: Sequence[Held],
    texts: Mapping[str, Text],
    commit: int,
    past: Past,
    tree: Tree,
    numbers: Numbers,
) -> None:
    """Give new sentences the origins that an ancestor's equal ones had.

    A sentence counts by itself where it has eight words, or where most of its tokens still stand
    in the sentence that it takes the place of (an edit undone); a shorter one only in a group of
    sentences that stood together before, of eight words in all or beside one that stands.
    """
    choices = [
        (draft, past.recall(draft.sentence.key, draft.path)) for draft in drafts if draft.open
    ]
    if not any(choice for _, choice in choices):
        return
    stock = tokens_left(left)
    remembered = {
        (draft.path, draft.index): _best(draft, choice, stock)
        for draft, choice in choices
        if choice
    }
    for group in _groups(drafts, remembered, past):
        members = [remembered[draft.path, draft.index] for draft in group]
        first = _beside(group[0], -1, texts)
        last = _beside(group[-1], 1, texts)
        in_company = (
            sum(len(draft.sentence.words) for draft in group) >= LONG
            or (first is not None and past.were_neighbours(first, group[0].sentence))
            or (last is not None and past.were_neighbours(group[-1].sentence, last))
        )
        for draft, known in zip(group, members, strict=True):
            undone = _overlap(known, draft.path, stock) * 2 > len(known.row.numbers)
            if not in_company and not undone:
                continue
            if past.stands(known, tree) and not undone:
                if len(draft.sentence.words) < LONG and len(group) == 1:
                    continue
                way = numbers.way(commit, Reason.COPIED, _COPIED)
            else:
                way = numbers.way(commit, Reason.RESTORED, _RETURNED)
            _settle(draft, known.sentence, known.row, stock, commit, way, numbers)


def _best(draft: Draft, choice: list[Known], stock: Stock) -> Known:
    """Choose what the sentence was: most of it still there, then the same file, the first."""
    if len(choice) == 1:
        return choice[0]
    return max(
        choice, key=lambda known: (_overlap(known, draft.path, stock), known.path == draft.path)
    )


def _overlap(known: Known, path: str, stock: Stock) -> int:
    """Count the tokens of a known sentence that stood in this file until now."""
    if not stock:
        return 0
    standing = (stock.get(number) for number in known.row.numbers)
    return sum(one is not None and one[0].path == path for one in standing)


def _groups(
    drafts: Sequence[Draft], remembered: dict[tuple[str, int], Known], past: Past
) -> list[list[Draft]]:
    """Join remembered sentences that follow each other, as they did before."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        if (draft.path, draft.index) not in remembered:
            continue
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and (last.path, last.index + 1) == (draft.path, draft.index)
            and past.were_neighbours(last.sentence, draft.sentence)
        ):
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return groups


def _settle(
    draft: Draft,
    sentence: Sentence,
    row: Row,
    stock: Stock,
    commit: int,
    way: int,
    numbers: Numbers,
) -> None:
    """Give a draft's open words the numbers of a row; those that stood until now just stay."""
    past_one = Held("", 0, sentence, row)
    moved = numbers.way(commit, Reason.MOVED)
    places = range(len(row.numbers))  # of one surface, punctuation comes back too
    pairs = (
        zip(places, places, strict=True)
        if sentence is draft.sentence
        else zip(draft.places, past_one.places, strict=True)
    )
    for place, past_place in pairs:
        if place in draft.sources:
            continue
        standing = stock.get(row.numbers[past_place])
        if standing is not None and not standing[0].taken[standing[1]]:
            held, held_place = standing
            draft.take(place, held, held_place, KEEP if held.path == draft.path else moved)
            draft.pair = draft.pair or held
        else:
            draft.take(place, past_one, past_place, way)
    if draft.pair is None:
        draft.pair = past_one


def _beside(draft: Draft, step: int, texts: Mapping[str, Text]) -> Sentence | None:
    """Return the sentence beside a draft's in its own file."""
    sentences = texts[draft.path].sentences
    index = draft.index + step
    return sentences[index] if 0 <= index < len(sentences) else None
