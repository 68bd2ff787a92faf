"""A redline: two documents as one text, each change with the commit that made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.history import Commit, Revision
from pipeline.model.text import Block, Mark, Party, RollingDocument


class ChangeKind(StrEnum):
    """What was done (contract, section 7)."""

    INSERTION = "insertion"
    DELETION = "deletion"
    REPLACEMENT = "replacement"
    MOVE = "move"
    FORMATTING = "formatting"
    NUMBERING = "numbering"
    LINK = "link"
    HEADING_LEVEL = "heading-level"
    METADATA = "metadata"


class Code(StrEnum):
    """The short code that delegates know, in the order in which a paragraph shows the first."""

    MOV = "MOV"
    ADD = "ADD"
    SUP = "SUP"
    MOD = "MOD"
    EDITORIAL = "(MOD)"


@dataclass(frozen=True, slots=True)
class Change:
    """One contiguous difference made by one commit; ids count from 1 in reading order.

    ``commit`` is None where no commit of NEW's history made it; ``reason`` then says why.
    ``parties``: those under whom it is shown (contract, section 3). ``by``: who made it, where
    that is not of the party. ``origin``: the commit that first wrote restored or copied text.
    ``moved``: from and to, paths or groups. ``old_value``, ``new_value``: of what is not text.
    """

    id: int
    kind: ChangeKind
    code: Code
    commit: Commit | None
    parties: tuple[Party, ...]
    by: str = ""
    reason: str = ""
    origin: Commit | None = None
    moved: tuple[str, str] | None = None
    old_value: str | None = None
    new_value: str | None = None


class Op(StrEnum):
    """What a run is to the two texts."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block with one fate; ``change`` is 0 for text that nothing touched."""

    op: Op
    text: str
    change: int = 0
    also: tuple[int, ...] = ()
    folded: bool = False
    old_marks: tuple[Mark, ...] = ()
    new_marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class RedlineBlock:
    """A block of old, of new, or of both, as runs that hold its whole text.

    ``old`` is None for an inserted block, ``new`` for a deleted one; a block that moved appears
    at both places. ``old_path``, ``new_path``: the file that it stands in.
    """

    old: Block | None
    new: Block | None
    old_path: str
    new_path: str
    runs: tuple[Run, ...]
    changes: tuple[int, ...] = ()  # of the block itself: level, label, alignment, kind
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """A field of a file's front matter, or of document.yaml, before and after, in words."""

    path: str
    field: str
    old: str | None
    new: str | None
    change: int


@dataclass(frozen=True, slots=True)
class FilePair:
    """One file's blocks in reading order; an empty path where the file is not on that side."""

    old_path: str
    new_path: str
    blocks: tuple[RedlineBlock, ...]
    metadata: tuple[MetadataChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Redline:
    """Old and new as one text: accepting every change gives new, rejecting every one old."""

    old: Revision
    new: Revision
    files: tuple[FilePair, ...]
    changes: tuple[Change, ...]
    commits: Mapping[str, Commit]
    old_document: RollingDocument | None = None
    new_document: RollingDocument | None = None
    notes: tuple[str, ...] = ()  # lines that the reader must see: cut history, OLD no ancestor
