"""Commit graphs drawn in literals, traced without Git: what the provenance tests are written in.

    graph(base=("states should act", []), left=("all states should act", ["base"]))

A commit is its files (one text is the file ``a.md``) and its parents, drawn parents first: that
is the order of dates too. Blocks are separated by an empty line; words and marks are what the
simplest reader sees. Words of the answer are told as ``word:commit``.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.model.history import BlobChange, CommitStep
from pipeline.model.trace import Origin, Trace
from pipeline.provenance.trace import trace

Files = Mapping[str, str]
Drawn = tuple[str | Files, Sequence[str]]

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|\S")
UNREADABLE = "\0unreadable"  # the text of a blob that cannot be read


def split_blocks(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_TOKEN.findall(block)) for block in re.split(r"\n\s*\n", text.strip()))


def files_of(text: str | Files) -> dict[str, str]:
    return {"a.md": text} if isinstance(text, str) else dict(text)


def steps(
    commits: Mapping[str, Drawn],
    cut: Sequence[str] = (),
    pulls: Mapping[str, str] | None = None,
    lost: Sequence[str] = (),
) -> list[CommitStep]:
    """Draw the steps of a walk; a blob's id is its text.

    ``cut``: commits that lack parents; ``lost``: commits whose tree is not there.
    """
    pulls = pulls or {}
    trees = {name: files_of(text) for name, (text, _) in commits.items()}
    drawn = []
    for name, (_, named) in commits.items():
        parents = [parent for parent in named if parent not in lost and name not in lost]
        is_cut = name in cut or name in lost or len(parents) < len(named)
        if name in lost:
            drawn.append(CommitStep(name, (), ((),), is_cut))
            continue
        pull = [pulls[name]] if name in pulls else []
        changes = tuple(
            _changes(trees[parent] if parent else {}, trees[name])
            for parent in ([*parents, *pull] or [""])
        )
        drawn.append(CommitStep(name, tuple(parents), changes, is_cut, "".join(pull)))
    return drawn


def _changes(old: Files, new: Files) -> tuple[BlobChange, ...]:
    return tuple(
        BlobChange(path, old.get(path, ""), new.get(path, ""))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def words_of(blob: str) -> tuple[tuple[str, ...], ...] | None:
    return None if blob.startswith(UNREADABLE) else split_blocks(blob)


def graph(
    *, cut: Sequence[str] = (), pulls: Mapping[str, str] | None = None, **commits: Drawn
) -> Trace:
    """Trace the last commit drawn."""
    last = list(commits)[-1]
    return trace(steps(commits, cut, pulls), words_of, [last])[last]


def told(trace: Trace, text: str, path: str = "a.md") -> list[tuple[str, Origin]]:
    """Pair the tokens of a file's text with their origins."""
    tokens = [token for block in split_blocks(text) for token in block]
    origins = [origin for block in trace.origins[path] for origin in block]
    assert len(tokens) == len(origins)
    return list(zip(tokens, origins, strict=True))


def origins(path: str = "a.md", **drawn: Drawn) -> str:
    """Trace the last commit drawn; tell a file's words, punctuation left out."""
    text = files_of(list(drawn.values())[-1][0])[path]
    return " ".join(
        f"{token}:{origin.commit}"
        for token, origin in told(graph(**drawn), text, path)
        if token[0].isalnum()
    )


def removed(trace: Trace, path: str = "a.md") -> str:
    """Tell what a file lost, as ``word:commit-removed_by``."""
    return " ".join(
        f"{one.text}:{one.origin.commit}-{one.removed_by}"
        for one in trace.removals.get(path, ())
        if one.text[0].isalnum()
    )
