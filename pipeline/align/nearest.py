"""A word that is not known, and those that are → the one that was probably meant."""

import difflib
from collections.abc import Iterable

_LIKE_ENOUGH = 0.65


def nearest(text: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is most like a text, "" where none is like it.

    Case does not count; of equally good ones the first is taken.
    """
    known: dict[str, str] = {}
    for candidate in candidates:
        known.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(text.casefold(), known, n=1, cutoff=_LIKE_ENOUGH)
    return known[found[0]] if found else ""
