"""A redline as HTML for paper: cover, legend, text with notes, table of changes, statement.

In: a Redline. Out: one HTML text; ``styles/document.css`` and ``styles/redline.css`` set it.
"""

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.model.change import ChangeKind, Redline
from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.render.document.as_html import templates
from pipeline.render.document.view import shortened
from pipeline.render.document.wording import counted, digits, direction, long_date, wording
from pipeline.render.redline.body import redline_body
from pipeline.render.redline.languages import redline_wording
from pipeline.render.redline.notes import NoteWriter
from pipeline.render.redline.pictures import Pictures
from pipeline.render.redline.statement import inside, revision_name, statement
from pipeline.render.redline.table import kinds_that_occur, party_rows, rows_by_entry
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_LONG = 7  # characters of a tag that fit in its column


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, as the cover names it."""

    name: str
    date: str
    commit: str


def render(
    redline: Redline,
    *,
    changes_only: bool = False,
    hide_deletions: bool = False,
    colours: str = "party",
    pictures: Pictures | None = None,
) -> str:
    """Return the redline for paper; ``changes_only`` leaves out what nothing touched.

    ``hide_deletions``: "[…]" stands for deleted words. ``colours``: "party", "legal" (insertions
    blue, deletions red) or "none". ``pictures``: the images that it shows, for the layout.
    """
    document = redline.new_document or redline.old_document
    settings = document.settings if document else None
    language = settings.language if settings else "en"
    added = redline_wording(language)
    title = settings.title if settings else added.redline
    old, new = (side_view(side, language, added) for side in (redline.old, redline.new))
    between = added.between.format(*(_named(side, added) for side in (redline.old, redline.new)))
    tables = rows_by_entry(redline, added)
    body = redline_body(
        redline,
        NoteWriter(redline, added),
        on_paper=True,
        changes_only=changes_only,
        hide_deletions=hide_deletions,
        pictures=pictures,
    )
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
            added=added,
            added_language=Markup(' lang="en" dir="ltr"') if added is ENGLISH else "",
            title=title,
            subtitle=subtitle,
            between=between if subtitle else between[:1].upper() + between[1:],
            short=f"{shortened(short)} · {added.redline}",
            settings=settings,
            head=settings.organization[0] if settings and settings.organization else "",
            bodies=[*settings.organization[1:], *filter(None, (settings.body,))]
            if settings
            else [],
            original=wording(language).original.format(wording(language).own_name),
            notice=settings.notice if settings else "",
            running=running_line(redline, added),
            is_draft=redline.new.id == UNCOMMITTED,
            old=old,
            new=new,
            facts=_facts(redline, added),
            notes=redline.notes,
            statement=statement(redline, added),
            changes_only=changes_only,
            hide_deletions=hide_deletions,
            kinds=kinds_that_occur(redline),
            parties=party_rows(redline, added),
            sections=body.sections,
            tables=tables,
            long_tags=any(len(row.tag) > _LONG for table in tables for row in table.rows),
        )
    )


def side_view(revision: Revision, language: str, words: RedlineWording = ENGLISH) -> Side:
    """Name one of the two versions."""
    if revision.id == UNCOMMITTED:
        return Side(
            words.working_tree, long_date(revision.date.date(), language), words.not_committed
        )
    name = revision_name(revision, words)
    commit = inside(words.commit.format(revision.id[:7]))
    return Side(name, long_date(revision.date.date(), language), commit)


def _named(revision: Revision, words: RedlineWording) -> str:
    """Name a version within a sentence; what somebody typed stays as it is."""
    name = revision_name(revision, words)
    return name if name == visible(revision.label) else inside(name)


def running_line(redline: Redline, words: RedlineWording = ENGLISH) -> str:
    """Name both versions in a line."""
    before, after = wording(words.language).brackets

    def named(revision: Revision) -> str:
        if revision.id == UNCOMMITTED:
            return words.working_tree_running
        name = _named(revision, words)
        return name if revision.id[:7] in name else f"{name}{before}{revision.id[:7]}{after}"

    return words.running.format(named(redline.old), named(redline.new))


def _facts(redline: Redline, words: RedlineWording) -> list[tuple[str, str]]:
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
    plural = "entries" if redline.new_document else "files"
    counts = [
        (len(redline.changes), "changes"),
        (len(redline.statistics.parties), "parties"),
        (len(added), f"{plural} added"),
        (len(removed), f"{plural} removed"),
        (len(resorted), f"{plural} moved"),
        (len(moved), "passages moved"),
    ]
    return [(digits(n, words.language), counted(n, words.facts[what])) for n, what in counts if n]


def _is_resorted(redline: Redline, id: int) -> bool:
    return any(
        id in file.changes or any(entry.change == id for entry in file.metadata)
        for file in redline.files
    )
