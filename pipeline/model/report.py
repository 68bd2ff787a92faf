"""What ``report`` says of a pull request: plain values, so that what is read back from a file can
be trusted no further than its types.

Texts are as the repository has them; whoever shows one defuses it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pipeline.model.change import ChangeKind, Code
from pipeline.model.diagnostic import Severity

FileNoun = Literal["entry", "annex", "abstract", "settings", "people", "text"]
Fate = Literal["new", "removed", "renamed", "changed"]
OtherKind = Literal["check", "style", "link", "submodule", "other"]
# How those who made a change stand to whose text it is, as far as the base can prove it: a
# submitter by an address that it lists; the secretariat, which entered it for them; somebody who
# only says to be or to act for them; anybody else.
Standing = Literal["submitter", "entered", "claimed", "other"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the sources at the head; ``touched``: in a file that the pull request changes.

    ``path`` is "" where it has no place.
    """

    severity: Severity
    code: str
    message: str
    hint: str
    path: str
    line: int
    column: int
    touched: bool


class PieceOp(StrEnum):
    """What a piece is to the two texts; ``NOTED``: changed, but not as text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with one fate."""

    op: PieceOp
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A changed block, shortened: its code, its label before and after, what is no text in
    words."""

    code: Code
    old_label: str
    new_label: str
    notes: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of front matter before and after; "" where it was or is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """Under whom changes to one file are shown (one name, or those who made them together), who
    made them for those, and in which commits.

    ``standing``: to those whose text it is, as the base says (of a new file, the head); the
    abstract and annexes are the secretariat's.
    """

    names: tuple[str, ...]
    by: str
    commits: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file that changes.

    ``kind``: what it is; "people" is the .mailmap, "text" no part of the document. ``status``: an
    entry's at the base, of a new one at the head. ``groups``: from and to, where it moves between
    groups; else empty. ``kinds``: how many changes there are of each kind.
    """

    name: str
    path: str
    old_path: str
    kind: FileNoun
    fate: Fate
    status: str
    groups: tuple[()] | tuple[str, str]
    submitters: tuple[str, ...]
    contributors: tuple[Contributor, ...]
    words_in: int
    words_out: int
    words_moved: int
    kinds: tuple[tuple[ChangeKind, int], ...]
    fields: tuple[FieldEdit, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A path that changes and is no text of the document.

    ``kind``: "check" is what runs on pull requests, or says how files are read.
    """

    path: str
    kind: OtherKind


@dataclass(frozen=True, slots=True)
class End:
    """One of the two revisions that are compared: how it is called, and its commit."""

    label: str
    commit: str


@dataclass(frozen=True, slots=True)
class Report:
    """A pull request: what is wrong at its head, and what changes since it left its base.

    ``base``: the commit where it left its base, and how that is called. ``counts``: of entries,
    submissions, annexes at the head.
    ``findings``: errors first, those in changed files before others. ``statement``: that the
    redline is complete. ``notes``: what the reader must know of the history.
    """

    base: End
    head: End
    counts: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    files: tuple[ChangedFile, ...]
    other_files: tuple[OtherFile, ...]
    statement: str
    notes: tuple[str, ...]
