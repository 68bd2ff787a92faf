"""Where each word comes from, and where each lost word went."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.history import Commit


class Reason(StrEnum):
    """How a word came to stand where it stands (contract, section 5)."""

    WRITTEN = "written"
    MOVED = "moved"
    COPIED = "copied"
    RESTORED = "restored"
    UNCOMMITTED = "uncommitted"
    BEYOND = "beyond"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote a token: the commit and the token's number among those that the commit wrote.

    ``(commit, number)`` is the token's identity: it stays through moves, edits around it,
    reverts and copies. ``commit`` is None where history is cut before it. ``via``: the commit
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
    ``removals``: every token that an ancestor had and that was taken out.
    ``boundary``: commits whose parents are not there; ``unreadable``: what could not be read.
    """

    revision: str
    origins: Mapping[str, tuple[tuple[Origin, ...], ...]]
    removals: tuple[Removal, ...]
    commits: Mapping[str, Commit]
    boundary: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing of the history was missing."""
        return not self.boundary and not self.unreadable
