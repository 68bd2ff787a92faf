"""The reader's depth for history: the tokens of each block, without places.

Histories hold the same paragraphs over and over, so a body is cut at empty lines into chunks
that can be read alone, and each distinct chunk is read once. The cut is a guess from cheap signs;
what these cannot tell (whether a fence or a comment is still open at an empty line) is asked of
the parser itself: it reads the chunk with a probe paragraph behind it, and the chunk grows until
the probe comes out as a paragraph of its own. So blocks and tokens are those of
``read_markdown``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.common.utils import MD_TRIM_CHARS

from pipeline.errors import SourceError
from pipeline.model.text import BlockKind
from pipeline.parse.blocks import Blocks, RawBlock, read_blocks
from pipeline.parse.inline import inline_text
from pipeline.parse.inline_state import ANY_FOOTNOTE, References
from pipeline.parse.links import labels_in
from pipeline.parse.literal import literal_text
from pipeline.parse.paragraphs import split_heading
from pipeline.parse.sections import split_source
from pipeline.parse.words import split_words
from pipeline.parse.yaml_events import Mapping, Scalar, read_yaml

Words = tuple[tuple[str, ...], ...]  # the tokens of each block

_BLANK_LINE = re.compile(r"\n[ \t]+(?=\n|\Z)")
_LABEL = r"(?:[-*+]|\(?(?:\d{1,9}|[^\W\d_]|[ivxlcIVXLC]{2,12})[.)])(?:[ \t]|$)|\[\^"
# A line that a list or a footnote may begin with, anywhere in a piece
_CONTAINER = re.compile(rf"^[ \t]*(?:{_LABEL})", re.MULTILINE)
# A piece that may belong to a list, a footnote or indented code before it
_CONTINUATION = re.compile(rf"[ \t]|{_LABEL}")
# What may go on over empty lines until something closes it, and what may close it
_OPENINGS = re.compile(r"```|~~~|<!|<\?|<(?:script|pre|style|textarea)\b", re.IGNORECASE)
_CLOSINGS = re.compile(r"```|~~~|[>\]]>|-->|\?>|</(?:script|pre|style|textarea)", re.IGNORECASE)
# Lines that may make more of a piece than one paragraph
_STRUCTURE = re.compile(
    rf"^[ \t]*(?:{_LABEL}|[-#><=]|```|~~~|(?:[*_+][ \t]*){{3,}}$|[|:][-|: \t]*$)|\A[ \t]"
    r"|\A\[(?:[^\]\\]|\\.)*\]:",
    re.MULTILINE,
)
_PROBE = "redraftprobe"
_LARGEST = 32 << 20  # characters of chunks that are kept before the memory is emptied


@dataclass(slots=True)
class _Chunk:
    """A chunk as read. ``labels``: those in it that a definition elsewhere would change; only
    where there are any, its blocks are kept. ``defined``: the labels that it defines."""

    words: Words
    labels: frozenset[str]
    defined: frozenset[str]
    is_too_deep: bool
    blocks: Sequence[RawBlock] = ()
    resolved: dict[frozenset[str], Words] = field(default_factory=dict)


@dataclass(slots=True)
class _Piece:
    """What the text between two empty lines shows at a glance, and how it reads alone."""

    text: str
    may_continue: bool  # it may belong to a container before it
    may_hold: bool  # what comes after may belong to a container in it
    may_be_open: bool  # a fence, a comment or raw HTML may go on after it
    plain: RawBlock | None = None  # the one paragraph or heading that it is
    chunk: _Chunk | None = None


class Memory:
    """The chunks that were read, up to a bound; one serves a process."""

    def __init__(self, largest: int = _LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self.pieces: dict[str, _Piece] = {}
        self.chunks: dict[str, _Chunk] = {}
        self.closed: dict[str, _Chunk | None] = {}  # None: open at its end
        self.headings: dict[str, tuple[str, ...] | None] = {}
        self.tokens: dict[str, str] = {}

    def grow(self, text: str) -> None:
        """Count what comes in; forget everything where it is too much."""
        self.size += len(text)
        if self.size > self.largest:
            self.size = len(text)
            self.pieces.clear()
            self.chunks.clear()
            self.closed.clear()
            self.headings.clear()
            self.tokens.clear()

    def words(self, text: str) -> tuple[str, ...]:
        """Split a text; equal tokens are one object, which takes a sixth of the space."""
        same = self.tokens.setdefault
        return tuple([same(token, token) for token in split_words(text)])


_MEMORY = Memory()


def read_words(text: str, *, heading: bool, memory: Memory = _MEMORY) -> Words:
    """Return the tokens of each block of a source, in the order of ``read_markdown``.

    ``heading``: a ``heading:`` in the front matter comes first, as a block of its own.
    """
    return tuple(
        [block for chunk in read_chunks(text, heading=heading, memory=memory) for block in chunk]
    )


def read_chunks(text: str, *, heading: bool, memory: Memory = _MEMORY) -> tuple[Words, ...]:
    """Return the same by chunks. A chunk that stands in several sources is the same object, as
    long as the memory keeps it: what is worked out from one can be kept by its identity."""
    sections = split_source(text)
    chunks = list(_cut(sections.body, memory))
    words: list[Words] = []
    if heading and sections.front_matter is not None:
        given = _heading_words(sections.front_matter, memory)
        if given is not None:
            words.append((given,))
    if any(chunk.is_too_deep for chunk in chunks):
        return (*words, (split_words(sections.body.replace("\0", "\ufffd")),))
    defined = frozenset[str]().union(*[chunk.defined for chunk in chunks if chunk.defined])
    for chunk in chunks:
        called = chunk.labels & defined if defined else None
        words.append(_resolved(chunk, called, memory) if called else chunk.words)
    return tuple(words)


def _cut(body: str, memory: Memory) -> Iterator[_Chunk]:
    """Cut a body into chunks that read the same alone as where they stand."""
    if "\0" in body:
        body = body.replace("\0", "\ufffd")
    if "\n " in body or "\n\t" in body:
        body = _BLANK_LINE.sub("\n", body)
    known = memory.pieces.get
    pieces = [known(text) or _look(text, memory) for text in body.split("\n\n")]
    pieces = [piece for piece in pieces if piece.text]
    count = len(pieces)
    end = 0
    for start, piece in enumerate(pieces):
        if start < end:
            continue
        end = start + 1
        if piece.may_be_open or (piece.may_hold and end < count and pieces[end].may_continue):
            end, chunk = _grow(pieces, start, memory)
            yield chunk
        else:
            yield piece.chunk or _read_alone(piece, memory)


def _look(between: str, memory: Memory) -> _Piece:
    memory.grow(between)
    text = between.strip("\n")
    if not text.strip(" \t"):
        piece = _Piece("", False, False, False)
    elif plain := _plain_block(text):
        piece = _Piece(text, False, False, False, plain)
    else:
        piece = _Piece(
            text,
            may_continue=_CONTINUATION.match(text) is not None,
            may_hold=text[0] in " \t" or _CONTAINER.search(text) is not None,
            may_be_open=_OPENINGS.search(text) is not None,
        )
    memory.pieces[between] = piece
    return piece


def _grow(pieces: Sequence[_Piece], start: int, memory: Memory) -> tuple[int, _Chunk]:
    """Return the chunk that begins with a piece, and the number of the piece after it.

    An open chunk grows to the next piece that may close it; after some vain tries by twice its
    length, so that no text makes this take quadratic time.
    """
    count = len(pieces)
    end = start + 1
    tries = 0
    while True:
        holds = any(piece.may_hold for piece in pieces[start:end])
        while end < count and holds and pieces[end].may_continue:
            end += 1
        text = "\n\n".join([piece.text for piece in pieces[start:end]])
        if end == count:
            return end, _read_to_end(text, memory)
        if not any(piece.may_be_open for piece in pieces[start:end]):
            return end, _read_to_end(text, memory)
        chunk = _read_closed(text, memory)
        if chunk is not None:
            return end, chunk
        tries += 1
        if tries > 4:
            end = min(count, end + (end - start))
        else:
            closing = (n + 1 for n in range(end, count) if _CLOSINGS.search(pieces[n].text))
            end = next(closing, count)


def _read_alone(piece: _Piece, memory: Memory) -> _Chunk:
    if piece.plain is not None:
        blocks = Blocks((piece.plain,), References())
    else:
        blocks = read_blocks(piece.text)
    piece.chunk = _chunk(blocks, memory)
    return piece.chunk


def _read_to_end(text: str, memory: Memory) -> _Chunk:
    chunk = memory.chunks.get(text)
    if chunk is None:
        chunk = _chunk(read_blocks(text), memory)
        memory.grow(text)
        memory.chunks[text] = chunk
    return chunk


def _read_closed(text: str, memory: Memory) -> _Chunk | None:
    """Read a chunk, or return None where what comes after an empty line still belongs to it."""
    if text in memory.closed:
        return memory.closed[text]
    blocks = read_blocks(f"{text}\n\n{_PROBE}")
    *kept, last = blocks.blocks or (None,)
    chunk = None
    if last is not None and last.content == _PROBE and not last.containers:
        chunk = _chunk(replace(blocks, blocks=tuple(kept)), memory)
    elif blocks.too_deep is not None:
        chunk = _chunk(blocks, memory)
    memory.grow(text)
    memory.closed[text] = chunk
    return chunk


def _plain_block(text: str) -> RawBlock | None:
    """Read a paragraph or a heading that nothing in the text makes anything else of."""
    if text[0] == "#" and "\n" not in text and (heading := split_heading(text)):
        level, content = heading
        return RawBlock(BlockKind.HEADING, content, 0, level=level)
    if _STRUCTURE.search(text) is not None:
        return None
    content = text.strip(MD_TRIM_CHARS)
    return RawBlock(BlockKind.PARAGRAPH, content, 0) if content else None


def _chunk(found: Blocks, memory: Memory) -> _Chunk:
    defined = {*found.references.links, *(f"^{each.label}" for each in found.definitions)}
    labels = frozenset[str]().union(
        *[labels_in(each.content) for each in found.blocks if not each.is_literal]
    )
    words = _words(found.blocks, References(), memory)
    is_too_deep = found.too_deep is not None
    return _Chunk(words, labels, frozenset(defined), is_too_deep, found.blocks if labels else ())


def _resolved(chunk: _Chunk, called: frozenset[str], memory: Memory) -> Words:
    words = chunk.resolved.get(called)
    if words is None:
        links = {label: ("", "") for label in called if not label.startswith("^")}
        footnotes = frozenset(label[1:] for label in called if label.startswith("^"))
        words = chunk.resolved[called] = _words(chunk.blocks, References(links, footnotes), memory)
    return words


def _words(blocks: Sequence[RawBlock], references: References, memory: Memory) -> Words:
    return tuple([memory.words(_text(each, references)) for each in blocks])


def _text(block: RawBlock, references: References) -> str:
    if block.is_literal:
        return literal_text(block.kind, block.content).text
    return inline_text(block.content, references)


def _heading_words(front_matter: str, memory: Memory) -> tuple[str, ...] | None:
    """Return the tokens of a front matter's ``heading:``, None where there is none to be read."""
    if front_matter not in memory.headings:
        memory.grow(front_matter)
        memory.headings[front_matter] = _read_heading(front_matter)
    return memory.headings[front_matter]


def _read_heading(front_matter: str) -> tuple[str, ...] | None:
    if "heading" not in front_matter:
        return None
    try:
        root, _ = read_yaml(front_matter, "")
    except SourceError:
        return None
    heading = root.get("heading") if isinstance(root, Mapping) else None
    if not isinstance(heading, Scalar) or heading.is_empty:
        return None
    return split_words(inline_text(heading.text, ANY_FOOTNOTE))
