"""Blocks of tokens in, sentences out: each distinct sentence is one object, compared by identity.

Matching works on sentences. Two sentences of the same words are *alike in words* (``key``) even
where punctuation differs, since punctuation beside a word does not change the word.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol, TypeVar

_LONG = 100  # words after which any punctuation ends a sentence: code, lists, tables in one block
_ENDLESS = 160  # words after which a word that says so ends it, where nothing else does
_SHORT = 8  # words after which a semicolon ends a sentence, and what stands so in code and tables
_STOPS = frozenset(".?!")
_BREAKS = frozenset(";{}|")
_FULL_STOPS = frozenset("。！？؟۔।")  # these end a sentence whatever follows
_OPEN, _CLOSING, _ANYHOW = 0, 1, 2  # what follows may not begin a sentence, may by its case, does
_BLOCKS_KEPT = 50_000
_CUTTING = _STOPS | _FULL_STOPS | _BREAKS | frozenset("=-_~#+*")  # without these, no cut
_CLOSERS = frozenset(")]}”’»\"'*」』）")
_JOINS = "_/.@#:"  # these join words to names; a colon only with others of them
_JOINING = frozenset(range(-len(_JOINS), 0))  # by number, as every vocabulary begins with them
_COLON = -len(_JOINS)
Item = TypeVar("Item")


# Not frozen, though nothing changes them: they are made by the million, and three times as fast.


@dataclass(slots=True, eq=False)
class Sentence:
    """A stretch of a block: ``tokens`` and, of these, ``words``, as numbers of the vocabulary.

    Numbers of words are above zero, those of punctuation below. Sentences of the same words have
    the same ``key``: the ``number`` of the first of them; numbers count from 0.
    """

    number: int
    key: int
    tokens: tuple[int, ...]
    words: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Text:
    """What one blob says: its sentences, and for each block how many of them it holds."""

    sentences: tuple[Sentence, ...]
    blocks: tuple[int, ...]


class Growing(Protocol[Item]):
    """A list that only grows, and may lie elsewhere than in memory."""

    def __getitem__(self, number: int, /) -> Item: ...
    def __len__(self) -> int: ...
    def append(self, item: Item, /) -> None:
        """Add an item at the end."""


class Texts:
    """All distinct words, sentences and blocks of a history, each held once."""

    def __init__(self) -> None:
        self.tokens: Growing[str] = [""]  # words by number
        self.marks: Growing[str] = ["", *_JOINS]  # punctuation by number, below zero in tokens
        self.sentences: Growing[Sentence] = []
        self.numbers = {mark: -number for number, mark in enumerate(_JOINS, 1)}  # of tokens
        self.by_tokens: dict[tuple[int, ...], Sentence] = {}
        self.keys: dict[tuple[int, ...], int] = {}  # of sentences, by their words
        self._blocks: dict[tuple[str, ...], tuple[Sentence, ...]] = {}
        # The same by id(): blocks are mostly the same objects, and hashing one costs its length
        self._seen: dict[int, tuple[tuple[str, ...], tuple[Sentence, ...]]] = {}

    def read(self, blocks: Sequence[tuple[str, ...]]) -> Text:
        """Cut the blocks of one blob into sentences."""
        if len(self._seen) > _BLOCKS_KEPT:
            self._seen.clear()
            self._blocks.clear()
        seen = self._seen
        cut: list[tuple[Sentence, ...]] = []
        for block in blocks:
            found = seen.get(id(block))
            if found is None:
                found = seen[id(block)] = block, self._cut(block)
            cut.append(found[1])
        return Text(tuple(chain.from_iterable(cut)), tuple(map(len, cut)))

    def _cut(self, block: tuple[str, ...]) -> tuple[Sentence, ...]:
        sentences = self._blocks.get(block)
        if sentences is None:
            try:
                numbers = tuple(map(self.numbers.__getitem__, block))
            except KeyError:
                numbers = tuple(map(self._number, block))
            marks = [place for place, number in enumerate(numbers) if number < 0]
            ends = pairwise(sentence_ends(block, marks))
            sentences = tuple([self._sentence(numbers[start:end]) for start, end in ends])
            self._blocks[block] = sentences
        return sentences

    def spell(self, token: int) -> str:
        """Give the text of a token by its number."""
        return self.tokens[token] if token > 0 else self.marks[-token]

    def _sentence(self, numbers: tuple[int, ...]) -> Sentence:
        sentence = self.by_tokens.get(numbers)
        if sentence is None:
            words = tuple([number for number in numbers if number > 0])
            number = len(self.sentences)
            key = self.keys.setdefault(words, number)
            same = numbers if len(words) == len(numbers) else words
            sentence = Sentence(number, key, numbers, same)
            self.sentences.append(sentence)
            self.by_tokens[numbers] = sentence
        return sentence

    def _number(self, token: str) -> int:
        number = self.numbers.get(token)
        if number is None:
            if is_word(token):
                number = len(self.tokens)
                self.tokens.append(token)
            else:
                number = -len(self.marks)
                self.marks.append(token)
            self.numbers[token] = number
        return number


def is_word(token: str) -> bool:
    """Tell a word from a punctuation mark: it begins with a letter or a digit."""
    return token[0].isalnum()


def cut_sentences(tokens: Sequence[str]) -> list[Sequence[str]]:
    """Cut a block's tokens into its sentences."""
    marks = [place for place, token in enumerate(tokens) if not is_word(token)]
    return [tokens[start:end] for start, end in pairwise(sentence_ends(tokens, marks))]


def sentence_ends(tokens: Sequence[str], marks: Sequence[int]) -> list[int]:
    """Return where a block's sentences end, after its beginning; ``marks``: its punctuation.

    Layout has no say, so wrapping a paragraph anew changes no sentence. A stop ends a sentence
    where what follows can begin one: no small letter, no digit ("3.14"), and it stands after more
    than an initial ("J. Smith"). What has no stops (code, facts in a row) is cut at punctuation
    once it is long, and at words chosen by their own letters once it is endless: such cuts come
    back in step after an edit, as counted ones would not.
    """
    if len(tokens) < _LONG and _CUTTING.isdisjoint([tokens[place] for place in marks]):
        return [0, len(tokens)] if tokens else [0]
    ends = [0]
    at = words = 0  # how far the tokens are read; words since the last end
    closing = _OPEN
    previous = ""  # the token before, closers left out
    last = len(tokens) - 1
    for place in (*marks, last + 1):
        if at < place:
            words += place - at
            closing = _OPEN
            if words >= _ENDLESS:
                words, closing = _cut_endless(tokens, at, place, words, ends)
            previous = tokens[place - 1] if words else ""
        if place > last:
            break
        token = tokens[place]
        at = place + 1
        if token in _STOPS:
            closing = _OPEN if len(previous) == 1 and previous.isalpha() else _CLOSING
        elif token in _FULL_STOPS or (token in _BREAKS and words >= _SHORT):
            closing = _ANYHOW
        elif token not in _CLOSERS:
            is_rule = token == previous == tokens[place - 2]  # "-----" under the head of a table
            closing = _ANYHOW if is_rule or words >= _LONG else _OPEN
        if token not in _CLOSERS:
            previous = token
        if closing and words and _ends(tokens, place, closing):
            ends.append(at)
            words = 0
            closing = _OPEN
            previous = ""
    if ends[-1] <= last:
        ends.append(last + 1)
    return ends


def _cut_endless(
    tokens: Sequence[str], start: int, end: int, words: int, ends: list[int]
) -> tuple[int, int]:
    """Cut a row of words, which with those before are too many; return how many are left of
    these after the last cut, and how the last one closes."""
    closing = _OPEN
    place = max(start, end - 1 - (words - _ENDLESS))
    while place < end:
        closing = _ANYHOW if zlib.crc32(tokens[place].encode()) & 15 == 0 else _OPEN
        if closing and _ends(tokens, place, closing):
            ends.append(place + 1)
            words = end - place - 1
            closing = _OPEN
            place += _ENDLESS
        else:
            place += 1
    return words, closing


def _ends(tokens: Sequence[str], place: int, closing: int) -> bool:
    """Tell whether a sentence ends with a token, by what follows it."""
    if place + 1 == len(tokens):
        return False
    following = tokens[place + 1]
    return following != tokens[place] and _can_begin(following, closing)


def _can_begin(token: str, closing: int) -> bool:
    if token[0].isalpha():
        return closing == _ANYHOW or not token[0].islower()
    if token[0].isdigit():
        return closing == _ANYHOW
    return token not in _STOPS and token not in _CLOSERS


def names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where names of several words begin and end, among a sentence's words.

    A name is what punctuation joins: an address ("https://example.org/a"), an identifier
    ("MAX_SIZE", "block.body").
    """
    start = end = 0
    gap: list[int] = [0]  # the marks since the last word; none join what comes before the first
    for token in sentence.tokens:
        if token < 0:
            gap.append(token)
            continue
        if not gap or gap == [_COLON] or not _JOINING.issuperset(gap):
            if end - start > 1:
                yield start, end
            start = end
        end += 1
        gap = []
    if end - start > 1:
        yield start, end
