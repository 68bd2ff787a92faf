"""Rules on square brackets, which are text: what is not agreed stands in them."""

import re
from collections.abc import Iterable, Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.reading import ReadFile
from pipeline.model.text import Block, BlockKind, MarkKind, Party, Token
from pipeline.rules.places import end_of

_NO_TEXT = frozenset({BlockKind.CODE, BlockKind.HTML})
_NAME = re.compile(r"-?[A-Z]{2,4}|-?[A-Z][A-Za-z]+(?:[ ;,]+[A-Z][A-Za-z]+)*")


def balance(file: ReadFile) -> Iterator[Diagnostic]:
    """W203, W204: a bracket that is never closed or opened. A pair may span paragraphs, but not
    footnotes or table cells."""
    if "[" not in file.source.text and "]" not in file.source.text:
        return
    apart: dict[int, list[Token]] = {}
    body: list[Token] = []
    for block in file.text.blocks:
        if block.kind in _NO_TEXT or ("[" not in block.text and "]" not in block.text):
            continue
        note = next((each.number for each in block.containers if each.kind == "footnote"), 0)
        tokens = _brackets(block)
        if block.kind is BlockKind.TABLE_CELL:
            yield from _unmatched(tokens)
        elif note:
            apart.setdefault(note, []).extend(tokens)
        else:
            body.extend(tokens)
    for tokens in (body, *apart.values()):
        yield from _unmatched(tokens)


def _brackets(block: Block) -> list[Token]:
    code = [mark for mark in block.marks if mark.kind is MarkKind.CODE]
    return [
        token
        for token in block.tokens
        if token.text in {"[", "]"}
        and not any(mark.start <= token.start < mark.end for mark in code)
    ]


def _unmatched(tokens: Iterable[Token]) -> Iterator[Diagnostic]:
    opened: list[Token] = []
    for token in tokens:
        if token.text == "[":
            opened.append(token)
        elif opened:
            opened.pop()
        else:
            yield _report(token, "W204", "“]” was never opened", "add “[”")
    for token in opened:
        yield _report(token, "W203", "“[” is never closed", "add “]”")


def _report(token: Token, code: str, message: str, hint: str) -> Diagnostic:
    end = end_of(token.position, 1)
    return Diagnostic.of(code, message, token.position, end, hint=hint)


def party_links(file: ReadFile, parties: Iterable[Party]) -> Iterator[Diagnostic]:
    """W226: ``[text](Party)``, which is a link, where ``[text]{Party}`` was meant."""
    known = {
        name.casefold()
        for each in parties
        for name in (each.id, each.name, each.short, each.letters)
    }
    for block in file.text.blocks:
        for mark in block.marks:
            target = mark.target.replace("%20", " ")
            if mark.kind is not MarkKind.LINK or not target:
                continue
            if _NAME.fullmatch(target) or target.removeprefix("-").casefold() in known:
                yield Diagnostic.of(
                    "W226",
                    f"this is a link to “{target}”, not a bracket by a party",
                    mark.position or block.position,
                    hint=f"write “[{block.text[mark.start : mark.end]}]{{{target}}}”",
                )
