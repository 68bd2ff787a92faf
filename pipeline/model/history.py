"""Commits and the people who made them."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Agent:
    """A person as history names them, through .mailmap."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as redlines and provenance name it.

    ``authors``: its author, then every Co-authored-by, each once. ``date``: the author's, with
    its zone. ``on_behalf_of``: the values of that trailer. ``pull_request``: "#12" or "!12"
    where the summary or a merge tells it, else "".
    """

    id: str
    parents: tuple[str, ...]
    authors: tuple[Agent, ...]
    committer: Agent
    date: datetime.datetime
    committed: datetime.datetime
    summary: str
    on_behalf_of: tuple[str, ...] = ()
    pull_request: str = ""


UNCOMMITTED = "0" * 40  # the working tree, as one more commit
MAILMAP = ".mailmap"  # the file that says who is who


class BlobChange(NamedTuple):
    """A Markdown file that differs between two trees: blob ids, "" on the side where it is not."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CommitStep:
    """One commit as the provenance walk meets it: parents before children, earlier dates first.

    ``changes``: for each of ``parents``, the Markdown files that differ between its tree and the
    commit's, sorted by path; a commit without parents has one entry, against the empty tree.
    ``is_cut``: parents that the commit names, or trees, are not there (a shallow clone, a graft, a
    missing object); these parents are left out, and text that is new here may be older. ``pull``:
    for a squash merge, the commit whose text it is, earlier in the walk, or ""; the last entry of
    ``changes`` is then against that commit's tree. ``date``: seconds by which the commit has its
    place in the walk: its committer's, but never before a parent's.
    """

    commit: str
    parents: tuple[str, ...]
    changes: tuple[tuple[BlobChange, ...], ...]
    is_cut: bool = False
    pull: str = ""
    date: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """What a user's revision resolved to: ``label`` is how it is called in print ("v3", "draft").

    ``date``: the tag's date for a version, else the commit's.
    """

    id: str
    label: str
    date: datetime.datetime
    is_version: bool = False
    issued_by: Agent | None = None


class FileKind(StrEnum):
    """What a path of a tree is."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"


@dataclass(frozen=True, slots=True)
class TreeFile:
    """One path of a revision's tree, as Git's bytes read as UTF-8 (other bytes as surrogates).

    ``blob``: the id of its content, of a submodule its commit. ``size`` in bytes, -1 where the
    content is not there (a partial clone, a damaged repository). ``on_disk``: the content is in
    the working tree and nowhere else. ``content``: the bytes that ``blob`` names, where they were
    read when the tree was listed.
    """

    path: str
    blob: str
    kind: FileKind
    size: int
    on_disk: bool = False
    content: bytes | None = field(default=None, compare=False, repr=False)
