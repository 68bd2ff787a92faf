"""What a walk knows of the past, on pages: read entry by entry as a walk that goes on asks for it.

Each index is spread over pages by a number that its keys give, so that one more commit reads and
writes the pages that its own words touch, and no others.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from pipeline.provenance.past import Known, Past
from pipeline.provenance.texts import Sentence, Texts
from pipeline.provenance.versions import Version
from pipeline.store.pages import Pages, Value
from pipeline.store.records import Records
from pipeline.store.slots import late_grams

Key = TypeVar("Key")
Found = TypeVar("Found")
Written = dict[tuple[str, int], Value]
Page = dict[Value, Value]

_KEYS = 6  # bits of a sentence's key that are told on one page, and so of entries on any


class Index:
    """The pages of one index: values by key, as they are kept; ``place``: a key's page."""

    def __init__(self, pages: Pages, kind: str, place: Callable[[Value], int]) -> None:
        self.kind = kind
        self._pages = pages
        self._place = place
        self._held: dict[int, Page] = {}

    def get(self, key: Value) -> Value:
        """Return what is kept under a key, or None."""
        return self._page(self._place(key)).get(key)

    def written(self, added: Mapping[Value, Value], *, join: bool) -> Written:
        """Return the pages with entries added; ``join``: after those under the same key."""
        by_page: defaultdict[int, Page] = defaultdict(dict)
        for key, value in added.items():
            by_page[self._place(key)][key] = value
        pages: Written = {}
        for number, fresh in by_page.items():
            page = dict(self._page(number))
            for key, value in fresh.items():
                page[key] = page[key] + value if join and key in page else value
            pages[self.kind, number] = page
        return pages

    def _page(self, number: int) -> Page:
        page = self._held.get(number)
        if page is None:
            found = self._pages.read(self.kind, number)
            page = self._held[number] = {} if found is None else found
        return page


class LateDict(dict[Key, Found]):
    """A dict whose entries are found elsewhere when they are asked for; None is no entry."""

    def __init__(self, find: Callable[[Key], Found | None]) -> None:
        super().__init__()
        self._find = find
        self.before: dict[Key, int] = {}  # of lists that were found, how long they were

    def __missing__(self, key: Key) -> Found:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        if isinstance(found, list):
            self.before[key] = len(found)
        self[key] = found
        return found

    def get(self, key: Key, default: Value = None) -> Value:
        """Return an entry; ``default`` where there is none."""
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key: Key, default: Found) -> Found:
        """Return an entry; where there is none, make it."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default


class LateSet:
    """Numbers that are found elsewhere when they are asked for; ``added``: those that are new."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.added: set[int] = set()

    def __contains__(self, number: int) -> bool:
        return number in self.added or self._index.get(number) is not None

    def add(self, number: int) -> None:
        """Add a number."""
        self.added.add(number)

    def __iter__(self) -> Iterator[int]:
        return iter(self.added)


class Indexes:
    """All indexes of a walk."""

    def __init__(self, pages: Pages, records: Records) -> None:
        self._pages = pages
        self._records = records
        past = pages.read("past", 0)
        self._spread = 0 if past is None else past[2]  # how many pages an index by a hash has
        self._surfaces = Index(pages, "by-surface", lambda code: code % self._spread)
        self._keys = Index(pages, "by-words", lambda code: code % self._spread)
        self._known = Index(pages, "known", lambda key: key >> _KEYS)
        self._blobs = Index(pages, "by-blob", lambda blob: _code(blob) % self._spread)
        self._neighbours = Index(pages, "neighbour", lambda pair: pair >> 32 + _KEYS)

    def fill_texts(self, texts: Texts) -> None:
        """Let texts find words and sentences here."""
        texts.tokens, texts.marks = self._records.tokens, self._records.marks
        texts.sentences = self._records.sentences
        texts.by_tokens = LateDict(self._sentence_of)
        texts.keys = LateDict(self._key_of)

    def fill_numbers(self, texts: Texts) -> None:
        """Let texts know all words; each is asked for in every file, so that they lie together."""
        tokens, marks = self._records.tokens.all_raw(), self._records.marks.all_raw()
        texts.numbers = dict(zip(tokens, range(len(tokens)), strict=True))
        texts.numbers |= dict(zip(marks, range(0, -len(marks), -1), strict=True))

    def past(self, slots: Mapping[str, Value]) -> Past:
        """Return the past, read when it is asked for; ``slots``: what was told of them."""
        past = Past()
        past.known = LateDict(self._known_of)
        past.versions = LateDict(self._versions_of)
        past.neighbours = LateSet(self._neighbours)
        data, past.sentences, _ = self._pages.read("past", 0)
        past.counts = array("I")
        past.counts.frombytes(data)
        past.grams = late_grams(self._pages, slots)
        return past

    def written(self, texts: Texts, past: Past, first: int) -> Written:
        """Return the pages that hold what the walk knows now; ``first``: how many sentences
        were kept before."""
        self._spread = self._spread or 1 << (len(texts.sentences) >> _KEYS).bit_length()
        surfaces: Page = {}
        keys: Page = {}
        for number in range(first, len(texts.sentences)):
            sentence = texts.sentences[number]
            _put(surfaces, hash(sentence.tokens), number)
            if sentence.key == number:
                _put(keys, hash(sentence.words), number)
        pages = self._surfaces.written(surfaces, join=True)
        pages |= self._keys.written(keys, join=True)
        number_of = self._records.number_of_row
        known = {
            key: tuple(
                (one.commit, one.path, one.sentence.number, number_of(one.row, one.sentence))
                for one in added
            )
            for key, added in _added(past.known)
        }
        pages |= self._known.written(known, join=True)
        version_of = self._records.number_of_version
        blobs = {
            blob: tuple(
                (commit, path, version_of(version, None)) for commit, path, version in added
            )
            for blob, added in _added(past.versions)
        }
        pages |= self._blobs.written(blobs, join=True)
        pages |= self._neighbours.written(dict.fromkeys(past.neighbours, True), join=False)
        pages["past", 0] = past.counts.tobytes(), past.sentences, self._spread
        return pages

    def _sentence_of(self, tokens: tuple[int, ...]) -> Sentence | None:
        for number in self._surfaces.get(hash(tokens)) or ():
            sentence = self._records.sentences[number]
            if sentence.tokens == tokens:
                return sentence
        return None

    def _key_of(self, words: tuple[int, ...]) -> int | None:
        number: int
        for number in self._keys.get(hash(words)) or ():
            if self._records.sentences[number].words == words:
                return number
        return None

    def _known_of(self, key: int) -> list[Known]:
        records = self._records
        return [
            Known(commit, path, records.sentences[sentence], records.rows[row])
            for commit, path, sentence, row in self._known.get(key) or ()
        ]

    def _versions_of(self, blob: str) -> list[tuple[int, str, Version]]:
        kept = self._blobs.get(blob) or ()
        return [(commit, path, self._records.versions[number]) for commit, path, number in kept]


def _put(page: Page, code: int, number: int) -> None:
    page[code] = (*page.get(code, ()), number)


def _added(lists: Mapping[Key, list[Found]]) -> Iterable[tuple[Key, list[Found]]]:
    """Yield what lists have more than when they were found."""
    before = lists.before if isinstance(lists, LateDict) else {}
    for key, values in lists.items():
        added = values[before.get(key, 0) :]
        if added:
            yield key, added


def _code(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
