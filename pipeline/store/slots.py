"""The counts of short runs of words, on pages: read slot by slot, written where they changed."""

from array import array
from collections.abc import Sequence

from pipeline.provenance.grams import Grams, Slots
from pipeline.store.pages import Pages, Value

_BITS = 8  # of a slot's number that are told on one page
_MASK = (1 << _BITS) - 1
_KIND = "slot"
_SHORT, _LONG = 0, 1  # the columns: of runs of three, one byte each, and of five, four
_Page = tuple[bytearray, "array[int]"]


class _SlotPages:
    """The pages that were read; ``changed``: those to be written."""

    def __init__(self, pages: Pages, size: int) -> None:
        self._pages = pages
        self._size = size
        self._held: dict[int, _Page] = {}
        self.changed: set[int] = set()

    def page(self, number: int) -> _Page:
        found = self._held.get(number)
        if found is None:
            found = self._held[number] = _decoded(self._pages.read(_KIND, number))
        return found

    def whole(self, column: int) -> Slots:
        """Read all of a column."""
        pages = [self.page(number)[column] for number in range(self._size >> _BITS)]
        found = array("I") if column == _LONG else bytearray()
        for page in pages:
            found.extend(page)
        return found


class LateSlots:
    """One column of the pages, as an array."""

    def __init__(self, pages: _SlotPages, column: int) -> None:
        self.pages = pages
        self._column = column

    def __getitem__(self, slot: int) -> int:
        return self.pages.page(slot >> _BITS)[self._column][slot & _MASK]

    def __setitem__(self, slot: int, number: int) -> None:
        self.pages.page(slot >> _BITS)[self._column][slot & _MASK] = number
        self.pages.changed.add(slot >> _BITS)

    def __mul__(self, times: int) -> Slots:
        return self.pages.whole(self._column) * times


def late_grams(pages: Pages, filled: int, size: int) -> Grams:
    """Return the counts, read when they are asked for."""
    grams = Grams()
    held = _SlotPages(pages, size)
    grams.filled, grams.size = filled, size
    grams.short_typed, grams.long = LateSlots(held, _SHORT), LateSlots(held, _LONG)
    return grams


def slot_pages(grams: Grams) -> dict[tuple[str, int], Value]:
    """Return the pages of the counts that changed; all, where they were made in memory."""
    if isinstance(grams.long, LateSlots):
        held = grams.long.pages
        return {(_KIND, number): _encoded(held.page(number)) for number in sorted(held.changed)}
    columns = grams.short_typed, grams.long
    step = 1 << _BITS
    return {
        (_KIND, start >> _BITS): _encoded([column[start : start + step] for column in columns])  # type: ignore[index]
        for start in range(0, grams.size, step)
    }


def _encoded(columns: Sequence[Value]) -> Value:
    return tuple(
        bytes(column) if isinstance(column, bytearray) else column.tobytes() for column in columns
    )


def _decoded(raw: Value) -> _Page:
    short, long = raw
    slots = array("I")
    slots.frombytes(long)
    return bytearray(short), slots
