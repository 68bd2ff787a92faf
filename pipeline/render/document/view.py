"""The rolling document as the values that a template prints.

In: a RollingDocument, the revision it stands at, and the functions that know about footnotes
and images. Out: frozen values of Markup and plain text, in printing order.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.model.position import Position
from pipeline.model.text import (
    Block,
    BlockKind,
    Group,
    Recommendation,
    RollingDocument,
    Status,
)
from pipeline.render.document.footnotes import Note
from pipeline.render.document.headings import (
    generated_heading,
    heading_text,
    name_ranges,
    party_name,
)
from pipeline.render.document.inline import LONGEST_KEPT
from pipeline.render.document.wording import (
    Wording,
    counted,
    digits,
    direction,
    long_date,
    questions,
    wording,
)
from pipeline.render.document.writer import Writer, notes_by_label

_LONGEST_RUNNING_HEAD = 64  # characters; two of them share a line of 168 mm
_TOMBSTONES = frozenset({Status.WITHDRAWN, Status.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What history tells of an entry that was withdrawn or superseded, each "" if unknown."""

    by: str = ""
    on: str = ""
    text_in: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; ``title``: its heading as plain text, ``listed``: as the contents show it."""

    anchor: str
    number: str
    title: str
    listed: Markup
    heading: Markup
    status: str
    gone: str
    tombstone: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """A group, or what could not be categorised (no ``label``)."""

    anchor: str
    label: str
    title: str
    full_title: str
    questions: str
    running: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class AnnexView:
    """An annex."""

    anchor: str
    label: str
    title: str
    full_title: str
    running: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover, each "" or empty where there is nothing to say."""

    head: str
    original: str
    symbol: str
    bodies: tuple[str, ...]
    title: str
    subtitle: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    version: str
    is_draft: bool
    issued: str
    attached: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The whole document for a template."""

    language: str
    direction: str
    words: Wording
    title: str
    short: str
    cover: Cover
    abstract: Markup
    sections: tuple[Section, ...]
    annexes: tuple[AnnexView, ...]
    notes: tuple[Note, ...]


def document_view(
    document: RollingDocument,
    *,
    revision: Revision,
    on_paper: bool,
    image_address: Callable[[str], str],
    tombstones: Mapping[str, Tombstone],
    attached: bool,
) -> DocumentView:
    """Lay a rolling document out as values; footnotes are numbered in printing order.

    ``image_address`` gives the address of an image from its path in the repository.
    ``attached``: whether provenance.json goes with the file, as the cover then says.
    """
    settings = document.settings
    language = settings.language
    words = wording(language)
    writer = Writer(
        language=language,
        honorifics=_honorifics(document),
        on_paper=on_paper,
        image_address=image_address,
    )
    abstract = writer.blocks(settings.abstract, document.abstract, level=3)
    places = _places(document, words)
    sections = tuple(
        _section(group, document, writer, words, places, tombstones) for group in document.groups
    )
    annexes = []
    for index, annex in enumerate(document.annexes, start=1):
        label = words.annex.format(digits(index, language))
        full_title = words.group_colon.format(label, annex.title)
        annexes.append(
            AnnexView(
                anchor=f"annex-{index}",
                label=label,
                title=annex.title,
                full_title=full_title,
                running=shortened(f"{label} · {annex.title}"),
                body=writer.blocks(annex.path, annex.blocks, level=3),
            )
        )
    return DocumentView(
        language=language,
        direction=direction(language),
        words=words,
        title=": ".join(filter(None, (settings.title, settings.subtitle))),
        short=shortened(
            " · ".join(filter(None, (settings.body, settings.subtitle or settings.title)))
        ),
        cover=cover(document, revision, attached=attached),
        abstract=abstract,
        sections=sections,
        annexes=tuple(annexes),
        notes=writer.sequence.notes,
    )


def cover(document: RollingDocument, revision: Revision, *, attached: bool) -> Cover:
    """Return what the cover says of a document at a revision."""
    settings = document.settings
    language = settings.language
    words = wording(language)
    head, *bodies = (*settings.organization, settings.body)
    return Cover(
        head=head,
        original=words.original.format(words.own_name),
        symbol=settings.symbol,
        bodies=tuple(filter(None, bodies)),
        title=settings.title,
        subtitle=settings.subtitle,
        notice=settings.notice,
        facts=_facts(document, words),
        version=version_line(revision, language),
        is_draft=revision.id == UNCOMMITTED,
        issued=words.issued_by.format(revision.issued_by.name) if revision.issued_by else "",
        attached=words.attached.format("provenance.json") if attached else "",
    )


def version_line(revision: Revision, language: str) -> str:
    """Name a revision on paper: "Version 3 · 12 February 2014 · commit 1a2b3c4"."""
    words = wording(language)
    if revision.id == UNCOMMITTED:
        return words.draft
    parts = [long_date(revision.date.date(), language), words.commit.format(revision.id[:7])]
    if revision.is_version:
        name = re.sub(r"\Av(?=\d)", "", revision.label)
        parts.insert(0, words.version.format(digits(name, language)))
    return " · ".join(parts)


def entry_title(entry: Recommendation, language: str) -> str:
    """Return an entry's heading without marks, given or generated."""
    if entry.heading is not None:
        return " ".join(entry.heading.text.split())
    return heading_text(generated_heading(entry.front_matter, language))


def shortened(text: str) -> str:
    """Cut a running head that is too long for its half of the line, at a word."""
    if len(text) <= _LONGEST_RUNNING_HEAD:
        return text
    cut = text[:_LONGEST_RUNNING_HEAD]
    return cut[: cut.rfind(" ") if " " in cut[20:] else None].rstrip(" ,;:·") + "…"


def group_anchor(key: str) -> str:
    """Return the anchor of a group."""
    return f"group-{key}" if key else "uncategorized"


def _section(
    group: Group,
    document: RollingDocument,
    writer: Writer,
    words: Wording,
    places: Mapping[str, str],
    tombstones: Mapping[str, Tombstone],
) -> Section:
    language = document.settings.language
    label = words.group.format(group.key) if group.key else ""
    title = group.title or words.uncategorized
    return Section(
        anchor=group_anchor(group.key),
        label=label,
        title=title,
        full_title=words.group_colon.format(label, title) if label else title,
        questions=questions(group.questions, language),
        running=shortened(f"{label} · {title}" if label else title),
        entries=tuple(
            _entry(entry, digits(index, language), writer, words, places, tombstones)
            for index, entry in enumerate(group.entries, start=1)
        ),
    )


def _entry(
    entry: Recommendation,
    number: str,
    writer: Writer,
    words: Wording,
    places: Mapping[str, str],
    tombstones: Mapping[str, Tombstone],
) -> Entry:
    status = entry.front_matter.status
    gone = status in _TOMBSTONES
    heading, listed = _heading(entry, writer)
    return Entry(
        anchor=f"entry-{entry.id}",
        number=words.number.format(number),
        title=entry_title(entry, writer.language),
        listed=listed,
        heading=heading,
        status=words.statuses.get(status, ""),
        gone=_gone_word(status, words).lower() if gone else "",
        tombstone=_tombstone(entry, words, places, tombstones) if gone else Markup(),
        body=Markup() if gone else writer.blocks(entry.path, entry.blocks, level=4),
    )


def _heading(entry: Recommendation, writer: Writer) -> tuple[Markup, Markup]:
    """Return an entry's heading as it stands over the entry, and as the contents list it."""
    parties = entry.front_matter.submitters
    names = [party_name(party, writer.language) for party in parties]
    if entry.heading is not None:
        block, notes = entry.heading, notes_by_label(entry.blocks)
        bold = _first_places([*names, *(party.name for party in parties)], block.text)
    else:
        pieces = generated_heading(entry.front_matter, writer.language)
        block = Block(BlockKind.HEADING, heading_text(pieces), (), Position(entry.path, 1, 1))
        notes = {}
        bold = name_ranges(pieces)
    kept = _first_places([name for name in names if len(name) <= LONGEST_KEPT], block.text)
    plain = Block(BlockKind.HEADING, entry_title(entry, writer.language), (), block.position)
    return (
        writer.content(entry.path, block, notes, bold=bold, kept=kept),
        writer.content(entry.path, plain, {}),
    )


def _first_places(names: list[str], text: str) -> list[tuple[int, int]]:
    """Find the first place of each name, a name inside another one's place left out."""
    places: list[tuple[int, int]] = []
    for name in names:
        start = text.find(name)
        if start >= 0 and not any(low <= start < high for low, high in places):
            places.append((start, start + len(name)))
    return places


def _tombstone(
    entry: Recommendation,
    words: Wording,
    places: Mapping[str, str],
    tombstones: Mapping[str, Tombstone],
) -> Markup:
    status, replacement = entry.front_matter.status, entry.front_matter.replaced_by
    said = tombstones.get(entry.id, Tombstone())
    word = Markup("<b>{}</b>").format(_gone_word(status, words))
    if status is Status.SUPERSEDED and replacement in places:
        link = Markup('<a href="#entry-{}">{}</a>').format(replacement, places[replacement])
        word = escape(words.superseded_by).format(link)
    elif said.by and said.on:
        word = escape(words.gone_by).format(what=word, who=said.by, when=said.on)
    text_in = words.text_in.format(said.text_in) if said.text_in else ""
    return Markup("{}{} {}").format(word, words.full_stop, text_in)


def _gone_word(status: Status, words: Wording) -> str:
    return words.withdrawn if status is Status.WITHDRAWN else words.superseded


def _places(document: RollingDocument, words: Wording) -> dict[str, str]:
    """Say of each entry where it stands: "2. Draft recommendations … (Group C)"."""
    language = document.settings.language
    opening, closing = words.brackets
    places = {}
    for group in document.groups:
        where = words.group.format(group.key) if group.key else group.title or words.uncategorized
        for index, entry in enumerate(group.entries, start=1):
            number = words.number.format(digits(index, language))
            title = entry_title(entry, language)
            places[entry.id] = f"{number} {title}{opening}{where}{closing}"
    return places


def _honorifics(document: RollingDocument) -> frozenset[str]:
    """Return the honorifics that the document's parties and people carry."""
    people = list(document.settings.parties)
    for group in document.groups:
        for entry in group.entries:
            people += entry.front_matter.submitters
            sender = entry.front_matter.transmitted_by
            people += [sender] if sender else []
    return frozenset(person.honorific for person in people if person.honorific)


def _facts(document: RollingDocument, words: Wording) -> tuple[tuple[str, str], ...]:
    """Count what stands in the document; what was withdrawn or superseded does not count."""
    language = document.settings.language
    entries = [
        entry
        for group in document.groups
        for entry in group.entries
        if entry.front_matter.status not in _TOMBSTONES
    ]
    if not entries:
        return ()
    submissions = {_submission(entry) for entry in entries}
    dates = sorted(entry.front_matter.date for entry in entries)
    groups = [group.key for group in document.groups if group.key]
    facts = [
        (digits(len(entries), language), counted(len(entries), words.entries)),
        (digits(len(submissions), language), counted(len(submissions), words.submissions)),
        (digits(len(groups), language), counted(len(groups), words.groups)),
        (long_date(dates[0], language), words.first_submission),
        (long_date(dates[-1], language), words.latest_submission),
    ]
    return tuple(fact for fact in facts if fact[0] != digits(0, language))


def _submission(entry: Recommendation) -> tuple[str, ...]:
    """Name the submission that an entry is part of; without a name its submitters and date do."""
    front_matter = entry.front_matter
    if front_matter.submission:
        return (front_matter.submission,)
    names = (party.id or party.name for party in front_matter.submitters)
    return (front_matter.date.isoformat(), *names)
