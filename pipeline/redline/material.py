"""All that a redline's blocks are made from: both sides, what pairs, what moved, who did it.

In: the results of the stages before. Out: one value that answers for a block by its place.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.change import Snapshot
from pipeline.model.text import Block, FileText
from pipeline.redline.attribute import Attribution
from pipeline.redline.blocks import Pairing, Place
from pipeline.redline.cause import Cause
from pipeline.redline.clauses import Clause
from pipeline.redline.files import FilePairing
from pipeline.redline.matching import Pair
from pipeline.redline.moves import Moves
from pipeline.redline.words import Words

BlockReader = Callable[[Block], Hashable]


@dataclass(frozen=True, slots=True)
class Material:
    """Both sides and what is known of them.

    ``identities``: by old place, the tokens that were written once; ``matches``: the tokens that
    are the same in the end; neither has blocks that read the same in the same place.
    ``unchanged``: paths of files that are the same on both sides.
    """

    old: Snapshot
    new: Snapshot
    old_words: Sequence[Sequence[Words]]
    new_words: Sequence[Sequence[Words]]
    files: Sequence[FilePairing]
    pairing: Pairing
    identities: Mapping[Place, Sequence[Pair]]
    matches: Mapping[Place, Sequence[Pair]]
    clauses: Sequence[Clause]
    moves: Moves
    attribution: Attribution
    unchanged: frozenset[str]
    # what follows from these
    old_clauses: dict[Place, dict[int, Cause]] = field(init=False)
    new_clauses: dict[Place, dict[int, Cause]] = field(init=False)
    partners: dict[tuple[bool, str], str] = field(init=False)  # (is new's, path) → other path

    def __post_init__(self) -> None:
        olds: defaultdict[Place, dict[int, Cause]] = defaultdict(dict)
        news: defaultdict[Place, dict[int, Cause]] = defaultdict(dict)
        for clause, cause in zip(self.clauses, self.moves.of_clause, strict=True):
            for k in range(clause.length):
                olds[clause.old][clause.old_start + k] = cause
                news[clause.new][clause.new_start + k] = cause
        partners = {}
        for old, new in self.files:
            if old is not None and new is not None:
                paths = self.old.files[old].path, self.new.files[new].path
                partners[False, paths[0]], partners[True, paths[1]] = paths[1], paths[0]
        for name, value in (
            ("old_clauses", olds),
            ("new_clauses", news),
            ("partners", partners),
        ):
            object.__setattr__(self, name, value)

    def old_of(self, place: Place) -> Words:
        """Return the words of a block of old."""
        return self.old_words[place[0]][place[1]]

    def new_of(self, place: Place) -> Words:
        """Return the words of a block of new."""
        return self.new_words[place[0]][place[1]]

    def paths(self, place: Place | None, there: Place | None) -> tuple[str, str]:
        """Return the paths of a block's file in old and in new, wherever the block stands."""
        old = self.old.files[place[0]].path if place else ""
        new = self.new.files[there[0]].path if there else ""
        return (
            old or self.partners.get((True, new), new),
            new or self.partners.get((False, old), old),
        )

    def block_maker(self, place: Place | None, there: Place | None, read: BlockReader) -> Cause:
        """Return who gave a block the value that ``read`` takes from any version of it."""
        blocks = [
            *([self.old_of(place).block] if place else []),
            *([self.new_of(there).block] if there else []),
        ]

        def reader(block: Block) -> Callable[[FileText], Hashable]:
            def value(file: FileText) -> Hashable:
                found = self.attribution.counterpart(file, block)
                return None if found is None else read(found)

            return value

        return self.attribution.value_maker(
            *self.paths(place, there), reader(blocks[0]), reader(blocks[-1])
        )
