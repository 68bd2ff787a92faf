"""The blocks of one file as HTML, with the document's footnotes and images.

In: blocks and the path of the file that they stand in. Out: Markup.
"""

import posixpath
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from pipeline.model.position import Position
from pipeline.model.targets import local_path
from pipeline.model.text import Block, BlockKind, ContainerKind, Mark, MarkKind, RollingDocument
from pipeline.render.document.blocks import Piece, label_html, nested_html
from pipeline.render.document.footnotes import Note, NoteSequence
from pipeline.render.document.inline import LONGEST_KEPT, Range, inline_html, kept_together
from pipeline.render.document.wording import direction


class HtmlWriter:
    """Turns blocks of a file into HTML, with one sequence of footnotes for the document.

    ``image_address`` gives the address of an image from its path in the repository.
    """

    def __init__(
        self,
        *,
        language: str,
        honorifics: frozenset[str],
        on_paper: bool,
        image_address: Callable[[str], str],
    ) -> None:
        self.language = language
        self.sequence = NoteSequence(language=language, on_paper=on_paper)
        self._honorifics = honorifics
        self._image_address = image_address

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes called so far."""
        return self.sequence.notes

    def heading(
        self, path: str, block: Block, blocks: Sequence[Block], names: Sequence[str]
    ) -> Markup:
        """Return an entry's heading, its submitters' names semibold and each on one line."""
        bold = first_places(names, block.text)
        kept = [(low, high) for low, high in bold if high - low <= LONGEST_KEPT]
        return self.content(path, block, notes_by_label(blocks), bold=bold, kept=kept)

    def listed(self, text: str) -> Markup:
        """Return a heading as the contents show it."""
        block = Block(BlockKind.HEADING, text, (), Position("", 1, 1))
        return self.content("", block, {})

    def blocks(self, path: str, blocks: Sequence[Block], *, level: int) -> Markup:
        """Return the blocks of one file; its footnotes stand where they are called."""
        notes = notes_by_label(blocks)
        pieces = (
            Piece(block, self.content(path, block, notes)) for block in blocks if not is_note(block)
        )
        return nested_html(pieces, level=level, direction=direction(self.language))

    def content(
        self,
        path: str,
        block: Block,
        notes: Mapping[str, Sequence[Block]],
        *,
        bold: Sequence[Range] = (),
        kept: Sequence[Range] = (),
    ) -> Markup:
        """Return one block's content; ``notes`` are those of its file.

        ``bold``: ranges set semibold; ``kept``: more ranges that stay on one line.
        """

        def note(label: str) -> Markup:
            if label not in notes:
                return escape(f"[^{label}]")
            return self.sequence.call(
                (path, label), lambda: self._note_content(path, notes[label], notes)
            )

        def image(mark: Mark, alternative: str) -> Markup:
            address = self._image_address(image_path(path, mark.target))
            alternative = alternative or mark.title or posixpath.basename(mark.target)
            return Markup('<img src="{}" alt="{}">').format(address, alternative)

        whole = list(kept)
        if block.kind is not BlockKind.CODE:
            whole += kept_together(block.text, self.language, self._honorifics)
        return inline_html(block, note=note, image=image, kept=whole, bold=bold)

    def _note_content(
        self, path: str, blocks: Sequence[Block], notes: Mapping[str, Sequence[Block]]
    ) -> Markup:
        parts = []
        for index, block in enumerate(blocks):
            label = Markup("{} ").format(label_html(block.label)) if block.label else Markup()
            content = label + self.content(path, block, notes)
            parts.append(Markup('<span class="fp">{}</span>').format(content) if index else content)
        return Markup("").join(parts)


def first_places(names: Sequence[str], text: str) -> list[Range]:
    """Find the first place of each name, but for a name inside a place that was found."""
    places: list[Range] = []
    for name in names:
        start = text.find(name)
        if start >= 0 and not any(low <= start < high for low, high in places):
            places.append((start, start + len(name)))
    return places


def notes_by_label(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """Return the blocks of each footnote of a file by its label."""
    notes: dict[str, list[Block]] = {}
    for block in blocks:
        for container in block.containers:
            if container.kind is ContainerKind.FOOTNOTE:
                notes.setdefault(container.label, []).append(block)
    return notes


def is_note(block: Block) -> bool:
    """Whether a block is part of a footnote."""
    return any(container.kind is ContainerKind.FOOTNOTE for container in block.containers)


def image_path(path: str, target: str) -> str:
    """Return the path in the repository that an image's target names, seen from its file; the
    target itself where it leads out of the repository, as old commits' may."""
    return local_path(path, target) or target


def image_marks(document: RollingDocument) -> tuple[tuple[str, Mark], ...]:
    """Return every image that a document may print: the path in the repository, and its mark."""
    files = [(document.settings.abstract, document.abstract)]
    files += [(entry.path, entry.blocks) for group in document.groups for entry in group.entries]
    files += [(annex.path, annex.blocks) for annex in document.annexes]
    return tuple(
        (image_path(path, mark.target), mark)
        for path, blocks in files
        for block in blocks
        for mark in block.marks
        if mark.kind is MarkKind.IMAGE
    )
