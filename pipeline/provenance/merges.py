"""What a merge takes from each parent: each token from any that has it, the earliest writing."""

from collections.abc import Sequence

from pipeline.provenance.drafts import KEEP, Draft, Held, draft_ways, punctuate
from pipeline.provenance.versions import HOLE, WRITTEN, Numbers, Row, Version


def earliest_version(versions: Sequence[Version], numbers: Numbers) -> Version:
    """Join versions of the same content: of each token, the earliest writing.

    Two branches may have come to the same text, as by a cherry-pick.
    """
    first = versions[0]
    rows = first.rows
    for other in versions[1:]:
        if other is not first and other.rows is not rows:
            rows = tuple(
                _earliest_row(row, other_row, numbers)
                for row, other_row in zip(rows, other.rows, strict=True)
            )
    same = all(row is kept for row, kept in zip(rows, first.rows, strict=True))
    return first if same else Version(first.blob, first.text, rows, first.maker)


def take_picked(version: Version, other: Version, numbers: Numbers) -> Version:
    """Where another branch's version of a file has a sentence too, written earlier, take that."""
    if version.text is None or other.text is None:
        return version
    theirs: dict[int, Row] = {}
    for sentence, row in zip(other.text.sentences, other.rows, strict=True):
        theirs.setdefault(sentence.number, row)
    rows = tuple(
        _earliest_row(row, theirs[sentence.number], numbers) if sentence.number in theirs else row
        for sentence, row in zip(version.text.sentences, version.rows, strict=True)
    )
    if all(row is kept for row, kept in zip(rows, version.rows, strict=True)):
        return version
    return Version(version.blob, version.text, rows, version.maker)


def join(explained: Sequence[Sequence[Row | Draft]], numbers: Numbers) -> list[Row | Draft]:
    """Join what each parent explains of a file of a merge, sentence by sentence.

    What is left of a draft without a source is what no parent has.
    """
    return [_join_sentence(one, numbers) for one in zip(*explained, strict=True)]


def _join_sentence(explained: Sequence[Row | Draft], numbers: Numbers) -> Row | Draft:
    rows = [_sketch(one) for one in explained]
    joined = rows[0]
    for row in rows[1:]:
        joined = _earliest_row(joined, row, numbers)
    if HOLE not in joined.numbers:
        return joined
    model = next(one for one in explained if isinstance(one, Draft))
    draft = Draft(model.path, model.index, model.sentence)
    known = Held(model.path, model.index, model.sentence, joined)
    for place, number in enumerate(joined.numbers):
        if number != HOLE:
            draft.take(place, known, place, KEEP)
    return draft


def _sketch(explained: Row | Draft) -> Row:
    """Return the row that a parent gives a sentence, with holes for what it does not have."""
    if isinstance(explained, Row):
        return explained
    if explained.row is not None:
        return explained.row
    punctuate(explained)
    numbers = [HOLE] * len(explained.sentence.tokens)
    for place, (held, held_place) in explained.sources.items():
        numbers[place] = held.row.numbers[held_place]
    return Row(tuple(numbers), draft_ways(explained))


def _earliest_row(row: Row, other: Row, numbers: Numbers) -> Row:
    """Join two rows of one sentence; on ties the token that moved the longer ago, or never."""
    if row is other:
        return row
    joined = [
        _earlier(mine, row.way(place), theirs, other.way(place), numbers)
        for place, (mine, theirs) in enumerate(zip(row.numbers, other.numbers, strict=True))
    ]
    found = tuple(number for number, _ in joined)
    ways = tuple(way for _, way in joined)
    if found == tuple(row.numbers) and ways == (row.ways or (WRITTEN,) * len(ways)):
        return row
    return Row(found, ways if any(ways) else ())


def _earlier(
    mine: int, my_way: int, theirs: int, their_way: int, numbers: Numbers
) -> tuple[int, int]:
    """Choose the earlier of two tokens; one that may be older than history tells comes first."""
    if mine == theirs:
        return mine, min(my_way, their_way)
    if HOLE in (mine, theirs):
        return (mine, my_way) if theirs == HOLE else (theirs, their_way)
    if numbers.has_beyond and numbers.is_beyond(mine) != numbers.is_beyond(theirs):
        return (mine, my_way) if numbers.is_beyond(mine) else (theirs, their_way)
    return (mine, my_way) if mine < theirs else (theirs, their_way)
