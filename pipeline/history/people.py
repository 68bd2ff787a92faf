"""Who people are: ``.mailmap``, and the trailers of a commit's message.

Both follow git's own readers (gitmailmap(5), git-interpret-trailers(1)), which the tests ask.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.history import Agent, Commit

# What git itself writes; beside one of these, other lines may stand among the trailers.
_GENERATED = ("Signed-off-by: ", "(cherry picked from commit ")
_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)", re.DOTALL)
_PERSON = re.compile(r"([^<>]*)<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Mailmap:
    """The lines of a ``.mailmap``: by e-mail, and by name and e-mail, both in lower case.

    A value is the proper name and e-mail; None leaves what the commit says.
    """

    by_email: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    by_name: Mapping[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)


def parse_mailmap(text: str) -> Mailmap:
    """Read a ``.mailmap``; lines that say nothing are skipped, later lines win."""
    by_email: dict[str, tuple[str | None, str | None]] = {}
    by_name: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for line in text.split("\n"):
        if line.startswith("#"):
            continue
        first = re.match(r"([^<]*)<([^>]+)>", line)
        if first is None:
            continue
        name, email = first[1].strip() or None, first[2]
        second = re.match(r"([^<]*)<([^>]*)>", line[first.end() :])
        old_name, old_email = ("", email) if second is None else (second[1].strip(), second[2])
        new_email = None if second is None else email
        key = old_email.lower()
        if old_name:
            by_name[old_name.lower(), key] = (name, new_email)
        else:
            before = by_email.get(key, (None, None))
            by_email[key] = (name or before[0], new_email or before[1])
    return Mailmap(by_email, by_name)


def proper(agent: Agent, mailmap: Mailmap) -> Agent:
    """Return a person as the ``.mailmap`` names them."""
    email = agent.email.lower()
    found = mailmap.by_name.get((agent.name.lower(), email)) or mailmap.by_email.get(email)
    name, address = found or (None, None)
    return Agent(name or agent.name, address or agent.email)


def with_mailmap(commit: Commit, mailmap: Mailmap) -> Commit:
    """Return a commit with everyone named by the ``.mailmap``, and each author once."""
    authors = unique(proper(author, mailmap) for author in commit.authors)
    return replace(commit, authors=authors, committer=proper(commit.committer, mailmap))


def unique(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    """Return people in order, each e-mail once (where there is none, each name once)."""
    seen: dict[str, Agent] = {}
    for agent in agents:
        seen.setdefault((agent.email or agent.name).lower(), agent)
    return tuple(seen.values())


def parse_trailers(message: str) -> tuple[tuple[str, str], ...]:
    """Return the trailers of a commit's message in order: key as written, value on one line."""
    lines = _without_tail(message.split("\n"))
    block = _trailer_block(lines)
    trailers: list[tuple[str, str]] = []
    goes_on = False  # whether an indented line would belong to the last trailer
    for line in block:
        found = _TRAILER.fullmatch(line)
        if line[:1].isspace():
            if goes_on:
                key, value = trailers[-1]
                trailers[-1] = (key, f"{value} {line.strip()}".strip())
            continue
        goes_on = found is not None
        if found:
            trailers.append((found[1], found[2].strip()))
    return tuple(trailers)


def _without_tail(lines: list[str]) -> list[str]:
    """Leave out empty lines and comments at the end, which git skips before it looks."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return lines[:end]


def _trailer_block(lines: list[str]) -> list[str]:
    """Return the last paragraph where it is one of trailers, never the title's.

    It is where all its lines are trailers, or where git wrote one of them and at least a quarter
    are.
    """
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    if start == 0:  # no empty line before it: the title
        return []
    known = others = 0
    generated = after_trailer = False
    for line in lines[start:]:
        if line.startswith("#"):
            after_trailer = False
        elif line.startswith(_GENERATED):
            known, generated, after_trailer = known + 1, True, True
        elif line[:1].isspace():
            others += not after_trailer
        elif _TRAILER.match(line):
            known, after_trailer = known + 1, True
        else:
            others, after_trailer = others + 1, False
    if (generated and known * 3 >= others) or (known and not others):
        return [line for line in lines[start:] if not line.startswith("#")]
    return []


def parse_person(text: str) -> Agent | None:
    """Read ``Name <e-mail>``, the value of a trailer; None where it names nobody."""
    found = _PERSON.match(text)
    name, email = (found[1].strip(), found[2].strip()) if found else (text.strip(), "")
    return Agent(name or email, email) if name or email else None
