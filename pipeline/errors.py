"""What stops a command: one exception that carries diagnostics, and its few kinds."""

from collections.abc import Iterable
from typing import Self

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position


class RedraftError(Exception):
    """Something that the user can mend; only ``cli`` catches it, prints it and exits."""

    exit_code = 2

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics

    @classmethod
    def of(
        cls, code: str, message: str, *, position: Position | None = None, hint: str | None = None
    ) -> Self:
        """Make an error of one diagnostic."""
        return cls(Diagnostic(code, message, position, hint=hint))

    @classmethod
    def all(cls, diagnostics: Iterable[Diagnostic]) -> Self:
        """Make one error of several diagnostics."""
        return cls(*diagnostics)


class SourceError(RedraftError):
    """Errors in the sources: what ``check`` finds."""

    exit_code = 1


class RevisionError(RedraftError):
    """A revision, or a repository, that is not there or is not what is needed."""


class HistoryError(RedraftError):
    """History that is cut short or cannot be read."""


class RenderError(RedraftError):
    """A layout that failed, went over its limits or lost something."""
