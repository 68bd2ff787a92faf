"""What the inline reader keeps while it goes through a content."""

from collections.abc import Container
from dataclasses import dataclass, field

from pipeline.model.text import MarkKind


@dataclass(frozen=True, slots=True)
class References:
    """What a file defines: link targets and titles by normal label, labels of footnotes."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    footnotes: Container[str] = frozenset()


class _AnyLabel:
    def __contains__(self, label: object) -> bool:
        return True


NO_REFERENCES = References()
ANY_FOOTNOTE = References({}, _AnyLabel())  # where what is called is defined elsewhere


@dataclass(frozen=True, slots=True)
class Called:
    """A footnote call or a piece of HTML in the content."""

    text: str
    offset: int


@dataclass(slots=True)
class Node:
    """A stretch of text and where it began; ``literal``: it stood there character by character."""

    text: str
    offset: int
    literal: bool = True


@dataclass(slots=True)
class Run:
    """A run of ``*``, ``_`` or ``~``: ``left`` of its ``length`` delimiters are still text."""

    character: str
    length: int
    left: int
    node: int
    can_open: bool
    can_close: bool
    index: int


@dataclass(slots=True)
class Bracket:
    """A ``[`` or ``![`` that may open a link or an image."""

    node: int
    start: int  # offset after the bracket
    is_image: bool
    runs: int  # number of delimiter runs before it


@dataclass(slots=True)
class Span:
    """A mark from the node ``first`` to the node ``last``; ``offset`` is where it began.

    Where it ``is_inner`` both are delimiter runs, whose own text is outside the mark.
    """

    kind: MarkKind
    first: int
    last: int
    offset: int
    target: str = ""
    title: str = ""
    is_inner: bool = False


@dataclass(slots=True)
class InlineState:
    """What was found of a content so far."""

    content: str
    references: References
    nodes: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    html: list[Called] = field(default_factory=list)
    backticks: dict[int, list[int]] | None = None
    last_ends: dict[str, int] = field(default_factory=dict)
    dead: int = 0  # so many brackets cannot open a link any more: one stands after them
    broken: int = 0  # number of nodes at the last line break that a tag made

    def text(self, position: int, length: int = 1) -> int:
        """Take characters as they are; return where to go on."""
        self.nodes.append(Node(self.content[position : position + length], position))
        return position + length
