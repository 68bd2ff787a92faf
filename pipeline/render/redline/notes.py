"""Tags and notes: which change a mark is, and who, when and where it was made.

In: a redline's changes. Out: Markup for a tag ("IN 2") and for its note, each linked to the
other. The same classes serve paper (``styles/redline.css``) and the web.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from pipeline.model.change import Change, ChangeKind, Op, Redline
from pipeline.model.history import UNCOMMITTED
from pipeline.model.text import Party
from pipeline.render.document.wording import wording
from pipeline.render.palette import ON_WHITE, place
from pipeline.render.records import commit_address
from pipeline.render.redline.statement import letters, short_date, short_id, summary, who
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_SUMMARY = 40  # characters of a commit's summary in a note


def colour_class(change: Change) -> str:
    """Return the class of a change's colour: its first party's."""
    parties = change.credit.parties
    return party_class(parties[0]) if parties else "p0"


def party_key(change: Change) -> str:
    """Return what names a change's party in the page's filters."""
    parties = change.credit.parties
    return visible(parties[0].id or parties[0].name) if parties else "?"


def party_class(party: Party) -> str:
    """Return the class of a party's colour; who is none in the document gets one by name."""
    if party.id or party.letters:
        number = place(party.colour)
        return f"p{number} again" if party.colour >= len(ON_WHITE) else f"p{number}"
    return f"p{1 + zlib.crc32(party.name.encode()) % (len(ON_WHITE) - 1)}"


def tag_text(changes: Sequence[Change]) -> str:
    """Return the tag of a change, or of several that share a note: "IN 2", "AD 12–14"."""
    first, last = changes[0], changes[-1]
    parties = first.credit.parties
    names = "+".join(letters(party) for party in parties[:2]) or "?"
    numbers = str(first.id) if first.id == last.id else f"{first.id}–{last.id}"
    return f"{names} {numbers}"


@dataclass(slots=True)
class NoteWriter:
    """Writes each change's tag once a place, and its note beside the first tag.

    ``words``: what it adds. ``told``: changes that have their tag, and those that have it at the
    place that they left; ``notes``: the notes that their tags lead to.
    ``waiting``: notes for the end of the block, on the web; on paper None: a note stands directly
    after its tag, so that it falls on the tag's page.
    """

    redline: Redline
    words: RedlineWording = ENGLISH
    told: set[str] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    summaries: set[tuple[str, str]] = field(default_factory=set)
    waiting: list[Markup] | None = None
    left_behind: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.left_behind = _left_behind(self.redline)

    @property
    def repository(self) -> str:
        """The address that commit links are made from."""
        document = self.redline.new_document
        return document.settings.repository if document else ""

    def mark(
        self, shared: Sequence[Change], change: Change, *, away: bool = False, scope: str = ""
    ) -> tuple[Markup, Markup]:
        """Return the tag of a change and its note; both empty where it has had them.

        ``shared``: the changes of one commit in this paragraph, whose note stands at the first.
        ``away``: at the place that moved text left. ``scope``: within it, a summary is said once.
        """
        suffix = "b" if away else ""
        key = f"{change.id}{suffix}"
        if key in self.told:
            return Markup(), Markup()
        self.told.add(key)
        first = shared[0]
        self.notes[key] = f"n{first.id}{suffix}"
        said = self.aloud(change)
        tag = Markup('<a class="t {}"{} id="c{}" href="#n{}{}">{}{}</a>').format(
            colour_class(change),
            self.data([change]),
            key,
            first.id,
            suffix,
            tag_text([change]),
            said,
        )
        if change.id != first.id:
            return tag, Markup()
        note = self._note(shared, suffix, scope)
        if self.waiting is None:
            return tag, note
        self.waiting.append(note)
        return tag, Markup()

    def again(self, change: Change, *, away: bool = False) -> Markup:
        """Return the tag of a change once more, where its mark goes on after another's."""
        note = self.notes.get(f"{change.id}{'b' if away else ''}", "")
        return Markup('<a class="t {}"{} href="#{}">{}{}</a>').format(
            colour_class(change), self.data([change]), note, tag_text([change]), self.aloud(change)
        )

    def aloud(self, change: Change) -> Markup:
        """Say a mark for who cannot see it, on a page: "inserted by India, 10 Feb 2014"."""
        if self.waiting is None:
            return Markup()
        name, _ = who(change, self.words)
        done = self.words.page.done.get(change.kind.value, self.words.page.done["other"])
        when = (
            short_date(change.commit.date, self.words.language)
            if change.commit
            else self.words.term(change.reason)
        )
        parts = [done.format(name), *([when] if when else [])]
        said = wording(self.words.language).separator.join(parts)
        return Markup('<span class="vh"> {}{}</span>').format(said, self.words.colon)

    def data(self, changes: Sequence[Change]) -> Markup:
        """Say for the page's script which changes a mark is, whose, and of what kind."""
        if self.waiting is None:
            return Markup()
        return Markup(' data-c="{}" data-by="{}" data-k="{}"').format(
            " ".join(str(change.id) for change in changes),
            party_key(changes[0]),
            changes[0].kind.value,
        )

    def flush(self) -> Markup:
        """Return the notes of the block that ends here."""
        if not self.waiting:
            return Markup()
        notes = Markup().join(self.waiting)
        self.waiting.clear()
        return Markup('<span class="notes">{}</span>').format(notes)

    def _note(self, changes: Sequence[Change], suffix: str, scope: str) -> Markup:
        change = changes[0]
        name, by = who(change, self.words)
        lines = [
            Markup('<a class="t" href="#c{}{}">{}</a>{}<b>{}</b>').format(
                change.id,
                suffix,
                tag_text(changes),
                "" if self.waiting is None else " ",
                visible(name),
            )
            + (Markup('<span class="by"> · {}</span>').format(visible(by)) if by else Markup())
        ]
        facts = self._facts(change)
        if facts:
            lines.append(Markup(" · ").join(facts))
        note = Markup("<br>").join(lines)
        for said in self._said(changes, scope):
            note += Markup("<i>{}</i>").format(said)
        if change.kind is ChangeKind.MOVE and change.moved:
            note += self._way(change, suffix)
        numbers = Markup()
        if self.waiting is not None:
            ids = " ".join(f"{each.id}{suffix}" for each in changes)
            numbers = Markup(' data-for="{}"').format(ids)
        return Markup('<span class="note {}" id="n{}{}" role="note"{}{}>{}</span>').format(
            colour_class(change), change.id, suffix, numbers, self._in_english, note
        )

    @property
    def _in_english(self) -> Markup:
        """Say so where notes are in English and the document is not: on the web."""
        document = self.redline.new_document or self.redline.old_document
        language = document.settings.language if document else "en"
        foreign = self.words is ENGLISH and language != "en"
        return Markup(' lang="en" dir="ltr"') if foreign else Markup()

    def _facts(self, change: Change) -> list[Markup]:
        commit = change.commit
        if commit is None:
            return [Markup("<u>{}</u>").format(self.words.term(change.reason))]
        facts = [Markup("<u>{}</u>").format(short_date(commit.date, self.words.language))]
        if commit.id == UNCOMMITTED:
            return [Markup("<u>{}</u>").format(self.words.not_committed)]
        address = commit_address(self.repository, commit.id)
        id = Markup("<u>{}</u>").format(short_id(change, self.words))
        facts.append(Markup('<a href="{}">{}</a>').format(address, id) if address else id)
        if commit.pull_request:
            facts.append(Markup("<u>{}</u>").format(visible(commit.pull_request)))
        if change.reason:
            facts.append(escape(self.words.term(change.reason)))
        return facts

    def _said(self, changes: Sequence[Change], scope: str) -> list[str]:
        """Say what the mark does not: the commit's summary once, and what is no text."""
        lines = []
        commit = changes[0].commit
        if commit is not None and (scope, commit.id) not in self.summaries and scope:
            self.summaries.add((scope, commit.id))
            if commit.id != UNCOMMITTED:
                lines.append(_shortened(visible(commit.summary)))
        for change in changes:
            if change.kind not in (ChangeKind.MOVE, ChangeKind.METADATA):
                said = summary(change, self.words)
                lines += [visible(said)] if said else []
        origin = changes[0].origin
        if origin is not None:
            name = visible(origin.authors[0].name)
            lines.append(self.words.first_written.format(name, origin.id[:7]))
        return lines

    def _way(self, change: Change, suffix: str) -> Markup:
        """Point to the other place of moved text, where it has one in print."""
        other = f"{change.id}" if suffix else f"{change.id}b"
        direction = "to" if suffix else "from"
        if not suffix and change.id not in self.left_behind:
            return Markup()
        if self.waiting is not None:
            page = self.words.page
            said = page.stands if suffix else page.stood
            return Markup('<a class="go" href="#c{}">{}</a>').format(other, said)
        if self.words is ENGLISH:  # the style sheet says it
            return Markup('<a class="go {}" href="#c{}"></a>').format(direction, other)
        said = self.words.stands if suffix else self.words.stood
        return Markup('<a class="go {}" data-said="{}" href="#c{}"></a>').format(
            direction, said, other
        )


def _left_behind(redline: Redline) -> frozenset[int]:
    """The moves of which text stands struck at the place that it left."""
    return frozenset(
        run.change
        for file in redline.files
        for block in file.blocks
        for run in block.runs
        if run.op is Op.MOVED_FROM
    )


def _shortened(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    return text[: _SUMMARY - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
