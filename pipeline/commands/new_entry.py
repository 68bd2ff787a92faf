"""Add an entry: its front matter from what is known, in a file of its own."""

import datetime
import json
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from pipeline.commands.sources import read_revision
from pipeline.errors import RedraftError, SourceError
from pipeline.history.repository import open_repository
from pipeline.history.revisions import working_tree
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.reading import ReadDocument
from pipeline.model.text import DocumentSettings, Party, Source
from pipeline.parse.decode import decode
from pipeline.parse.document import is_entry, read_document
from pipeline.rules.entries import meant_group
from pipeline.rules.judge import judge
from pipeline.rules.structure import PLACEHOLDER

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._-]*[A-Za-z0-9.])?")
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null"})


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is not written yet: its id, where it belongs, its text, and whose it is."""

    id: str
    path: Path
    text: str
    submitters: tuple[Party, ...] = ()


def new_entry(
    root: Path,
    *,
    submitters: Sequence[str],
    date: datetime.date,
    group: str = "",
    id: str = "",
    submission: str = "",
    body: bytes | None = None,
    origin: str = "",
) -> NewEntry:
    """Compose an entry for the document around the folder ``root``; nothing is written.

    ``submitters``: parties by id, name or letters, or names of others. ``submission`` and ``id``
    follow from the first submitter and the date; where that id is taken, the group is added.
    ``body``: the text as read from the file ``origin``; None for one that is still to be written.
    Raises RedraftError: an unknown group or party, an id that is taken or impossible, an empty
    text, or a fault that ``check`` would find in the entry.
    """
    repository = open_repository(root)
    sources, read = read_revision(repository, working_tree(repository))
    if read.settings is None or repository.root is None:
        raise SourceError.all(read.diagnostics)
    settings = read.settings
    group = known_group(group, settings)
    parties = tuple(known_party(name, settings) for name in submitters)
    name = _slug(parties[0])
    first = f"{name}-{date.isoformat()}" if name else ""
    id = _free_id(id, [first, f"{first}-{_slug(group)}"] if first else [], read)
    path = posixpath.join(posixpath.dirname(settings.path), f"{id}.md")
    if not is_entry(f"{id}.md") or path in (settings.abstract, *settings.annexes):
        raise RedraftError.of(
            "E058", f"a file '{id}.md' would be no entry", hint="give another id with --id"
        )
    if os.path.lexists(repository.root / path):  # hidden by .gitignore, or a link that leads away
        raise RedraftError.of("E057", f"'{path}' exists already", hint="give another id with --id")
    text = entry_text(
        submission=submission or first or id,
        group=group,
        date=date,
        submitters=parties,
        body="" if body is None else _decoded(body, origin),
    )
    _refuse_faults(
        judge(read_document({**sources.texts, path: Source(path, text)}), sources.tree), path
    )
    known = {party.id: party for party in settings.parties}
    whose = tuple(known.get(name) or Party(name) for name in parties)
    return NewEntry(id, repository.root / path, text, whose)


def entry_text(
    *,
    submission: str,
    group: str,
    date: datetime.date,
    submitters: Sequence[str],
    body: str = "",
) -> str:
    """Return an entry's text; a submitter that can be no id is written as a name on the spot."""
    who = ", ".join(
        submitter if _is_id(submitter) else f"{{name: {scalar(submitter)}}}"
        for submitter in submitters
    )
    lines = [
        "---",
        f"submission: {scalar(submission)}",
        *([f"group: {scalar(group)}"] if group else []),
        f"date: {date.isoformat()}",
        f"submitters: [{who}]",
        "---",
        "",
        (body or PLACEHOLDER).strip("\n"),
    ]
    return "\n".join(lines) + "\n"


def known_group(group: str, settings: DocumentSettings) -> str:
    """Return a group's key as document.yaml has it, "" for ""; raises RedraftError."""
    keys = [each.key for each in settings.groups]
    if not group or group in keys:
        return group
    for key in keys:
        if key.casefold() == group.casefold():
            return key
    hint = f"its groups are {', '.join(keys[:12])}" if keys else "it has no groups"
    if meant := meant_group(group, keys):
        hint = f"did you mean {meant}?"
    raise RedraftError.of(
        "E104",
        f"there is no group '{group}' in {settings.path}",
        hint=hint if meant else f"{hint}; without --group the entry is not categorized",
    )


def known_party(name: str, settings: DocumentSettings) -> str:
    """Return a party's id where it is known by what was typed, else the name of another.

    Raises RedraftError where it looks like an id that is none.
    """
    typed = " ".join(name.split())
    for party in settings.parties:
        known = {party.id, party.name, party.short, party.letters} - {""}
        if typed.casefold() in {each.casefold() for each in known}:
            return party.id
    if not _is_id(typed):
        return typed
    ids = [party.id for party in settings.parties if party.id]
    near = process.extractOne(typed, ids, scorer=fuzz.ratio, score_cutoff=60)
    hint = f"did you mean '{near[0]}'? Else add" if near else "add"
    raise RedraftError.of(
        "E119",
        f"there is no party '{typed}' in {settings.path}",
        hint=f"{hint} it under parties, or write a name with a capital",
    )


def _decoded(body: bytes, origin: str) -> str:
    source, fault = decode(body, origin)
    if source is None:
        assert fault is not None
        raise SourceError(fault)
    if not source.text.strip():
        raise RedraftError.of(
            "E060",
            f"there is no text in {origin}",
            hint="give a file that has one, or leave --text out and write it later",
        )
    return source.text.replace("\r\n", "\n")


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text) is not None


def _slug(name: str) -> str:
    """Return a name as part of a file's name; where it has no Latin letter, nothing is left."""
    plain = unicodedata.normalize("NFKD", name).casefold().encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _free_id(wanted: str, usual: Sequence[str], read: ReadDocument) -> str:
    taken = {file.id.casefold(): file.source.path for file in read.files}
    if wanted:
        if re.fullmatch(r"\w[\w.-]*", wanted) is None:
            raise RedraftError.of(
                "E058",
                f"'{wanted}' cannot be an id, which is a file's name",
                hint="use letters, digits, '-', '_' and '.'",
            )
        usual = [wanted]
    if not usual:
        raise RedraftError.of(
            "E058", "no id can be made from the submitter's name", hint="give one with --id"
        )
    for id in usual:
        if id.casefold() not in taken and not id.endswith("-"):
            return id
    raise RedraftError.of(
        "E057",
        f"there is an entry '{usual[0]}' already: {taken[usual[0].casefold()]}",
        hint="give another id with --id",
    )


def scalar(text: str) -> str:
    """Write text as YAML: plain where nobody can read it otherwise, else quoted."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def _refuse_faults(found: Iterable[Diagnostic], path: str) -> None:
    faults = [
        fault
        for fault in found
        if fault.severity is Severity.ERROR and fault.position and fault.position.path == path
    ]
    if faults:
        raise SourceError.all(faults)
