"""A redline: two documents as one text, each change with the commit that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.credit import Credit
from pipeline.model.history import Commit, Revision
from pipeline.model.text import Block, FileText, MarkKind, Party, RollingDocument
from pipeline.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One side of a redline: what a revision says, in reading order, and whence its words come.

    ``others``: the blob of each path that is no text, such as pictures.
    """

    revision: Revision
    files: tuple[FileText, ...]
    trace: Trace
    document: RollingDocument | None = None
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lineage:
    """The commits that one side of a redline has and the other lacks, and the files at them.

    ``commits``: parents first, the side's own revision last. ``trees``: of each of these commits
    and of their parents, the blob of each path. ``texts``: the file of a path and a blob;
    ``heads``: the same without its blocks, None where ``texts`` answers for that too. All may
    read only when they are asked; the answers never change. ``others``: as ``trees``, of what is
    no text.
    """

    commits: tuple[Commit, ...] = ()
    trees: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], FileText] = field(default_factory=dict)
    heads: Mapping[tuple[str, str], FileText] | None = None
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


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

    ``commit`` is None where no commit of NEW's history made it; ``reason`` then says why. Where
    NEW is an ancestor of OLD, ``commit`` is the one that is undone, and ``reason`` says so.
    ``credit``: under whom it is shown. ``origin``: the commit that first wrote restored or copied
    text. ``moved``: from and to, paths or groups. ``old_value``, ``new_value``: of what is not
    text.
    """

    id: int
    kind: ChangeKind
    code: Code
    commit: Commit | None
    credit: Credit
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


OLD_OPS = frozenset({Op.EQUAL, Op.DELETE, Op.MOVED_FROM})  # what rejecting keeps
NEW_OPS = frozenset({Op.EQUAL, Op.INSERT, Op.MOVED_TO})  # what accepting keeps


@dataclass(frozen=True, slots=True, order=True)
class RunMark:
    """A mark over the whole of a run; a footnote's call is a run of its own, without text."""

    kind: MarkKind
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block with one fate and the same marks throughout.

    ``change`` is 0 for text that nothing touched; ``also``: further changes to the same text.
    ``folded``: kept text that is shown as changed, so that a phrase reads whole.
    """

    op: Op
    text: str
    change: int = 0
    also: tuple[int, ...] = ()
    folded: bool = False
    old_marks: tuple[RunMark, ...] = ()
    new_marks: tuple[RunMark, ...] = ()


@dataclass(frozen=True, slots=True)
class RedlineBlock:
    """A block of old, of new, or of both, as runs that hold its whole text.

    ``old`` is None for an inserted block, ``new`` for a deleted one; a block that moved appears
    at both places. ``old_path``, ``new_path``: the file that it stands in, "" where it does not.
    ``changes``: of the block itself, not of its words (level, label, depth, kind, alignment).
    """

    old: Block | None
    new: Block | None
    old_path: str
    new_path: str
    runs: tuple[Run, ...]
    changes: tuple[int, ...] = ()
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
class Passing:
    """Text that old and new say nothing of: it came and went, or went and came back, in between.

    ``first``: the commit that wrote it, or took it out; ``last``: the one that took it out again,
    or brought it back. Where the first is not known it is None.
    """

    text: str
    came_back: bool
    first: Commit | None
    last: Commit


@dataclass(frozen=True, slots=True)
class FilePair:
    """One file's blocks in reading order; an empty path where the file is not on that side.

    ``changes``: of the file itself (new, removed, renamed, put in another group). ``passing``:
    what came and went in between, where that was asked for.
    """

    old_path: str
    new_path: str
    blocks: tuple[RedlineBlock, ...]
    metadata: tuple[MetadataChange, ...] = ()
    changes: tuple[int, ...] = ()
    passing: tuple[Passing, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of changes and words; a replacement is one insertion and one deletion."""

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    other: int = 0
    words_inserted: int = 0
    words_deleted: int = 0
    words_moved: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a redline holds: in all, by kind, by party and by file; each adds up to the total.

    ``parties``: by name, in the order of their colours. ``folded``: kept words shown as changed.
    ``brackets``: square brackets opened and closed by insertions, less those of deletions.
    """

    total: Tally
    kinds: tuple[tuple[ChangeKind, int], ...]
    parties: tuple[tuple[Party, Tally], ...]
    files: tuple[tuple[str, Tally], ...]
    folded: int = 0
    brackets: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Redline:
    """Old and new as one text: accepting every change gives new, rejecting every one old."""

    old: Revision
    new: Revision
    files: tuple[FilePair, ...]
    changes: tuple[Change, ...]
    commits: Mapping[str, Commit]
    statistics: Statistics
    old_document: RollingDocument | None = None
    new_document: RollingDocument | None = None
    notes: tuple[str, ...] = ()  # lines that the reader must see: cut history, OLD no ancestor
    selection: str = ""  # "3 of 20 changes, by India": the others are shown as accepted
    complete_history: bool = True
    boundary: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
