"""A block's text cut by what happened to it, each piece with its cause.

In: the material and a block's place in old, in new or in both. Out: ``MarkedText``s.
"""

from collections.abc import Sequence

from pipeline.model.text import FileText
from pipeline.redline.atoms import equal_stretches, lone_stretches, pair_stretches
from pipeline.redline.blocks import Place
from pipeline.redline.cause import Cause
from pipeline.redline.marks import MarkedText, marked
from pipeline.redline.material import Material
from pipeline.redline.phrases import phrase


def pair_texts(material: Material, place: Place, there: Place) -> tuple[MarkedText, ...]:
    """Cut a block that is on both sides, wherever it stands."""
    old, new = material.old_of(place), material.new_of(there)
    if place not in material.matches:  # it stands where it stood, and reads the same
        return marked(equal_stretches(new.block.text), old.block, new.block)
    pairs = material.matches[place]
    old_causes, new_causes = _pair_causes(material, place, there)
    phrasing = phrase(old, new, pairs, old_causes, new_causes)
    return marked(pair_stretches(old, new, phrasing), old.block, new.block)


def _pair_causes(
    material: Material, place: Place, there: Place
) -> tuple[list[Cause | None], list[Cause | None]]:
    """Find the cause of every token that is not the same on both sides."""
    old, new = material.old_of(place), material.new_of(there)
    old_path, new_path = material.paths(place, there)
    attribution = material.attribution
    known_old = dict(material.identities[place])
    known_new = set(known_old.values())
    old_clauses = material.old_clauses.get(place, {})
    new_clauses = material.new_clauses.get(there, {})
    old_causes: list[Cause | None] = [None] * len(old)
    new_causes: list[Cause | None] = [None] * len(new)
    i0 = j0 = 0
    for i, j in (*material.matches[place], (len(old), len(new))):
        for k in range(i0, i):
            if k in old_clauses:
                old_causes[k] = old_clauses[k]
            elif k not in known_old:
                old_causes[k] = attribution.deleted(old, k, old_path, new_path)
        for k in range(j0, j):
            if k in new_clauses:
                new_causes[k] = new_clauses[k]
            elif k not in known_new:
                new_causes[k] = attribution.inserted(new, k, new_path, old_path)
        # A function word that history knows as kept, and that reads better as changed, goes with
        # the change beside it.
        for k in range(i0, i):
            old_causes[k] = (
                old_causes[k]
                or _beside(old_causes, k, (i0, i), new_causes[j0:j])
                or attribution.deleted(old, k, old_path, new_path)
            )
        for k in range(j0, j):
            new_causes[k] = (
                new_causes[k]
                or _beside(new_causes, k, (j0, j), old_causes[i0:i])
                or attribution.inserted(new, k, new_path, old_path)
            )
        i0, j0 = i + 1, j + 1
    return old_causes, new_causes


def _beside(
    causes: Sequence[Cause | None],
    number: int,
    gap: tuple[int, int],
    others: Sequence[Cause | None],
) -> Cause | None:
    """The edit nearest to a token between two kept ones, on its own side first."""
    near = sorted(range(*gap), key=lambda k: (abs(k - number), k))
    for cause in (*(causes[k] for k in near), *others):
        if cause is not None and cause.move < 0:
            return cause
    return None


def lone_texts(
    material: Material, place: Place, *, is_new: bool
) -> tuple[tuple[MarkedText, ...], Cause]:
    """Cut a block that came or went; also return the cause of a block without any word."""
    words = material.new_of(place) if is_new else material.old_of(place)
    clauses = (material.new_clauses if is_new else material.old_clauses).get(place, {})
    old_path, new_path = material.paths(*((None, place) if is_new else (place, None)))
    attribution = material.attribution
    causes = [
        clauses.get(k)
        or (
            attribution.inserted(words, k, new_path, old_path)
            if is_new
            else attribution.deleted(words, k, old_path, new_path)
        )
        for k in range(len(words))
    ]
    block = words.block

    def alike(file: FileText) -> int:
        return sum(b.text == block.text and b.kind is block.kind for b in file.blocks)

    default = causes[-1] if causes else attribution.value_maker(old_path, new_path, alike, alike)
    stretches = lone_stretches(words, causes, is_new=is_new, default=default)
    sides = (None, block) if is_new else (block, None)
    return marked(stretches, *sides), default
