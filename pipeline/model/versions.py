"""The versions that were issued."""

from dataclasses import dataclass

from pipeline.model.change import Tally
from pipeline.model.history import Revision


@dataclass(frozen=True, slots=True)
class Issued:
    """A version, and what changed since the one before it.

    ``since``: that one's label, "" for a first. ``tally`` is None where there is nothing to count.
    """

    revision: Revision
    since: str = ""
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class VersionList:
    """All versions in the order of history, and the pattern of the tags that they are."""

    pattern: str
    versions: tuple[Issued, ...]
