"""Pictures whose bytes changed under the same name: a change that neither text nor marks tell.

In: a mark of both sides, or whole files. Out: what stood and what stands there, by their blobs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.change import RunMark, Snapshot
from pipeline.model.targets import local_path
from pipeline.model.text import Block, FileText, Mark, MarkKind
from pipeline.redline.blocks import Place
from pipeline.redline.cause import Cause
from pipeline.redline.material import Material

_SHORT = 7  # digits of a blob's id that a reader sees


@dataclass(frozen=True, slots=True)
class ChangedPicture:
    """Who changed a picture, and its name with the blob before and after (None: not there)."""

    cause: Cause
    values: tuple[str | None, str | None]


def changed_picture(
    material: Material, mark: RunMark, place: Place, there: Place
) -> ChangedPicture | None:
    """Return how the picture that a mark of both sides names was changed; None where it was not."""
    if mark.kind is not MarkKind.IMAGE:
        return None
    old_path, new_path = (
        local_path(path, mark.target) or "" for path in material.paths(place, there)
    )
    old, new = material.old.others.get(old_path), material.new.others.get(new_path)
    if old == new:
        return None
    said = (blob and f"{mark.target} ({blob[:_SHORT]})" for blob in (old, new))
    cause = material.attribution.other_maker(old_path, new_path)
    return ChangedPicture(cause, (next(said), next(said)))


def same_pictures(
    old: Snapshot, new: Snapshot, old_path: str, new_path: str, block: Block | FileText
) -> bool:
    """Tell whether a block, or a whole file, that reads the same shows the same pictures."""
    blocks = block.blocks if isinstance(block, FileText) else (block,)
    return all(
        _blob(old.others, old_path, mark) == _blob(new.others, new_path, mark)
        for each in blocks
        for mark in each.marks
        if mark.kind is MarkKind.IMAGE
    )


def _blob(others: Mapping[str, str], path: str, mark: Mark) -> str | None:
    return others.get(local_path(path, mark.target) or "")
