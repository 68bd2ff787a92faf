"""Where a repository's current commit can be had from, and what would bring another there."""

import re

import pygit2

from pipeline.history.repository import Repository

_ORIGIN = "refs/remotes/origin/"
_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/](.+)")


def published(repository: Repository) -> tuple[str, str] | None:
    """Return the https address of ``origin`` and HEAD's id, where a branch of it has HEAD.

    None where there is no such remote, or HEAD was never seen there. An ssh address counts as
    https at the same host.
    """
    handle = repository.handle
    try:
        address = handle.remotes["origin"].url or ""
        head = handle.head.target
        branches = [name for name in handle.references if name.startswith(_ORIGIN)]
        tips = [handle.references[name].peel(pygit2.Commit).id for name in branches]
        if not any(tip == head or handle.descendant_of(tip, head) for tip in tips):
            return None
    except (KeyError, ValueError, pygit2.GitError):
        return None
    return _SSH.sub(r"https://\1/\2", address), str(head)


def push_commands(repository: Repository, tag: str) -> tuple[str, ...]:
    """Return what a user types to publish the branch of HEAD with a tag; redraft never does it."""
    handle = repository.handle
    branch = "" if handle.head_is_detached else f"{handle.head.shorthand} "
    remotes = [remote.name for remote in handle.remotes if remote.name]
    remote = "origin" if "origin" in remotes or not remotes else remotes[0]
    first = () if remotes else (f"git remote add {remote} ADDRESS",)
    return (*first, f"git push {remote} {branch}{tag}")
