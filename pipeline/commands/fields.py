"""A field of front matter or of document.yaml → the commit that last changed it."""

from collections.abc import Mapping, Sequence

from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.history.tree import is_markdown, read_path, read_tree
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.text import Field, Source
from pipeline.model.trace import Trace
from pipeline.parse.late import read_fields, read_front_fields
from pipeline.parse.names import identify


def last_change(
    repository: Repository,
    trace: Trace,
    parents: Mapping[str, Sequence[str]],
    path: str,
    field: Field,
) -> str | None:
    """Find the commit that gave a field the value that it has at the traced revision.

    Goes back as long as a parent has the value, in the file or in the one that it was renamed
    from. None where that leads to where the history is cut.
    """
    cut = frozenset(trace.boundary)
    commit = trace.revision
    while True:
        for parent in parents.get(commit, ()):
            found = _same(repository, commit, parent, path, field)
            if found:
                commit, path = parent, found
                break
        else:
            return None if commit in cut else commit


def _same(repository: Repository, commit: str, parent: str, path: str, field: Field) -> str:
    """Return the path at which a parent has the field with the same value; "" for none."""
    now = read_path(repository, commit, path)
    before = read_path(repository, parent, path)
    if before is not None:
        same = now is not None and now.blob == before.blob
        return path if same or _value(repository, before, field.name) == field.value else ""
    if not is_markdown(path):
        return ""
    for file in _gone(repository, commit, parent, path):
        if _value(repository, file, field.name) == field.value:
            return file.path
    return ""


def _gone(repository: Repository, commit: str, parent: str, path: str) -> list[TreeFile]:
    """List the files from which a commit may have renamed one: of the same name, else any."""
    here = {file.path for file in read_tree(repository, commit, is_markdown)}
    gone = [
        file
        for file in read_tree(repository, parent, is_markdown)
        if file.path not in here and file.kind is FileKind.FILE
    ]
    return sorted(gone, key=lambda file: (identify(file.path) != identify(path), file.path))


def _value(repository: Repository, file: TreeFile, name: str) -> str | None:
    text = read_text(repository, file)
    if text is None:
        return None
    source = Source(file.path, text)
    fields = (
        read_front_fields(source, heading=False) if is_markdown(file.path) else read_fields(source)
    )
    return next((field.value for field in fields if field.name == name), None)
