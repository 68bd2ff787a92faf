"""Moves: which blocks and clauses went where, and by whom.

In: the paired blocks, the clauses, and who changed what. Out: one ``Move`` for each block or run
of neighbouring blocks that went together, for each clause, and for each split or join.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.change import Snapshot
from pipeline.model.text import Block, FileText
from pipeline.redline.attribute import Attribution
from pipeline.redline.blocks import Pairing, Place
from pipeline.redline.cause import Cause
from pipeline.redline.clauses import Clause
from pipeline.redline.lineage import Reader
from pipeline.redline.matching import Pair
from pipeline.redline.words import Words

_CONTEXT = 3  # tokens on each side of a paragraph mark that tell it from others


class MoveKind(StrEnum):
    """What the text did: it went elsewhere, or a paragraph mark came or went beside it."""

    MOVE = "move"
    SPLIT = "split"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Move:
    """A move with its paths; ``cause`` carries its number."""

    kind: MoveKind
    cause: Cause
    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Moves:
    """All moves by number; the causes of blocks (by old place) and of clauses (by index)."""

    moves: tuple[Move, ...]
    of_block: Mapping[Place, Cause]
    of_clause: tuple[Cause, ...]


def name_moves(
    old: Snapshot,
    new: Snapshot,
    old_words: Sequence[Sequence[Words]],
    new_words: Sequence[Sequence[Words]],
    pairing: Pairing,
    matches: Mapping[Place, Sequence[Pair]],
    clauses: Sequence[Clause],
    attribution: Attribution,
) -> Moves:
    """Number the moves in new's reading order and find the commit of each."""
    moves: list[Move] = []
    of_block: dict[Place, Cause] = {}
    before: tuple[Place, Place] | None = None
    for place, there in sorted(pairing.moved.items(), key=lambda item: item[1]):
        (f, i), (g, j) = place, there
        cause = _block_mover(
            old, new, old_words, new_words, pairing, place, there, matches[place], attribution
        )
        goes_on = before == ((f, i - 1), (g, j - 1)) and (cause.commit, cause.reason) == (
            moves[-1].cause.commit,
            moves[-1].cause.reason,
        )
        if not goes_on:
            cause = Cause(cause.commit, cause.reason, move=len(moves))
            moves.append(Move(MoveKind.MOVE, cause, old.files[f].path, new.files[g].path))
        of_block[place] = moves[-1].cause
        before = (place, there)
    of_clause = []
    for clause in clauses:
        f, g = clause.old[0], clause.new[0]
        one, other = old_words[f][clause.old[1]], new_words[g][clause.new[1]]
        kind = _kind(clause, len(one), len(other), pairing)
        paths = old.files[f].path, new.files[g].path
        if kind is MoveKind.MOVE:
            pairs = [(clause.old_start + k, clause.new_start + k) for k in range(clause.length)]
            commit = attribution.mover(one, other, pairs)
            cause = attribution.named(commit) or _clause_mover(
                clause, one, other, paths, attribution
            )
        else:
            cause = _paragraph_mark_maker(clause, one, other, kind, paths, attribution)
        cause = Cause(cause.commit, cause.reason, move=len(moves))
        moves.append(Move(kind, cause, *paths))
        of_clause.append(cause)
    return Moves(tuple(moves), of_block, tuple(of_clause))


def _block_mover(
    old: Snapshot,
    new: Snapshot,
    old_words: Sequence[Sequence[Words]],
    new_words: Sequence[Sequence[Words]],
    pairing: Pairing,
    place: Place,
    there: Place,
    pairs: Sequence[Pair],
    attribution: Attribution,
) -> Cause:
    one, other = old_words[place[0]][place[1]], new_words[there[0]][there[1]]
    named = attribution.named(attribution.mover(one, other, pairs))
    if named:
        return named
    paths = old.files[place[0]].path, new.files[there[0]].path
    crossed = _crossed(pairing, place, there)
    if crossed is None:
        return attribution.value_maker(*paths, *_stands(attribution, one.block, other.block))
    anchors = (
        old.files[crossed[0][0]].blocks[crossed[0][1]],
        new.files[crossed[1][0]].blocks[crossed[1][1]],
    )

    def order(block: Block, anchor: Block, file: FileText) -> bool | None:
        at, beside = attribution.place(file, block), attribution.place(file, anchor)
        return None if at is None or beside is None else at < beside

    def follows(words: Sequence[Words], number: int) -> Reader:
        before = words[number - 1].block if number else None

        def value(file: FileText) -> object:
            at = attribution.place(file, words[number].block)
            beside = attribution.place(file, before) if before else -1
            return at is not None and beside == at - 1

        return value

    return _first_known(
        paths,
        [
            (
                lambda file: order(one.block, anchors[0], file),
                lambda file: order(other.block, anchors[1], file),
            ),
            (
                follows(old_words[place[0]], place[1]),
                follows(new_words[there[0]], there[1]),
            ),
        ],
        attribution,
    )


def _crossed(pairing: Pairing, place: Place, there: Place) -> tuple[Place, Place] | None:
    """Find a block that stayed, and on whose other side this one stands now: the nearest."""
    (f, i), (g, j) = place, there
    chain = pairing.chains.get(f, [])
    if not chain or pairing.in_place[f, chain[0][0]][0] != g:
        return None
    before = bisect_left(chain, i, key=lambda pair: pair[0])
    now = bisect_left(chain, j, key=lambda pair: pair[1])
    if before == now:
        return None
    a, b = chain[now if now < before else now - 1]
    return (f, a), (g, b)


def _stands(attribution: Attribution, old: Block, new: Block) -> tuple[Reader, Reader]:
    return (
        lambda file: attribution.place(file, old) is not None,
        lambda file: attribution.place(file, new) is not None,
    )


def _clause_mover(
    clause: Clause, old: Words, new: Words, paths: tuple[str, str], attribution: Attribution
) -> Cause:
    """Ask the versions: do the clause's words stand in the block, after the word before them?

    Where that was always so: before the word after them; then, as a block of their own.
    """

    def reader(words: Words, start: int, before: int, after: int) -> Reader:
        context = words.texts[max(0, start - before) : start + clause.length + after]

        def stands(file: FileText) -> object:
            found = attribution.counterpart(file, words.block)
            return found is not None and _contains(found, context)

        return stands

    def whole(words: Words) -> Reader:
        return lambda file: any(_texts(block) == words.texts for block in file.blocks)

    readers = [
        (reader(old, clause.old_start, 1, 0), reader(new, clause.new_start, 1, 0)),
        (reader(old, clause.old_start, 0, 1), reader(new, clause.new_start, 0, 1)),
        (whole(old), whole(new)),
    ]
    return _first_known(paths, readers, attribution)


def _first_known(
    paths: tuple[str, str], readers: Sequence[tuple[Reader, Reader]], attribution: Attribution
) -> Cause:
    """Ask one question after the other until one has an answer."""
    for old, new in readers:
        cause = attribution.value_maker(*paths, old, new)
        if cause.commit is not None:
            break
    return cause


def _texts(block: Block) -> tuple[str, ...]:
    return tuple(token.text for token in block.tokens)


def _kind(clause: Clause, olds: int, news: int, pairing: Pairing) -> MoveKind:
    """A clause that is a whole block, next to the block that it was part of, was split off."""
    (f, i), (g, j) = clause.old, clause.new
    home = pairing.in_place.get(clause.old)
    arrived = (g, j) in pairing.stayed or (g, j) in pairing.sources
    if clause.length == news and not arrived and home is not None and home[0] == g:
        at_end = clause.old_start + clause.length == olds
        if (at_end and j == home[1] + 1) or (clause.old_start == 0 and j == home[1] - 1):
            return MoveKind.SPLIT
    if clause.length == olds and clause.old not in pairing.in_place:
        into = pairing.stayed.get((g, j))
        if into is not None and into[0] == f:
            at_end = clause.new_start + clause.length == news
            if (at_end and i == into[1] + 1) or (clause.new_start == 0 and i == into[1] - 1):
                return MoveKind.JOIN
    return MoveKind.MOVE


def _paragraph_mark_maker(
    clause: Clause,
    old: Words,
    new: Words,
    kind: MoveKind,
    paths: tuple[str, str],
    attribution: Attribution,
) -> Cause:
    """Ask the versions: are the words on both sides of the mark in one block?"""
    words, start = (old, clause.old_start) if kind is MoveKind.SPLIT else (new, clause.new_start)
    edge = start if start > 0 else start + clause.length
    context = words.texts[max(0, edge - _CONTEXT) : edge + _CONTEXT]

    def in_one_block(file: FileText) -> bool:
        return any(_contains(block, context) for block in file.blocks)

    return attribution.value_maker(*paths, in_one_block, in_one_block)


def _contains(block: Block, texts: Sequence[str]) -> bool:
    tokens = _texts(block)
    length = len(texts)
    return any(tokens[k : k + length] == tuple(texts) for k in range(len(tokens) - length + 1))
