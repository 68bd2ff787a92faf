"""What a redline's blocks stand in: lists, tables and notes of two texts as those of one.

In: the blocks of a file, each with an old and a new side. Out: new's containers for the blocks
of old, labels as they are marked, and footnotes by the label that calls them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from pipeline.model.change import Change, ChangeKind, RedlineBlock
from pipeline.model.text import Block, Container, ContainerKind
from pipeline.render.document.blocks import BULLET
from pipeline.render.redline.notes import colour_class

_APART = 1_000_000  # numbers of containers that only old has begin here
_BULLETS = frozenset("-*+")

_TABLE_PARTS = frozenset({ContainerKind.TABLE, ContainerKind.ROW})

Footnotes = Mapping[tuple[str, bool], Sequence[RedlineBlock]]


def footnotes_by_label(blocks: Sequence[RedlineBlock]) -> Footnotes:
    """Return the blocks of each footnote by its label, and whether that is new's or old's."""
    notes: dict[tuple[str, bool], list[RedlineBlock]] = {}
    for block in blocks:
        for side, is_new in ((block.new, True), (block.old, False)):
            for container in side.containers if side else ():
                if container.kind is ContainerKind.FOOTNOTE:
                    notes.setdefault((container.label, is_new), []).append(block)
    return notes


def container_map(blocks: Sequence[RedlineBlock]) -> dict[int, Container]:
    """Map old's containers to new's, by the blocks that stand in both."""
    known: dict[int, Container] = {}
    for block in blocks:
        if block.old is not None and block.new is not None:
            for old, new in zip(block.old.containers, block.new.containers, strict=False):
                if old.kind is not new.kind:
                    break
                known.setdefault(old.number, new)
    return known


def changed_rows(blocks: Sequence[RedlineBlock]) -> frozenset[int]:
    """Find the cells that are read with a changed one, by ``id``: its row, its table's head."""
    cells = [
        (block, side, [c.number for c in side.containers if c.kind in _TABLE_PARTS][-2:])
        for block in blocks
        if (side := block.new or block.old) is not None and side.cell is not None
    ]
    changed = {
        (block.new is not None, number)
        for block, _, numbers in cells
        if block.code is not None
        for number in numbers
    }
    return frozenset(
        id(block)
        for block, side, (table, row) in cells
        if (block.new is not None, row) in changed
        or (side.cell is not None and side.cell.row == 0 and (True, table) in changed)
    )


def in_new(block: Block, known: Mapping[int, Container]) -> Block:
    """Let a block of old stand in new's lists and tables where these go on."""
    containers = []
    for container in block.containers:
        found = known.get(container.number)
        keeps = found is not None and container.kind is not ContainerKind.ITEM
        containers.append(
            found
            if keeps and found is not None
            else replace(container, number=container.number + _APART)
        )
    return replace(block, containers=tuple(containers))


def is_joined_away(block: RedlineBlock, changes: Mapping[int, Change]) -> bool:
    """Whether a paragraph of old was joined to another, where its text is shown."""
    return (
        block.new is None
        and bool(block.runs)
        and all(
            run.op == "moved-from" and changes[run.change].kind is ChangeKind.FORMATTING
            for run in block.runs
        )
    )


def marked_label(block: RedlineBlock, changes: Mapping[int, Change]) -> Markup | None:
    """Return a label as it is marked; None for one that nothing touched."""
    old = _shown_label(block.old)
    new = _shown_label(block.new)
    if block.old is not None and block.new is not None:
        kinds = (ChangeKind.NUMBERING, ChangeKind.FORMATTING)  # or it became a list item
        makers = [id for kind in kinds for id in block.changes if changes[id].kind is kind]
        if old == new or not makers:
            return None
        colour = colour_class(changes[makers[0]])
        parts = [
            Markup('<del class="{}">{}</del>').format(colour, old) if old else Markup(),
            Markup('<ins class="{}">{}</ins>').format(colour, new) if new else Markup(),
        ]
        return Markup(" ").join(part for part in parts if part)
    label, element = (new, "ins") if block.new is not None else (old, "del")
    ids = [run.change for run in block.runs if run.change]
    if not label or label == BULLET or not ids:
        return None
    change = changes[ids[0]]
    css = "mv" if change.kind is ChangeKind.MOVE else colour_class(change)
    if change.kind is ChangeKind.FORMATTING:
        return None
    return Markup('<{0} class="{1}">{2}</{0}>').format(Markup(element), css, label)


def _shown_label(block: Block | None) -> str:
    label = block.label if block else ""
    return BULLET if label in _BULLETS else label
