"""Two revisions → what a report tells of their redline: the files that change, and by whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.excerpts import passage
from pipeline.commands.redline import compare_revisions
from pipeline.commands.standing import Standings, standings_at
from pipeline.errors import RevisionError
from pipeline.history.repository import Repository
from pipeline.model.change import FilePair, Redline
from pipeline.model.history import MAILMAP, Revision
from pipeline.model.report import ChangedFile, Fate, FieldEdit, FileNoun
from pipeline.model.text import Recommendation, RollingDocument
from pipeline.render.redline.places import Place, places
from pipeline.render.redline.statement import statement


@dataclass(frozen=True, slots=True)
class Told:
    """What a redline tells; ``statement``: that it is complete. ``notes``: on the history."""

    files: tuple[ChangedFile, ...] = ()
    statement: str = ""
    notes: tuple[str, ...] = ()


def told(repository: Repository, old: Revision, new: Revision, cache: Path | None) -> Told:
    """Compare two revisions; nothing is told where neither holds text."""
    try:
        redline = compare_revisions(repository, old, new, only_changed=True, cache=cache).redline
    except RevisionError:
        return Told()
    files = _changed_files(redline, standings_at(repository, old))
    return Told(tuple(files), statement(redline), tuple(_notes(redline)))


def _notes(redline: Redline) -> Iterator[str]:
    yield from redline.notes
    if not redline.complete_history:
        yield "part of the history is missing here, so authors may be wrong"


def _changed_files(redline: Redline, standings: Standings) -> Iterator[ChangedFile]:
    changes = {change.id: change for change in redline.changes}
    words = dict(redline.statistics.files)
    old_entries = _entries(redline.old_document)
    for file, place in zip(redline.files, places(redline), strict=True):
        ids = _ids(file)
        if not ids:
            continue
        path = file.new_path or file.old_path
        entry = old_entries.get(file.old_path) or place.entry
        submitters = entry.front_matter.submitters if entry else ()
        kind = _kind(path, place)
        owners = submitters if kind == "entry" else standings.secretariat
        tally = words.get(path)
        yield ChangedFile(
            name=place.name,
            path=path,
            old_path=file.old_path,
            kind=kind,
            fate=_fate(file),
            status=entry.front_matter.status if entry else "",
            groups=_groups(file),
            submitters=tuple(party.name for party in submitters),
            contributors=standings.contributors([changes[id] for id in ids], owners),
            words_in=tally.words_inserted if tally else 0,
            words_out=tally.words_deleted if tally else 0,
            words_moved=tally.words_moved if tally else 0,
            kinds=tuple(Counter(changes[id].kind for id in ids).items()),
            fields=tuple(
                FieldEdit(each.field, each.old or "", each.new or "")
                for each in file.metadata
                if file.old_path
            ),
            passages=tuple(
                found for block in file.blocks if (found := passage(block, changes)) is not None
            ),
        )


def _entries(document: RollingDocument | None) -> dict[str, Recommendation]:
    groups = document.groups if document else ()
    return {entry.path: entry for group in groups for entry in group.entries}


def _ids(file: FilePair) -> tuple[int, ...]:
    """Return the changes of a file in reading order, each once."""
    ids = [*file.changes, *(each.change for each in file.metadata)]
    for block in file.blocks:
        ids += block.changes
        ids += [id for run in block.runs for id in (run.change, *run.also)]
    return tuple(dict.fromkeys(id for id in ids if id))


def _kind(path: str, place: Place) -> FileNoun:
    if place.entry is not None:
        return "entry"
    if place.annex is not None:
        return "annex"
    if place.is_abstract:
        return "abstract"
    if place.is_settings:
        return "settings"
    return "people" if path == MAILMAP else "text"


def _fate(file: FilePair) -> Fate:
    if not file.old_path:
        return "new"
    if not file.new_path:
        return "removed"
    return "changed" if file.old_path == file.new_path else "renamed"


def _groups(file: FilePair) -> tuple[()] | tuple[str, str]:
    if not file.old_path or not file.new_path:
        return ()
    return next(
        ((each.old or "", each.new or "") for each in file.metadata if each.field == "group"), ()
    )
