"""Where each word comes from, and where each lost word went."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """How a word came to stand where it stands (contract, section 5)."""

    WRITTEN = "written"
    MOVED = "moved"
    COPIED = "copied"
    RESTORED = "restored"
    UNCOMMITTED = "uncommitted"
    BEYOND = "beyond"
    UNREADABLE = "unreadable"


class Origin(NamedTuple):
    """Who wrote a token: the commit and the token's number among those that the commit wrote.

    ``(commit, number)`` is the token's identity: it stays through moves, edits around it,
    reverts and copies. ``commit`` is None where history is cut before it, and ``number`` then
    tells such tokens apart in one trace. ``via``: the commit
    that put it where it stands, "" where that is ``commit``. ``confidence``: 0 to 1, below 1
    wherever likeness, not equality, decided.
    """

    commit: str | None
    number: int
    via: str = ""
    reason: Reason = Reason.WRITTEN
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Removal:
    """A token that stood at ``path`` and stands there no more: who took it out.

    ``block``: an ordinal joining tokens that stood in one block when they were removed.
    """

    text: str
    path: str
    block: int
    origin: Origin
    removed_by: str | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Trace:
    """The provenance of one revision.

    ``origins``: by path, for each block in the order of the file, one origin a token.
    ``removals``: by path, every token that an ancestor had there and that stands nowhere now, in
    the order of removal; a file that was renamed is listed under its name of today, one that is
    gone under its last. Both mappings make their values when asked for one: walk them by path.
    ``history``: ids of the commits that the answer rests on, the revision last, earlier ones
    first. ``boundary``: those among them whose parents are not there; ``unreadable``: what could
    not be read, as "path at commit". ``notes``: what the reader must know besides, one line each.
    """

    revision: str
    origins: Mapping[str, tuple[tuple[Origin, ...], ...]]
    removals: Mapping[str, tuple[Removal, ...]]
    history: tuple[str, ...]
    boundary: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing of the history was missing."""
        return not self.boundary and not self.unreadable
