"""What a block is besides its words: how old and new differ in it, and how to read it elsewhere.

In: a block of old and its counterpart in new. Out: one ``Difference`` each for label, level,
kind, depth, alignment, with the values before and after in words.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from pipeline.model.change import ChangeKind
from pipeline.model.text import Block, BlockKind

_BULLETS = frozenset("-*+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two blocks; ``read`` takes the value from any version of the block."""

    kind: ChangeKind
    old: str
    new: str
    read: Callable[[Block], Hashable]


def differences(old: Block, new: Block) -> tuple[Difference, ...]:
    """List how two blocks differ in what is not text and not a mark."""
    found = []
    if old.kind is not new.kind or old.level != new.level:
        found.append(
            Difference(
                ChangeKind.HEADING_LEVEL
                if BlockKind.HEADING in (old.kind, new.kind)
                else ChangeKind.FORMATTING,
                _kind(old),
                _kind(new),
                lambda block: (block.kind, block.level),
            )
        )
    if old.label != new.label:
        bullets = {old.label, new.label} <= _BULLETS
        found.append(
            Difference(
                ChangeKind.FORMATTING if bullets else ChangeKind.NUMBERING,
                f"bullet {old.label}" if bullets else old.label,
                f"bullet {new.label}" if bullets else new.label,
                lambda block: block.label,
            )
        )
    if old.depth != new.depth and not _follows(old, new):
        found.append(
            Difference(
                ChangeKind.FORMATTING,
                f"list level {old.depth}",
                f"list level {new.depth}",
                lambda block: block.depth,
            )
        )
    if _alignment(old) != _alignment(new):
        found.append(
            Difference(
                ChangeKind.FORMATTING,
                f"aligned {_alignment(old) or 'as the text'}",
                f"aligned {_alignment(new) or 'as the text'}",
                _alignment,
            )
        )
    if old.info != new.info:
        found.append(
            Difference(
                ChangeKind.FORMATTING,
                f"code of {old.info or 'no language'}",
                f"code of {new.info or 'no language'}",
                lambda block: block.info,
            )
        )
    return tuple(found)


def _follows(old: Block, new: Block) -> bool:
    """Whether the depth says no more than that a paragraph became a list item, or ceased to be."""
    return becomes_item(old, new) and abs(old.depth - new.depth) == 1


def becomes_item(old: Block, new: Block) -> bool:
    """Whether one block is a paragraph and the other a list item, which has a label."""
    return {old.kind, new.kind} == {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}


def _kind(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"heading {block.level}"
    return str(block.kind).replace("-", " ")


def _alignment(block: Block) -> str:
    return block.cell.alignment if block.cell else ""
