"""A redline as HTML for paper: cover, legend, text with notes, table of changes, statement.

In: a Redline. Out: one HTML text; ``styles/document.css`` and ``styles/redline.css`` set it.
"""

from dataclasses import dataclass

from pipeline.model.change import ChangeKind, Redline
from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.render.document.as_html import templates
from pipeline.render.document.view import shortened
from pipeline.render.document.wording import direction, long_date, wording
from pipeline.render.redline.body import redline_body
from pipeline.render.redline.notes import NoteWriter
from pipeline.render.redline.statement import revision_name, statement
from pipeline.render.redline.table import kinds_that_occur, party_rows, rows_by_entry


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, as the cover names it."""

    name: str
    date: str
    commit: str


def render(redline: Redline, *, changes_only: bool = False, colours: str = "party") -> str:
    """Return the redline for paper; ``changes_only`` leaves out what nothing touched.

    ``colours``: "party", "legal" (insertions blue, deletions red) or "none".
    """
    document = redline.new_document or redline.old_document
    settings = document.settings if document else None
    language = settings.language if settings else "en"
    title = settings.title if settings else "Redline"
    old, new = side_view(redline.old, language), side_view(redline.new, language)
    between = f"changes from {_lower(old.name)} to {_lower(new.name)}"
    body = redline_body(redline, NoteWriter(redline), on_paper=True, changes_only=changes_only)
    subtitle = settings.subtitle if settings else ""
    short = " · ".join(filter(None, (settings.body, subtitle or title) if settings else (title,)))
    return (
        templates()
        .get_template("redline.html.jinja")
        .render(
            language=language,
            colours=colours,
            direction=direction(language),
            words=wording(language),
            title=title,
            subtitle=subtitle,
            between=between if subtitle else between[:1].upper() + between[1:],
            short=f"{shortened(short)} · Redline",
            settings=settings,
            head=settings.organization[0] if settings and settings.organization else "",
            bodies=[*settings.organization[1:], *filter(None, (settings.body,))]
            if settings
            else [],
            original=wording(language).original.format(wording(language).own_name),
            notice=settings.notice if settings else "",
            running=running_line(redline),
            is_draft=redline.new.id == UNCOMMITTED,
            old=old,
            new=new,
            facts=_facts(redline),
            notes=redline.notes,
            statement=statement(redline),
            changes_only=changes_only,
            kinds=kinds_that_occur(redline),
            parties=party_rows(redline),
            sections=body.sections,
            tables=rows_by_entry(redline),
        )
    )


def side_view(revision: Revision, language: str) -> Side:
    """Name one of the two versions."""
    if revision.id == UNCOMMITTED:
        return Side("Working tree", long_date(revision.date.date(), language), "not committed")
    name = revision_name(revision)
    commit = f"commit {revision.id[:7]}"
    return Side(name, long_date(revision.date.date(), language), commit)


def _lower(name: str) -> str:
    first, rest = name[:1], name[1:]
    return first.lower() + rest if name.startswith(("Version", "Commit", "Working")) else name


def running_line(redline: Redline) -> str:
    """Name both versions in a line."""

    def named(revision: Revision) -> str:
        if revision.id == UNCOMMITTED:
            return "the working tree (draft, not committed)"
        name = _lower(revision_name(revision))
        return name if revision.id[:7] in name else f"{name} ({revision.id[:7]})"

    return f"Changes from {named(redline.old)} to {named(redline.new)}"


def _facts(redline: Redline) -> list[tuple[str, str]]:
    added = [file for file in redline.files if not file.old_path and file.blocks]
    removed = [file for file in redline.files if not file.new_path and file.blocks]
    resorted = [
        change
        for change in redline.changes
        if change.kind is ChangeKind.MOVE and _is_resorted(redline, change.id)
    ]
    moved = [
        change
        for change in redline.changes
        if change.kind is ChangeKind.MOVE and change not in resorted
    ]
    noun = "entry" if redline.new_document else "file"
    plural = "entries" if redline.new_document else "files"
    counts = [
        (len(redline.changes), "change", "changes"),
        (len(redline.statistics.parties), "party", "parties"),
        (len(added), f"{noun} added", f"{plural} added"),
        (len(removed), f"{noun} removed", f"{plural} removed"),
        (len(resorted), f"{noun} moved", f"{plural} moved"),
        (len(moved), "passage moved", "passages moved"),
    ]
    return [(str(n), one if n == 1 else many) for n, one, many in counts if n]


def _is_resorted(redline: Redline, id: int) -> bool:
    return any(
        id in file.changes or any(entry.change == id for entry in file.metadata)
        for file in redline.files
    )
