"""Entries that were withdrawn or superseded → who did it, when, and where the text still stands."""

from collections.abc import Sequence

from pipeline.commands.histories import History
from pipeline.commands.provenance import answer
from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.history.revisions import is_ancestor
from pipeline.history.tree import read_path
from pipeline.history.versions import versions
from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.model.text import Party, Recommendation, RollingDocument, Source
from pipeline.parse.file_text import read_front_fields
from pipeline.render.document.headings import party_name
from pipeline.render.document.view import TOMBSTONES, Tombstone, version_name
from pipeline.render.document.wording import long_date, wording


def tombstones(
    repository: Repository,
    revision: Revision,
    document: RollingDocument,
    history: History,
) -> dict[str, Tombstone]:
    """Tell of each entry that is gone, by id: the commit that set its status says who and when,
    the newest version before it that has the text says where it stands.

    ``history``: the revision's.
    """
    gone = [
        entry
        for group in document.groups
        for entry in group.entries
        if entry.front_matter.status in TOMBSTONES
    ]
    if not gone:
        return {}
    settings = document.settings
    questions = [
        f"{entry.path}:{entry.front_matter.positions['status'].line}"
        for entry in gone
        if "status" in entry.front_matter.positions
    ]
    traced = answer(repository, revision, settings, history, questions)
    commits = {
        file.path: field.commit
        for file in traced.files
        for field in file.fields
        if field.name == "status"
    }
    earlier = [
        version
        for version in reversed(versions(repository, settings.version_pattern))
        if version.id != revision.id and is_ancestor(repository, version, revision)
    ]
    said = {}
    for entry in gone:
        id = commits.get(entry.path)
        text_in = _version_with(repository, earlier, entry)
        name = version_name(text_in, settings.language) if text_in else ""
        stone = Tombstone(text_in=name[:1].lower() + name[1:])
        if id and id != UNCOMMITTED:
            who = _who(traced.credits[id].parties, entry, settings.language)
            date = traced.commits[id].date.date()
            stone = Tombstone(who, long_date(date, settings.language), stone.text_in)
        said[entry.id] = stone
    return said


def _who(parties: Sequence[Party], entry: Recommendation, language: str) -> str:
    """Name whom a commit is credited to: the submitter as such."""
    submitters = {party.name for party in entry.front_matter.submitters}
    if {party.name for party in parties} <= submitters:
        return wording(language).submitter
    return wording(language).separator.join(party_name(party, language) for party in parties)


def _version_with(
    repository: Repository, newest_first: Sequence[Revision], entry: Recommendation
) -> Revision | None:
    """Find the newest version in which the entry is not gone."""
    for version in newest_first:
        file = read_path(repository, version.id, entry.path)
        text = read_text(repository, file) if file is not None else None
        if text is None:
            continue
        fields = read_front_fields(Source(entry.path, text), heading=False)
        status = next((field.value for field in fields if field.name == "status"), "")
        if status not in TOMBSTONES:
            return version
    return None
