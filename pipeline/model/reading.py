"""What the sources of one revision were read as, faults and all: what rules judge."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import (
    Block,
    DocumentSettings,
    FrontMatter,
    MarkdownText,
    RollingDocument,
    Source,
)


class Role(StrEnum):
    """What a Markdown file is to the document."""

    ENTRY = "entry"
    ANNEX = "annex"
    ABSTRACT = "abstract"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One Markdown file of the document as it was read.

    ``front_matter``: an entry's, None where there is none to be had; where only some keys are
    broken, these have placeholders (the first of all days, no submitters, defaults).
    """

    source: Source
    role: Role
    id: str
    text: MarkdownText
    front_matter: FrontMatter | None = None
    heading: Block | None = None  # given in front matter
    title: str = ""  # an annex's
    title_position: Position | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All sources of one revision as they were read, and the faults found on the way.

    ``document`` is None only where document.yaml cannot be had; with errors among the
    ``diagnostics`` it is fit for history and redlines, not for print. ``files`` are in the order
    of their paths.
    """

    settings: DocumentSettings | None
    document: RollingDocument | None
    files: tuple[ReadFile, ...]
    diagnostics: tuple[Diagnostic, ...]
