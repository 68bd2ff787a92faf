"""Each changed token → the one commit that changed it.

In: two snapshots and the commits that each side has alone. An insertion is by the commit that
wrote the words, or that copied or brought them back; a deletion by its remover; a move by its
mover. Where NEW is an ancestor of OLD the roles change places, and the commit is the one undone.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model.change import Lineage, Snapshot
from pipeline.model.text import Block, FileText
from pipeline.model.trace import Origin, Reason, Removal
from pipeline.redline.cause import Cause
from pipeline.redline.lineage import ABSENT, Makers, Reader, token_places
from pipeline.redline.matching import common
from pipeline.redline.words import Identity, Words

UNDONE = "undone"  # NEW is an ancestor of OLD: the commit is one that NEW does not have
ELSEWHERE = "not in NEW's history"
BEYOND = "beyond the history that is here"
UNKNOWN = "not known"

_BROUGHT = frozenset({Reason.COPIED, Reason.RESTORED})


class Attribution:
    """Answers who changed what, for one redline.

    ``later``: the snapshot whose history made the changes (new; old where new is its ancestor).
    """

    def __init__(
        self,
        old: Snapshot,
        new: Snapshot,
        old_words: Sequence[Sequence[Words]],
        new_words: Sequence[Sequence[Words]],
        ahead: Lineage,
        behind: Lineage,
    ) -> None:
        self.is_undoing = bool(behind.commits) and not ahead.commits
        self.is_diverged = bool(behind.commits) and bool(ahead.commits)
        later, words = (old, old_words) if self.is_undoing else (new, new_words)
        self._makers = Makers(
            behind if self.is_undoing else ahead,
            old.revision.id if self.is_undoing else new.revision.id,
            self._beside,
        )
        self._files = (*old.files, *new.files)
        self._counts: dict[int, Counter[Hashable]] = {}  # by id of a version's block
        self._around: dict[int, tuple[int, str, str]] | None = None  # by id of a block
        self._others = frozenset(commit.id for commit in behind.commits)
        self._trace = later.trace
        self._words = words
        self._causes: dict[tuple[str | None, str, Reason], Cause | None] = {}
        self._standing: dict[Identity, Origin] | None = None
        self._all_removals: dict[Identity, list[Removal]] | None = None
        self._by_path: dict[str, dict[Identity, list[Removal]]] = {}

    def _beside(self, block: Block) -> tuple[int, str, str]:
        if self._around is None:
            self._around = {}
            for file in self._files:
                texts = ["", *(each.text for each in file.blocks), ""]
                for number, each in enumerate(file.blocks):
                    self._around[id(each)] = number, texts[number], texts[number + 2]
        return self._around[id(block)]

    def _stands(self, identity: Identity) -> Origin | None:
        """Whence a token stands elsewhere in the later text, put there by one of the makers."""
        if self._standing is None:
            self._standing = {
                (origin.commit, origin.number): origin
                for blocks in self._words
                for words in blocks
                for origin in words.traced or ()
                if origin.via and origin.commit and origin.via in self._makers
            }
        return self._standing.get(identity)

    def inserted(self, words: Words, number: int, new_path: str, old_path: str) -> Cause:
        """Return who made NEW have a token that OLD has not."""
        if self.is_undoing:
            return self._undone(self._removed(words, number, old_path, new_path))
        return self._added(words, number, new_path, old_path)

    def deleted(self, words: Words, number: int, old_path: str, new_path: str) -> Cause:
        """Return who made NEW lack a token that OLD has."""
        if self.is_undoing:
            return self._undone(self._added(words, number, old_path, new_path))
        return self._removed(words, number, new_path, old_path)

    def _undone(self, cause: Cause) -> Cause:
        return replace(cause, reason=UNDONE) if self.is_undoing and cause.commit else cause

    def _added(self, words: Words, number: int, path: str, before: str) -> Cause:
        origin = words.origins[number]
        way = origin.commit, origin.via, origin.reason
        if way not in self._causes:
            self._causes[way] = self._writer(origin)
        cause = self._causes[way]
        if cause is not None:
            return cause
        found = self._count_maker(words, number, path, before)
        if found:
            return Cause(found, origin=origin.commit or "")
        if origin.commit is None:
            return Cause(None, BEYOND)
        return Cause(None, ELSEWHERE if self.is_diverged else UNKNOWN)

    def _writer(self, origin: Origin) -> Cause | None:
        """Return whom a token's origin names; None where that is none of the makers."""
        if origin.reason in _BROUGHT and origin.via in self._makers:
            return Cause(origin.via, origin=origin.commit or "")
        if origin.commit in self._makers:
            return Cause(origin.commit)
        if origin.via in self._makers:
            return Cause(origin.via, origin=origin.commit or "")
        return None

    def _removed(self, words: Words, number: int, path: str, before: str) -> Cause:
        identity = words.identities[number]
        if identity is not None:
            for where in (path, before, None):
                for removal in reversed(self._removals(where).get(identity, [])):
                    if removal.removed_by in self._makers:
                        return Cause(removal.removed_by)
            if identity[0] in self._others and not self.is_undoing:
                return Cause(None, ELSEWHERE)
        # What stands elsewhere because it moved there left with its mover; what stands elsewhere
        # as a copy, or came back there, was taken out here by somebody else.
        standing = self._stands(identity) if identity else None
        if standing and standing.reason is Reason.MOVED:
            return Cause(standing.via)
        found = self._count_maker(words, number, path, before)
        if found:
            return Cause(found)
        if standing:
            return Cause(standing.via)
        if identity is None:
            return Cause(None, BEYOND)
        return Cause(None, ELSEWHERE if self.is_diverged else UNKNOWN)

    def _removals(self, path: str | None) -> dict[Identity, list[Removal]]:
        """Index the removals of a path by token; None: of every path."""
        if path is not None:
            if path not in self._by_path:
                self._by_path[path] = _indexed(self._trace.removals.get(path, ()))
            return self._by_path[path]
        if self._all_removals is None:
            self._all_removals = _indexed(
                removal for where in self._trace.removals for removal in self._trace.removals[where]
            )
        return self._all_removals

    def _count_maker(self, words: Words, number: int, path: str, before: str) -> str | None:
        """Ask the versions: who made the block have this word as often as it does at the tip?

        Where that never changed, the word went from one place of the block to another: who set
        it beside its neighbours? Where that was always so, the block is not known again in some
        version: who made the file have the word with its neighbours as often as it does? Where all
        that was always so, the word, or the whole block, only changed its order with others.
        """
        block, texts = words.block, words.texts
        text = texts[number]
        pairs = [texts[k : k + 2] for k in (number - 1, number) if 0 <= k < len(texts) - 1]

        def count(file: FileText) -> object:
            found = self._makers.counterpart(file, block)
            return self._token_counts(found)[text] if found else ABSENT

        def neighbours(file: FileText) -> object:
            found = self._makers.counterpart(file, block)
            if found is None:
                return ABSENT
            counts = self._token_counts(found)
            return tuple(counts[pair] > 0 for pair in pairs)

        tokens = block.tokens[max(0, number - 1) : number + 2]
        passage = block.text[tokens[0].start : tokens[-1].end]

        def in_file(file: FileText) -> object:
            return sum(each.text.count(passage) for each in file.blocks)

        def in_order(file: FileText) -> object:
            found = self._makers.counterpart(file, block)
            return ABSENT if found is None else number in token_places(block, found)

        def block_in_order(file: FileText) -> object:
            return self._keeps_place(block, file)

        where = path or before
        readers = (count, neighbours, in_file, in_order, block_in_order)
        found = (self._makers.maker(where, read, (before,)) for read in readers)
        return next(filter(None, found), None)

    def _keeps_place(self, block: Block, version: FileText) -> bool:
        """Whether a version has the block in its order with the others of the block's file."""
        for file in self._files:
            for number, each in enumerate(file.blocks):
                if each is block:
                    texts = [[other.text for other in side.blocks] for side in (file, version)]
                    return any(here == number for here, _ in common(*texts))
        return False

    def _token_counts(self, block: Block) -> Counter[Hashable]:
        """Count a version's tokens, and its pairs of neighbours; versions live as long as this."""
        if id(block) not in self._counts:
            texts = [token.text for token in block.tokens]
            counts: Counter[Hashable] = Counter(texts)
            counts.update(pairwise(texts))
            self._counts[id(block)] = counts
        return self._counts[id(block)]

    def mover(self, old: Words, new: Words, pairs: Sequence[tuple[int, int]]) -> str | None:
        """Return the commit that put most of the kept words where they stand; None if none did."""
        later = old if self.is_undoing else new
        origins = [later.origins[pair[0 if self.is_undoing else 1]] for pair in pairs]
        for candidates in (
            [origin.via for origin in origins if origin.via in self._makers],
            [origin.commit for origin in origins if origin.commit in self._makers],
        ):
            if candidates:
                counts = Counter(candidates)
                return max(counts, key=lambda commit: (counts[commit], commit or ""))
        return None

    def named(self, commit: str | None) -> Cause | None:
        """Return the cause that a commit is, as this redline speaks of it; None for none."""
        return self._undone(Cause(commit)) if commit else None

    def value_maker(
        self, old_path: str, new_path: str, old: Reader, new: Reader, *, head: bool = False
    ) -> Cause:
        """Return who gave a file the value that it has on the later side.

        ``old`` and ``new`` read the value from a version, starting from that side's block.
        ``head``: it is none of the file's blocks.
        """
        path, before = (old_path, new_path) if self.is_undoing else (new_path, old_path)
        read = old if self.is_undoing else new
        return self._made(self._makers.maker(path or before, read, (before,), head=head))

    def other_maker(self, old_path: str, new_path: str) -> Cause:
        """Return who gave what is no text, such as a picture, the bytes that the later side has."""
        paths = (old_path, new_path) if self.is_undoing else (new_path, old_path)
        return self._made(self._makers.other_maker(paths))

    def _made(self, commit: str | None) -> Cause:
        if commit is None:
            return Cause(None, ELSEWHERE if self.is_diverged else UNKNOWN)
        return self._undone(Cause(commit))

    def counterpart(self, file: FileText, block: Block) -> Block | None:
        """Return the block of another version that ``block`` is."""
        return self._makers.counterpart(file, block)

    def place(self, file: FileText, block: Block) -> int | None:
        """Return the number of the block of another version that ``block`` is."""
        return self._makers.place(file, block)


def _indexed(removals: Iterable[Removal]) -> dict[Identity, list[Removal]]:
    index: dict[Identity, list[Removal]] = {}
    for removal in removals:
        if removal.origin.commit:
            key = (removal.origin.commit, removal.origin.number)
            index.setdefault(key, []).append(removal)
    return index
