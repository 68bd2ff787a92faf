"""The reader's depth for history: the tokens of each block, without places.

Histories hold the same paragraphs over and over, so a body is cut at empty lines into chunks
that can be read alone, and each distinct chunk is read once. What is flat, as most is, takes no
parser (``flat_blocks``, ``simple_inline``), and its lines and items are known again in other
chunks. Elsewhere the cut is a guess from cheap signs; what these cannot tell (whether a fence or a
comment is still open at an empty line) is asked of the parser itself: it reads the chunk with a
probe paragraph behind it, and the chunk grows until the probe comes out as a paragraph of its own.
So blocks and tokens are those of ``read_markdown``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from pipeline.errors import SourceError
from pipeline.model.text import BlockKind
from pipeline.parse.blocks import Blocks, RawBlock, read_blocks
from pipeline.parse.flat_blocks import LABEL, FlatBlock, flat_blocks
from pipeline.parse.inline import inline_text
from pipeline.parse.inline_state import ANY_FOOTNOTE, References
from pipeline.parse.links import labels_in
from pipeline.parse.literal import literal_text
from pipeline.parse.sections import split_source
from pipeline.parse.simple_inline import simple_text
from pipeline.parse.words import split_words
from pipeline.parse.yaml_events import Mapping, Scalar, read_yaml

Words = tuple[tuple[str, ...], ...]  # the tokens of each block

_BLANK_LINE = re.compile(r"\n[ \t]+(?=\n|\Z)")
# A line that a list or a footnote may begin with, anywhere in a piece
_CONTAINER = re.compile(rf"^[ \t]*(?:{LABEL})", re.MULTILINE)
# Indented code, where no paragraph stands before it
_CODE = re.compile(r"\n(?: {4}| {0,3}\t)")
# A piece that may belong to a list, a footnote or indented code before it
_CONTINUATION = re.compile(rf"[ \t]|{LABEL}")
# What may go on over empty lines until something closes it, and what may close it
_OPENINGS = re.compile(r"```|~~~|<!|<\?|<(?:script|pre|style|textarea)\b", re.IGNORECASE)
_CLOSINGS = re.compile(r"```|~~~|[>\]]>|-->|\?>|</(?:script|pre|style|textarea)", re.IGNORECASE)
_BLANKS = " \t"
_PROBE = "redraftprobe"
_LARGEST = 16 << 20  # characters of chunks that are kept before the memory is emptied
_LITERAL = frozenset([BlockKind.CODE, BlockKind.HTML])
_NO_LABELS = frozenset[str]()


@dataclass(slots=True)
class _Chunk:
    """A chunk as read. ``defined``: the labels that it defines. ``blocks``: kept where definitions
    elsewhere may change its words; ``labels``: those that would, once they have been asked for."""

    words: Words
    labels: frozenset[str] | None = None
    defined: frozenset[str] = _NO_LABELS
    is_too_deep: bool = False
    blocks: Sequence[RawBlock | FlatBlock] = ()
    resolved: dict[frozenset[str], Words] = field(default_factory=dict)


@dataclass(slots=True)
class _Piece:
    """What the text between two empty lines shows at a glance, and how it reads alone.

    ``continues``: it may belong to a container before it; where it ``begins_item`` that any
    reader knows for one, only labels that take a second sign (``doubtful``) may ask for it.
    ``holds``: what comes after may belong to a container in it. ``opens``: a fence, a comment or
    raw HTML may go on after it.
    """

    text: str
    continues: bool = False
    begins_item: bool = False
    holds: bool = False
    doubtful: bool = False
    opens: bool = False
    closes: bool | None = None
    chunk: _Chunk | None = None

    def may_close(self) -> bool:
        """Tell whether what was opened before may end in it."""
        if self.closes is None:
            self.closes = _CLOSINGS.search(self.text) is not None
        return self.closes


class Memory:
    """What was read, up to a bound; one serves a process."""

    def __init__(self, largest: int = _LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self.pieces: dict[str, tuple[_Piece, ...]] = {}
        self.chunks: dict[str, _Chunk] = {}
        self.closed: dict[str, _Chunk | None] = {}  # None: open at its end
        self.contents: dict[str, tuple[str, ...]] = {}  # of items, of cells
        self.lines: dict[str, tuple[str, ...]] = {}  # of code
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
            self.contents.clear()
            self.lines.clear()
            self.headings.clear()
            self.tokens.clear()

    def words(self, text: str) -> tuple[str, ...]:
        """Split a text; equal tokens are one object, which takes a sixth of the space."""
        tokens = split_words(text)
        return tuple(map(self.tokens.setdefault, tokens, tokens))

    def inline_words(self, content: str) -> tuple[str, ...]:
        """Return the tokens of inline content, none of whose labels is defined."""
        text = simple_text(content)
        return self.words(inline_text(content) if text is None else text)

    def content_words(self, content: str) -> tuple[str, ...]:
        """Return the same of content that comes again in other pieces."""
        words = self.contents.get(content)
        if words is None:
            self.grow(content)
            words = self.contents[content] = self.inline_words(content)
        return words

    def line_words(self, text: str) -> tuple[str, ...]:
        """Return the tokens of a text that is no markup, line by line."""
        known = self.lines
        found: list[tuple[str, ...]] = []
        for line in text.split("\n"):
            words = known.get(line)
            if words is None:
                self.grow(line)
                words = known[line] = self.words(line)
            found.append(words)
        return tuple(chain.from_iterable(found))


_MEMORY = Memory()


def read_words(text: str, *, heading: bool, memory: Memory = _MEMORY) -> Words:
    """Return the tokens of each block of a source, in the order of ``read_markdown``.

    ``heading``: a ``heading:`` in the front matter comes first, as a block of its own.
    """
    return tuple(chain.from_iterable(read_chunks(text, heading=heading, memory=memory)))


def read_chunks(text: str, *, heading: bool, memory: Memory = _MEMORY) -> tuple[Words, ...]:
    """Return the same by chunks. A chunk that stands in several sources is the same object, as
    long as the memory keeps it: what is worked out from one can be kept by its identity."""
    sections = split_source(text)
    chunks = _cut(sections.body, memory)
    given: tuple[Words, ...] = ()
    if heading and sections.front_matter is not None:
        words = _heading_words(sections.front_matter, memory)
        if words is not None:
            given = ((words,),)
    if any(chunk.is_too_deep for chunk in chunks):
        return (*given, (split_words(sections.body.replace("\0", "\ufffd")),))
    defined = _NO_LABELS.union(*[chunk.defined for chunk in chunks if chunk.defined])
    if defined:
        return (*given, *[_defined_words(chunk, defined, memory) for chunk in chunks])
    return (*given, *[chunk.words for chunk in chunks])


def _cut(body: str, memory: Memory) -> list[_Chunk]:
    """Cut a body into chunks that read the same alone as where they stand."""
    if "\0" in body:
        body = body.replace("\0", "\ufffd")
    texts = body.split("\n\n")
    found = list(map(memory.pieces.get, texts))
    pieces = list(
        chain.from_iterable(
            [
                _look(text, memory) if known is None else known
                for text, known in zip(texts, found, strict=True)
            ]
        )
    )
    chunks: list[_Chunk] = []
    count = len(pieces)
    at = 0
    while at < count:
        piece = pieces[at]
        chunk = piece.chunk
        if piece.opens or (piece.holds and _goes_on(pieces, at + 1, piece.doubtful)):
            at, chunk = _grow(pieces, at, memory)
        else:
            chunk = chunk or _read_alone(piece, memory)
            at += 1
        chunks.append(chunk)
    return chunks


def _goes_on(pieces: Sequence[_Piece], at: int, is_doubtful: bool) -> bool:
    """Tell whether there is a piece that may belong to what stands before it."""
    return at < len(pieces) and pieces[at].continues and (is_doubtful or not pieces[at].begins_item)


def _look(between: str, memory: Memory) -> tuple[_Piece, ...]:
    memory.grow(between)
    texts = [between.strip("\n")]
    if between[:1] in _BLANKS or "\n " in between or "\n\t" in between:
        texts = _BLANK_LINE.sub("\n", f"\n{between}").split("\n\n")
        texts = [text.strip("\n") for text in texts]
    pieces = tuple([_piece(text, memory) for text in texts if text.strip(_BLANKS)])
    memory.pieces[between] = pieces
    return pieces


def _piece(text: str, memory: Memory) -> _Piece:
    flat = flat_blocks(text)
    if flat is not None and not flat.is_open:
        blocks = flat.blocks
        begins_item = bool(blocks) and blocks[0].kind is BlockKind.LIST_ITEM
        return _Piece(
            text,
            continues=begins_item,
            begins_item=begins_item and text[0] != " ",
            holds=bool(blocks) and blocks[-1].kind is BlockKind.LIST_ITEM,
            chunk=_flat_chunk(blocks, memory),
        )
    doubtful = _CONTAINER.search(text) is not None
    return _Piece(
        text,
        continues=_CONTINUATION.match(text) is not None,
        holds=text[0] in _BLANKS or doubtful or _CODE.search(text) is not None,
        doubtful=doubtful,
        opens=_OPENINGS.search(text) is not None,
    )


def _grow(pieces: Sequence[_Piece], start: int, memory: Memory) -> tuple[int, _Chunk]:
    """Return the number of the piece after the chunk that begins with a piece, and the chunk.

    An open chunk grows to the next piece that may close it; after some vain tries by twice its
    length, so that no text makes this take quadratic time.
    """
    count = len(pieces)
    end = start + 1
    tries = 0
    while True:
        holds = any(piece.holds for piece in pieces[start:end])
        doubtful = any(piece.doubtful for piece in pieces[start:end])
        while holds and _goes_on(pieces, end, doubtful):
            doubtful = doubtful or pieces[end].doubtful
            end += 1
        text = "\n\n".join([piece.text for piece in pieces[start:end]])
        if end == count or not any(piece.opens for piece in pieces[start:end]):
            return end, _read_to_end(text, memory)
        chunk = _read_closed(text, memory)
        if chunk is not None:
            return end, chunk
        tries += 1
        if tries > 4:
            end = min(count, end + (end - start))
        else:
            closing = (at + 1 for at in range(end, count) if pieces[at].may_close())
            end = next(closing, count)


def _read_alone(piece: _Piece, memory: Memory) -> _Chunk:
    piece.chunk = _chunk(read_blocks(piece.text), memory)
    return piece.chunk


def _read_to_end(text: str, memory: Memory) -> _Chunk:
    chunk = memory.chunks.get(text)
    if chunk is None:
        flat = flat_blocks(text)
        if flat is None or flat.is_open:
            chunk = _chunk(read_blocks(text), memory)
        else:
            chunk = _flat_chunk(flat.blocks, memory)
        memory.grow(text)
        memory.chunks[text] = chunk
    return chunk


def _read_closed(text: str, memory: Memory) -> _Chunk | None:
    """Read a chunk, or return None where what comes after an empty line still belongs to it."""
    if text in memory.closed:
        return memory.closed[text]
    chunk = None
    flat = flat_blocks(text)
    if flat is None:
        blocks = read_blocks(f"{text}\n\n{_PROBE}")
        *kept, last = blocks.blocks or (None,)
        if last is not None and last.content == _PROBE and not last.containers:
            chunk = _chunk(replace(blocks, blocks=tuple(kept)), memory)
        elif blocks.too_deep is not None:
            chunk = _chunk(blocks, memory)
    elif not flat.is_open:
        chunk = _flat_chunk(flat.blocks, memory)
    memory.grow(text)
    memory.closed[text] = chunk
    return chunk


def _flat_chunk(blocks: Sequence[FlatBlock], memory: Memory) -> _Chunk:
    read = memory.inline_words if len(blocks) == 1 else memory.content_words
    words = tuple(
        [
            memory.line_words(content) if kind is BlockKind.CODE else read(content)
            for kind, content in blocks
        ]
    )
    return _Chunk(words, blocks=_that_may_change(blocks))


def _chunk(found: Blocks, memory: Memory) -> _Chunk:
    defined = frozenset(
        [*found.references.links, *[f"^{each.label}" for each in found.definitions]]
    )
    words = tuple(
        [
            memory.line_words(literal_text(each.kind, each.content).text)
            if each.kind in _LITERAL
            else memory.content_words(each.content)
            for each in found.blocks
        ]
    )
    is_too_deep = found.too_deep is not None
    return _Chunk(words, None, defined, is_too_deep, _that_may_change(found.blocks))


def _that_may_change(blocks: Sequence[RawBlock | FlatBlock]) -> Sequence[RawBlock | FlatBlock]:
    """Return the blocks where a label may stand in one of them."""
    return blocks if any("]" in each.content for each in blocks) else ()


def _defined_words(chunk: _Chunk, defined: frozenset[str], memory: Memory) -> Words:
    """Return a chunk's words where a file defines some labels."""
    if not chunk.blocks:
        return chunk.words
    if chunk.labels is None:
        contents = [each.content for each in chunk.blocks if each.kind not in _LITERAL]
        chunk.labels = _NO_LABELS.union(*map(labels_in, contents))
    called = chunk.labels & defined
    if not called:
        return chunk.words
    words = chunk.resolved.get(called)
    if words is None:
        links = {label: ("", "") for label in called if not label.startswith("^")}
        footnotes = frozenset(label[1:] for label in called if label.startswith("^"))
        references = References(links, footnotes)
        words = chunk.resolved[called] = tuple(
            [
                known
                if each.kind in _LITERAL or "]" not in each.content
                else memory.words(inline_text(each.content, references))
                for each, known in zip(chunk.blocks, chunk.words, strict=True)
            ]
        )
    return words


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
