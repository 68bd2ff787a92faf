"""``python -m bench.pulls REPOSITORY …``: what the commits of pull requests change in the answer.

Each repository holds refs/pull/N/head or refs/merge-requests/N/head. Its answer at HEAD is laid
beside that of the same history without them: branches and tags over the same objects. An origin
that differs is counted by reason; it must be a commit of a request whose squash ("(#N)") is in
HEAD's history, or what such a commit moved or copied from before. What git alone says of squashes
and requests judges, none of redraft's own walk.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.paired import Spent, run
from bench.starting import REDRAFT
from tests.support.told import Told, words_told

_SQUASH = re.compile(r"\((?:#|!)(\d+)\)\s*$")
_REF = re.compile(r"refs/(?:pull|merge-requests)/(\d+)/head")


def main(repositories: Sequence[Path]) -> int:
    """Print the words that differ, by reason, and the times; return 1 where one has no reason."""
    wrong = 0
    for repository in repositories:
        with tempfile.TemporaryDirectory(prefix="redraft-bench-") as folder:
            plain = Path(folder) / "plain.git"
            _without_requests(repository, plain)
            alone, alone_took = _ask(plain, Path(folder))
            told, took = _ask(repository, Path(folder))
        squashes, requests = _squashes(repository), _requests(repository)
        ways: Counter[str] = Counter()
        commits: set[str] = set()
        words = 0
        for path, row in told.items():
            words += len(row)
            for mine, other in zip(row, alone[path], strict=True):
                if mine.commit != other.commit:
                    ways[_reason(mine, other, squashes, requests)] += 1
                    commits.add(mine.commit or "")
        print(f"{repository}: {words} words, {ways.total()} differ, by {len(commits)} commits")
        for way, count in ways.most_common():
            print(f"  {count:8}  {way}")
        for name, spent in (("with them", took), ("without", alone_took)):
            figures = f"{spent.cpu:.1f} of processor, {spent.memory:.0f} MB"
            print(f"  {spent.wall:8.1f}  s {name}, {figures}", flush=True)
        wrong += ways[_NONE]
    return 1 if wrong else 0


_OWN = "the squash, now a commit of its request"
_OTHER = "a commit, now one of a request that another squash has"
_WAY = "an earlier commit of the history, by way of a request's commit"
_NONE = "NO commit of a request whose squash is in the history"


def _reason(
    mine: Told, other: Told, squashes: Mapping[str, str], requests: Mapping[str, set[str]]
) -> str:
    numbers = requests.get(mine.commit or "", set())
    if squashes.get(other.commit or "") in numbers:
        return _OWN
    resolved = set(squashes.values())
    if numbers & resolved:
        return _OTHER
    return _WAY if requests.get(mine.via or "", set()) & resolved else _NONE


def _without_requests(repository: Path, plain: Path) -> None:
    """Make a repository of the same objects whose refs are the branches and tags alone."""
    subprocess.run(["git", "init", "-q", "--bare", str(plain)], check=True)
    objects = _git(repository, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    (plain / "objects" / "info" / "alternates").write_text(objects, "utf-8")
    refs = _git(
        repository, "for-each-ref", "--format=create %(refname) %(objectname)",
        *("refs/heads", "refs/tags"),
    )  # fmt: skip
    command = ["git", "-C", str(plain), "update-ref", "--stdin"]
    subprocess.run(command, input=refs, text=True, check=True)
    head = _git(repository, "rev-parse", "HEAD").strip()
    subprocess.run(["git", "-C", str(plain), "update-ref", "--no-deref", "HEAD", head], check=True)


def _ask(repository: Path, folder: Path) -> tuple[dict[str, list[Told]], Spent]:
    written = folder / "provenance.json"
    command = [REDRAFT, "-C", str(repository), "--no-cache", "provenance", "--at", "HEAD"]
    took = run([*command, "--format", "json", "-o", str(written)], {})
    return words_told(json.loads(written.read_text("utf-8"))), took


def _squashes(repository: Path) -> dict[str, str]:
    """Map commits of HEAD's history with one parent to the request that their subject names."""
    found = {}
    for line in _git(repository, "log", "--max-parents=1", "--format=%H %s", "HEAD").splitlines():
        id, _, subject = line.partition(" ")
        if match := _SQUASH.search(subject):
            found[id] = match[1]
    return found


def _requests(repository: Path) -> dict[str, set[str]]:
    """Map commits outside HEAD's history to the requests whose heads rest on them."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    listed = _git(repository, "for-each-ref", "--format=%(objectname) %(refname)", "refs/")
    for line in listed.splitlines():
        id, _, ref = line.partition(" ")
        if match := _REF.fullmatch(ref):
            heads[id].add(match[1])
    command = ["git", "-C", str(repository), "rev-list", "--parents", "--stdin"]
    asked = "".join(f"{id}\n" for id in heads) + "^HEAD\n"
    said = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    parents = {id: rest for id, *rest in map(str.split, said.splitlines())}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for head, numbers in heads.items():
        for id in _outside(head, parents):
            found[id] |= numbers
    return found


def _outside(head: str, parents: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a head's commits that have parents listed: those outside HEAD's history."""
    waiting, seen = [head], {head}
    while waiting:
        id = waiting.pop()
        if id in parents:
            yield id
            fresh = set(parents[id]) - seen
            seen |= fresh
            waiting += fresh


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "surrogateescape")


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
