"""Rules on square brackets, which are text: what is not agreed stands in them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.targets import local_path
from pipeline.model.text import Block, BlockKind, MarkKind, Party
from pipeline.rules.links import Tree
from pipeline.rules.places import end_of, in_block, split_lines

_NO_TEXT = frozenset({BlockKind.CODE, BlockKind.HTML})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BRACKET = re.compile(r"[\[\]]")
_Bracket = tuple[Block, int]  # and where it stands in the block's text
_NAME = re.compile(r"-?[A-Z]{2,4}|-?[A-Z][A-Za-z]+(?:[ ;,]+[A-Z][A-Za-z]+)*")


def balance(file: ReadFile) -> Iterator[Diagnostic]:
    """W203, W204: a bracket that is never closed or opened. A pair may span paragraphs, but not
    footnotes or table cells."""
    written = [
        block
        for block in file.text.blocks
        if block.kind not in _NO_TEXT and ("[" in block.text or "]" in block.text)
    ]
    if not written:
        return
    lines = split_lines(file.source)
    apart: dict[int, list[_Bracket]] = {}
    body: list[_Bracket] = []
    for block in written:
        note = next((each.number for each in block.containers if each.kind == "footnote"), 0)
        found = _brackets(block, lines)
        if block.kind is BlockKind.TABLE_CELL:
            yield from _unmatched(found)
        elif note:
            apart.setdefault(note, []).extend(found)
        else:
            body.extend(found)
    for found in (body, *apart.values()):
        yield from _unmatched(found)


def _brackets(block: Block, lines: Sequence[str]) -> list[_Bracket]:
    code = [mark for mark in block.marks if mark.kind is MarkKind.CODE]
    return [
        (block, found.start())
        for found in _BRACKET.finditer(block.text)
        if not any(mark.start <= found.start() < mark.end for mark in code)
        and not _is_escaped(in_block(block, found.start()), lines)
    ]


def _is_escaped(place: Position, lines: Sequence[str]) -> bool:
    """Tell whether a bracket is written ``\\[`` or as an entity: then it is a plain character."""
    line = lines[place.line - 1]
    if line[place.column - 1 : place.column] not in {"[", "]"}:
        return True
    before = line[: place.column - 1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _unmatched(brackets: Iterable[_Bracket]) -> Iterator[Diagnostic]:
    opened: list[_Bracket] = []
    for block, offset in brackets:
        if block.text[offset] == "[":
            opened.append((block, offset))
        elif opened:
            opened.pop()
        else:
            yield _report(
                block,
                offset,
                "W204",
                "“]” was never opened",
                "add “[”, or write “\\]” for a plain bracket",
            )
    for block, offset in opened:
        yield _report(
            block,
            offset,
            "W203",
            "“[” is never closed",
            "add “]”, or write “\\[” for a plain bracket",
        )


def _report(block: Block, offset: int, code: str, message: str, hint: str) -> Diagnostic:
    place = in_block(block, offset)
    return Diagnostic.of(code, message, place, end_of(place, 1), hint=hint)


def party_links(file: ReadFile, parties: Iterable[Party], tree: Tree) -> Iterator[Diagnostic]:
    """W226: ``[text](Party)``, which is a link, where ``[text]{Party}`` was meant."""
    linked = [
        (block, mark)
        for block in file.text.blocks
        for mark in block.marks
        if mark.kind is MarkKind.LINK and mark.target and _SCHEME.match(mark.target) is None
    ]
    if not linked:
        return
    known = {
        name.casefold()
        for each in parties
        for name in (each.id, each.name, each.short, each.letters)
        if name
    }
    for block, mark in linked:
        target = mark.target.replace("%20", " ")
        if local_path(file.source.path, mark.target) in tree.files:
            continue
        if _NAME.fullmatch(target) or target.removeprefix("-").casefold() in known:
            yield Diagnostic.of(
                "W226",
                f"this is a link to “{target}”, not a bracket by a party",
                mark.position or block.position,
                hint=f"write “[{block.text[mark.start : mark.end]}]{{{target}}}”",
            )
