"""Write the demonstration: a repository whose history replays the working group's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.history.repository import Repository
from pipeline.history.write import (
    Signature,
    fill_index,
    new_repository,
    write_commit,
    write_files,
    write_reference,
    write_tag,
)
from pipeline.replay.plan import MAIN, read_plan
from pipeline.replay.states import State, replay
from pipeline.resources import directory

FOLDER = "recommendations"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was written: commits, versions in their order, pull requests."""

    commits: int
    versions: tuple[str, ...]
    pull_requests: int


def demo(target: Path) -> Demonstration:
    """Write the demonstration's repository to ``target``, a folder that is new or empty.

    The same object ids on every run and host. Raises RedraftError; then nothing is left there.
    """
    last = _last_files(directory(FOLDER))
    states = tuple(replay(read_plan(), last))
    with new_repository(target, MAIN) as repository:
        ids = _write_commits(repository, states)
        tips = {state.step.branch: id for state, id in zip(states, ids, strict=True)}
        requests = {state.step.branch: state.step.pull_request for state in states}
        write_reference(repository, f"refs/heads/{MAIN}", tips[MAIN])
        for branch, number in requests.items():
            if number:
                write_reference(repository, f"refs/pull/{number}/head", tips[branch])
        write_files(repository, _bytes(last))
        fill_index(repository, tips[MAIN])
    versions = tuple(state.step.tag.name for state in states if state.step.tag)
    return Demonstration(len(ids), versions, sum(map(bool, requests.values())))


def _last_files(folder: Path) -> Mapping[str, str]:
    """Read the document's files; what an editor or a system left beside them is none of it."""
    paths = [folder / "document.yaml", *folder.rglob("*.md")]
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in paths}


def _bytes(files: Mapping[str, str]) -> Mapping[str, bytes]:
    return {f"{FOLDER}/{path}": text.encode() for path, text in files.items()}


def _write_commits(repository: Repository, states: tuple[State, ...]) -> tuple[str, ...]:
    ids: list[str] = []
    names: dict[str, str] = {}
    for state in states:
        step = state.step
        message = step.message
        if step.reverts:
            title, _, rest = message.partition("\n\n")
            message = f"{title}\n\nThis reverts commit {names[step.reverts]}.\n\n{rest}"
        id = write_commit(
            repository,
            _bytes(state.files),
            parents=[ids[parent] for parent in state.parents],
            author=Signature(step.author, step.authored),
            committer=Signature(step.committer, step.committed),
            message=message.rstrip() + "\n",
        )
        ids.append(id)
        names[step.name] = id
        if tag := step.tag:
            write_tag(repository, tag.name, id, Signature(tag.tagger, tag.time), tag.message)
    return tuple(ids)
