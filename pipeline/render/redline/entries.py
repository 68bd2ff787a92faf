"""One file of a redline as it is shown: number, heading, banners, text.

In: a file pair and its place. Out: a frozen ``Entry`` of Markup, for a template.
"""

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.model.change import FilePair, Redline, RedlineBlock
from pipeline.model.position import Position
from pipeline.model.text import Block, BlockKind, Recommendation, RollingDocument
from pipeline.render.document.blocks import nested_html
from pipeline.render.document.headings import generated_heading, heading_text, party_name
from pipeline.render.document.view import entry_title
from pipeline.render.document.wording import digits, direction, wording
from pipeline.render.document.writer import first_places
from pipeline.render.redline.banners import BannerWriter
from pipeline.render.redline.blocks import BlockWriter, Scope, scope_of
from pipeline.render.redline.origins import Encoded
from pipeline.render.redline.places import Place

_NOTHING = Markup()


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


class EntryWriter:
    """Writes the entries of one redline, in the order in which it is asked."""

    def __init__(
        self, redline: Redline, blocks: BlockWriter, origins: Encoded | None = None
    ) -> None:
        self._redline = redline
        self._blocks = blocks
        self._language = blocks.language
        self._banners = BannerWriter(blocks.changes, blocks.notes, blocks.language)
        self._origins = origins
        self._anchors = _anchors(redline.files)

    def entry(self, file: FilePair, place: Place) -> Entry | None:
        """Write one file; None where nothing of it is to be shown."""
        ids = changes_of(file)
        if place.number == -1:
            return self._pointer(file, place)
        if self._blocks.changes_only and not ids:
            return None
        path = file.new_path or file.old_path
        encoded = self._origins.blocks.get(file.new_path, ()) if self._origins else ()
        scope = scope_of(file, self._anchors[path], encoded)
        given, blocks = self._heading_block(file)
        heading = self._blocks.block(scope, given) if given is not None else self._generated(place)
        shown = not self._redline.selection or bool(ids)
        lines = self._banners.lines(file, place, says_whole=shown)
        body, tail = self._text(scope, blocks)
        number = digits(place.number, self._language) if place.number > 0 else ""
        return Entry(
            f"entry-{scope.anchor}",
            wording(self._language).number.format(number) if number else "",
            entry_title(place.entry, self._language) if place.entry else place.name,
            place.name,
            heading,
            "" if file.new_path else "removed",
            tuple(lines),
            body,
            tuple(sorted(ids)),
            tail,
        )

    def _text(self, scope: Scope, blocks: Sequence[RedlineBlock]) -> tuple[Markup, Markup]:
        """Write the running text, then what it does not call."""
        body = nested_html(
            self._blocks.pieces(scope, blocks), level=4, direction=direction(self._language)
        )
        return body, self._blocks.uncalled(scope, blocks)

    def _pointer(self, file: FilePair, place: Place) -> Entry:
        """Say at an entry's old place where it stands now."""
        group = next((entry.new for entry in file.metadata if entry.field == "group"), None)
        words = self._blocks.notes.words
        anchor = self._anchors[file.new_path]
        where = words.group.format(group) if group else words.ungrouped
        line = Markup('<p class="banner"><a href="#entry-{}"><b class="mvw">{}</b></a>{}</p>')
        old = _entry_of(self._redline.old_document, file.old_path) or place.entry
        title = entry_title(old, self._language) if old else place.name
        return Entry(
            f"left-{anchor}",
            "",
            title,
            place.name,
            escape(title),
            "away",
            (line.format(anchor, words.moved, words.to.format(where)),),
            Markup(),
        )

    def _heading_block(
        self, file: FilePair
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
        return self._blocks.unchanged(block, first_places(names, text))


def changes_of(file: FilePair) -> set[int]:
    """Return the ids of all changes of a file: its own, its fields', its text's."""
    ids = {*file.changes, *(entry.change for entry in file.metadata)}
    for block in file.blocks:
        ids |= {*block.changes, *(id for run in block.runs for id in (run.change, *run.also))}
    return ids - {0}


def _anchors(files: Sequence[FilePair]) -> Mapping[str, str]:
    """Name each file in ids: by its stem, by its whole path where others have that stem."""
    paths = [file.new_path or file.old_path for file in files]
    stems = Counter(map(_stem, paths))
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        name = _as_anchor(_stem(path) if stems[_stem(path)] == 1 else path)
        number = 2
        anchor = name
        while anchor in taken:
            anchor, number = f"{name}-{number}", number + 1
        taken.add(anchor)
        anchors[path] = anchor
    return anchors


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _as_anchor(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)


def _entry_of(document: RollingDocument | None, path: str) -> Recommendation | None:
    for group in document.groups if document and path else ():
        for entry in group.entries:
            if entry.path == path:
                return entry
    return None
