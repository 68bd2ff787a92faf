"""Phrases as sequences of tokens, and where they stand among others."""

from collections.abc import Iterator, Sequence

from pipeline.parse.words import split_words

_QUOTES = "\"'“”„‟«»‘’ \t\n"


def phrase_tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a phrase as a user typed it, quotation marks around it left out."""
    return split_words(text.strip(_QUOTES))


def find_tokens(tokens: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Yield where ``wanted`` begins in ``tokens``, without overlap."""
    place, count = 0, len(wanted)
    while place + count <= len(tokens):
        if tokens[place] == wanted[0] and list(tokens[place : place + count]) == list(wanted):
            yield place
            place += count
        else:
            place += 1


def has_tokens(tokens: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether ``wanted`` stands in ``tokens``."""
    return next(find_tokens(tokens, wanted), None) is not None
