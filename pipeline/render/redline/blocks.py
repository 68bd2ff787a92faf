"""The blocks of a redline's files as HTML: content with its marks, footnotes, pictures.

In: the blocks of one file at a time. Out: Markup; footnotes go into one sequence for all files.
On the web each block says, for who reads the page back, what it is on either side (``data-b``)
and whence its words come (``data-o``).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from pipeline.model.change import Change, FilePair, RedlineBlock, RunMark
from pipeline.model.text import Block, Mark
from pipeline.render.document.blocks import Piece
from pipeline.render.document.footnotes import NoteSequence
from pipeline.render.document.inline import LONGEST_KEPT, inline_html, kept_together
from pipeline.render.document.wording import wording
from pipeline.render.document.writer import is_note
from pipeline.render.redline.containers import (
    Footnotes,
    changed_rows,
    container_map,
    footnotes_by_label,
    in_new,
    is_joined_away,
    marked_label,
)
from pipeline.render.redline.inline import ContentWriter
from pipeline.render.redline.notes import NoteWriter
from pipeline.render.redline.pictures import BlockPictures, Pictures
from pipeline.render.redline.statement import passing
from pipeline.render.terminal import visible


@dataclass(frozen=True, slots=True)
class Scope:
    """A file that is being written: what its blocks' ids begin with, the footnotes they call.

    ``name``: what its notes are told by. ``numbers``: places of blocks in the file, by ``id``;
    ``origins``: whence the words of each of new's blocks come, and ``news``: which of them a block
    is. ``called``: the blocks of notes that were called so far.
    """

    file: FilePair
    name: str
    anchor: str
    footnotes: Footnotes
    numbers: Mapping[int, int]
    origins: Sequence[str] = ()
    news: Mapping[int, int] = field(default_factory=dict)
    called: set[int] = field(default_factory=set)


def scope_of(file: FilePair, anchor: str, origins: Sequence[str] = ()) -> Scope:
    """Begin a file; ``origins``: as ``origins.Encoded`` has them."""
    own = [block for block in file.blocks if block.new is not None]
    return Scope(
        file,
        file.new_path or file.old_path,
        anchor,
        footnotes_by_label(file.blocks),
        {id(block): number for number, block in enumerate(file.blocks)},
        origins if len(origins) == len(own) else (),
        {id(block): number for number, block in enumerate(own)},
    )


@dataclass(slots=True)
class BlockWriter:
    """Writes blocks; knows how text is kept together, not what stands above it."""

    changes: Mapping[int, Change]
    notes: NoteWriter
    sequence: NoteSequence
    language: str
    honorifics: frozenset[str]
    pictures: Pictures
    on_paper: bool
    changes_only: bool = False
    hide_deletions: bool = False
    _content: ContentWriter = field(init=False)

    def __post_init__(self) -> None:
        self._content = ContentWriter(self.changes, self.notes, self.hide_deletions)

    def pieces(self, scope: Scope, blocks: Sequence[RedlineBlock]) -> list[Piece]:
        """Write the blocks of running text; notes stand where they are called."""
        containers = container_map(blocks)
        context = changed_rows(blocks) if self.changes_only else frozenset()
        pieces = []
        for number, block in enumerate(blocks):
            side = block.new or block.old
            assert side is not None
            untouched = block.code is None and id(block) not in context
            if is_note(side) or (self.changes_only and untouched):
                continue
            joined = is_joined_away(block, self.changes)
            if joined and self.on_paper:
                continue
            code = (
                Markup('<span class="k">{}</span>').format(block.code.value)
                if block.code is not None
                else Markup()
            )
            pieces.append(
                Piece(
                    side if block.new is not None else in_new(side, containers),
                    self.block(scope, block),
                    marked_label(block, self.changes),
                    code,
                    _css(block, joined),
                    f"b{scope.anchor}-{number}" if block.code is not None else "",
                )
            )
        return pieces

    def block(self, scope: Scope, block: RedlineBlock) -> Markup:
        """Write one block's content; its notes follow it on the web."""

        def call(label: str, is_new: bool) -> Markup:
            blocks = scope.footnotes.get((label, is_new))
            if not blocks:
                return escape(f"[^{label}]")
            key = (scope.name, label, id(blocks[0]))
            scope.called.update(id(other) for other in blocks)
            return self.sequence.call(key, lambda: self._note_content(scope, blocks))

        marker = self._marker(scope, block)
        pictures = BlockPictures(self.pictures, block, self.on_paper)
        if block.code is None and block.new is not None:
            written = self._as_document(
                block.new,
                lambda label: call(label, True),
                lambda mark, text: pictures.whole(
                    RunMark(mark.kind, mark.target, mark.title), text
                ),
            )
            return marker + written
        content = self._content.content(block, call=call, pictures=pictures, scope=scope.name)
        return marker + content + self.notes.flush()

    def unchanged(self, block: Block, bold: Sequence[tuple[int, int]] = ()) -> Markup:
        """Write text that has neither notes nor pictures as the document does."""
        return self._as_document(block, lambda _: Markup(), lambda *_: Markup(), bold)

    def _as_document(
        self,
        block: Block,
        note: Callable[[str], Markup],
        image: Callable[[Mark, str], Markup],
        bold: Sequence[tuple[int, int]] = (),
    ) -> Markup:
        """Write text that nothing touched as the document does, so that its lines break alike."""
        kept = [(low, high) for low, high in bold if high - low <= LONGEST_KEPT]
        kept += kept_together(block.text, self.language, self.honorifics)
        return inline_html(
            block,
            note=note,
            image=image,
            kept=kept if self.on_paper else (),
            bold=bold,
        )

    def _marker(self, scope: Scope, block: RedlineBlock) -> Markup:
        """Say for who reads the page back what a block is in old and in new."""
        if self.on_paper:
            return Markup()
        sides = {
            name: [path, side.kind.value, side.level, side.label, side.depth, _cell(side)]
            for name, side, path in (
                ("old", block.old, block.old_path),
                ("new", block.new, block.new_path),
            )
            if side is not None
        }
        origins = Markup()
        if block.new is not None and scope.origins:
            origins = Markup(' data-o="{}"').format(scope.origins[scope.news[id(block)]])
        return Markup('<span class="bd" hidden data-n="{}" data-b="{}"{}></span>').format(
            scope.numbers[id(block)], json.dumps(sides, ensure_ascii=False), origins
        )

    def uncalled(self, scope: Scope, blocks: Sequence[RedlineBlock]) -> Markup:
        """Write notes that nothing calls: they are text, and a change in them is one. Then what
        came and went."""
        words = self.notes.words
        parts = []
        for block in blocks:
            side = block.new or block.old
            assert side is not None
            shown = is_note(side) and id(block) not in scope.called
            if shown and not (self.changes_only and block.code is None):
                content = self.block(scope, block)
                parts.append(Markup('<p class="uncalled">{}</p>').format(content))
        for entry in scope.file.passing:
            what, who_did = passing(entry, words)
            parts.append(
                Markup('<p class="meta passing"><b>{}</b>{}<s>{}</s>{}{}</p>').format(
                    what,
                    words.colon,
                    visible(entry.text),
                    wording(words.language).separator,
                    who_did,
                )
            )
        return Markup().join(parts)

    def _note_content(self, scope: Scope, blocks: Sequence[RedlineBlock]) -> Markup:
        parts = []
        for number, block in enumerate(blocks):
            with self._content.apart():
                content = self.block(scope, block)
            parts.append(
                Markup('<span class="fp">{}</span>').format(content) if number else content
            )
        return Markup().join(parts)


def _css(block: RedlineBlock, joined: bool) -> str:
    if joined or block.code is None:
        return "joined" if joined else ""
    return "chg only-new" if block.old is None else "chg only-old" if block.new is None else "chg"


def _cell(block: Block) -> list[object]:
    cell = block.cell
    return [cell.row, cell.column, cell.alignment] if cell else []
