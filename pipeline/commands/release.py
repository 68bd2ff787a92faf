"""Issue a version: an annotated tag, its document, and the redline since the version before."""

import datetime
import fnmatch
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.build import build
from pipeline.commands.check import check
from pipeline.commands.redline import redline
from pipeline.commands.revisions import resolve_document
from pipeline.errors import RevisionError, SourceError
from pipeline.history.published import push_commands
from pipeline.history.record import new_tag
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import is_ancestor
from pipeline.history.tree import is_changed
from pipeline.history.versions import DEFAULT_PATTERN, versions
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import Revision
from pipeline.render.redline import as_pdf


@dataclass(frozen=True, slots=True)
class Released:
    """A version that was issued: its tag and commit, the version before, the files by name.

    ``push``: the commands that would publish it.
    """

    name: str
    commit: str
    before: str
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    push: tuple[str, ...]


def release(
    directory: Path,
    name: str,
    message: str,
    now: datetime.datetime,
    write: Callable[[Mapping[str, bytes]], None],
) -> Released:
    """Issue HEAD as the version ``name``: tag it, and hand its files by name to ``write``.

    ``write``: writes all of them, or none. ``message``: of the tag; "" for "Version 4". Nothing is
    pushed. Raises RedraftError, and leaves no tag: a changed tree, errors in the sources, a name
    that is taken or is none of a version's, a commit that is a version already, files that cannot
    be made or written.
    """
    repository = open_repository(directory)
    head, settings = resolve_document(repository, "HEAD")
    pattern = settings.version_pattern if settings else DEFAULT_PATTERN
    if not fnmatch.fnmatchcase(name, pattern):
        raise RevisionError.of(
            "E034",
            f"'{name}' is not how versions are called here ({pattern})",
            hint=f"call it {_next_name(repository, pattern)}, or change versions: in document.yaml",
        )
    if head.is_version:
        raise RevisionError.of(
            "E035",
            f"this commit is version {head.label} already",
            hint="commit what has changed since, then issue it",
        )
    if is_changed(repository):
        raise RevisionError.of(
            "E036",
            "the working tree has changes that are not committed",
            hint="commit them or take them back first: git status",
        )
    found = check(directory, "HEAD").diagnostics
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise SourceError.all(errors)
    earlier = [
        each for each in versions(repository, pattern) if is_ancestor(repository, each, head)
    ]
    with new_tag(repository, name, head.id, f"{message or _title(name)}\n", now):
        files, diagnostics = _write(directory, name, earlier, write)
    before = earlier[-1].label if earlier else ""
    return Released(name, head.id, before, files, diagnostics, push_commands(repository, name))


def _next_name(repository: Repository, pattern: str) -> str:
    """Return a name that follows the newest version's, by its last number."""
    numbers = [
        int(found[0])
        for each in versions(repository, pattern)
        if (found := re.search(r"[0-9]{1,6}$", each.label))
    ]
    return pattern.replace("*", str(max(numbers, default=0) + 1))


def _title(name: str) -> str:
    """Return what a version is called: "Version 4" for v4."""
    return f"Version {re.sub(r'^v(?=[0-9])', '', name)}"


def _write(
    directory: Path,
    name: str,
    earlier: list[Revision],
    write: Callable[[Mapping[str, bytes]], None],
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    tag = f"refs/tags/{name}"
    built = build(directory, tag)
    assert isinstance(built.content, bytes)
    files = {f"{built.name}.pdf": built.content}
    if earlier:
        since = earlier[-1].label
        compared = redline(directory, f"refs/tags/{since}", tag)
        files[f"redline-{_file_name(since)}-{_file_name(name)}.pdf"] = as_pdf.render(
            compared.redline
        ).pdf
    write(files)
    return tuple(files), built.diagnostics


def _file_name(label: str) -> str:
    return re.sub(r"[^\w.-]+", "-", label)
