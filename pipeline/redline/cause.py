"""Why a token is not as it was: the one commit that did it, or the move that it is part of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """Who changed a token.

    ``commit``: its id; None where no commit of NEW's history did, ``reason`` then says why.
    ``origin``: the commit that first wrote copied or restored text, "" where that is ``commit``.
    ``move``: the number of the move that took the token from or to its place, -1 for an edit.
    """

    commit: str | None
    reason: str = ""
    origin: str = ""
    move: int = -1

    @property
    def key(self) -> tuple[str, str, int]:
        """What two tokens of one change have in common."""
        return (self.commit or "", self.reason, self.move)
