"""The rolling document as the values that a template prints.

In: a RollingDocument, the revision it stands at, and a writer that turns blocks into a format.
Out: frozen values in printing order; what the writer wrote is of its format, the rest plain text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.model.history import UNCOMMITTED, Agent, Revision
from pipeline.model.position import Position
from pipeline.model.text import (
    Block,
    BlockKind,
    DocumentSettings,
    Group,
    Recommendation,
    RollingDocument,
    Status,
)
from pipeline.render.document.footnotes import Note
from pipeline.render.document.headings import generated_heading, heading_text, party_name
from pipeline.render.document.wording import (
    Wording,
    counted,
    digits,
    direction,
    long_date,
    questions,
    wording,
)

_LONGEST_RUNNING_HEAD = 64  # characters; two of them share a line of 168 mm
TOMBSTONES = frozenset({Status.WITHDRAWN, Status.SUPERSEDED})


class Writer(Protocol):
    """Turns the blocks of a file into a format, with one sequence of footnotes for all files."""

    @property
    def language(self) -> str:
        """The document's language."""

    @property
    def notes(self) -> Sequence[Note]:
        """The footnotes called so far that do not stand in the text itself."""

    def blocks(self, path: str, blocks: Sequence[Block], *, level: int) -> str:
        """Write the blocks of one file; ``level``: that of its outermost heading."""

    def heading(
        self, path: str, block: Block, blocks: Sequence[Block], names: Sequence[str]
    ) -> str:
        """Write an entry's heading, in which the submitters' names stand out; the footnotes that
        it calls are among ``blocks``."""

    def listed(self, text: str) -> str:
        """Write a heading as the contents show it, without marks."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What history tells of an entry that was withdrawn or superseded, each "" if unknown."""

    by: str = ""
    on: str = ""
    text_in: str = ""


@dataclass(frozen=True, slots=True)
class TombstoneLine:
    """The one line of an entry whose text is not printed: ``before``, a link, ``after``."""

    before: str
    link: str
    target: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; ``title``: its heading as plain text, ``listed``: as the contents show it."""

    anchor: str
    number: str
    title: str
    listed: str
    heading: str
    status: str
    gone: str
    tombstone: TombstoneLine | None
    body: str


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
    body: str


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
    abstract: str
    sections: tuple[Section, ...]
    annexes: tuple[AnnexView, ...]
    notes: tuple[Note, ...]


def document_view(
    document: RollingDocument,
    *,
    revision: Revision,
    writer: Writer,
    tombstones: Mapping[str, Tombstone],
    attached: bool,
) -> DocumentView:
    """Lay a rolling document out as values, written in printing order.

    ``attached``: whether provenance.json goes with the file, as the cover then says.
    """
    settings = document.settings
    language = settings.language
    words = wording(language)
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
        notes=tuple(writer.notes),
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
        issued=words.issued_by.format(_issuer(revision.issued_by, settings))
        if revision.issued_by
        else "",
        attached=words.attached.format("provenance.json") if attached else "",
    )


def _issuer(agent: Agent, settings: DocumentSettings) -> str:
    """Name who issued a version: a party by its e-mail, with its article, else the person."""
    for party in settings.parties:
        if agent.email.lower() in map(str.lower, party.emails):
            return party_name(party, settings.language)
    return agent.name


def version_line(revision: Revision, language: str) -> str:
    """Name a revision on paper: "Version 3 · 12 February 2014 · commit 1a2b3c4"."""
    words = wording(language)
    if revision.id == UNCOMMITTED:
        return words.draft
    parts = [long_date(revision.date.date(), language), words.commit.format(revision.id[:7])]
    if revision.is_version:
        parts.insert(0, version_name(revision, language))
    return " · ".join(parts)


def version_name(revision: Revision, language: str) -> str:
    """Name a version: "Version 3" for the tag v3."""
    name = re.sub(r"\Av(?=\d)", "", revision.label)
    return wording(language).version.format(digits(name, language))


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
    front_matter = entry.front_matter
    language = writer.language
    gone = front_matter.status in TOMBSTONES
    title = entry_title(entry, language)
    block = entry.heading or Block(BlockKind.HEADING, title, (), Position(entry.path, 1, 1))
    names = [party_name(party, language) for party in front_matter.submitters]
    names += [party.name for party in front_matter.submitters]
    return Entry(
        anchor=f"entry-{entry.id}",
        number=words.number.format(number),
        title=title,
        listed=writer.listed(title),
        heading=writer.heading(entry.path, block, entry.blocks, names),
        status=words.statuses.get(front_matter.status, ""),
        gone=_gone_word(front_matter.status, words).lower() if gone else "",
        tombstone=_tombstone(entry, words, places, tombstones) if gone else None,
        body="" if gone else writer.blocks(entry.path, entry.blocks, level=4),
    )


def _tombstone(
    entry: Recommendation,
    words: Wording,
    places: Mapping[str, str],
    tombstones: Mapping[str, Tombstone],
) -> TombstoneLine:
    status, replacement = entry.front_matter.status, entry.front_matter.replaced_by
    said = tombstones.get(entry.id, Tombstone())
    end = words.full_stop + (" " + words.text_in.format(said.text_in) if said.text_in else "")
    if status is Status.SUPERSEDED and replacement in places:
        before, _, after = words.superseded_by.partition("{}")
        return TombstoneLine(before, places[replacement], f"entry-{replacement}", after + end)
    word = _gone_word(status, words)
    if said.by and said.on:
        word = words.gone_by.format(what=word, who=said.by, when=said.on)
    return TombstoneLine(word + end, "", "", "")


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


def honorifics(document: RollingDocument) -> frozenset[str]:
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
        if entry.front_matter.status not in TOMBSTONES
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
