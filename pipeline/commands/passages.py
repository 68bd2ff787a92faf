"""What ``provenance`` is asked → the blocks that answer it.

A question is an entry's id, ``id#3`` (its third block), ``FILE:LINE``, a file's path, or a phrase;
the first of these that there is counts.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.errors import RevisionError
from pipeline.model.text import Block, FileText
from pipeline.model.trace import Removal
from pipeline.parse.recommendation import identify
from pipeline.parse.words import split_words

_AT_LINE = re.compile(r"(.+):([1-9]\d{0,8})", re.DOTALL)
_AT_BLOCK = re.compile(r"(.+)#([1-9]\d{0,8})", re.DOTALL)
_QUOTES = "\"'“”„‟«»‘’ \t\n"

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """What was asked of one file.

    ``blocks``: by number from 0, the ranges of the text that were asked for; none for the whole
    block. ``removed``: numbers, from 0, of removals.
    """

    whole: bool = False
    blocks: Mapping[int, Ranges] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Library:
    """The files of a revision, read when they are asked for.

    ``paths``: of the Markdown files that may be answered from, in order.
    ``words``: the tokens of each block. ``removals``: what once stood in
    a file; ``gone``: paths of files that stand no more.
    """

    paths: Sequence[str]
    text: Callable[[str], FileText]
    words: Callable[[str], Sequence[Sequence[str]]]
    removals: Callable[[str], Sequence[Removal]]
    gone: Sequence[str]


def choose(questions: Collection[str], library: Library) -> dict[str, Passages]:
    """Return what was asked of each file, by its path; without questions all of every file.

    Raises RevisionError for a question that nothing answers.
    """
    chosen: dict[str, Passages] = {}
    if not questions:
        return dict.fromkeys(library.paths, Passages(whole=True))
    for question in questions:
        answer = _answer(question, library)
        if not answer:
            raise RevisionError.of(
                "E020",
                f"'{question}' is no entry, no place and no phrase of this revision, and never was",
                hint="give an entry's id, id#3, FILE:LINE, or words as they stand in a paragraph",
            )
        for path, passages in answer.items():
            chosen[path] = _join(chosen[path], passages) if path in chosen else passages
    return dict(sorted(chosen.items()))


def _answer(question: str, library: Library) -> dict[str, Passages]:
    if found := _AT_LINE.fullmatch(question):
        path, line = found[1].removeprefix("./"), int(found[2])
        if path in library.paths:
            return {path: _at_line(library.text(path), line)}
    if question.removeprefix("./") in library.paths:
        return {question.removeprefix("./"): Passages(whole=True)}
    if files := _of_id(question, library.paths):
        return dict.fromkeys(files, Passages(whole=True))
    if (found := _AT_BLOCK.fullmatch(question)) and (files := _of_id(found[1], library.paths)):
        return {path: _at_block(library.text(path), int(found[2])) for path in files}
    if files := [*_of_id(question, library.gone), *({question} & set(library.gone))]:
        return {
            path: Passages(removed=frozenset(range(len(library.removals(path))))) for path in files
        }
    return _phrase(question, library)


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


def _at_line(file: FileText, line: int) -> Passages:
    """Find the blocks that stand on a line; of front matter, the field."""
    numbers = {number: () for number, block in enumerate(file.blocks) if _is_on(block, line)}
    if numbers:
        return Passages(blocks=numbers)
    raise RevisionError.of(
        "E022",
        f"line {line} of '{file.path}' holds no words",
        hint=f"'redraft provenance {file.path}' shows which lines do",
    )


def _is_on(block: Block, line: int) -> bool:
    last = block.tokens[-1].position.line if block.tokens else block.position.line
    return block.position.line <= line <= last


def _phrase(question: str, library: Library) -> dict[str, Passages]:
    """Find every place of a phrase: with its case, else without, else where it stood once."""
    wanted = split_words(question.strip(_QUOTES))
    if not wanted:
        return {}
    for fold in (str, str.casefold):
        folded = tuple(map(fold, wanted))
        found = {}
        for path in library.paths:
            words = library.words(path)
            numbers = [
                number
                for number, block in enumerate(words)
                if any(_places(tuple(map(fold, block)), folded))
            ]
            if numbers:
                blocks = library.text(path).blocks
                found[path] = Passages(
                    blocks={number: _ranges(blocks[number], folded, fold) for number in numbers}
                )
        if found:
            return found
    return {
        path: Passages(removed=gone)
        for path in sorted({*library.paths, *library.gone})
        if (gone := _removed(library.removals(path), tuple(map(str.casefold, wanted))))
    }


def _ranges(block: Block, wanted: tuple[str, ...], fold: Callable[[str], str]) -> Ranges:
    tokens = tuple(fold(token.text) for token in block.tokens)
    starts = [place for place, _ in _places(tokens, wanted)]
    last = len(wanted) - 1
    return tuple((block.tokens[at].start, block.tokens[at + last].end) for at in starts)


def _places(tokens: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where ``wanted`` begins and ends in ``tokens``, without overlap."""
    place, count = 0, len(wanted)
    while place + count <= len(tokens):
        if tokens[place] == wanted[0] and tuple(tokens[place : place + count]) == wanted:
            yield place, place + count
            place += count
        else:
            place += 1


def _removed(removals: Sequence[Removal], wanted: tuple[str, ...]) -> frozenset[int]:
    """Find a phrase among what stood in one block when it was removed."""
    blocks: dict[int, list[int]] = {}
    for number, removal in enumerate(removals):
        blocks.setdefault(removal.block, []).append(number)
    found: set[int] = set()
    for numbers in blocks.values():
        tokens = tuple(removals[number].text.casefold() for number in numbers)
        for start, end in _places(tokens, wanted):
            found.update(numbers[start:end])
    return frozenset(found)


def _join(one: Passages, other: Passages) -> Passages:
    blocks = dict(one.blocks)
    for number, ranges in other.blocks.items():
        before = blocks.get(number)
        blocks[number] = ranges if before is None else _together(before, ranges)
    return Passages(
        one.whole or other.whole,
        blocks,
        one.removed | other.removed,
    )


def _together(one: Ranges, other: Ranges) -> Ranges:
    return tuple(sorted({*one, *other})) if one and other else ()
