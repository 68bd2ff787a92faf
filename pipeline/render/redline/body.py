"""The redline's text as HTML: groups, and the entries in each.

In: a redline. Out: frozen ``Section``s of ``Entry`` values, in reading order, for a template of
paper or of the web.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.change import FilePair, Redline
from pipeline.model.text import Group, RollingDocument
from pipeline.render.document.footnotes import Note, NoteSequence
from pipeline.render.document.view import group_anchor, honorifics, shortened
from pipeline.render.document.wording import questions, wording
from pipeline.render.redline.blocks import BlockWriter
from pipeline.render.redline.entries import Entry, EntryWriter
from pipeline.render.redline.notes import NoteWriter
from pipeline.render.redline.origins import Encoded
from pipeline.render.redline.pictures import Pictures
from pipeline.render.redline.places import Place, places
from pipeline.render.redline.wording import RedlineWording


@dataclass(frozen=True, slots=True)
class Section:
    """A group, the annexes, or what stands before the groups (no title)."""

    anchor: str
    label: str
    title: str
    full_title: str
    questions: str
    running: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """All that is shown, and the footnotes of the web's end."""

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def redline_body(
    redline: Redline,
    notes: NoteWriter,
    *,
    on_paper: bool,
    changes_only: bool = False,
    hide_deletions: bool = False,
    pictures: Pictures | None = None,
    origins: Encoded | None = None,
) -> Body:
    """Lay a redline's text out; ``changes_only`` leaves out what nothing touched.

    ``hide_deletions`` puts "[…]" in the place of what was deleted. ``pictures``: the
    images; ``origins``: whence the words come, for a page.
    """
    document = redline.new_document or redline.old_document
    language = document.settings.language if document else "en"
    sequence = NoteSequence(language=language, on_paper=on_paper)
    blocks = BlockWriter(
        {change.id: change for change in redline.changes},
        notes,
        sequence,
        language,
        honorifics(document) if document else frozenset(),
        pictures or Pictures(),
        on_paper,
        changes_only,
        hide_deletions,
    )
    writer = EntryWriter(redline, blocks, origins)
    sections = _sections(redline, writer, notes.words, language, changes_only)
    return Body(tuple(sections), sequence.notes)


def _sections(
    redline: Redline, writer: EntryWriter, added: RedlineWording, language: str, changes_only: bool
) -> list[Section]:
    words = wording(language)
    found = list(zip(redline.files, places(redline, added), strict=True))
    sections = []

    def add(section: Section, members: list[tuple[FilePair, Place]]) -> None:
        entries = tuple(
            entry for file, place in members if (entry := writer.entry(file, place)) is not None
        )
        if entries or (section.label and not changes_only):
            sections.append(replace(section, entries=entries))

    def plain(anchor: str, title: str) -> Section:
        return Section(anchor, "", title, title, "", shortened(title), ())

    settings = [(f, p) for f, p in found if p.is_settings and (f.metadata or f.changes)]
    add(plain("settings", added.settings), settings)
    add(plain("abstract", words.abstract), [(f, p) for f, p in found if p.is_abstract])
    for group in _groups(redline):
        members = _members(group, found, redline)
        label = words.group.format(group.key) if group.key else ""
        title = group.title or words.uncategorized
        full = words.group_colon.format(label, title) if label else title
        add(
            Section(
                group_anchor(group.key),
                label,
                title,
                full,
                questions(group.questions, language),
                shortened(f"{label} · {title}" if label else title),
                (),
            ),
            members,
        )
    for number, (file, place) in enumerate(found):
        if place.annex is not None:
            section = plain(f"annex-{number}", place.annex.title)
            label = place.name.partition(":")[0]
            running = shortened(f"{label} · {place.annex.title}")
            add(
                replace(section, label=label, full_title=place.name, running=running),
                [(file, place)],
            )
    others = [
        (f, p)
        for f, p in found
        if not (p.is_settings or p.is_abstract or p.annex) and p.entry is None
    ]
    add(plain("files", added.other_files if redline.new_document else added.files), others)
    return sections


def _groups(redline: Redline) -> list[Group]:
    """The groups of new, then those that only old has."""
    groups: dict[str, Group] = {}
    for document in (redline.new_document, redline.old_document):
        for group in document.groups if document else ():
            groups.setdefault(group.key, group)
    last = [group for key, group in groups.items() if not key]
    return [group for key, group in groups.items() if key] + last


def _members(
    group: Group, found: Sequence[tuple[FilePair, Place]], redline: Redline
) -> list[tuple[FilePair, Place]]:
    """The entries of a group as they are read; one that left it for another leaves a pointer."""
    members = [(f, p) for f, p in found if p.entry is not None and p.group == group.key]
    old_order = _old_order(redline.old_document, group.key)
    for file, place in found:
        left = place.group != group.key and file.old_path in old_order and file.new_path
        if left and place.entry is not None:
            before = old_order[: old_order.index(file.old_path)]
            at = max((n for n, (f, _) in enumerate(members, 1) if f.old_path in before), default=0)
            members.insert(at, (file, replace(place, group=group.key, number=-1)))
    return members


def _old_order(document: RollingDocument | None, key: str) -> list[str]:
    groups = document.groups if document else ()
    return [entry.path for group in groups if group.key == key for entry in group.entries]
