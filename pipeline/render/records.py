"""Revisions, commits and parties as the JSON of every command has them (contract, section 7)."""

from collections.abc import Iterable
from typing import Any

from pipeline.model.history import UNCOMMITTED, Commit, Revision
from pipeline.model.text import Party


def revision_record(revision: Revision) -> dict[str, Any]:
    """Return a revision: whole id, date with its zone, how it is called."""
    return {"id": revision.id, "date": revision.date.isoformat(), "label": revision.label}


def commit_record(commit: Commit, parties: Iterable[Party], repository: str) -> dict[str, Any]:
    """Return a commit; ``repository`` is the https address that its link is made from."""
    return {
        "date": commit.date.isoformat(),
        "authors": [str(author) for author in commit.authors],
        "parties": party_records(parties),
        "summary": commit.summary,
        "pull_request": commit.pull_request or None,
        "url": commit_address(repository, commit.id),
    }


def party_records(parties: Iterable[Party]) -> list[dict[str, str]]:
    """List the parties of the document; whoever has no letters stands for themselves."""
    return [{"name": party.name, "letters": party.letters} for party in parties if party.letters]


def commit_address(repository: str, id: str) -> str | None:
    """Return the page of a commit, None where there is none; all usual hosts understand it."""
    return f"{_root(repository)}/commit/{id}" if repository and id != UNCOMMITTED else None


def pull_request_address(repository: str, number: str) -> str | None:
    """Return the page of a pull request "#12" or a merge request "!12"."""
    if not repository or not number:
        return None
    folder = "-/merge_requests" if number.startswith("!") else "pull"
    return f"{_root(repository)}/{folder}/{number[1:]}"


def _root(repository: str) -> str:
    return repository.rstrip("/").removesuffix(".git")
