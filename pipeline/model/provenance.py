"""What ``provenance`` answers: the blocks asked for, each as spans of one origin."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.credit import Credit
from pipeline.model.history import Commit, Revision
from pipeline.model.text import BlockKind
from pipeline.model.trace import Origin


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring tokens of one origin, with the whitespace after them.

    ``origin``: of the first token; ``number`` says nothing about the others. ``stood``: the file
    that moved text stood in before, "" where that is not known or was not asked for.
    """

    text: str
    origin: Origin
    stood: str = ""


@dataclass(frozen=True, slots=True)
class TracedBlock:
    """A block as spans; their texts, joined, are its text.

    ``id``: the file's id, ``#`` and the block's number in it from 1. ``found``: the ranges of the
    text that a phrase asked for; empty where all of the block was.
    """

    id: str
    kind: BlockKind
    line: int
    label: str
    spans: tuple[Span, ...]
    found: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The block's text."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class RemovedSpan:
    """Neighbouring removed tokens of one origin and one remover; ``block`` joins those that stood
    in one block when they were removed."""

    text: str
    block: int
    origin: Origin
    removed_by: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class TracedField:
    """A field of front matter or of document.yaml, with the commit that last changed it."""

    name: str
    value: str
    line: int
    commit: str | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TracedFile:
    """The blocks of one file that were asked for, what once stood in it, and fields asked for."""

    path: str
    id: str
    blocks: tuple[TracedBlock, ...]
    removed: tuple[RemovedSpan, ...] = ()
    fields: tuple[TracedField, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """The answer: files in the order of their paths, and all that their spans name.

    ``commits``: those that the spans name, by id, with everyone through ``.mailmap``; ``credits``
    says under whom each is shown. ``history``: how many commits the answer rests on.
    ``repository``: the https address that links are made from, "" for none. ``questions``: as
    they were asked. ``with_removed``: whether what once stood there was asked for.
    """

    revision: Revision
    files: tuple[TracedFile, ...]
    commits: Mapping[str, Commit]
    credits: Mapping[str, Credit]
    history: int
    boundary: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""
    language: str = "en"
    repository: str = ""
    questions: tuple[str, ...] = ()
    with_removed: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing of the history was missing."""
        return not self.boundary and not self.unreadable
