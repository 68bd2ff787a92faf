"""Which pull request brought each commit: of the merge that took it in, where that names one."""

from collections.abc import Callable, Mapping, Sequence


def pull_requests(
    tip: str, parents: Mapping[str, Sequence[str]], number: Callable[[str], str]
) -> dict[str, str]:
    """Map the commits of side branches to the pull request whose merge took them in first.

    ``parents``: of every commit, the main line's first (for a squash merge, the commit of its
    pull request may follow). ``number``: the pull request that a merge names, as "#12", or "";
    asked of commits with several parents only. Of nested merges the innermost counts.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [(tip, "")]
    while waiting:
        id, inside = waiting.pop()
        line: list[str] = []
        while id in parents and id not in seen:
            seen.add(id)
            line.append(id)
            if inside:
                found[id] = inside
            id = next(iter(parents[id]), "")
        # What an earlier merge took in is its own, so that the earliest of a line comes off first.
        for commit in line:
            if len(parents[commit]) > 1:
                named = number(commit) or inside
                waiting.extend((other, named) for other in reversed(parents[commit][1:]))
    return found
