"""The files as they stood after each commit of a plan, worked out from how they stand at its end.

The plan tells only what changed. Undone backwards from the last files it gives each file's first
text; done forwards from nothing it gives every state on every branch. So the last state is equal
to the files that came in, and a plan that does not fit them is found out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.replay.plan import MAIN, Edit, Move, Place, Step

Files = dict[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """A step, the places in the plan of its parents, and the files after it."""

    step: Step
    parents: tuple[int, ...]
    files: Mapping[str, str]


def replay(steps: tuple[Step, ...], last: Mapping[str, str]) -> Iterator[State]:
    """Yield each step with its files; the main branch ends with ``last``.

    A branch starts from what was then the main branch's last step. A merge or squash does to the
    main branch what the branch's steps did, then what it says itself. Raises ValueError where
    the plan does not fit.
    """
    first = _first_texts(steps, last)
    tips: dict[str, tuple[int, Files]] = {MAIN: (-1, {})}
    for number, step in enumerate(steps):
        parent, files = tips.get(step.branch, tips[MAIN])
        parents = [parent] if parent >= 0 else []
        taken = step.merges or step.squashes
        for done in steps[:number]:
            if taken and done.branch == taken:
                files = _do(files, done, first)
        if step.merges:
            parents.append(tips[step.merges][0])
        files = _do(files, step, first)
        tips[step.branch] = number, files
        yield State(step, tuple(parents), files)
    if tips[MAIN][1] != last:
        raise ValueError("the plan does not end with the files that it was given")


def _first_texts(steps: tuple[Step, ...], last: Mapping[str, str]) -> Mapping[str, str]:
    """Undo the whole plan, last step first, and keep each file as it was when it was added."""
    files = dict(last)
    first: Files = {}
    merged = {step.merges or step.squashes for step in steps}
    for step in reversed(steps):
        if step.branch != MAIN and step.branch not in merged:
            continue  # still open: the last files have nothing of it
        files |= dict(step.removes)
        for move in reversed(step.moves):
            files = _move(files, Move(move.block, move.new, move.old))
        for edit in reversed(step.edits):
            files = _edit(files, Edit(edit.path, edit.new, edit.old))
        for path in step.adds:
            first[path] = files.pop(path)
        for old, new in step.renames:
            files[old] = files.pop(new)
    if files:
        raise ValueError(f"no step adds {sorted(files)}")
    return first


def _do(files: Files, step: Step, first: Mapping[str, str]) -> Files:
    files = dict(files)
    for old, new in step.renames:
        files[new] = files.pop(old)
    files |= {path: first[path] for path in step.adds}
    for edit in step.edits:
        files = _edit(files, edit)
    for move in step.moves:
        files = _move(files, move)
    for path, text in step.removes:
        if files.pop(path) != text:
            raise ValueError(f"{step.name}: {path} held other text when it was removed")
    return files


def _edit(files: Files, edit: Edit) -> Files:
    text = files[edit.path]
    if text.count(edit.old) != 1:
        raise ValueError(f"{edit.path}: {text.count(edit.old)} times {edit.old!r}")
    return files | {edit.path: text.replace(edit.old, edit.new)}


def _move(files: Files, move: Move) -> Files:
    source = _blocks(files[move.old.path])
    number = _find(source, Place(move.old.path, move.block))
    if not number or not source[number - 1].startswith(move.old.after):
        raise ValueError(f"{move.old.path}: {move.block!r} is not after {move.old.after!r}")
    block = source.pop(number)
    files = files | {move.old.path: _join(source)}
    target = _blocks(files[move.new.path])
    target.insert(_find(target, move.new) + 1, block)
    return files | {move.new.path: _join(target)}


def _find(blocks: list[str], place: Place) -> int:
    found = [number for number, block in enumerate(blocks) if block.startswith(place.after)]
    if len(found) != 1:
        raise ValueError(f"{place.path}: {len(found)} blocks begin with {place.after!r}")
    return found[0]


def _blocks(text: str) -> list[str]:
    """Cut a file at its empty lines; the front matter is the first block."""
    return text.rstrip("\n").split("\n\n")


def _join(blocks: list[str]) -> str:
    return "\n\n".join(blocks) + "\n"
