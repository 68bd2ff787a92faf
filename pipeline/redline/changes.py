"""Changes with their numbers: what belongs to one contiguous edit of one commit.

In: causes and kinds, in reading order. Out: ``Change``s numbered from 1 in the order in which
they were first met.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.model.change import Change, ChangeKind, Code
from pipeline.model.credit import Credit
from pipeline.model.history import Commit
from pipeline.redline.cause import Cause

_NOBODY = Credit(())


@dataclass(slots=True)
class _Draft:
    cause: Cause
    kind: ChangeKind
    code: Code
    origins: dict[str, int] = field(default_factory=dict)
    moved: tuple[str, str] | None = None
    old_values: list[str] = field(default_factory=list)
    new_values: list[str] = field(default_factory=list)


class ChangeList:
    """Changes in the making; a change that goes on is widened instead of made anew."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []

    def add(
        self,
        kind: ChangeKind,
        code: Code,
        cause: Cause,
        *,
        moved: tuple[str, str] | None = None,
        values: tuple[str | None, str | None] = (None, None),
    ) -> int:
        """Make a change and return its number."""
        draft = _Draft(cause, kind, code, moved=moved)
        self._drafts.append(draft)
        self.widen(len(self._drafts), values=values)
        return len(self._drafts)

    def widen(
        self,
        number: int,
        *,
        kind: ChangeKind | None = None,
        values: tuple[str | None, str | None] = (None, None),
    ) -> None:
        """Let a change go on: insertion and deletion by one commit become a replacement."""
        draft = self._drafts[number - 1]
        if kind is not None and kind is not draft.kind:
            draft.kind = ChangeKind.REPLACEMENT
        for value, list_ in zip(values, (draft.old_values, draft.new_values), strict=True):
            if value is not None:
                list_.append(value)

    def count_origin(self, number: int, origin: str, length: int) -> None:
        """Note who first wrote some of a change's text ("" for its own commit)."""
        origins = self._drafts[number - 1].origins
        origins[origin] = origins.get(origin, 0) + length

    def code(self, number: int) -> Code:
        """Return a change's short code."""
        return self._drafts[number - 1].code

    def finish(
        self, commits: Mapping[str, Commit], credit: Callable[[Commit], Credit]
    ) -> tuple[Change, ...]:
        """Return the changes, each with its commit and under whom it is shown."""
        changes = []
        credits = {
            id: credit(commits[id])
            for id in {draft.cause.commit for draft in self._drafts}
            if id is not None
        }
        for number, draft in enumerate(self._drafts, 1):
            id = draft.cause.commit
            # First written elsewhere: said where it holds for most of the text.
            origin = max(sorted(draft.origins), key=lambda o: draft.origins[o], default="")
            changes.append(
                Change(
                    number,
                    draft.kind,
                    draft.code,
                    commits[id] if id else None,
                    credits[id] if id else _NOBODY,
                    draft.cause.reason,
                    commits.get(origin) if origin else None,
                    draft.moved,
                    _value(draft.old_values),
                    _value(draft.new_values),
                )
            )
        return tuple(changes)


def _value(values: list[str]) -> str | None:
    """Join values; many of the same are said once."""
    if len(set(values)) == 1:
        return values[0]
    return ", ".join(values) if values else None
