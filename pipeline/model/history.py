"""Commits and the people who made them."""

import datetime
from dataclasses import dataclass


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
