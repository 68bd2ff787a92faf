"""What came and went between old and new, and what went and came back: no part of either text.

In: the file pairs, new's trace and the commits that new has and old lacks. Out: the same pairs,
each with what passed through its file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.model.change import FilePair, Lineage, Passing, Snapshot
from pipeline.model.history import Commit
from pipeline.model.trace import Reason, Removal
from pipeline.redline.words import Words

_CLOSING = frozenset(".,;:!?)]}»”’%")
_OPENING = frozenset("([{«“‘")


def with_passing(
    files: Sequence[FilePair],
    new: Snapshot,
    new_words: Sequence[Sequence[Words]],
    ahead: Lineage,
    commits: Mapping[str, Commit],
) -> tuple[FilePair, ...]:
    """Add to each file pair what passed through the file."""
    between = {commit.id for commit in ahead.commits}
    words = {file.path: blocks for file, blocks in zip(new.files, new_words, strict=True)}
    return tuple(
        replace(
            file,
            passing=(
                *_came_and_went(_removals(file, new), between, commits),
                *_came_back(words.get(file.new_path, ()), between, commits),
            ),
        )
        for file in files
    )


def _removals(file: FilePair, new: Snapshot) -> tuple[Removal, ...]:
    return tuple(new.trace.removals.get(file.new_path or file.old_path, ()))


def _came_and_went(
    removals: Sequence[Removal], between: set[str], commits: Mapping[str, Commit]
) -> Iterator[Passing]:
    """Join what one commit wrote and another took out of one block."""
    passed = [
        removal
        for removal in removals
        if removal.origin.commit in between and removal.removed_by in between
    ]
    for (_, first, last), group in groupby(
        passed, key=lambda removal: (removal.block, removal.origin.commit, removal.removed_by)
    ):
        text = _joined([removal.text for removal in group])
        if first is not None and last is not None:
            yield Passing(text, False, commits[first], commits[last])


def _came_back(
    blocks: Sequence[Words], between: set[str], commits: Mapping[str, Commit]
) -> Iterator[Passing]:
    """Join the words of a block that one commit brought back and that are older than all these."""
    for words in blocks:
        for via, group in groupby(range(len(words)), key=lambda k: _bringer(words, k, between)):
            if via:
                yield Passing(_joined([words.texts[k] for k in group]), True, None, commits[via])


def _bringer(words: Words, number: int, between: set[str]) -> str:
    origin = words.origins[number]
    restored = origin.reason is Reason.RESTORED and origin.commit not in between
    return origin.via if restored and origin.via in between else ""


def _joined(texts: Sequence[str]) -> str:
    """Write tokens as a text, with spaces where readers expect them."""
    out = ""
    for text in texts:
        tight = not out or text in _CLOSING or out[-1] in _OPENING
        out += text if tight else f" {text}"
    return out
