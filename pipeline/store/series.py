"""Long lists kept on pages: an item is read when it is asked for, and what was added is written.

Items are one object each however often they are asked for, so that they may be compared by
identity, and their numbers can be told.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from pipeline.store.pages import DamagedError, Pages, Value

Item = TypeVar("Item")


class Series(Generic[Item]):
    """A list of which a file holds the first items, as many as ``counts`` tells for its kind."""

    def __init__(
        self,
        pages: Pages,
        kind: str,
        counts: Mapping[str, int],
        per_page: int,
        decode: Callable[[int, Value], Item],
        encode: Callable[[Item], Value] | None = None,
        *,
        is_text: bool = False,
    ) -> None:
        """``is_text``: items are texts of one line, of which a page is read at once faster."""
        self._pages = pages
        self.kind = kind
        self._stored = counts.get(kind, 0)
        self._per_page = per_page
        self._decode = decode
        self._encode = encode
        self._is_text = is_text
        self._raw: dict[int, list[Value]] = {}
        self._items: dict[int, Item] = {}
        self._numbers: dict[int, int] = {}  # by the item's id(); items are held, so it is its own
        self._added: list[Value] = []

    def __len__(self) -> int:
        return self._stored + len(self._added)

    def __getitem__(self, number: int) -> Item:
        try:
            return self._items[number]
        except KeyError:
            item = self._items[number] = self._decode(number, self.raw(number))
            self._numbers[id(item)] = number
            return item

    def __iter__(self) -> Iterator[Item]:
        return (self[number] for number in range(len(self)))

    def append(self, item: Item) -> None:
        """Add an item, as it is encoded alone."""
        self.add(item, item if self._encode is None else self._encode(item))

    def raw(self, number: int) -> Value:
        """Return an item as it is kept."""
        if not 0 <= number < len(self):
            raise DamagedError(f"there is no {self.kind} {number}")
        if number >= self._stored:
            return self._added[number - self._stored]
        page, place = divmod(number, self._per_page)
        values = self._raw.get(page)
        if values is None:
            values = self._raw[page] = self._read(page)
        return values[place]

    def all_raw(self) -> list[Value]:
        """Return all items as they are kept."""
        count = -(-self._stored // self._per_page)
        kept = [value for page in range(count) for value in self._read(page)]
        return kept + self._added

    def number_of(self, item: Item) -> int | None:
        """Return the number of an item that was read or added; None for a new one."""
        return self._numbers.get(id(item))

    def add(self, item: Item, raw: Value) -> int:
        """Add an item, given also as it is to be kept; return its number."""
        number = len(self)
        self._added.append(raw)
        self._items[number] = item
        self._numbers[id(item)] = number
        return number

    def to_write(self) -> Iterator[tuple[tuple[str, int], Value]]:
        """Yield the pages on which items were added."""
        if not self._added:
            return
        first, place = divmod(self._stored, self._per_page)
        values = (self._read(first) if place else []) + self._added
        for start in range(0, len(values), self._per_page):
            page = first + start // self._per_page
            here = values[start : start + self._per_page]
            yield (self.kind, page), "\n".join(here) if self._is_text else here

    def _read(self, page: int) -> list[Value]:
        values = self._pages.read(self.kind, page)
        if isinstance(values, str):
            values = values.split("\n")
        here = min(self._per_page, self._stored - page * self._per_page)
        if not isinstance(values, list) or len(values) < here:
            raise DamagedError(f"page {page} of the {self.kind}s is not there")
        return values[:here]


def splice(old: tuple[Item, ...], new: tuple[Item, ...]) -> tuple[int, int, tuple[Item, ...]]:
    """Tell a sequence by another: how much of its head and of its tail to keep, and what between.

    Found by halving on slices, which compare at the speed of C.
    """
    most = min(len(old), len(new))
    head = _longest(most, lambda count: old[:count] == new[:count])
    rest = most - head
    tail = _longest(rest, lambda count: old[len(old) - count :] == new[len(new) - count :])
    return head, tail, new[head : len(new) - tail]


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """Return the largest count that fits; what fits, fits when it is shorter, too."""
    if fits(most):
        return most
    least = 0  # fits
    while most - least > 1:
        middle = (least + most) // 2
        if fits(middle):
            least = middle
        else:
            most = middle
    return least
