"""A commit's bytes → Commit.

The bytes are read, not libgit2's view of them: parents as the commit itself names them (libgit2
follows shallow files and grafts), names and messages in whatever encoding they are.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.people import parse_person, parse_trailers, unique
from pipeline.history.repository import Repository
from pipeline.model.history import Agent, Commit

# Encodings that commits are made in. Others that Python knows are slow or do more than decode.
_ENCODING = re.compile(
    r"(?:utf-?8|us-?ascii|iso-?8859-?\d+|latin-?\d|(?:windows|cp|ibm)-?\d+|koi8-?[ru]|gbk?|gb2312"
    r"|gb18030|big5|euc-?(?:jp|kr|cn|tw)|shift[_-]?jis|sjis|iso-?2022-?(?:jp|kr))",
    re.IGNORECASE,
)
_SUBJECT = (
    re.compile(r"Merge pull request (#\d+)\b"),  # GitHub
    re.compile(r"Merged in .*\(pull request (#\d+)\)"),  # Bitbucket
    re.compile(r".*\(([#!]\d+)\)$"),  # a squash merge
)
_GITLAB = re.compile(r"^See merge request \S*?(!\d+)\s*$", re.MULTILINE)


def read_commit(repository: Repository, id: str) -> Commit:
    """Read a commit by its whole id; people as the commit names them, before any ``.mailmap``.

    Raises HistoryError where it is not there or damaged.
    """
    return parse_commit(id, _read(repository, id))


def read_pull_request(repository: Repository, id: str) -> str:
    """Read of a commit the pull request that its message names alone, as "#12"; "" for none."""
    head, _, body = _read(repository, id).partition(b"\n\n")
    message = _decode(body, _encoding(dict(reversed(list(_headers(head))))))
    return _pull_request(_summary(message), message)


def _read(repository: Repository, id: str) -> bytes:
    try:
        kind, raw = repository.handle.odb.read(id)
    except (KeyError, ValueError, pygit2.GitError) as error:
        raise HistoryError.of(
            "E010", f"commit {id} cannot be read", hint="see what 'git fsck' says"
        ) from error
    if kind != pygit2.enums.ObjectType.COMMIT:
        raise HistoryError.of("E010", f"{id} is not a commit")
    return raw


def parse_commit(id: str, raw: bytes) -> Commit:
    """Read a commit's bytes; whatever they hold, an answer comes out."""
    head, _, body = raw.partition(b"\n\n")
    headers = list(_headers(head))
    fields = dict(reversed(headers))  # the first of each name counts
    encoding = _encoding(fields)
    message = _decode(body, encoding)
    author, date = _signature(fields.get(b"author", b""), encoding)
    committer, committed = _signature(fields.get(b"committer", b""), encoding)
    trailers = parse_trailers(message)
    helpers = (parse_person(value) for key, value in trailers if key.lower() == "co-authored-by")
    summary = _summary(message)
    return Commit(
        id=id,
        parents=tuple(
            value.decode("ascii", "replace") for key, value in headers if key == b"parent"
        ),
        authors=unique([author, *(helper for helper in helpers if helper)]),
        committer=committer,
        date=date,
        committed=committed,
        summary=summary,
        on_behalf_of=tuple(
            value for key, value in trailers if key.lower() == "on-behalf-of" and value
        ),
        pull_request=_pull_request(summary, message),
    )


def parse_tagger(raw: bytes) -> tuple[Agent | None, datetime.datetime | None]:
    """Read who made an annotated tag, and when, from the tag's bytes; old tags do not say."""
    for key, value in _headers(raw.partition(b"\n\n")[0]):
        if key == b"tagger":
            return _signature(value, "utf-8")
    return None, None


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in head.split(b"\n"):
        if not line.startswith(b" "):  # else it goes on a signature or a merged tag
            key, _, value = line.partition(b" ")
            yield key, value


def _encoding(fields: Mapping[bytes, bytes]) -> str:
    return fields.get(b"encoding", b"utf-8").decode("ascii", "replace")


def _decode(raw: bytes, encoding: str) -> str:
    """Decode as the commit says, else as UTF-8, else as Windows' Latin: never fails."""
    for name in (encoding if _ENCODING.fullmatch(encoding) else "utf-8", "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _signature(raw: bytes, encoding: str) -> tuple[Agent, datetime.datetime]:
    person, end, when = raw.rpartition(b">")
    return _agent(person if end else raw, encoding), _time(when.split())


@lru_cache(maxsize=1024)  # a few people make most commits
def _agent(raw: bytes, encoding: str) -> Agent:
    """Read whom a signature names; the first ">" ends the address."""
    name, _, rest = raw.partition(b"<")
    email = _decode(rest.partition(b">")[0], encoding).strip()
    return Agent(_decode(name, encoding).strip() or email, email)


def _time(words: list[bytes]) -> datetime.datetime:
    """Return the time of a signature; what no calendar holds becomes the nearest that it does."""
    seconds = int(words[0]) if words and re.fullmatch(rb"-?\d{1,19}", words[0]) else 0
    zone = _zone(words[1]) if len(words) > 1 else datetime.UTC
    # Two days inside years 1 and 9999, so that any zone can be shown.
    seconds = max(-62135424000, min(seconds, 253402128000))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (epoch + datetime.timedelta(seconds=seconds)).astimezone(zone)


@lru_cache(maxsize=256)
def _zone(word: bytes) -> datetime.timezone:
    if re.fullmatch(rb"[+-]\d{4}", word):
        minutes = int(word[1:3]) * 60 + int(word[3:5])
        if minutes < 24 * 60:
            sign = 1 if word[:1] == b"+" else -1
            return datetime.timezone(datetime.timedelta(minutes=sign * minutes))
    return datetime.UTC


def _summary(message: str) -> str:
    """Return the message's first paragraph on one line, as git's own ``%s``."""
    lines = message.lstrip("\n").split("\n")
    title: list[str] = []
    for line in lines:
        if not line.strip():
            if title:
                break
            continue
        title.append(line.strip())
    return " ".join(title)


def _pull_request(summary: str, message: str) -> str:
    for pattern in _SUBJECT:
        if found := pattern.match(summary):
            return found[1]
    if summary.startswith("Merge ") and (found := _GITLAB.search(message)):
        return found[1]
    return ""
