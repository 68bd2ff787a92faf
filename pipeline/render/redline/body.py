"""The redline's text as HTML: groups, entries, banners, blocks.

In: a redline. Out: frozen ``Section``s and ``Entry``s of Markup, in reading order, for a template
of paper or of the web.
"""

import json
import posixpath
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from pipeline.model.change import Change, ChangeKind, Code, FilePair, Redline, RedlineBlock, RunMark
from pipeline.model.position import Position
from pipeline.model.text import (
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Group,
    Mark,
    Recommendation,
    RollingDocument,
    Status,
)
from pipeline.render.document.blocks import BULLET, Piece, nested_html
from pipeline.render.document.footnotes import NoteSequence
from pipeline.render.document.headings import generated_heading, heading_text, party_name
from pipeline.render.document.inline import LONGEST_KEPT, inline_html, kept_together
from pipeline.render.document.view import entry_title, group_anchor, honorifics, shortened
from pipeline.render.document.wording import digits, long_date, questions, wording
from pipeline.render.document.writer import first_places, image_path, is_note
from pipeline.render.redline.inline import ContentWriter
from pipeline.render.redline.notes import NoteWriter, colour_class
from pipeline.render.redline.places import Place, places
from pipeline.render.redline.statement import inside, passing
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_NOTHING = Markup()
_APART = 1_000_000  # numbers of containers that only old has begin here
_BULLETS = frozenset("-*+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as it is shown. ``css``: "removed", "away" or ""; ``lines``: banners and fields."""

    anchor: str
    number: str
    title: str
    name: str
    heading: Markup
    css: str
    lines: tuple[Markup, ...]
    body: Markup
    changes: tuple[int, ...] = ()
    tail: Markup = _NOTHING


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
    sequence: NoteSequence


def redline_body(
    redline: Redline, notes: NoteWriter, *, on_paper: bool, changes_only: bool = False
) -> Body:
    """Lay a redline's text out; ``changes_only`` leaves out what nothing touched."""
    document = redline.new_document or redline.old_document
    language = document.settings.language if document else "en"
    sequence = NoteSequence(language=language, on_paper=on_paper)
    writer = _Writer(redline, notes, sequence, language, on_paper, changes_only)
    return Body(tuple(_sections(redline, writer, language, changes_only)), sequence)


def _sections(
    redline: Redline, writer: "_Writer", language: str, changes_only: bool
) -> list[Section]:
    words = wording(language)
    added = writer.words
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


class _Writer:
    """Writes the entries of one redline."""

    def __init__(
        self,
        redline: Redline,
        notes: NoteWriter,
        sequence: NoteSequence,
        language: str,
        on_paper: bool,
        changes_only: bool,
    ) -> None:
        self._on_paper = on_paper
        self._called: set[int] = set()
        self._numbered: FilePair | None = None
        self._numbers: dict[int, int] = {}
        self._changes: dict[int, Change] = {change.id: change for change in redline.changes}
        self._notes = notes
        self.words = notes.words
        self._content = ContentWriter(self._changes, notes)
        self._sequence = sequence
        self._language = language
        document = redline.new_document or redline.old_document
        self._honorifics = honorifics(document) if document else frozenset()
        self._changes_only = changes_only
        self._redline = redline

    def entry(self, file: FilePair, place: Place) -> Entry | None:
        """Write one file; None where nothing of it is to be shown."""
        if place.number == -1:
            return self._pointer(file, place)
        if self._changes_only and not _ids(file):
            return None
        scope = file.new_path or file.old_path
        given, blocks = self._heading_block(file, place)
        self._called.clear()
        footnotes = _footnotes(blocks)
        heading = (
            self._block_content(given, file, footnotes, scope)
            if given is not None
            else self._generated(place)
        )
        lines = tuple(self._lines(file, place, scope))
        body = nested_html(self._pieces(file, blocks, footnotes, scope), level=4)
        tail = self._uncalled(file, blocks, footnotes, scope)
        title = entry_title(place.entry, self._language) if place.entry else place.name
        number = digits(place.number, self._language) if place.number > 0 else ""
        return Entry(
            f"entry-{_anchor(scope)}",
            wording(self._language).number.format(number) if number else "",
            title,
            place.name,
            heading,
            "" if file.new_path else "removed",
            lines,
            body,
            tuple(sorted(_ids(file))),
            tail,
        )

    def _pointer(self, file: FilePair, place: Place) -> Entry:
        """Say at an entry's old place where it stands now."""
        group = next((entry.new for entry in file.metadata if entry.field == "group"), None)
        words = self.words
        where = words.group.format(group) if group else words.ungrouped
        line = Markup('<p class="banner"><a href="#entry-{}"><b class="mvw">{}</b></a>{}</p>')
        old = _entry_of(self._redline.old_document, file.old_path) or place.entry
        title = entry_title(old, self._language) if old else place.name
        return Entry(
            f"left-{_anchor(file.new_path)}",
            "",
            title,
            place.name,
            escape(title),
            "away",
            (line.format(_anchor(file.new_path), words.moved, words.to.format(where)),),
            Markup(),
        )

    def _heading_block(
        self, file: FilePair, place: Place
    ) -> tuple[RedlineBlock | None, tuple[RedlineBlock, ...]]:
        """Take the given heading out of a file's blocks."""
        new = _entry_of(self._redline.new_document, file.new_path)
        old = _entry_of(self._redline.old_document, file.old_path)
        for number, block in enumerate(file.blocks):
            is_new = new is not None and new.heading is not None and block.new == new.heading
            is_old = (
                not file.new_path
                and old is not None
                and old.heading is not None
                and block.old == old.heading
            )
            if is_new or is_old:
                return block, (*file.blocks[:number], *file.blocks[number + 1 :])
        return None, file.blocks

    def _generated(self, place: Place) -> Markup:
        if place.entry is None:
            return escape(place.name)
        front_matter = place.entry.front_matter
        text = heading_text(generated_heading(front_matter, self._language))
        names = [party_name(party, self._language) for party in front_matter.submitters]
        block = Block(BlockKind.HEADING, text, (), Position(place.entry.path, 1, 1))
        bold = first_places(names, text)
        return self._unchanged(block, lambda _: Markup(), lambda *_: Markup(), bold)

    def _unchanged(
        self,
        block: Block,
        note: Callable[[str], Markup],
        image: Callable[[Mark, str], Markup],
        bold: Sequence[tuple[int, int]] = (),
    ) -> Markup:
        """Write text that nothing touched as the document does, so that its lines break alike."""
        kept = [(low, high) for low, high in bold if high - low <= LONGEST_KEPT]
        kept += kept_together(block.text, self._language, self._honorifics)
        return inline_html(
            block, note=note, image=image, kept=kept if self._on_paper else (), bold=bold
        )

    def _lines(self, file: FilePair, place: Place, scope: str) -> list[Markup]:
        lines = []
        shown = not self._redline.selection or bool(_ids(file))
        if shown and not (file.old_path and file.new_path):
            lines.append(self._whole(file, scope, is_new=not file.old_path))
        for id in file.changes:
            change = self._changes[id]
            if change.moved:
                origin = self.words.renamed_from.format(visible(change.moved[0]))
                said = Markup('<b class="mvw">{}</b>{}').format(self.words.renamed, origin)
                lines.append(self._banner(change, said, scope))
        for entry in file.metadata:
            change = self._changes[entry.change]
            if entry.field == "group" and change.moved:
                said = self._moved_here(change)
                lines.append(self._banner(change, said, scope))
                continue
            tag, note = self._notes.mark([change], change, scope=scope)
            colour = colour_class(change)
            old = entry.old
            if entry.field == "status" and old is None and place.entry is not None:
                old = "received"
            parts = [
                Markup('<del class="{}">{}</del>').format(colour, in_words(old, self.words))
                if old
                else "",
                Markup('<ins class="{}">{}</ins>').format(colour, in_words(entry.new, self.words))
                if entry.new
                else "",
            ]
            lines.append(
                Markup('<p class="meta bar">{}{}{}{}{}{}</p>').format(
                    tag,
                    note,
                    field_name(entry.field, self.words),
                    self.words.colon,
                    Markup(" ").join(p for p in parts if p),
                    self._notes.flush(),
                )
            )
        return lines

    def _moved_here(self, change: Change) -> Markup:
        assert change.moved is not None
        words = self.words
        source = change.moved[0]
        group = (
            words.group.format(source) if source else words.quoted(inside(words.not_categorized))
        )
        separator = wording(words.language).separator
        commit = change.commit
        when = f"{separator}{long_date(commit.date.date(), self._language)}" if commit else ""
        names = [visible(party.name) for party in change.credit.parties]
        article = next((f"{p.article} " for p in change.credit.parties if p.article), "")
        named = wording(words.language).last.join(names)
        by = words.credit.format(f"{article if words is ENGLISH else ''}{named}") if names else ""
        return Markup('<b class="mvw">{}</b>{}{}{}').format(
            words.moved_here, words.origin.format(group), by, when
        )

    def _whole(self, file: FilePair, scope: str, *, is_new: bool) -> Markup:
        """Say that an entry is new or removed, with the tag of the change that most of it is."""
        sizes: Counter[int] = Counter()
        for block in file.blocks:
            for run in block.runs:
                if run.change and self._changes[run.change].code in (Code.ADD, Code.SUP):
                    sizes[run.change] += len(run.text) + 1
        said = Markup("<b>{}</b>").format(self.words.new_entry if is_new else self.words.removed)
        code = "ADD" if is_new else "SUP"
        if not sizes:
            return Markup('<p class="banner bar"><span class="k">{}</span>{}</p>').format(
                code, said
            )
        largest = max(sizes, key=lambda id: (sizes[id], -id))
        return self._banner(self._changes[largest], said, scope, code)

    def _banner(self, change: Change, said: Markup, scope: str, code: str = "") -> Markup:
        tag, note = self._notes.mark([change], change, scope=scope)
        return Markup('<p class="banner bar"><span class="k">{}</span>{}{}{}{}</p>').format(
            code or change.code.value, tag, note, said, self._notes.flush()
        )

    def _pieces(
        self,
        file: FilePair,
        blocks: Sequence[RedlineBlock],
        footnotes: Mapping[tuple[str, bool], list[RedlineBlock]],
        scope: str,
    ) -> list[Piece]:
        containers = _container_map(blocks)
        pieces = []
        for number, block in enumerate(blocks):
            side = block.new or block.old
            assert side is not None
            if is_note(side) or (self._changes_only and block.code is None):
                continue
            joined = _is_joined_away(block, self._changes)
            if joined and self._on_paper:
                continue
            shown = side if block.new is not None else _in_new(side, containers)
            code = (
                Markup('<span class="k">{}</span>').format(block.code.value)
                if block.code is not None
                else Markup()
            )
            pieces.append(
                Piece(
                    shown,
                    self._block_content(block, file, footnotes, scope),
                    _label(block, self._changes),
                    code,
                    "joined" if joined else "chg" if block.code is not None else "",
                    f"b{_anchor(scope)}-{number}" if block.code is not None else "",
                )
            )
        return pieces

    def _block_content(
        self,
        block: RedlineBlock,
        file: FilePair,
        footnotes: Mapping[tuple[str, bool], list[RedlineBlock]],
        scope: str,
    ) -> Markup:
        def call(label: str, is_new: bool) -> Markup:
            blocks = footnotes.get((label, is_new))
            if not blocks:
                return escape(f"[^{label}]")
            key = (file.new_path or file.old_path, label, id(blocks[0]))
            self._called.update(id(other) for other in blocks)
            return self._sequence.call(
                key, lambda: self._note_content(blocks, file, footnotes, scope)
            )

        def image(mark: RunMark, alternative: str) -> Markup:
            path = block.new_path or block.old_path
            named = alternative
            if self._on_paper and not named:  # a page says it in the title
                named = mark.title or posixpath.basename(mark.target)
            return Markup('<span class="img" title="{}">{}</span>').format(
                visible(image_path(path, mark.target)), named
            )

        marker = self._marker(block, file)
        if block.code is None and block.new is not None:
            return marker + self._unchanged(
                block.new,
                lambda label: call(label, True),
                lambda mark, text: image(RunMark(mark.kind, mark.target, mark.title), text),
            )
        content = self._content.content(block, call=call, image=image, scope=scope)
        return marker + content + self._notes.flush()

    def _marker(self, block: RedlineBlock, file: FilePair) -> Markup:
        """Say for who reads the page back what a block is in old and in new."""
        if self._on_paper:
            return Markup()
        if self._numbered is not file:
            self._numbered = file
            self._numbers = {id(other): n for n, other in enumerate(file.blocks)}
        number = self._numbers[id(block)]
        sides = {
            name: [path, side.kind.value, side.level, side.label, side.depth, _cell(side)]
            for name, side, path in (
                ("old", block.old, block.old_path),
                ("new", block.new, block.new_path),
            )
            if side is not None
        }
        return Markup('<span class="bd" hidden data-n="{}" data-b="{}"></span>').format(
            number, json.dumps(sides, ensure_ascii=False)
        )

    def _uncalled(
        self,
        file: FilePair,
        blocks: Sequence[RedlineBlock],
        footnotes: Mapping[tuple[str, bool], list[RedlineBlock]],
        scope: str,
    ) -> Markup:
        """Write notes that nothing calls: they are text, and a change in them is one."""
        parts = []
        for block in blocks:
            side = block.new or block.old
            assert side is not None
            shown = is_note(side) and id(block) not in self._called
            if shown and not (self._changes_only and block.code is None):
                content = self._block_content(block, file, footnotes, scope)
                parts.append(Markup('<p class="uncalled">{}</p>').format(content))
        for entry in file.passing:
            what, who_did = passing(entry, self.words)
            parts.append(
                Markup('<p class="meta passing"><b>{}</b>{}<s>{}</s>{}{}</p>').format(
                    what,
                    self.words.colon,
                    visible(entry.text),
                    wording(self.words.language).separator,
                    who_did,
                )
            )
        return Markup().join(parts)

    def _note_content(
        self,
        blocks: Sequence[RedlineBlock],
        file: FilePair,
        footnotes: Mapping[tuple[str, bool], list[RedlineBlock]],
        scope: str,
    ) -> Markup:
        parts = []
        for number, block in enumerate(blocks):
            content = self._block_content(block, file, footnotes, scope)
            parts.append(
                Markup('<span class="fp">{}</span>').format(content) if number else content
            )
        return Markup().join(parts)


def in_words(value: str, words: RedlineWording = ENGLISH) -> str:
    """Say a field's value as people do: "under discussion"."""
    if words is not ENGLISH and value in set(Status):
        said = wording(words.language)
        gone = {Status.WITHDRAWN: said.withdrawn, Status.SUPERSEDED: said.superseded}
        return inside((said.statuses | gone).get(Status(value), words.term(value)))
    return value.replace("-", " ") if value in _STATUSES else visible(value)


_STATUSES = frozenset({"under-discussion", "agreed-ad-referendum"})


def field_name(name: str, words: RedlineWording = ENGLISH) -> str:
    """Name a field at the start of a line."""
    shown = words.term(visible(name.replace("_", " ")))
    return shown[:1].upper() + shown[1:]


def _cell(block: Block) -> list[object]:
    cell = block.cell
    return [cell.row, cell.column, cell.alignment] if cell else []


def _ids(file: FilePair) -> set[int]:
    ids = {*file.changes, *(entry.change for entry in file.metadata)}
    for block in file.blocks:
        ids |= {*block.changes, *(id for run in block.runs for id in (run.change, *run.also))}
    return ids - {0}


def _anchor(path: str) -> str:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in stem)


def _entry_of(document: RollingDocument | None, path: str) -> Recommendation | None:
    for group in document.groups if document and path else ():
        for entry in group.entries:
            if entry.path == path:
                return entry
    return None


def _footnotes(blocks: Sequence[RedlineBlock]) -> dict[tuple[str, bool], list[RedlineBlock]]:
    """The blocks of each footnote by its label, as new and as old name it."""
    notes: dict[tuple[str, bool], list[RedlineBlock]] = {}
    for block in blocks:
        for side, is_new in ((block.new, True), (block.old, False)):
            for container in side.containers if side else ():
                if container.kind is ContainerKind.FOOTNOTE:
                    notes.setdefault((container.label, is_new), []).append(block)
    return notes


def _container_map(blocks: Sequence[RedlineBlock]) -> dict[int, Container]:
    """Map old's containers to new's, by the blocks that stand in both."""
    known: dict[int, Container] = {}
    for block in blocks:
        if block.old is not None and block.new is not None:
            for old, new in zip(block.old.containers, block.new.containers, strict=False):
                if old.kind is not new.kind:
                    break
                known.setdefault(old.number, new)
    return known


def _in_new(block: Block, known: Mapping[int, Container]) -> Block:
    """Let a block of old stand in new's lists and tables where these go on."""
    containers = []
    for container in block.containers:
        found = known.get(container.number)
        keeps = found is not None and container.kind is not ContainerKind.ITEM
        containers.append(
            found
            if keeps and found is not None
            else replace(container, number=container.number + _APART)
        )
    return replace(block, containers=tuple(containers))


def _is_joined_away(block: RedlineBlock, changes: Mapping[int, Change]) -> bool:
    """Whether a paragraph of old was joined to another, where its text is shown."""
    return (
        block.new is None
        and bool(block.runs)
        and all(
            run.op == "moved-from" and changes[run.change].kind is ChangeKind.FORMATTING
            for run in block.runs
        )
    )


def _label(block: RedlineBlock, changes: Mapping[int, Change]) -> Markup | None:
    """A label as it is marked; None for one that nothing touched."""
    old = _shown_label(block.old)
    new = _shown_label(block.new)
    if block.old is not None and block.new is not None:
        numbering = [id for id in block.changes if changes[id].kind is ChangeKind.NUMBERING]
        if old == new or not numbering:
            return None
        colour = colour_class(changes[numbering[0]])
        parts = [
            Markup('<del class="{}">{}</del>').format(colour, old) if old else Markup(),
            Markup('<ins class="{}">{}</ins>').format(colour, new) if new else Markup(),
        ]
        return Markup(" ").join(part for part in parts if part)
    label, element = (new, "ins") if block.new is not None else (old, "del")
    ids = [run.change for run in block.runs if run.change]
    if not label or label == BULLET or not ids:
        return None
    change = changes[ids[0]]
    css = "mv" if change.kind is ChangeKind.MOVE else colour_class(change)
    if change.kind is ChangeKind.FORMATTING:
        return None
    return Markup('<{0} class="{1}">{2}</{0}>').format(Markup(element), css, label)


def _shown_label(block: Block | None) -> str:
    label = block.label if block else ""
    return BULLET if label in _BULLETS else label
