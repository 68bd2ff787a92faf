"""The heads of pull and merge requests that a repository has: provenance may rest on them."""

import pygit2

from pipeline.history.repository import Repository

_PATTERNS = ("refs/pull/", "refs/merge-requests/")


def request_heads(repository: Repository) -> dict[str, str]:
    """Map each ``refs/pull/N/head`` and ``refs/merge-requests/N/head`` to its commit, sorted."""
    heads = {}
    for name in sorted(repository.handle.references):
        if name.startswith(_PATTERNS) and name.endswith("/head"):
            try:
                heads[name] = str(repository.handle.references[name].peel(pygit2.Commit).id)
            except (KeyError, ValueError, pygit2.GitError):
                continue
    return heads
