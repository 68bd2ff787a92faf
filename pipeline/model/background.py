"""What a page shows of a redline beside the changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.credit import Credit
from pipeline.model.history import Commit
from pipeline.model.trace import Origin


class Stretch(NamedTuple):
    """So many characters of a block's text that have one origin (its ``number`` says nothing)."""

    length: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Background:
    """The pictures of both sides, and whence all words of NEW come.

    ``images``: by "old" or "new", and path. ``stretches``: by path of NEW, for each block in the
    order of the file; empty where that is more than a page can hold. ``commits``, ``credits``:
    those that the stretches name.
    """

    images: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    stretches: Mapping[str, tuple[tuple[Stretch, ...], ...]] = field(default_factory=dict)
    commits: Mapping[str, Commit] = field(default_factory=dict)
    credits: Mapping[str, Credit] = field(default_factory=dict)
