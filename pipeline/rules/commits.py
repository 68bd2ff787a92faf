"""How commits were made: what would be credited to somebody else than whose it is.

In: commits as ``CommitFacts``. Out: warnings without a place, since a commit has no line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import Commit
from pipeline.model.text import Party

_SHORT = 7
_LISTED = 3


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry whose words a commit changed, or that it added, and whose text it is."""

    path: str
    is_new: bool
    submitters: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class CommitFacts:
    """One commit that is judged.

    ``parties``: under whom its changes are shown. ``is_resolved``: the words of this squash merge
    are traced to the commits of its pull request. ``unknown``: values of ``On-behalf-of`` that
    look like a party's id and are none, each with the id that is meant, or "".
    """

    commit: Commit
    parties: tuple[Party, ...]
    entries: tuple[EntryChange, ...]
    is_resolved: bool = False
    unknown: tuple[tuple[str, str], ...] = ()


def squashed(facts: CommitFacts) -> Iterator[Diagnostic]:
    """W401: a squash merge that names its author alone, where nothing else tells the others."""
    commit = facts.commit
    is_squash = len(commit.parents) == 1 and commit.summary.endswith(f"({commit.pull_request})")
    if not commit.pull_request or not is_squash or facts.is_resolved:
        return
    if len(commit.authors) > 1 or commit.on_behalf_of:
        return
    number = commit.pull_request[1:]
    is_gitlab = commit.pull_request.startswith("!")
    ref = f"refs/{'merge-requests' if is_gitlab else 'pull'}/{number}/head"
    yield Diagnostic.of(
        "W401",
        f"{_named(commit)} squashes {commit.pull_request} and names {commit.authors[0].name} alone",
        hint=f"if others wrote in it, have its own commits here (git fetch origin {ref}:{ref}), or "
        "end its message with Co-authored-by: and On-behalf-of: lines",
    )


def unnamed(facts: CommitFacts) -> Iterator[Diagnostic]:
    """W402: an entry that somebody else entered, so that its text counts as theirs."""
    if facts.commit.on_behalf_of or facts.is_resolved:
        return
    for entry in facts.entries:
        if not entry.is_new or not entry.submitters:
            continue
        if any(party.is_same(each) for party in facts.parties for each in entry.submitters):
            continue
        whose = _listed([party.id or party.name for party in entry.submitters])
        yield Diagnostic.of(
            "W402",
            f"{_named(facts.commit)} enters {entry.path} as the text of "
            f"{_listed([party.name for party in facts.parties])}",
            hint=f"end its message with On-behalf-of: {whose}, or commit with --author",
        )


def mixed(facts: CommitFacts) -> Iterator[Diagnostic]:
    """W403: one commit that changes the words of several submitters' texts."""
    if facts.is_resolved:
        return
    changed = [entry for entry in facts.entries if not entry.is_new and entry.submitters]
    owners = {tuple(party.name for party in entry.submitters): entry for entry in changed}
    if len(owners) < 2:
        return
    names = "; ".join([", ".join(name) for name in owners][:_LISTED])
    yield Diagnostic.of(
        "W403",
        f"{_named(facts.commit)} changes the texts of {len(owners)} submitters at once: {names}",
        hint="make one commit a submitter, so that each can be looked at and taken back alone: "
        "git reset --soft HEAD~1, then git commit FILE for each",
    )


def unknown_parties(facts: CommitFacts) -> Iterator[Diagnostic]:
    """W404: a trailer ``On-behalf-of`` with what looks like an id, but is no party's."""
    for value, near in facts.unknown:
        hint = f"did you mean {near}? Else add" if near else "add"
        yield Diagnostic.of(
            "W404",
            f"{_named(facts.commit)} is on behalf of “{value}”, and there is no such party",
            hint=f"{hint} it under parties in document.yaml, or write a name",
        )


def judge_commits(commits: Iterable[CommitFacts]) -> Iterator[Diagnostic]:
    """Yield what is wrong with commits, in their order."""
    for facts in commits:
        for rule in (squashed, unnamed, mixed, unknown_parties):
            yield from rule(facts)


def _named(commit: Commit) -> str:
    title = commit.summary if len(commit.summary) <= 60 else commit.summary[:59] + "…"
    return f"commit {commit.id[:_SHORT]} “{title}”"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
