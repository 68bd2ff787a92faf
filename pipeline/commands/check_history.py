"""A range of commits → what in them would be credited to somebody else than whose it is."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.align.nearest import nearest
from pipeline.commands.revisions import resolve_document
from pipeline.commands.texts import read_text
from pipeline.errors import RevisionError
from pipeline.history.commits import read_commit
from pipeline.history.credit import credit, is_known
from pipeline.history.people import Mailmap, with_mailmap
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import read_mailmap, resolve
from pipeline.history.walk import walk
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import BlobChange, Commit, CommitStep, FileKind, Revision, TreeFile
from pipeline.model.reading import Role
from pipeline.model.text import DocumentSettings, FrontMatter, Party, Source
from pipeline.parse.document import is_entry
from pipeline.parse.recommendation import read_file
from pipeline.parse.scan import read_words
from pipeline.rules.commits import CommitFacts, EntryChange, judge_commits

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def check_history(directory: Path, commits: str) -> tuple[Diagnostic, ...]:
    """Check how the commits of a range were made, earlier ones first.

    ``commits``: "BASE..HEAD", or BASE alone for all that HEAD has since. Parties and people are
    those of the range's head. Raises RevisionError where a revision is not there.
    """
    repository = open_repository(directory)
    base, head, settings = _ends(repository, commits)
    steps = {step.commit: step for step in walk(repository, {base.id, head.id})}
    within = _ancestors(steps, head.id) - _ancestors(steps, base.id)
    reader = _Reader(repository, settings, read_mailmap(repository, head))
    # A squash merge's own commits come with the walk; they are judged where they stand.
    facts = (reader.facts(step) for id, step in steps.items() if id in within)
    return tuple(judge_commits(facts))


def _ends(
    repository: Repository, commits: str
) -> tuple[Revision, Revision, DocumentSettings | None]:
    old, dots, new = commits.partition("..")
    if new.startswith(".") or not old:
        raise RevisionError.of(
            "E009", f"'{commits}' is no range of commits", hint="write BASE..HEAD, or BASE"
        )
    head, settings = resolve_document(repository, (dots and new) or "HEAD")
    return resolve(repository, old), head, settings


def _ancestors(steps: Mapping[str, CommitStep], id: str) -> set[str]:
    found: set[str] = set()
    waiting = [id]
    while waiting:
        id = waiting.pop()
        if id in steps and id not in found:
            found.add(id)
            waiting.extend(steps[id].parents)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what rules must know of a commit."""

    repository: Repository
    settings: DocumentSettings | None
    mailmap: Mailmap

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.settings.parties if self.settings else ()

    def facts(self, step: CommitStep) -> CommitFacts:
        commit = with_mailmap(read_commit(self.repository, step.commit), self.mailmap)
        parties = credit(commit, self.parties).parties
        entries = tuple(self._entries(step)) if len(step.parents) < 2 else ()
        return CommitFacts(
            commit, parties, entries, bool(step.pull), tuple(self._unknown(commit, parties))
        )

    def _unknown(self, commit: Commit, parties: tuple[Party, ...]) -> Iterator[tuple[str, str]]:
        ids = [party.id for party in self.parties if party.id]
        named = {party.name for party in parties if not is_known(party)}
        for value in commit.on_behalf_of:
            if value in named and _ID.fullmatch(value) and ids:
                yield value, nearest(value, ids)

    def _entries(self, step: CommitStep) -> Iterator[EntryChange]:
        """The entries that a commit adds, or of which it changes the words."""
        changes = [change for change in step.changes[0] if self._is_entry(change.path)]
        gone = [self._words(change.old) for change in changes if not change.new]
        for change in changes:
            words = self._words(change.new)
            if not change.new or words == self._words(change.old):
                continue
            is_new = not change.old
            if is_new and any(_alike(words, each) for each in gone):  # renamed, or sorted
                continue
            # Whose text it is says what was there, so that nobody takes it by changing that.
            front_matter = self._front_matter(change, change.old or change.new)
            submitters = front_matter.submitters if front_matter else ()
            yield EntryChange(change.path, is_new, submitters)

    def _is_entry(self, path: str) -> bool:
        settings = self.settings
        if settings is None or path in (settings.abstract, *settings.annexes):
            return False
        folder = posixpath.dirname(settings.path)
        inside = f"{folder}/" if folder else ""
        return path.startswith(inside) and is_entry(path.removeprefix(inside))

    def _text(self, blob: str) -> str | None:
        file = TreeFile("", blob, FileKind.FILE, 0)
        return read_text(self.repository, file) if blob else None

    def _words(self, blob: str) -> tuple[str, ...]:
        text = self._text(blob)
        blocks = read_words(text, heading=True) if text is not None else ()
        return tuple(word for block in blocks for word in block)

    def _front_matter(self, change: BlobChange, blob: str) -> FrontMatter | None:
        text = self._text(blob)
        if text is None:
            return None
        known = {party.id: party for party in self.parties}
        source = Source(change.path, text)
        return read_file(source, Role.ENTRY, known, tokens=False)[0].front_matter


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a text holds half of another's words, or is half of it."""
    shared = len(set(one) & set(other))
    return 2 * shared >= min(len(set(one)), len(set(other))) > 0
