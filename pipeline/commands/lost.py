"""A phrase that stands no more → where it last stood, who wrote it, and who ended it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.commands.phrases import find_tokens, has_tokens
from pipeline.commands.spans import join_spans
from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.history.tree import read_path
from pipeline.model.history import CommitStep, FileKind, TreeFile
from pipeline.model.provenance import RemovedSpan
from pipeline.model.text import Source
from pipeline.model.trace import Trace
from pipeline.parse.late import read_file_text, read_words
from pipeline.parse.words import split_words

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Loss:
    """A file that ``commit`` left without a phrase which ``parent`` still had.

    ``wanted``: the tokens of the phrase; ``fold``: how tokens are compared with them.
    """

    path: str
    commit: str
    parent: str
    wanted: tuple[str, ...]
    fold: Fold


def find_losses(
    repository: Repository, steps: Sequence[CommitStep], wanted: Sequence[str], *, heading: bool
) -> tuple[Loss, ...]:
    """Find the last commit that left each file without a phrase, the latest first.

    The phrase is a sequence of tokens, sought with its case, else without. A merge counts only
    where every parent still had it. A file is called by its path then.
    """
    fold: Fold
    for fold in (str, str.casefold):
        folded = tuple(map(fold, wanted))
        has = _finder(repository, folded, fold, heading=heading)
        losses = tuple(
            Loss(path, commit, parent, folded, fold) for path, commit, parent in _losses(steps, has)
        )
        if losses:
            return losses
    return ()


def lost_spans(
    repository: Repository, traces: Mapping[str, Trace], losses: Iterable[Loss], *, heading: bool
) -> dict[str, tuple[RemovedSpan, ...]]:
    """Tell who wrote what was lost; ``traces`` answer for the losses' parents."""
    found = {}
    for number, loss in enumerate(losses):
        file = read_path(repository, loss.parent, loss.path)
        text = read_text(repository, file) if file else None
        origins = traces[loss.parent].origins.get(loss.path)
        if text is None or origins is None:
            continue
        source = Source(loss.path, text)
        blocks = read_file_text(source, heading=heading, tokens=False).blocks
        found[loss.path] = tuple(
            RemovedSpan(span.text, number, span.origin, loss.commit, span.origin.confidence)
            for block, row in zip(blocks, origins, strict=True)
            for start in find_tokens(list(map(loss.fold, split_words(block.text))), loss.wanted)
            for span in join_spans(block, row, start, start + len(loss.wanted))
        )
    return found


def _losses(
    steps: Sequence[CommitStep], has: Callable[[str], bool]
) -> Iterator[tuple[str, str, str]]:
    """Yield for each path the last commit that left it without the phrase, and its parent."""
    told: set[str] = set()
    for step in reversed(steps):
        by_parent = []
        for changes in step.changes:  # against a pull request, too, that a squash stands for
            kept = any(change.new and has(change.new) for change in changes)
            lost = [] if kept else [c.path for c in changes if c.old and has(c.old)]
            by_parent.append(lost)
        if not by_parent or not all(by_parent):
            continue
        for path in by_parent[0]:
            if path not in told:
                told.add(path)
                yield path, step.commit, step.parents[0]


def _finder(
    repository: Repository, wanted: Sequence[str], fold: Fold, *, heading: bool
) -> Callable[[str], bool]:
    """Return a test of whether a blob has the phrase; most are told by their bytes alone."""

    @cache
    def has(blob: str) -> bool:
        text = read_text(repository, TreeFile("", blob, FileKind.FILE, 0))
        if text is None:
            return False
        folded = fold(text)
        if not all(word in folded for word in wanted):
            return False
        return any(
            has_tokens([fold(token) for token in block], wanted)
            for block in read_words(text, heading=heading)
        )

    return has
