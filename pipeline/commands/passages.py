"""What ``provenance`` is asked → the blocks that answer it.

A question is an entry's id, ``id#3`` (its third block), ``FILE:LINE``, a file's path, or a phrase;
the first of these that there is counts.
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.commands.library import Library
from pipeline.commands.lost import Fold, Loss
from pipeline.commands.phrases import find_tokens, has_tokens, phrase_tokens
from pipeline.errors import RevisionError
from pipeline.model.text import Block, FileText
from pipeline.parse.names import identify
from pipeline.parse.words import split_words, token_ranges

_AT_LINE = re.compile(r"(.+):([1-9]\d{0,8})", re.DOTALL)
_AT_BLOCK = re.compile(r"(.+)#([1-9]\d{0,8})", re.DOTALL)

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """What was asked of one file.

    ``blocks``: by number from 0, the ranges of the text that were asked for; none for the whole
    block. ``fields``: numbers, from 0, of fields. ``losses``: of phrases that once stood there.
    """

    whole: bool = False
    blocks: Mapping[int, Ranges] = field(default_factory=dict)
    fields: frozenset[int] = frozenset()
    losses: tuple[Loss, ...] = ()


def choose(
    questions: Collection[str], library: Library, *, prefix: str = ""
) -> dict[str, Passages]:
    """Return what was asked of each file, by its path; without questions all of every file.

    ``prefix``: a folder from which files may be named, too. Raises RevisionError for a question
    that nothing answers.
    """
    chosen: dict[str, Passages] = {}
    if not questions:
        return dict.fromkeys(library.paths, Passages(whole=True))
    for question in questions:
        for path, passages in _answer(question, library, prefix).items():
            chosen[path] = _join(chosen[path], passages) if path in chosen else passages
    return dict(sorted(chosen.items()))


def _answer(question: str, library: Library, prefix: str) -> dict[str, Passages]:
    if found := _AT_LINE.fullmatch(question):
        path, line = _path(found[1], library, prefix), int(found[2])
        if path == library.settings != "":
            return {path: _field_at(library, path, line)}
        if path:
            return {path: _at_line(library, path, line)}
    if path := _path(question, library, prefix):
        if path == library.settings:
            return {path: Passages(fields=frozenset(range(len(library.fields(path)))))}
        return {path: Passages(whole=True)}
    if files := _of_id(question, library.paths):
        return dict.fromkeys(files, Passages(whole=True))
    if (found := _AT_BLOCK.fullmatch(question)) and (files := _of_id(found[1], library.paths)):
        return {path: _at_block(library.text(path), int(found[2])) for path in files}
    wanted = phrase_tokens(question)
    answer = _phrase(wanted, library) if wanted else {}
    if not answer:
        gone = sorted({*_of_id(question, library.gone), *({question} & set(library.gone))})
        answer = dict.fromkeys(gone, Passages(whole=True))
    if not answer and wanted:
        answer = {loss.path: Passages(losses=(loss,)) for loss in library.losses(wanted)}
    if not answer:
        raise RevisionError.of(
            "E020",
            f"'{question}' is no entry, no place and no phrase of this revision, and never was",
            hint="give an entry's id, id#3, FILE:LINE, or words as they stand in a paragraph",
        )
    return answer


def _path(named: str, library: Library, prefix: str) -> str:
    """Return the path of a file as it was named, from the top or from ``prefix``; "" for none."""
    known = {*library.paths, library.settings}
    for path in (named.removeprefix("./"), posixpath.normpath(posixpath.join(prefix, named))):
        if path in known:
            return path
    return ""


def _of_id(id: str, paths: Collection[str]) -> list[str]:
    return [path for path in paths if identify(path) == id]


def _at_block(file: FileText, number: int) -> Passages:
    if number > len(file.blocks):
        raise RevisionError.of(
            "E021",
            f"'{file.id}' has {len(file.blocks)} blocks, so there is no {file.id}#{number}",
            hint=f"'redraft provenance {file.id}' lists them",
        )
    return Passages(blocks={number - 1: ()})


def _at_line(library: Library, path: str, line: int) -> Passages:
    """Find the blocks that stand on a line, or the field of front matter."""
    blocks = library.text(path).blocks
    numbers = {number: () for number, block in enumerate(blocks) if _is_on(block, line)}
    return Passages(blocks=numbers) if numbers else _field_at(library, path, line)


def _field_at(library: Library, path: str, line: int) -> Passages:
    places = [field.position.line for field in library.fields(path)]
    if line in places:
        return Passages(fields=frozenset(n for n, place in enumerate(places) if place == line))
    raise RevisionError.of(
        "E022",
        f"line {line} of '{path}' holds no words",
        hint="name a line of a paragraph, or of a field's value",
    )


def _is_on(block: Block, line: int) -> bool:
    end = len(block.text.rstrip()) - 1
    last = block.places.at(end).line if block.places and end > 0 else block.position.line
    return block.position.line <= line <= last


def _phrase(wanted: Sequence[str], library: Library) -> dict[str, Passages]:
    """Find every place of a phrase: with its case, else without."""
    for fold in (str, str.casefold):
        folded = tuple(map(fold, wanted))
        found = {path: _standing(library, path, folded, fold) for path in library.paths}
        if library.settings:
            fields = _fields_with(library, library.settings, folded, fold)
            found[library.settings] = Passages(fields=fields)
        found = {path: each for path, each in found.items() if each.blocks or each.fields}
        if found:
            return found
    return {}


def _standing(library: Library, path: str, wanted: tuple[str, ...], fold: Fold) -> Passages:
    """Find a phrase in the blocks and fields of a file."""
    numbers = [
        number
        for number, block in enumerate(library.words(path))
        if has_tokens([fold(token) for token in block], wanted)
    ]
    blocks = library.text(path).blocks if numbers else ()
    return Passages(
        blocks={number: _ranges(blocks[number], wanted, fold) for number in numbers},
        fields=_fields_with(library, path, wanted, fold),
    )


def _fields_with(
    library: Library, path: str, wanted: tuple[str, ...], fold: Fold
) -> frozenset[int]:
    return frozenset(
        number
        for number, field in enumerate(library.fields(path))
        if has_tokens([fold(token) for token in split_words(field.value)], wanted)
    )


def _ranges(block: Block, wanted: tuple[str, ...], fold: Fold) -> Ranges:
    tokens = list(token_ranges(block.text))
    starts = find_tokens([fold(text) for text, _, _ in tokens], wanted)
    last = len(wanted) - 1
    return tuple((tokens[at][1], tokens[at + last][2]) for at in starts)


def _join(one: Passages, other: Passages) -> Passages:
    blocks = dict(one.blocks)
    for number, ranges in other.blocks.items():
        before = blocks.get(number)
        blocks[number] = ranges if before is None else _together(before, ranges)
    return Passages(
        one.whole or other.whole,
        blocks,
        one.fields | other.fields,
        (*one.losses, *(each for each in other.losses if each not in one.losses)),
    )


def _together(one: Ranges, other: Ranges) -> Ranges:
    return tuple(sorted({*one, *other})) if one and other else ()
