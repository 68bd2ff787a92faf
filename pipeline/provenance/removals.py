"""Who took a token out: events of removal, one a sentence that lost some."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    for held in left:
        if all(held.taken) or held.version is None or held.version.text is None:
            continue
        places: Sequence[int] = range(len(held.taken))
        if any(held.taken):
            places = tuple(place for place in places if not held.taken[place])
        block = block_of(held.version.text, held.index)
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
    kept: set[int] | None = None
    told: set[tuple[str, int]] = set()
    everywhere = sorted(set().union(*changed))
    for parent, changes in enumerate(changed):
        others = [other for other in range(len(trees)) if other != parent]
        theirs: list[set[int]] = []
        for path in changes:
            old, new = trees[parent].get(path), made.get(path)
            if old is None or old.text is None or old is new:
                continue
            if any(
                ancestries[other] >> old.maker & 1 and trees[other].get(path) is new
                for other in others
            ):
                continue  # that branch had all of it, and the merge has what that branch has
            kept = _numbers(made.values()) if kept is None else kept
            theirs = theirs or [_numbers(map(trees[other].get, everywhere)) for other in others]
            for index, (sentence, row) in enumerate(zip(old.text.sentences, old.rows, strict=True)):
                places = tuple(
                    place
                    for place, number in enumerate(row.numbers)
                    if number not in kept
                    and (path, number) not in told
                    and not any(
                        number not in has and ancestries[other] >> numbers.written_by(number)[0] & 1
                        for other, has in zip(others, theirs, strict=True)
                    )
                )
                if places:
                    told.update((path, row.numbers[place]) for place in places)
                    yield Lost(commit, path, block_of(old.text, index), sentence, row, places)


def block_of(text: Text, index: int) -> int:
    """Return in which block of a text a sentence stands."""
    for block, count in enumerate(text.blocks):
        if index < count:
            return block
        index -= count
    raise ValueError("the text has no such sentence")


def _numbers(versions: Iterable[Version | None]) -> set[int]:
    return {
        number
        for version in versions
        if version is not None
        for row in version.rows
        for number in row.numbers
    }
