"""A phrase that stands no more → where it last stood, who wrote it, and who ended it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.commands.phrases import find_tokens, has_tokens
from pipeline.commands.spans import join_spans
from pipeline.commands.tracing import Traced, read_text, trace_revisions
from pipeline.history.repository import Repository
from pipeline.history.tree import read_path
from pipeline.model.history import CommitStep, FileKind, TreeFile
from pipeline.model.provenance import RemovedSpan
from pipeline.model.text import Source
from pipeline.parse.file_text import read_file_text
from pipeline.parse.scan import read_words

_Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Loss:
    """A file that a commit left without the phrase; ``parent`` still had it."""

    path: str
    commit: str
    parent: str


def find_lost(
    repository: Repository, traced: Traced, revision: str, wanted: Sequence[str], *, heading: bool
) -> dict[str, tuple[RemovedSpan, ...]]:
    """Find the last place of a phrase in each file that once had it, by the file's path then.

    The phrase is a sequence of tokens, sought with its case, else without. ``removed_by`` is the
    commit that left the file without it, a merge only where every parent still had it.
    """
    history = frozenset(traced.traces[revision].history)
    steps = [step for step in traced.steps if step.commit in history]
    losses: list[_Loss] = []
    fold: _Fold = str
    for fold in (str, str.casefold):
        folded = tuple(map(fold, wanted))
        losses = list(_losses(steps, _finder(repository, folded, fold, heading=heading)))
        if losses:
            break
    if not losses:
        return {}
    parents = sorted({loss.parent for loss in losses})
    before = trace_revisions(repository, parents, heading=heading)
    found = {}
    for number, loss in enumerate(losses):
        origins = before.traces[loss.parent].origins.get(loss.path, ())
        file = read_path(repository, loss.parent, loss.path)
        text = read_text(repository, file) if file else None
        if text is None:
            continue
        blocks = read_file_text(Source(loss.path, text), heading=heading).blocks
        folded = tuple(map(fold, wanted))
        found[loss.path] = tuple(
            RemovedSpan(span.text, number, span.origin, loss.commit, span.origin.confidence)
            for block, row in zip(blocks, origins, strict=True)
            for start in find_tokens([fold(token.text) for token in block.tokens], folded)
            for span in join_spans(block, row, start, start + len(folded))
        )
    return found


def _losses(steps: Sequence[CommitStep], has: Callable[[str], bool]) -> Iterator[_Loss]:
    """Yield for each path the last commit that left it without the phrase, the latest first."""
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
                yield _Loss(path, step.commit, step.parents[0])


def _finder(
    repository: Repository, wanted: Sequence[str], fold: _Fold, *, heading: bool
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
