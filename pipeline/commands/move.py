"""Sort an entry: change the one line of its front matter that names its group, and commit that."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.align.nearest import nearest
from pipeline.commands.new_entry import known_group, scalar
from pipeline.commands.sources import read_revision
from pipeline.errors import RevisionError, SourceError
from pipeline.history.record import (
    FileChange,
    commit_file,
    identity,
    is_staged,
    require_branch,
)
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import head_parents, working_tree
from pipeline.history.tree import read_bytes, read_path
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import UNCOMMITTED
from pipeline.model.position import Position
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import DocumentSettings
from pipeline.parse.recommendation import read_file

_LINE_END = re.compile(r"\r\n|\n|\r")
# A value on the key's own line, plain or quoted, and what may follow it.
_GROUP = re.compile(
    r"(?P<key>group[ \t]*:)[ \t]*(?:\"[^\"]*\"|'[^']*'|[^#\s'\"{\[&*!|>%@`][^#\r\n]*?)?"
    r"(?P<after>[ \t]*(?:[ \t]#[^\r\n]*)?)"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry that was sorted: from and to which group ("" for none), by which commit."""

    id: str
    path: str
    old: str
    new: str
    commit: str


def move(directory: Path, id: str, group: str, now: datetime.datetime) -> Moved:
    """Put an entry into another group ("": not categorized) and commit that, as the user.

    Raises RedraftError, and changes nothing: no such entry or group, an entry that is there
    already, front matter whose line cannot be changed alone, a file with changes of its own.
    """
    repository = open_repository(directory)
    require_branch(repository)
    author, committer = identity(repository, "author"), identity(repository, "committer")
    _, reading = read_revision(repository, working_tree(repository), tokens=False)
    if reading.settings is None:
        raise SourceError.all(reading.diagnostics)
    group = known_group(group, reading.settings)
    file = _entry(id, reading)
    if file.front_matter is None:
        raise SourceError.all(_errors(file, reading))
    old = file.front_matter.group
    path = file.source.path
    if old == group:
        raise RevisionError.of(
            "E030", f"'{file.id}' is in {_called(group)} already", hint="name another group"
        )
    stored, on_disk = _contents(repository, path)
    change = FileChange(
        path,
        _edited(stored, file, group, reading.settings),
        _edited(on_disk, file, group, reading.settings),
        on_disk,
    )
    commit = commit_file(
        repository,
        change,
        author=author,
        committer=committer,
        message=f"Move {file.id} from {_called(old)} to {_called(group)}\n",
        now=now,
    )
    return Moved(file.id, path, old, group, commit)


def _called(group: str) -> str:
    return f"group {group}" if group else "the uncategorized"


def _entry(id: str, reading: ReadDocument) -> ReadFile:
    entries = [file for file in reading.files if file.role is Role.ENTRY]
    for file in entries:
        if id in (file.id, file.source.path):
            return file
    ids = [file.id for file in entries]
    begun = [each for each in ids if each.startswith(id.casefold())]
    meant = (begun[0] if len(begun) == 1 else "") if begun else nearest(id, ids)
    hint = "an id is a file's name without .md"
    if meant:
        hint = f"did you mean {meant}?"
    elif ids:
        hint += f"; there are {_listed(begun or ids)}"
    raise RevisionError.of("E031", f"there is no entry '{id}'", hint=hint)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def _errors(file: ReadFile, reading: ReadDocument) -> list[Diagnostic]:
    path = file.source.path
    return [
        each
        for each in reading.diagnostics
        if each.severity is Severity.ERROR and each.position and each.position.path == path
    ]


def _contents(repository: Repository, path: str) -> tuple[bytes, bytes]:
    """Return the file as HEAD has it and as the working tree has it, the same but for line ends."""
    assert repository.root is not None
    committed = read_path(repository, head_parents(repository)[0], path)
    if committed is None:
        raise RevisionError.of(
            "E032",
            f"{path} is not committed yet",
            hint=f"commit it first: git add {path} && git commit",
        )
    present = read_path(repository, UNCOMMITTED, path)
    if present != committed or is_staged(repository, path):
        raise RevisionError.of(
            "E032",
            f"{path} has changes that are not committed",
            hint="commit them first, or take them back: git restore --staged --worktree " + path,
        )
    try:
        on_disk = (repository.root / path).read_bytes()
    except OSError as error:  # what a sparse checkout leaves out counts as there
        raise RevisionError.of(
            "E032",
            f"{path} is not in the working tree",
            hint="a sparse checkout leaves it out: git sparse-checkout add its folder",
        ) from error
    return read_bytes(repository, committed), on_disk


def _edited(raw: bytes, file: ReadFile, group: str, settings: DocumentSettings) -> bytes:
    """Change the line of the group, and prove that nothing else is another than before."""
    place = Position(file.source.path, 1, 1)
    text = raw.decode("utf-8")
    edited = _with_group(text, group)
    parties = {party.id: party for party in settings.parties}
    before, _ = read_file(replace(file.source, text=text), Role.ENTRY, parties, tokens=False)
    after, _ = read_file(replace(file.source, text=edited), Role.ENTRY, parties, tokens=False)
    was, now = before.front_matter, after.front_matter
    if (
        was is None
        or now is None
        or replace(now, positions={}) != replace(was, group=group, positions={})
    ):
        raise SourceError.of(
            "E033",
            "the line of the group cannot be changed by itself",
            position=was.positions.get("group", place) if was else place,
            hint=f"write it yourself, on one line: group: {group or '(no such line)'}",
        )
    return edited.encode("utf-8")


def _with_group(text: str, group: str) -> str:
    """Return a source with another ``group:``; a new one stands first in the front matter."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), 0)
    newline = _LINE_END.search(text)
    for number in range(1, end):
        found = _GROUP.fullmatch(lines[number].rstrip("\r\n"))
        if found:
            rest = lines[number][len(lines[number].rstrip("\r\n")) :]
            changed = f"{found['key']} {scalar(group)}{found['after']}{rest}" if group else ""
            return "".join([*lines[:number], changed, *lines[number + 1 :]])
    at = 2 if end > 1 and lines[1].startswith("submission:") else 1
    line = f"group: {scalar(group)}{newline[0] if newline else chr(10)}"
    return "".join([*lines[:at], line, *lines[at:]])
