"""The commit graph, parents first, with the Markdown files that each commit changes.

In: a repository and the revisions asked about. Out: ``CommitStep``s in the one order that all
provenance uses: a commit after its parents, else by committer date (never before a parent's),
else by id. Links, submodules and files that are no Markdown are not there for it. Nothing is
fetched: where a commit or a tree is missing, history is cut, and the step says so.
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pygit2

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository, cut_commits
from pipeline.history.revisions import head_parents
from pipeline.history.tree import is_markdown, read_tree
from pipeline.history.trees import NO_TREE, TreeComparer
from pipeline.model.history import UNCOMMITTED, BlobChange, CommitStep, FileKind

_NUMBER = re.compile(rb"\(([#!])(\d{1,9})\)")
_REFS = {b"#": "refs/pull/%s/head", b"!": "refs/merge-requests/%s/head"}
_TRIED = 50  # commits of a pull request, from its last back, that a squash is compared with


@dataclass(frozen=True, slots=True)
class _Node:
    """A commit as the walk needs it; ``date``: of its committer, never before a parent's."""

    parents: tuple[str, ...]
    tree: bytes
    date: int
    is_cut: bool
    subject: bytes


def walk(
    repository: Repository, tips: Collection[str], *, asked: set[str] | None = None
) -> Iterator[CommitStep]:
    """Walk all ancestors of ``tips`` (whole commit ids, ``UNCOMMITTED`` for the working tree).

    The commits of pull requests that were squashed into them come along where their refs are
    there; ``asked`` is filled with the names of these refs, there or not. Raises HistoryError
    where a tip itself cannot be read.
    """
    starts = [tip for tip in tips if tip != UNCOMMITTED]
    if UNCOMMITTED in tips:
        starts.extend(head_parents(repository))
    cut = cut_commits(repository)
    nodes = _dated(_read_graph(repository, starts, cut))
    for start in starts:
        if start not in nodes:
            raise HistoryError.of("E010", f"commit {start} is missing or damaged")
    trees = TreeComparer(repository)
    pulls = _pulls(repository, nodes, cut, trees, set() if asked is None else asked)
    for commit in _ordered(nodes, pulls, starts):
        yield _step(commit, nodes, pulls.get(commit, ""), trees)
    if UNCOMMITTED in tips:
        yield _uncommitted_step(repository)


def walk_on(
    repository: Repository,
    tips: Collection[str],
    dates: dict[str, int],
    ends: Collection[str],
    *,
    asked: set[str],
) -> tuple[CommitStep, ...] | None:
    """Walk what ``tips`` have that an earlier walk had not; None where that takes a whole walk.

    ``dates``: of the steps of that walk, in their order; ``ends``: its commits without children.
    The steps of both, one after the other, are those of ``walk``: nothing of the earlier walk is
    left out, and no new commit has its place before one of it. ``asked`` as in ``walk``.
    """
    starts = [tip for tip in tips if tip != UNCOMMITTED]
    if UNCOMMITTED in tips:
        starts.extend(head_parents(repository))
    fresh = _read_graph(repository, starts, (), dates)
    joints = {*starts, *(parent for node in fresh.values() for parent in node.parents)}
    if any(node.is_cut for node in fresh.values()) or not joints.issuperset(ends):
        return None
    names = {name for node in fresh.values() if (name := _pull_of(node))}
    asked.update(names)
    if any(_ref(repository, name) for name in names):
        return None  # its commits have their places among those that were walked
    nodes = _dated(fresh | _dated_before(repository, joints & dates.keys(), dates))
    order = [id for id in _ordered(nodes, {}, starts) if id not in dates]
    last = next(reversed(dates))
    after = {last}
    for id in order:
        if after.isdisjoint(nodes[id].parents) and nodes[id].date <= dates[last]:
            return None
        after.add(id)
    trees = TreeComparer(repository)
    steps = [_step(id, nodes, "", trees) for id in order]
    if UNCOMMITTED in tips:
        steps.append(_uncommitted_step(repository))
    return tuple(steps)


def _step(commit: str, nodes: Mapping[str, _Node], pull: str, trees: TreeComparer) -> CommitStep:
    """Compare a commit's tree with each parent's.

    A parent that it cannot be compared with, since a tree is not there, counts as not there; a
    commit whose own tree is not there has no files and no parents, and no children can name it.
    """
    node = nodes[commit]
    found = {parent: _compared(trees, nodes[parent].tree, node.tree) for parent in node.parents}
    kept = {parent: changes for parent, changes in found.items() if changes is not None}
    from_pull = _compared(trees, nodes[pull].tree, node.tree) if pull and kept else None
    pulled = () if from_pull is None else (from_pull,)
    alone = () if kept else (_compared(trees, NO_TREE, node.tree),)
    return CommitStep(
        commit,
        tuple(kept),
        (*kept.values(), *((one or ()) for one in alone), *pulled),
        node.is_cut or None in (*found.values(), *alone),
        pull if pulled else "",
        node.date,
    )


def _compared(trees: TreeComparer, old: bytes, new: bytes) -> tuple[BlobChange, ...] | None:
    try:
        return trees.compare(old, new)
    except HistoryError:
        return None


def _uncommitted_step(repository: Repository) -> CommitStep:
    """Make the working tree's step; its parents are HEAD and, in a merge, what is merged."""
    parents = head_parents(repository)
    after = _markdown(repository, UNCOMMITTED)
    changes = tuple(
        _compare(_markdown(repository, parent) if parent else {}, after)
        for parent in parents or ("",)
    )
    return CommitStep(UNCOMMITTED, parents, changes)


def _compare(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[BlobChange, ...]:
    return tuple(
        BlobChange(path, before.get(path, ""), after.get(path, ""))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )


def _markdown(repository: Repository, id: str) -> dict[str, str]:
    files = read_tree(repository, id, is_markdown)
    return {file.path: file.blob for file in files if file.kind is FileKind.FILE}


def _dated_before(
    repository: Repository, ids: Collection[str], dates: Mapping[str, int]
) -> dict[str, _Node]:
    """Read commits of an earlier walk for their trees; they count as having no parents."""
    others = dates.keys() - ids
    found = _read_graph(repository, ids, (), others)
    return {id: _Node((), node.tree, dates[id], False, b"") for id, node in found.items()}


def _read_graph(
    repository: Repository,
    starts: Collection[str],
    cut: Collection[str],
    known: Collection[str] = (),
) -> dict[str, _Node]:
    """Read the ancestors of ``starts``; a commit that is not there makes its children cut.

    Those that are ``known`` are not read, nor what is before them.
    """
    odb = repository.handle.odb
    nodes: dict[str, _Node] = {}
    missing: set[str] = set()
    waiting = list(starts)
    while waiting:
        id = waiting.pop()
        if id in nodes or id in missing or id in known:
            continue
        try:
            kind, raw = odb.read(id)
        except (KeyError, ValueError, pygit2.GitError):
            missing.add(id)
            continue
        if kind != pygit2.enums.ObjectType.COMMIT:
            missing.add(id)
            continue
        node = nodes[id] = _node(raw, id in cut)
        waiting.extend(node.parents)
    for id, node in nodes.items():
        if not missing.isdisjoint(node.parents):
            kept = tuple(parent for parent in node.parents if parent not in missing)
            nodes[id] = _Node(kept, node.tree, node.date, True, node.subject)
    return nodes


def _node(raw: bytes, is_cut: bool) -> _Node:
    """Read from a commit's bytes what the walk needs; a parent named twice counts once."""
    head, _, body = raw.partition(b"\n\n")
    tree = NO_TREE
    parents: list[str] = []
    date = 0
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"tree":
            tree = bytes.fromhex(value.decode("ascii", "replace"))
        elif key == b"parent":
            parents.append(value.decode("ascii", "replace"))
        elif key == b"committer":
            words = value.rpartition(b">")[2].split()
            date = int(words[0]) if words and re.fullmatch(rb"-?\d{1,18}", words[0]) else 0
            break
    subject = body.lstrip(b"\n").partition(b"\n\n")[0]
    return _Node(() if is_cut else tuple(dict.fromkeys(parents)), tree, date, is_cut, subject)


def _dated(nodes: dict[str, _Node]) -> dict[str, _Node]:
    """Raise each date to the latest of the ancestors'."""
    dated: dict[str, _Node] = {}
    for start in nodes:
        waiting = [start]
        while waiting:
            id = waiting[-1]
            node = nodes[id]
            undated = [parent for parent in node.parents if parent not in dated]
            if id in dated or not undated:
                waiting.pop()
                date = max([node.date, *(dated[parent].date for parent in node.parents)])
                dated[id] = _Node(node.parents, node.tree, date, node.is_cut, node.subject)
            else:
                waiting.extend(undated)
    return dated


def _ordered(
    nodes: Mapping[str, _Node], pulls: Mapping[str, str], starts: Collection[str]
) -> Iterator[str]:
    """Yield what ``starts`` rest on: parents and pulls first, earlier dates first, then by id."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    unmet: dict[str, int] = {}
    waiting = list(starts)
    while waiting:
        id = waiting.pop()
        if id in unmet:
            continue
        needed = set(nodes[id].parents)
        if id in pulls:
            needed.add(pulls[id])
        unmet[id] = len(needed)
        for other in needed:
            children[other].append(id)
        waiting.extend(needed)
    ready = [(nodes[id].date, id) for id, count in unmet.items() if not count]
    heapq.heapify(ready)
    while ready:
        _, id = heapq.heappop(ready)
        yield id
        for child in children[id]:
            unmet[child] -= 1
            if not unmet[child]:
                heapq.heappush(ready, (nodes[child].date, child))


def _pulls(
    repository: Repository,
    nodes: dict[str, _Node],
    cut: Collection[str],
    trees: TreeComparer,
    asked: set[str],
) -> dict[str, str]:
    """Map squash merges to the commit of their pull request that has their text.

    A squash is a commit of one parent whose subject ends its title with the request's number. Of
    the request's commits, the last that is earlier than the squash counts (some heads contain
    their squash, merged back, or work done since), and the commits that it needs join ``nodes``.
    """
    squashes: dict[str, str] = {}
    for id, node in nodes.items():
        name = _pull_of(node)
        if name:
            asked.add(name)
            head = _ref(repository, name)
            if head and head != id:
                squashes[id] = head
    if not squashes:
        return {}
    graph = _dated(nodes | _read_graph(repository, sorted(set(squashes.values())), cut))
    found: dict[str, str] = {}
    for squash, head in squashes.items():
        chosen = _last_before(graph, squash, head, trees)
        if chosen:
            found[squash] = chosen
    nodes.update(graph)
    return found


def _pull_of(node: _Node) -> str:
    """Return the ref of the pull request that a commit may be the squash of, or ""."""
    numbers = _NUMBER.findall(node.subject) if len(node.parents) == 1 else []
    if not numbers:
        return ""
    kind, number = numbers[-1]
    name: str = _REFS[kind] % number.decode()
    return name


def _last_before(graph: Mapping[str, _Node], squash: str, head: str, trees: TreeComparer) -> str:
    """Find the last commit of a request, by first parents, that is earlier than its squash."""
    node = graph[squash]
    id = head
    for _ in range(_TRIED):
        if id not in graph or id == squash or id in node.parents:
            return ""
        candidate = graph[id]
        # Equal dates are left alone: the candidate may have the squash among its ancestors.
        if candidate.date < node.date and _shares_text(graph, node, candidate, trees):
            return id
        if not candidate.parents:
            return ""
        id = candidate.parents[0]
    return ""


def _shares_text(
    graph: Mapping[str, _Node], squash: _Node, candidate: _Node, trees: TreeComparer
) -> bool:
    """Tell whether some Markdown file that the squash changes stands so in the request."""
    try:
        changed = trees.compare(graph[squash.parents[0]].tree, squash.tree)
        return any(trees.holds(candidate.tree, change) for change in changed)
    except HistoryError:
        return False


def _ref(repository: Repository, name: str) -> str:
    try:
        return str(repository.handle.references[name].peel(pygit2.Commit).id)
    except (KeyError, ValueError, pygit2.GitError):
        return ""
