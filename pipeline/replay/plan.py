"""history.toml → the commits of the demonstration, in the order in which they were made.

The file's head says how it is written. It is ours, so a fault in it is a bug: ValueError or
KeyError, never a message for the user.
"""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pipeline.model.history import Agent

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Edit:
    """In one file, ``old`` became ``new``; each stands there exactly once."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: in a file, after the block that begins with ``after``."""

    path: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """The block that begins with ``block`` went from one place to another."""

    block: str
    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Tag:
    """An annotated tag: a version and who issued it."""

    name: str
    tagger: Agent
    time: datetime.datetime
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """One commit: who, when, on which branch, and what it did to the files.

    ``adds``: paths of files that begin here; their text follows from what becomes of them.
    ``removes``: paths and the text that went with them. ``merges``, ``squashes``: the branch
    that it takes in. ``reverts``: the name of the step that it undoes. ``pull_request``: the
    number under which its branch is kept, 0 on the main branch.
    """

    name: str
    branch: str
    author: Agent
    authored: datetime.datetime
    committer: Agent
    committed: datetime.datetime
    message: str
    adds: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()
    removes: tuple[tuple[str, str], ...] = ()
    merges: str = ""
    squashes: str = ""
    reverts: str = ""
    pull_request: int = 0
    tag: Tag | None = None


def read_plan() -> tuple[Step, ...]:
    """Read the history that comes with redraft."""
    return parse_plan(files("pipeline.replay").joinpath("history.toml").read_text(encoding="utf-8"))


def parse_plan(text: str) -> tuple[Step, ...]:
    """Read a history from its text."""
    plan = tomllib.loads(text)
    people = {key: _agent(value) for key, value in plan["people"].items()}
    steps: dict[str, Step] = {}
    requests: dict[str, int] = {}
    for number, commit in enumerate(plan["commit"]):
        branch = commit.get("branch", MAIN)
        if "pull_request" in commit:
            requests[branch] = commit["pull_request"]
        name = commit.get("name", f"step {number}")
        steps[name] = _step(name, commit, people, steps, requests)
    return tuple(steps.values())


def _step(
    name: str,
    commit: Mapping[str, Any],
    people: Mapping[str, Agent],
    before: Mapping[str, Step],
    requests: Mapping[str, int],
) -> Step:
    author = people[commit["author"]]
    reverted = before[commit["reverts"]] if "reverts" in commit else None
    return Step(
        name=name,
        branch=commit.get("branch", MAIN),
        author=author,
        authored=_time(commit["date"]),
        committer=people[commit["committer"]] if "committer" in commit else author,
        committed=_time(commit.get("committed", commit["date"])),
        message=_message(commit, reverted, requests),
        adds=tuple(commit.get("add", ())),
        renames=tuple((rename["from"], rename["to"]) for rename in commit.get("rename", ())),
        edits=tuple(Edit(edit["in"], edit["old"], edit["new"]) for edit in commit.get("edit", ()))
        + tuple(Edit(edit.path, edit.new, edit.old) for edit in _edits(reverted)),
        moves=tuple(
            Move(move["block"], Place(*move["from"]), Place(*move["to"]))
            for move in commit.get("move", ())
        ),
        removes=tuple((remove["file"], remove["text"]) for remove in commit.get("remove", ())),
        merges=commit.get("merges", ""),
        squashes=commit.get("squashes", ""),
        reverts=reverted.name if reverted else "",
        pull_request=requests.get(commit.get("branch", MAIN), 0),
        tag=_tag(commit["tag"], people) if "tag" in commit else None,
    )


def _edits(step: Step | None) -> tuple[Edit, ...]:
    return tuple(reversed(step.edits)) if step else ()


def _message(commit: Mapping[str, Any], reverted: Step | None, requests: Mapping[str, int]) -> str:
    """Word a commit's message as Git and the usual hosts do for merges, squashes and reverts."""
    message: str = commit.get("message", "").strip()
    if "merges" in commit:
        branch = commit["merges"]
        return f"Merge pull request #{requests[branch]} from {branch}\n\n{message}\n"
    if "squashes" in commit:
        title, _, rest = message.partition("\n")
        return f"{title} (#{requests[commit['squashes']]})\n{rest}".rstrip() + "\n"
    if reverted:
        message = f'Revert "{reverted.message.splitlines()[0]}"\n\n{message}'.strip()
    return message + "\n"


def _tag(tag: Mapping[str, Any], people: Mapping[str, Agent]) -> Tag:
    return Tag(
        tag["name"], people[tag["tagger"]], _time(tag["date"]), tag["message"].strip() + "\n"
    )


def _agent(value: str) -> Agent:
    found = re.fullmatch(r"(.+) <(.+)>", value)
    if found is None:
        raise ValueError(f"not a person: {value!r}")
    return Agent(found[1], found[2])


def _time(value: datetime.datetime) -> datetime.datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without its zone: {value}")
    return value
