"""Start a document repository: settings, a first entry, a style sheet, how to contribute."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.new_entry import entry_text
from pipeline.history.repository import Repository, configured_user
from pipeline.history.write import (
    Signature,
    fill_index,
    new_repository,
    write_commit,
    write_files,
    write_reference,
)
from pipeline.resources import directory

# A leading full stop would hide the templates, and set rules for redraft's own tree.
_DOTTED = ("gitignore", "gitattributes")
_FIRST_TEXT = """\
1. That a recommendation be one paragraph or several, with the number that its
   author gave it;

2. That it may have notes.[^1]

[^1]: A note stands at the foot of the page where it is called.
"""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The paths that were written, and whether they were committed."""

    paths: tuple[str, ...]
    committed: bool


def new_document(target: Path, now: datetime.datetime) -> NewDocument:
    """Make a document repository at ``target``, a folder that is new or empty.

    Its files are committed by the user whom Git knows, at ``now``; where Git knows none they wait
    in the working tree. The first entry has the date of ``now``. Raises RedraftError; then
    nothing is left there.
    """
    files = _files(now.date())
    with new_repository(target) as repository:
        write_files(repository, files)
        committed = _commit(repository, files, now)
    return NewDocument(tuple(sorted(files)), committed)


def _files(today: datetime.date) -> dict[str, bytes]:
    folder = directory("starter")
    files = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            files[f".{name}" if name in _DOTTED else name] = path.read_bytes()
    id = f"exampleland-{today.isoformat()}"
    text = entry_text(
        submission=id, group="A", date=today, submitters=("exampleland",), body=_FIRST_TEXT
    )
    return files | {f"recommendations/{id}.md": text.encode()}


def _commit(repository: Repository, files: dict[str, bytes], now: datetime.datetime) -> bool:
    user = configured_user(repository)
    if not user.email:
        return False
    by_user = Signature(user, now)
    commit = write_commit(
        repository,
        files,
        parents=(),
        author=by_user,
        committer=by_user,
        message="Start the rolling document\n",
    )
    write_reference(repository, "refs/heads/main", commit)
    fill_index(repository, commit)
    return True
