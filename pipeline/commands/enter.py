"""Commit a new entry in its submitter's name, as the secretariat does with what came by e-mail."""

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.new_entry import NewEntry
from pipeline.commands.revisions import read_settings_at
from pipeline.history.record import FileChange, commit_file, identity, require_branch
from pipeline.history.repository import open_repository
from pipeline.history.revisions import working_tree
from pipeline.model.history import Agent
from pipeline.model.text import DocumentSettings, Party


@dataclass(frozen=True, slots=True)
class Entered:
    """The commit that was made: its id, its author, and those that it names as submitters."""

    commit: str
    author: Agent
    on_behalf_of: tuple[str, ...]


def entry_settings(directory: Path) -> DocumentSettings | None:
    """Return the settings that a new entry is judged by; None where there are none to be had."""
    repository = open_repository(directory)
    return (
        None if repository.root is None else read_settings_at(repository, working_tree(repository))
    )


def enter(directory: Path, entry: NewEntry, now: datetime.datetime) -> Entered:
    """Write a new entry and commit it alone, in its submitters' names, by the user.

    Where document.yaml has an address of every submitter, the first is the commit's author and the
    others its co-authors; else the user is, with a trailer ``On-behalf-of`` for each. Raises
    RedraftError; then nothing is written.
    """
    repository = open_repository(directory)
    require_branch(repository)
    assert repository.root is not None
    user, committer = identity(repository, "author"), identity(repository, "committer")
    people = [_agent(party) for party in entry.submitters]
    known = [person for person in people if person is not None]
    names: tuple[str, ...] = ()
    if len(known) == len(people):
        author = known[0]
        trailers = [f"Co-authored-by: {person}" for person in known[1:]]
    else:
        author = user
        names = tuple(_one_line(party.id or party.name) for party in entry.submitters)
        trailers = [f"On-behalf-of: {name}" for name in names]
    id = commit_file(
        repository,
        FileChange(_path(entry, repository.root), entry.text.encode(), entry.text.encode()),
        author=author,
        committer=committer,
        message="\n".join([f"Enter {entry.id}", *(["", *trailers] if trailers else [])]) + "\n",
        now=now,
    )
    return Entered(id, author, names)


def _agent(party: Party) -> Agent | None:
    """Return the party as a commit names it; None where nobody wrote its address down."""
    return Agent(_one_line(party.name), party.emails[0].strip()) if party.emails else None


def _one_line(name: str) -> str:
    return " ".join(name.translate({ord(each): " " for each in "<>\n\r\0"}).split())


def _path(entry: NewEntry, root: Path) -> str:
    return Path(os.path.relpath(entry.path, root)).as_posix()
