"""What a walk holds, as marshalled values and back: rows, versions, sentences, ways.

A version of a file is kept as what it changed of the one before it at its path, and every so often
whole, so that a history costs what its commits changed.
"""

from array import array
from collections.abc import Sequence

from pipeline.model.trace import Reason
from pipeline.provenance.texts import Sentence, Text
from pipeline.provenance.versions import Row, Version, Way
from pipeline.store.pages import DamagedError, Pages, Value
from pipeline.store.series import Series, splice

_DEEPEST = 16  # versions to read at most for one
_NOTHING = (0, 0, ())
_Layout = tuple[tuple[int, ...], tuple[int, ...]]  # the numbers of its rows, the sizes of blocks


class Records:
    """The rows, versions, sentences and ways of a walk, by number."""

    def __init__(self, pages: Pages, counts: dict[str, int]) -> None:
        self.tokens: Series[str] = Series(pages, "token", counts, 2048, _text, str, is_text=True)
        self.marks: Series[str] = Series(pages, "mark", counts, 2048, _text, str, is_text=True)
        self.sentences: Series[Sentence] = Series(
            pages, "sentence", counts, 64, _sentence, _sentence_record
        )
        self.ways: Series[Way] = Series(pages, "way", counts, 256, _way, _way_record)
        self.rows: Series[Row] = Series(pages, "row", counts, 64, _row)
        self.versions: Series[Version] = Series(pages, "version", counts, 32, self._version)
        self._layouts: dict[int, _Layout] = {}

    @property
    def series(self) -> tuple[Series[Value], ...]:
        """All of them, to be counted and written."""
        return (self.tokens, self.marks, self.sentences, self.ways, self.rows, self.versions)

    def number_of_row(self, row: Row, sentence: Sentence) -> int:
        """Return the number of a row, which is of this sentence; a new one is added."""
        number = self.rows.number_of(row)
        if number is not None and self.sentence_of_row(number) == sentence.number:
            return number
        ways = array("I", row.ways).tobytes()
        return self.rows.add(row, (sentence.number, _packed(row.numbers), ways))

    def number_of_version(self, version: Version, before: int | None) -> int:
        """Return the number of a version; a new one is added, as what it changed of ``before``."""
        number = self.versions.number_of(version)
        if number is not None:
            return number
        head = version.blob, version.maker
        if version.text is None:
            return self.versions.add(version, (*head, None, 0, None, None))
        old: _Layout = ((), ())
        old_rows: tuple[Row, ...] = ()
        depth = 0
        if before is not None and self.versions.raw(before)[3] + 1 < _DEEPEST:
            old, old_rows = self._layout(before), self.versions[before].rows
            depth = self.versions.raw(before)[3] + 1
        first, last, fresh = splice(old_rows, version.rows)
        sentences = version.text.sentences[first : first + len(fresh)]
        rows = first, last, tuple(map(self.number_of_row, fresh, sentences))
        blocks = splice(old[1], version.text.blocks)
        base = before if depth else None
        number = self.versions.add(version, (*head, base, depth, rows, blocks))
        self._layouts[number] = _joined(old[0], rows), version.text.blocks
        return number

    def sentence_of_row(self, number: int) -> int:
        """Return the number of the sentence that a row is of."""
        sentence = self.rows.raw(number)[0]
        assert isinstance(sentence, int)
        return sentence

    def _version(self, number: int, raw: Value) -> Version:
        blob, maker, _, _, rows, _ = raw
        if rows is None:
            return Version(blob, None, (), maker)
        numbers, blocks = self._layout(number)
        text = LateText(blocks, self, numbers)
        return Version(blob, text, tuple(map(self.rows.__getitem__, numbers)), maker)

    def _layout(self, number: int) -> _Layout:
        known = self._layouts.get(number)
        if known is not None:
            return known
        _, _, before, _, rows, blocks = self.versions.raw(number)
        old: _Layout = ((), ()) if before is None else self._layout(before)
        layout = _joined(old[0], rows or _NOTHING), _joined(old[1], blocks or _NOTHING)
        self._layouts[number] = layout
        return layout


class LateText(Text):
    """A text whose sentences are read when they are asked for."""

    __slots__ = ("_records", "_rows", "_sentences")

    def __init__(self, blocks: tuple[int, ...], records: Records, rows: tuple[int, ...]) -> None:
        self.blocks = blocks
        self._records = records
        self._rows = rows
        self._sentences: tuple[Sentence, ...] | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:  # type: ignore[override]
        """Its sentences, in order."""
        if self._sentences is None:
            records = self._records
            self._sentences = tuple(
                records.sentences[records.sentence_of_row(row)] for row in self._rows
            )
        return self._sentences


def _sentence_record(sentence: Sentence) -> Value:
    """Return a sentence as it is kept."""
    return sentence.key, array("i", sentence.tokens).tobytes()


def _way_record(way: Way) -> Value:
    """Return a way as it is kept."""
    return way.via, way.reason.value, way.confidence


def unpacked(code: str, data: bytes) -> tuple[int, ...]:
    """Return the numbers of an array's bytes."""
    numbers = array(code)
    numbers.frombytes(data)
    return tuple(numbers)


def _sentence(number: int, raw: Value) -> Sentence:
    key, data = raw
    tokens = unpacked("i", data)
    words = tuple([token for token in tokens if token > 0])
    return Sentence(number, key, tokens, tokens if len(words) == len(tokens) else words)


def _way(number: int, raw: Value) -> Way:
    via, reason, confidence = raw
    return Way(via, Reason(reason), confidence)


def _row(number: int, raw: Value) -> Row:
    _, numbers, ways = raw
    found = range(*numbers) if isinstance(numbers, tuple) else unpacked("I", numbers)
    return Row(found, unpacked("I", ways))


def _text(number: int, raw: Value) -> str:
    if not isinstance(raw, str):
        raise DamagedError("a word is no text")
    return raw


def _packed(numbers: Sequence[int]) -> Value:
    if isinstance(numbers, range):
        return numbers.start, numbers.stop
    return array("I", numbers).tobytes()


def _joined(old: tuple[int, ...], change: tuple[int, int, tuple[int, ...]]) -> tuple[int, ...]:
    head, tail, middle = change
    return old[:head] + middle + (old[len(old) - tail :] if tail else ())
