"""Sources and what is read from them: tokens, blocks, entries, the rolling document.

A block's ``text`` is what a reader sees: entities and escapes resolved, a soft line break one
space, a hard one a newline, brackets as they stand, no emphasis marks, no link targets, no
footnote marks, no list label. Tokens and marks are ranges of that text (offsets in characters,
the end excluded), so whitespace is what lies between tokens.
"""

import datetime
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a tree as it was read: bytes decoded as UTF-8, line ends and all."""

    path: str
    text: str
    blob: str = ""  # id of the Git blob; "" where the file comes from no repository


class BlockKind(StrEnum):
    """What a block is for provenance and redlines (contract, section 7)."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    QUOTATION = "quotation"
    FOOTNOTE = "footnote"
    HTML = "html"
    CODE = "code"


class MarkKind(StrEnum):
    """What a stretch of text is besides text."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    STRIKETHROUGH = "strikethrough"
    LINK = "link"
    IMAGE = "image"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on ``text[start:end]``.

    A footnote mark is empty and stands where the call stands; its target is the note's label as
    written. An image's range covers its alternative text.
    """

    kind: MarkKind
    start: int
    end: int
    target: str = ""
    title: str = ""
    position: Position | None = None  # of the mark's first character in the source


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a CJK ideograph or one punctuation mark: ``text == block.text[start:end]``."""

    text: str
    start: int
    end: int
    position: Position
    is_word: bool = True


class ContainerKind(StrEnum):
    """What can hold blocks."""

    LIST = "list"
    ITEM = "item"
    QUOTATION = "quotation"
    TABLE = "table"
    ROW = "row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Container:
    """One of the containers around a block; the same ``number`` in a file is the same container.

    ``label``: an item's label as written ("(1)", "iv."; "-", "*" or "+" for a bullet), or a
    footnote's. ``ordered``: a list whose items carry labels of their own. ``tight``: a list
    without empty lines between its items.
    """

    kind: ContainerKind
    number: int
    label: str = ""
    ordered: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell's place, both from 0 (row 0 is the head), and its alignment ("" if none)."""

    row: int
    column: int
    alignment: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the characters of a block's text stand, without a token for each word.

    Text from ``starts[i]`` on came from ``offsets[i]`` of the block's content on, character by
    character where ``literal[i]``; content from ``lines[i]`` on stood at ``columns[i]`` (line and
    column) and to the right of it.
    """

    path: str
    starts: Sequence[int]
    offsets: Sequence[int]
    literal: Sequence[bool]
    lines: Sequence[int]
    columns: Sequence[tuple[int, int]]

    def at(self, offset: int) -> Position:
        """Return where a character of the text stands."""
        index = bisect_right(self.starts, offset) - 1
        there = self.offsets[index] + (offset - self.starts[index] if self.literal[index] else 0)
        index = bisect_right(self.lines, there) - 1
        line, column = self.columns[index]
        return Position(self.path, line, column + there - self.lines[index])


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text, in the order of the file; ``containers`` from the outside in.

    ``tokens`` may be made when they are first asked for. ``label`` is that of the item whose first
    block this is, "" elsewhere; ``depth`` counts the list items around it. ``places`` is None
    where the block was not read from a body.
    """

    kind: BlockKind
    text: str
    tokens: Sequence[Token]
    position: Position
    marks: tuple[Mark, ...] = ()
    level: int = 0  # of a heading, 1 to 6
    label: str = ""
    depth: int = 0
    cell: Cell | None = None
    containers: tuple[Container, ...] = ()
    info: str = ""  # of a code fence
    places: Places | None = field(default=None, compare=False, repr=False)


class PartyKind(StrEnum):
    """What sort of participant a party is."""

    STATE = "state"
    GROUP_OF_STATES = "group-of-states"
    IGO = "igo"
    BUSINESS = "business"
    CIVIL_SOCIETY = "civil-society"
    TECHNICAL = "technical"
    ACADEMIC = "academic"
    INDIVIDUAL = "individual"
    GROUP = "group"
    SECRETARIAT = "secretariat"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever submits or changes text: a state, an organisation, a person, the secretariat.

    ``letters``: two to four capitals, unique in the document. ``colour``: its place in the
    palette, 0 for the secretariat, from 1 for the others in the order of document.yaml.
    """

    name: str
    id: str = ""
    short: str = ""
    letters: str = ""
    article: str = ""
    honorific: str = ""
    kind: PartyKind | None = None
    emails: tuple[str, ...] = ()
    colour: int = 0

    def is_same(self, other: "Party") -> bool:
        """Tell by the ids; where one has none, by the names, in whatever case."""
        if self.id and other.id:
            return self.id == other.id
        return self.name.casefold() == other.name.casefold()


class Status(StrEnum):
    """Where an entry stands in the negotiation."""

    DRAFT = "draft"
    RECEIVED = "received"
    UNDER_DISCUSSION = "under-discussion"
    AGREED_AD_REFERENDUM = "agreed-ad-referendum"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class OnBehalfOf:
    """Those for whom a submission speaks."""

    label: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """An entry's front matter, checked and typed; ``positions`` maps a key to its value's place."""

    date: datetime.date
    submitters: tuple[Party, ...]
    submission: str = ""
    group: str = ""
    transmitted_by: Party | None = None
    on_behalf_of: OnBehalfOf | None = None
    order: int | None = None
    status: Status = Status.RECEIVED
    replaces: tuple[str, ...] = ()
    replaced_by: str = ""
    questions: tuple[int, ...] | None = None
    heading: str = ""
    source_type: str = ""
    source_ref: str = ""
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One entry: its front matter, its given heading (a block of kind heading) and its body."""

    id: str
    path: str
    front_matter: FrontMatter
    blocks: tuple[Block, ...]
    heading: Block | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its title and its body."""

    path: str
    title: str
    blocks: tuple[Block, ...]
    title_position: Position | None = None


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """A group as document.yaml declares it."""

    key: str
    title: str
    questions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """document.yaml, checked and typed; paths are relative to the repository's root."""

    path: str
    title: str
    language: str
    groups: tuple[GroupSettings, ...]
    subtitle: str = ""
    organization: tuple[str, ...] = ()
    body: str = ""
    symbol: str = ""
    notice: str = ""  # a line that the cover must carry, as "Demonstration: …"
    abstract: str = ""
    uncategorized: str = ""
    annexes: tuple[str, ...] = ()
    order: str = "date"
    parties: tuple[Party, ...] = ()
    version_pattern: str = "v*"
    repository: str = ""
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the rolling document with its entries in printing order; key "" is the last,
    of what could not be categorised."""

    key: str
    title: str
    questions: tuple[int, ...]
    entries: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class RollingDocument:
    """All that one revision says: settings, abstract, groups, annexes."""

    settings: DocumentSettings
    groups: tuple[Group, ...]
    abstract: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A label that the source names: a footnote's call or definition, with its place."""

    label: str
    position: Position


@dataclass(frozen=True, slots=True)
class RawHtml:
    """HTML in the source; ``is_comment`` where it is nothing but comments."""

    text: str
    position: Position
    is_comment: bool


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A Markdown body as read: its blocks, and what rules need to know besides.

    ``footnote_calls`` has calls of labels that nothing defines too: those stay text, without a
    mark. ``problems``: what kept the reader from reading it as it is meant.
    """

    blocks: tuple[Block, ...]
    footnote_calls: tuple[Reference, ...] = ()
    footnote_definitions: tuple[Reference, ...] = ()
    raw_html: tuple[RawHtml, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A value that is not body text: its dotted name, its value in words, its place."""

    name: str
    value: str
    position: Position


@dataclass(frozen=True, slots=True)
class FileText:
    """One file at one revision as provenance and redlines see it: blocks (given heading first),
    and fields of front matter, tolerant of what ``check`` would refuse."""

    path: str
    id: str
    blob: str
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...] = ()
