"""A block's tokens, made when they are first asked for: most blocks of most files never are.

In: a block's text, and where it stands. Out: the same as a tuple of ``Token``s.
"""

from collections.abc import Iterator, Sequence
from typing import overload

from pipeline.model.text import Places, Token
from pipeline.parse.words import is_word, token_ranges


class Tokens(Sequence[Token]):
    """The tokens of a text that stands at ``places``."""

    __slots__ = ("_made", "_places", "_text")

    def __init__(self, text: str, places: Places) -> None:
        self._text = text
        self._places = places
        self._made: tuple[Token, ...] | None = None

    def _tokens(self) -> tuple[Token, ...]:
        if self._made is None:
            at = self._places.at
            self._made = tuple(
                Token(text, start, end, at(start), is_word(text))
                for text, start, end in token_ranges(self._text)
            )
        return self._made

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, index: int | slice) -> Token | tuple[Token, ...]:
        return self._tokens()[index]

    def __len__(self) -> int:
        return len(self._tokens())

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._tokens() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._tokens())

    def __repr__(self) -> str:
        return repr(self._tokens())
