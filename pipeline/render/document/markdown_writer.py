"""The blocks of one file as Markdown that GitHub and pandoc read alike.

In: blocks. Out: Markdown, a paragraph a line. List labels are text, exactly as their authors
wrote them ("- (1) …"): a list that renumbers itself would change what was submitted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.text import Block, BlockKind, ContainerKind
from pipeline.render.document.footnotes import Note
from pipeline.render.document.inline_markdown import escaped, inline_markdown
from pipeline.render.document.writer import image_path, is_note, notes_by_label

_BULLET = "- "
_BULLETS = frozenset("-*+")
_ALIGNMENTS = {"left": ":--", "center": ":-:", "right": "--:"}


class MarkdownWriter:
    """Turns blocks of a file into Markdown, with one sequence of footnotes for the document."""

    def __init__(self, *, language: str) -> None:
        self.language = language
        self._numbers: dict[tuple[str, str], int] = {}
        self._notes: dict[int, Note] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes called so far, to be written out in the end."""
        return tuple(self._notes[number] for number in sorted(self._notes))

    def blocks(self, path: str, blocks: Sequence[Block], *, level: int) -> str:
        """Return the blocks of one file; ``level`` is that of its outermost heading."""
        body = [block for block in blocks if not is_note(block)]
        return self._nested(path, body, notes_by_label(blocks), level)

    def heading(
        self, path: str, block: Block, blocks: Sequence[Block], names: Sequence[str]
    ) -> str:
        """Return an entry's heading with the calls of its footnotes."""
        return _one_line(self._content(path, block, notes_by_label(blocks)))

    def listed(self, text: str) -> str:
        """Return a heading as the contents show it."""
        return escaped(text)

    def _nested(
        self, path: str, blocks: Sequence[Block], notes: dict[str, list[Block]], level: int
    ) -> str:
        margin = _Margin()
        levels: list[int] = []
        lines: list[str] = []
        for group in _with_tables_whole(blocks):
            block = group[0]
            text = self._text(path, group, notes)
            if block.kind is BlockKind.HEADING:
                while levels and levels[-1] >= block.level:
                    levels.pop()
                levels.append(block.level)
                text = "#" * min(level + len(levels) - 1, 6) + " " + _one_line(text)
            lines += margin.gap(block)
            lines += margin.beside(block, text)
        return "\n".join(lines)

    def _text(self, path: str, group: Sequence[Block], notes: dict[str, list[Block]]) -> str:
        block = group[0]
        if block.kind is BlockKind.TABLE_CELL:
            return self._table(path, group, notes)
        if block.kind is BlockKind.CODE:
            longest = max(map(len, re.findall("`+", block.text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}{block.info}\n{block.text.rstrip()}\n{fence}"
        return self._content(path, block, notes)

    def _table(self, path: str, cells: Sequence[Block], notes: dict[str, list[Block]]) -> str:
        rows: dict[int, list[str]] = {}
        rule = []
        for block in cells:
            assert block.cell is not None
            text = self._content(path, block, notes).replace("\\\n", "<br>")
            rows.setdefault(block.cell.row, []).append(text)
            if block.cell.row == 0:
                rule.append(_ALIGNMENTS.get(block.cell.alignment, "---"))
        lines = ["| " + " | ".join(row) + " |" for _, row in sorted(rows.items())]
        lines.insert(1, "| " + " | ".join(rule) + " |")
        return "\n".join(lines)

    def _content(self, path: str, block: Block, notes: dict[str, list[Block]]) -> str:
        def note(label: str) -> str:
            if label not in notes:
                return escaped(f"[^{label}]")
            if (path, label) not in self._numbers:
                number = self._numbers[path, label] = len(self._numbers) + 1
                text = self._nested(path, notes[label], notes, 6).replace("\n", "\n    ")
                self._notes[number] = Note(f"fn{number}", str(number), text)
            return f"[^{self._numbers[path, label]}]"

        return inline_markdown(block, note=note, image=lambda mark: image_path(path, mark.target))


class _Margin:
    """What stands left of a block's lines: quotation marks, and items' bullets and indents."""

    def __init__(self) -> None:
        self._begun: set[int] = set()
        self._bullets: dict[int, str] = {}
        self._last: dict[int, str] = {}
        self._before: Block | None = None

    def beside(self, block: Block, text: str) -> list[str]:
        """Return the block's lines; the first of a new item carries its bullet and label."""
        first = rest = ""
        bullet = _BULLET
        for depth, container in enumerate(block.containers):
            if container.kind is ContainerKind.LIST:
                bullet = self._bullet(container.number, depth)
            elif container.kind is ContainerKind.QUOTATION:
                first, rest = first + "> ", rest + "> "
            elif container.kind is not ContainerKind.ITEM:
                continue
            elif container.number in self._begun:
                first, rest = first + "  ", rest + "  "
            else:
                self._begun.add(container.number)
                label = "" if container.label in _BULLETS else escaped(container.label) + " "
                first, rest = first + bullet + label, rest + "  "
        self._before = block
        head, *tail = text.split("\n")
        return [first + head, *(rest + line for line in tail)]

    def _bullet(self, number: int, depth: int) -> str:
        """Return a list's bullet: another than that of the list before, which it would join."""
        if number not in self._bullets:
            bullet = "* " if self._last.get(depth) == _BULLET else _BULLET
            self._bullets[number] = self._last[depth] = bullet
        return self._bullets[number]

    def gap(self, block: Block) -> list[str]:
        """Return the empty line before a block, inside the quotation that both stand in; none
        before the first block, and between the items of a tight list."""
        if self._before is None:
            return []
        margin, tight = "", False
        for old, new in zip(self._before.containers, block.containers, strict=False):
            if (old.kind, old.number) != (new.kind, new.number):
                break
            tight = new.kind is ContainerKind.LIST and new.tight
            if new.kind is ContainerKind.QUOTATION:
                margin += "> "
            elif new.kind is ContainerKind.ITEM:
                margin += "  "
        return [] if tight else [margin.rstrip()]


def _with_tables_whole(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield each block alone, but the cells of one table together."""
    table: int | None = None
    group: list[Block] = []
    for block in blocks:
        number = next((c.number for c in block.containers if c.kind is ContainerKind.TABLE), None)
        if group and (number is None or number != table):
            yield group
            group = []
        table = number
        group.append(block)
    if group:
        yield group


def _one_line(text: str) -> str:
    return text.replace("\\\n", " ")
