"""One shape for every problem that is told to a user."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.position import Position


class Severity(StrEnum):
    """How much a problem weighs: errors refuse a build, warnings and notes never do."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe mend: the text from ``start`` up to (not including) ``end`` becomes ``text``."""

    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong, where, and what to do.

    ``code`` is a letter (E, W or N) and three digits and never changes its meaning; ``severity``
    may be below the letter's where a status softens it. ``message`` quotes the input and has no
    final full stop; ``hint`` says what to do.
    """

    code: str
    message: str
    position: Position | None = None
    end: Position | None = None
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    severity: Severity = Severity.ERROR

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        position: Position | None = None,
        end: Position | None = None,
        *,
        hint: str | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> "Diagnostic":
        """Make a diagnostic that is as severe as its code's letter says."""
        severity = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}[code[0]]
        return cls(code, message, position, end, hint, edits, severity)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means: a title, why it matters, and an example before and after.

    ``before``, ``after``: the text of a file, "" where no source shows it; ``path`` says which,
    "" being an entry of which only the body is given.
    """

    code: str
    title: str
    why: str
    before: str = ""
    after: str = ""
    path: str = ""
