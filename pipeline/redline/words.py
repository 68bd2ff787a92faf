"""A block as the redline compares it: its tokens' texts and identities, and what lies between.

In: a snapshot's files and its trace. Out: one ``Words`` a block, in the order of the file. Most
blocks of most redlines read the same on both sides, so what a ``Words`` says is worked out when
it is first asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.change import Snapshot
from pipeline.model.text import Block, FileText
from pipeline.model.trace import Origin, Reason

Identity = tuple[str, int]

# A word, about as tokens are cut: an ideograph, or letters and digits with inner marks. For
# counting and likeness, where to cut a text into tokens would take most of the time.
WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+(?:['’\-][^\W_]+)*")

_UNKNOWN = Origin(None, 0, reason=Reason.UNREADABLE, confidence=0.0)


@dataclass(frozen=True, eq=False)
class Words:
    """A block's tokens; ``traced``: an origin for each, None where the file has no trace."""

    block: Block
    traced: Sequence[Origin] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Each token's text."""
        return tuple([token.text for token in self.block.tokens])

    @cached_property
    def are_words(self) -> tuple[bool, ...]:
        """Whether each token is a word, and no punctuation mark."""
        return tuple([token.is_word for token in self.block.tokens])

    @cached_property
    def size(self) -> int:
        """How many tokens are words."""
        return sum(self.are_words)

    @cached_property
    def origins(self) -> Sequence[Origin]:
        """Whence each token comes."""
        if self.traced is None:
            return (_UNKNOWN,) * len(self)
        if len(self.traced) != len(self):
            raise AssertionError(
                f"{self.block.position}: {len(self)} tokens, but {len(self.traced)} are traced"
            )
        return self.traced

    @cached_property
    def identities(self) -> tuple[Identity | None, ...]:
        """Each token's first writing, None where history does not reach it."""
        return tuple(
            [(origin.commit, origin.number) if origin.commit else None for origin in self.origins]
        )

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The text before each token and after the last: with the texts it is the block's."""
        gaps, end, text = [], 0, self.block.text
        for token in self.block.tokens:
            gaps.append(text[end : token.start])
            end = token.end
        return (*gaps, text[end:])


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
        return tuple(map(Words, file.blocks))
    if len(rows) != len(file.blocks):
        raise AssertionError(
            f"{file.path}: {len(file.blocks)} blocks, but {len(rows)} are traced at "
            f"{snapshot.revision.id}"
        )
    return tuple(map(Words, file.blocks, rows))
