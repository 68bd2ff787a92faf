"""A block as the redline compares it: its tokens' texts and identities, and what lies between.

In: a snapshot's files and its trace. Out: one ``Words`` a block, in the order of the file.
"""

from dataclasses import dataclass

from pipeline.model.change import Snapshot
from pipeline.model.text import Block, FileText
from pipeline.model.trace import Origin, Reason

Identity = tuple[str, int]

_UNKNOWN = Origin(None, 0, reason=Reason.UNREADABLE, confidence=0.0)


@dataclass(frozen=True, slots=True)
class Words:
    """A block's tokens.

    ``identities``: a token's first writing, None where history does not reach it. ``gaps``: the
    text before each token and after the last, so that gaps and texts join to the block's text.
    ``size``: how many tokens are words.
    """

    block: Block
    texts: tuple[str, ...]
    identities: tuple[Identity | None, ...]
    origins: tuple[Origin, ...]
    gaps: tuple[str, ...]
    size: int

    def __len__(self) -> int:
        return len(self.texts)


def read_words(
    snapshot: Snapshot, unchanged: frozenset[str] = frozenset()
) -> tuple[tuple[Words, ...], ...]:
    """Return the words of each block of each file; a file that has no trace has no identities.

    Files that are ``unchanged`` give none: nothing in them can be paired with anything else.
    """
    return tuple(
        () if file.path in unchanged else _file_words(file, snapshot) for file in snapshot.files
    )


def _file_words(file: FileText, snapshot: Snapshot) -> tuple[Words, ...]:
    rows = snapshot.trace.origins.get(file.path)
    if rows is None:
        return tuple(block_words(block, (_UNKNOWN,) * len(block.tokens)) for block in file.blocks)
    if len(rows) != len(file.blocks):
        raise AssertionError(
            f"{file.path}: {len(file.blocks)} blocks, but {len(rows)} are traced at "
            f"{snapshot.revision.id}"
        )
    return tuple(block_words(*pair) for pair in zip(file.blocks, rows, strict=True))


def block_words(block: Block, origins: tuple[Origin, ...]) -> Words:
    """Pair a block's tokens with their origins; as many origins as tokens."""
    if len(origins) != len(block.tokens):
        raise AssertionError(
            f"{block.position}: {len(block.tokens)} tokens, but {len(origins)} are traced"
        )
    gaps, end = [], 0
    for token in block.tokens:
        gaps.append(block.text[end : token.start])
        end = token.end
    gaps.append(block.text[end:])
    return Words(
        block,
        tuple(token.text for token in block.tokens),
        tuple((origin.commit, origin.number) if origin.commit else None for origin in origins),
        origins,
        tuple(gaps),
        sum(token.is_word for token in block.tokens),
    )
