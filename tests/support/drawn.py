"""Histories drawn in literals, and the redline of any two of their commits: no Git, no disk.

    history = History()
    base = history.commit({"a.md": "States should act.\n"}, author="Ann")
    last = history.commit({"a.md": "All states should act.\n"}, author="Bob", parents=[base])
    redline = history.redline(base, last)

A commit is named by its place: "c1", "c2", …; its id is made from that name.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.change import Lineage, Redline, Snapshot
from pipeline.model.credit import Credit
from pipeline.model.history import Agent, BlobChange, Commit, CommitStep, Revision
from pipeline.model.text import FileText, Party, Source
from pipeline.model.trace import Trace
from pipeline.parse.file_text import read_file_text
from pipeline.parse.scan import read_words
from pipeline.provenance.trace import trace
from pipeline.redline.compare import compare

START = datetime.datetime(2014, 2, 1, 12, tzinfo=datetime.UTC)


def commit_id(name: str) -> str:
    """Return the id of the commit that is called so."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()


def blob_id(text: str) -> str:
    return hashlib.sha1(b"blob" + text.encode(), usedforsecurity=False).hexdigest()


@dataclass
class History:
    """A commit graph in the making; files are whole trees."""

    commits: list[Commit] = field(default_factory=list)
    trees: dict[str, dict[str, str]] = field(default_factory=dict)  # id → path → text
    heading: bool = False

    def commit(
        self,
        files: Mapping[str, str | None],
        *,
        author: str = "Ann",
        parents: Sequence[str] | None = None,
        on_behalf_of: Sequence[str] = (),
        whole: bool = False,
    ) -> str:
        """Add a commit; ``files`` change the first parent's tree (None removes), or are it."""
        name = f"c{len(self.commits) + 1}"
        id = commit_id(name)
        if parents is None:
            parents = [self.commits[-1].id] if self.commits else []
        tree = {} if whole or not parents else dict(self.trees[parents[0]])
        for path, text in files.items():
            if text is None:
                tree.pop(path, None)
            else:
                tree[path] = text
        agent = Agent(author, f"{author.lower()}@example.org")
        date = START + datetime.timedelta(hours=len(self.commits))
        self.commits.append(
            Commit(
                id,
                tuple(parents),
                (agent,),
                agent,
                date,
                date,
                f"Edit by {author}",
                tuple(on_behalf_of),
            )
        )
        self.trees[id] = tree
        return id

    def traces(self, at: Sequence[str]) -> Mapping[str, Trace]:
        texts = {blob_id(text): text for tree in self.trees.values() for text in tree.values()}
        steps = [
            CommitStep(
                commit.id,
                commit.parents,
                tuple(
                    _changes(self.trees[parent], self.trees[commit.id]) for parent in commit.parents
                )
                or (_changes({}, self.trees[commit.id]),),
            )
            for commit in self.commits
        ]
        return trace(steps, lambda blob: read_words(texts[blob], heading=self.heading), set(at))

    def redline(self, old: str, new: str) -> Redline:
        """Compare two commits, each traced over its whole history."""
        traces = self.traces([old, new])
        before, after = (self._snapshot(id, traces[id]) for id in (old, new))
        ahead, behind = self._lineage(old, new), self._lineage(new, old)
        return compare(
            before,
            after,
            commits={commit.id: commit for commit in self.commits},
            credit=lambda commit: Credit((Party(commit.authors[0].name),)),
            ahead=ahead,
            behind=behind,
        )

    def name(self, id: str | None) -> str:
        """Return who made a commit."""
        return next((c.authors[0].name for c in self.commits if c.id == id), "nobody")

    def _snapshot(self, id: str, traced: Trace) -> Snapshot:
        commit = next(commit for commit in self.commits if commit.id == id)
        return Snapshot(Revision(id, id[:7], commit.date), self._files(id), traced)

    def _files(self, id: str) -> tuple[FileText, ...]:
        return tuple(self._file(path, text) for path, text in sorted(self.trees[id].items()))

    def _file(self, path: str, text: str) -> FileText:
        return read_file_text(Source(path, text, blob_id(text)), heading=self.heading)

    def _ancestors(self, id: str) -> set[str]:
        parents = {commit.id: commit.parents for commit in self.commits}
        found: set[str] = set()
        waiting = [id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(parents[current])
        return found

    def _lineage(self, old: str, new: str) -> Lineage:
        alone = self._ancestors(new) - self._ancestors(old)
        return Lineage(
            tuple(commit for commit in self.commits if commit.id in alone),
            {
                id: {path: blob_id(text) for path, text in tree.items()}
                for id, tree in self.trees.items()
            },
            {
                (path, blob_id(text)): self._file(path, text)
                for tree in self.trees.values()
                for path, text in tree.items()
            },
        )


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[BlobChange, ...]:
    return tuple(
        BlobChange(
            path,
            blob_id(old[path]) if path in old else "",
            blob_id(new[path]) if path in new else "",
        )
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def told(redline: Redline) -> str:
    """Write a redline as a line a block: ``{+new|Bob+}``, ``[-old|Cy-]``, ``{>moved|Dana>}``."""
    by = {
        change.id: change.commit.authors[0].name if change.commit else change.reason
        for change in redline.changes
    }
    marks = {"insert": "{+%s+}", "delete": "[-%s-]", "moved-to": "{>%s>}", "moved-from": "[<%s<]"}
    lines = []
    for file in redline.files:
        for block in file.blocks:
            parts = []
            for run in block.runs:
                if run.op == "equal":
                    names = "".join(f"~{by[id]}" for id in (run.change, *run.also) if id)
                    parts.append(f"({run.text}{names})" if names else run.text)
                else:
                    parts.append(marks[run.op] % f"{run.text}|{by[run.change]}")
            lines.append("".join(parts))
    return "\n".join(lines)
