"""What the walk notes on its way for the answers: removals, renames, and what it could not know."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.provenance.removals import Lost
from pipeline.provenance.texts import Texts
from pipeline.provenance.versions import Numbers, Version


class Journal:
    """Notes by commit of the walk; ``commits`` are their ids, ``parents`` their parents' numbers.

    ``made``: the files that each commit changed against its first parent, None where one is gone.
    """

    def __init__(self, numbers: Numbers, texts: Texts) -> None:
        self.commits: list[str] = []
        self.parents: list[tuple[int, ...]] = []
        self.made: list[dict[str, Version | None]] = []
        self.numbers = numbers
        self.texts = texts
        self.lost: dict[str, list[Lost]] = defaultdict(list)  # by path
        self.losers: set[str] = set()  # the paths in it, which may lie elsewhere yet
        self.renames: list[tuple[int, str, str]] = []
        self.unreadable: list[tuple[int, str]] = []
        self.cut: list[int] = []
        self.in_doubt = bytearray()  # commits after a cut

    def begin(self, id: str, parents: Sequence[int], is_cut: bool) -> None:
        """Start a commit; what comes after a cut cannot be sure of who wrote what is new."""
        if is_cut:
            self.cut.append(len(self.commits))
        self.commits.append(id)
        self.parents.append(tuple(parents))
        self.in_doubt.append(is_cut or any(self.in_doubt[parent] for parent in parents))

    def make(self, made: dict[str, Version | None]) -> None:
        """Note what the files are that a commit changed."""
        self.made.append(made)

    def remove(self, lost: Iterable[Lost]) -> None:
        """Note what a commit took out."""
        for one in lost:
            self.losers.add(one.path)
            self.lost[one.path].append(one)

    def rename(self, commit: int, old_path: str, new_path: str) -> None:
        """Note that a commit renamed a file."""
        self.renames.append((commit, old_path, new_path))

    def note_unreadable(self, commit: int, path: str) -> None:
        """Note that a file could not be read at a commit."""
        self.unreadable.append((commit, path))
        self.in_doubt[commit] = 1

    def doubt(self, commit: int) -> None:
        """Note that what a commit wrote may be older than it."""
        self.in_doubt[commit] = 1

    def is_in_doubt(self, commit: int) -> bool:
        """Tell whether cut history can hide an earlier author of what a commit wrote."""
        return bool(self.in_doubt[commit])
