"""One commit's work in hand: sentences that it changed, before and after, token by token.

``Held`` is a sentence as it stood; matching takes its tokens to where they stand now, and what is
never taken was removed. ``Draft`` is a sentence of the new text whose provenance is being found.
"""

from array import array
from collections.abc import Iterable, Sequence

from pipeline.provenance.texts import Sentence
from pipeline.provenance.versions import HOLE, WRITTEN, Numbers, Row, Version

Stock = dict[int, tuple["Held", int]]  # tokens by number: where each stood until now
KEEP = -1  # instead of a way: the token keeps the one that it had


class Held:
    """A sentence that stood in a file before; ``taken`` marks the tokens that stand elsewhere now.

    ``path``: the file's, by its new name where it was renamed. ``version`` is None for a sentence
    of the past, which has nothing more to lose.
    """

    __slots__ = ("_places", "index", "path", "row", "sentence", "taken", "version")

    def __init__(
        self, path: str, index: int, sentence: Sentence, row: Row, version: Version | None = None
    ) -> None:
        self.path = path
        self.index = index
        self.sentence = sentence
        self.row = row
        self.version = version
        self.taken = bytearray(len(sentence.tokens))
        self._places: Sequence[int] | None = None

    @property
    def places(self) -> Sequence[int]:
        """The places of its words among its tokens."""
        if self._places is None:
            self._places = word_places(self.sentence)
        return self._places

    def is_free(self) -> bool:
        """Tell whether no token of it was taken yet."""
        return 1 not in self.taken

    def is_gone(self) -> bool:
        """Tell whether every token of it was taken."""
        return 0 not in self.taken


class Draft:
    """A sentence of the new text; ``row`` once it is known whole, else ``sources`` by token.

    ``sources`` and ``ways`` tell by place where a token was, and its way now; what is new has
    neither. ``open`` counts the words that have no source yet. ``pair``: the sentence that it was.
    """

    __slots__ = ("_places", "index", "open", "pair", "path", "row", "sentence", "sources", "ways")

    def __init__(self, path: str, index: int, sentence: Sentence) -> None:
        self.path = path
        self.index = index
        self.sentence = sentence
        self.row: Row | None = None
        self.pair: Held | None = None
        self.open = len(sentence.words)
        self.sources: dict[int, tuple[Held, int]] = {}
        self.ways: dict[int, int] = {}
        self._places: Sequence[int] | None = None

    @property
    def places(self) -> Sequence[int]:
        """The places of its words among its tokens."""
        if self._places is None:
            self._places = word_places(self.sentence)
        return self._places

    def open_words(self) -> list[bool]:
        """Tell of each word whether it has no source yet."""
        sources = self.sources
        return [place not in sources for place in self.places]

    def take(self, place: int, held: Held, held_place: int, way: int) -> None:
        """Say where a token was; ``way`` is its new way, or KEEP."""
        if place not in self.sources and self.sentence.tokens[place] > 0:
            self.open -= 1
        self.sources[place] = held, held_place
        self.ways[place] = way
        held.taken[held_place] = 1

    def take_words(self, first: int, held: Held, held_first: int, count: int, way: int) -> None:
        """Take words in a row, of those without a source the ones that are free."""
        sources, ways, taken = self.sources, self.ways, held.taken
        for place, held_place in zip(
            self.places[first : first + count],
            held.places[held_first : held_first + count],
            strict=True,
        ):
            if place not in sources and not taken[held_place]:
                sources[place] = held, held_place
                ways[place] = way
                taken[held_place] = 1
                self.open -= 1

    def take_row(self, row: Row) -> None:
        """Say what the whole sentence is."""
        self.row = row
        self.open = 0

    def release(self, stock: Stock) -> None:
        """Give back all that was taken; what stood until now is then in stock again."""
        for held, held_place in self.sources.values():
            held.taken[held_place] = 0
            if held.version is not None:
                stock[held.row.numbers[held_place]] = held, held_place
        self.sources.clear()
        self.ways.clear()
        self.open = len(self.sentence.words)
        self.pair = None

    def is_untouched(self) -> bool:
        """Tell whether no word has a source yet."""
        return self.open == len(self.sentence.words)


def word_places(sentence: Sentence) -> Sequence[int]:
    """List the places of a sentence's words among its tokens."""
    if sentence.words is sentence.tokens:
        return range(len(sentence.tokens))
    return [place for place, token in enumerate(sentence.tokens) if token > 0]


def tokens_left(left: Iterable[Held]) -> Stock:
    """Index by their numbers the tokens that nothing has taken yet."""
    return {
        number: (held, place)
        for held in left
        for place, number in enumerate(held.row.numbers)
        if not held.taken[place]
    }


def take_whole(draft: Draft, held: Held, way: int) -> None:
    """Take a sentence of the same words whole, and what punctuation it has in common."""
    if draft.sentence is held.sentence and held.is_free():
        same = way == KEEP
        draft.take_row(held.row if same else Row(held.row.numbers, (way,) * len(held.taken)))
        held.taken = bytearray(b"\1" * len(held.taken))
        return
    for place, held_place in zip(draft.places, held.places, strict=True):
        if not held.taken[held_place] and place not in draft.sources:
            draft.take(place, held, held_place, way)
    draft.pair = held


def finish(draft: Draft, numbers: Numbers) -> Row:
    """Give a draft its row: punctuation follows its words, what has no source is written now."""
    if draft.row is not None:
        return draft.row
    count = len(draft.sentence.tokens)
    if draft.pair is None and not draft.sources:
        return Row(numbers.write(count))
    punctuate(draft)
    sources = draft.sources
    fresh = iter(numbers.write(count - len(sources)))
    row = [
        sources[place][0].row.numbers[sources[place][1]] if place in sources else next(fresh)
        for place in range(count)
    ]
    return Row(array("I", row), draft_ways(draft))


def written_words(draft: Draft, row: Row, first: int) -> list[bool] | None:
    """Mark the words of a finished draft that the commit wrote, whose numbers begin at ``first``;
    None where all are."""
    if isinstance(row.numbers, range):
        return None
    return [row.numbers[place] >= first for place in draft.places]


def draft_ways(draft: Draft) -> tuple[int, ...]:
    """Return the ways of a draft's tokens, as a row has them."""
    ways = {
        place: draft.sources[place][0].row.way(draft.sources[place][1]) if way == KEEP else way
        for place, way in draft.ways.items()
    }
    if not any(ways.values()):
        return ()
    return tuple([ways.get(place, WRITTEN) for place in range(len(draft.sentence.tokens))])


def punctuate(draft: Draft) -> None:
    """Let punctuation come from where the word beside it comes from, there beside it too.

    From left to right, then from right to left; the ends of a paired sentence are like words.
    """
    sources, tokens, pair = draft.sources, draft.sentence.tokens, draft.pair
    if draft.sentence.words is tokens:
        return
    marks = [place for place, token in enumerate(tokens) if token < 0]
    before, after = ((pair, -1), (pair, len(pair.taken))) if pair else (None, None)
    for step, places, end, outside in (
        (1, marks, 0, before),
        (-1, reversed(marks), len(tokens) - 1, after),
    ):
        for place in places:
            if place in sources:
                continue
            beside, way = outside, KEEP
            if place != end:
                beside, way = sources.get(place - step), draft.ways.get(place - step, KEEP)
            if beside is None:
                continue
            held, held_place = beside[0], beside[1] + step
            if (
                0 <= held_place < len(held.taken)
                and held.sentence.tokens[held_place] == tokens[place]
                and held.row.numbers[held_place] != HOLE
                and not (held.version and held.taken[held_place])
            ):
                draft.take(place, held, held_place, way)
