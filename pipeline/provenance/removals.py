"""Who took a token out: events of removal, one a sentence that lost some."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from pipeline.model.history import BlobChange
from pipeline.provenance.drafts import Held
from pipeline.provenance.texts import Sentence, Text
from pipeline.provenance.versions import Numbers, Row, Tree, Version


@dataclass(slots=True, eq=False)
class Lost:
    """Tokens of one sentence that a commit of the walk took out; ``block`` counts in the file."""

    commit: int
    path: str
    block: int
    sentence: Sentence
    row: Row
    places: Sequence[int]


def lost_tokens(commit: int, left: Sequence[Held]) -> Iterator[Lost]:
    """Yield what nothing took of the sentences that a commit of one parent left over."""
    text: Text | None = None
    ends: list[int] = []
    for held in left:
        if held.is_gone() or held.version is None or held.version.text is None:
            continue
        if held.version.text is not text:
            text = held.version.text
            ends = _block_ends(text)
        places: Sequence[int] = range(len(held.taken))
        if not held.is_free():
            places = tuple(place for place in places if not held.taken[place])
        block = bisect_right(ends, held.index)
        yield Lost(commit, held.path, block, held.sentence, held.row, places)


def lost_in_merge(
    commit: int,
    changed: Sequence[Mapping[str, BlobChange]],
    made: Mapping[str, Version | None],
    trees: Sequence[Tree],
    ancestries: Sequence[int],
    numbers: Numbers,
) -> Iterator[Lost]:
    """Yield what a merge took out: tokens that some parent had, and that no other one took out.

    A parent that ever had the token and has it no more took it out on its branch. ``changed``
    may be of the first parents only: the others' text is then not the merge's to lose.
    """
    kept = {id(row) for version in made.values() if version for row in version.rows}
    told: set[tuple[str, int]] = set()
    everywhere = sorted(set().union(*changed))
    for parent, changes in enumerate(changed):
        others = [other for other in range(len(trees)) if other != parent]
        loose: list[
            tuple[str, Text, int, Row]
        ] = []  # rows that the merge does not have as they are
        for path in changes:
            old, new = trees[parent].get(path), made.get(path)
            if old is None or old.text is None or old is new:
                continue
            if any(
                ancestries[other] >> old.maker & 1 and trees[other].get(path) is new
                for other in others
            ):
                continue  # that branch had all of it, and the merge has what that branch has
            for index, row in enumerate(old.rows):
                if id(row) not in kept:
                    loose.append((path, old.text, index, row))
        gone = {number for *_, row in loose for number in row.numbers}
        gone -= _standing(gone, [made.get(path) for path in changes])
        gone -= _standing(gone, made.values())
        theirs = [_standing(gone, map(trees[other].get, everywhere)) for other in others]
        for path, text, index, row in loose:
            places = tuple(
                place
                for place, number in enumerate(row.numbers)
                if number in gone
                and (path, number) not in told
                and not any(
                    number not in has and ancestries[other] >> numbers.written_by(number)[0] & 1
                    for other, has in zip(others, theirs, strict=True)
                )
            )
            if places:
                told.update((path, row.numbers[place]) for place in places)
                block = bisect_right(_block_ends(text), index)
                yield Lost(commit, path, block, text.sentences[index], row, places)


def _block_ends(text: Text) -> list[int]:
    """Count the sentences up to the end of each block."""
    return list(accumulate(text.blocks))


def _standing(numbers: Collection[int], versions: Iterable[Version | None]) -> set[int]:
    """Return those of some tokens that stand in some versions."""
    if not numbers:
        return set()
    rows = {id(row): row for version in versions if version for row in version.rows}
    return set(numbers).intersection(chain.from_iterable(row.numbers for row in rows.values()))
