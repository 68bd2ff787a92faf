"""A stretch that was moved → the file that it stood in before."""

from collections.abc import Callable, Sequence
from functools import cache

from pipeline.commands.phrases import has_tokens
from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.model.history import CommitStep, FileKind, TreeFile
from pipeline.parse.late import read_words
from pipeline.parse.words import split_words

# A word or two that stood in many files do not tell from which of them they came.
_TELLING = 3
_FEW = 20

From = Callable[[str, str, str], str]


def find_ways(
    repository: Repository, step_of: Callable[[str], CommitStep | None], *, heading: bool
) -> From:
    """Return a function from a stretch's text, its file and the mover's id to where it stood.

    The answer is the path of a file that the commit changed, as its first parent had it, with
    these tokens in a row: one that has them no more, else another than where they stand now; ""
    where there is none, and where too many held the same word or two.
    """

    @cache
    def source(blob: str) -> str:
        return (read_text(repository, TreeFile("", blob, FileKind.FILE, 0)) if blob else None) or ""

    @cache
    def words(blob: str) -> tuple[tuple[str, ...], ...]:
        return read_words(source(blob), heading=heading) if source(blob) else ()

    def has(blob: str, wanted: Sequence[str]) -> bool:
        return any(has_tokens(block, wanted) for block in words(blob))

    @cache
    def find(text: str, path: str, mover: str) -> str:
        wanted = split_words(text)
        step = step_of(mover)
        if step is None or not step.changes or not wanted:
            return ""
        changes = step.changes[0]
        # A mover may have changed hundreds of files; few of them hold the longest word as written
        longest = max(wanted, key=len)
        likely = [change for change in changes if longest in source(change.old)]
        if len(wanted) < _TELLING and len(likely) > _FEW:
            return ""
        had = [change for change in likely if has(change.old, wanted)] or [
            change for change in changes if change not in likely and has(change.old, wanted)
        ]
        left = [change.path for change in had if not has(change.new, wanted)]
        others = [change.path for change in had if change.path != path]
        return next(iter(left or others), "")

    return find
