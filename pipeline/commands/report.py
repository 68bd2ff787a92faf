"""A pull request → its report: what is wrong at its head, and what it changes, by whom."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from pipeline.commands.check import Checked, check
from pipeline.commands.check_history import check_history
from pipeline.commands.revisions import resolve_document
from pipeline.commands.shares import beside
from pipeline.history.repository import open_repository
from pipeline.history.revisions import merge_base, resolve
from pipeline.history.tree import is_markdown, read_tree
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import MAILMAP, UNCOMMITTED, FileKind, Revision, TreeFile
from pipeline.model.report import (
    End,
    Finding,
    OtherFile,
    Report,
)

_ORDER = tuple(Severity)
# What runs on a pull request or at a reviewer's, or says how its text is read and shown.
_CHECKS = (".github/", ".gitlab/", ".gitlab-ci.yml", ".pre-commit-config.yaml", ".vscode/")
_CHECK_NAMES = frozenset({"CODEOWNERS", ".gitattributes", ".gitmodules"})  # in any folder


def report(
    directory: Path,
    base: str,
    head: str | None = None,
    *,
    merged: str | None = None,
    jobs: int = 1,
    cache: Path | None = None,
) -> Report:
    """Report on what ``head`` changes since it left ``base`` (their merge base).

    ``head``: by default the working tree, or HEAD where nothing is changed. ``merged``: the two
    merged, which is then what is checked; each side may be right and both together wrong (an entry
    in a group that the other side took out). ``cache``: the folder to keep what was traced in, and
    to read it from. Raises RedraftError where there is no such revision, or the two have no common
    history.
    """
    repository = open_repository(directory)
    new, _ = resolve_document(repository, head)
    left = resolve(repository, base)
    old = merge_base(repository, left, new)
    judged = resolve(repository, merged) if merged is not None else new
    at = None if judged.id == UNCOMMITTED else judged.id
    with beside(partial(check, directory, at, jobs=jobs), jobs) as checked:
        trees = [
            {file.path: file for file in read_tree(repository, each.id)} for each in (old, new)
        ]
        changed = frozenset(path for path in {*trees[0], *trees[1]} if _differs(path, *trees))
        # Loaded while the other process checks already
        from pipeline.commands.told import Told, told

        says = told(repository, old, new, cache) if any(map(_is_text, changed)) else Told()
        history = _history(directory, old, new)
        found = checked()
    return Report(
        base=End(left.label, old.id),
        head=End(new.label, new.id),
        counts=_counts(found),
        findings=_findings((*history, *found.diagnostics), changed),
        files=says.files,
        other_files=tuple(_other_files(changed, *trees)),
        statement=says.statement,
        notes=says.notes,
    )


def _history(directory: Path, old: Revision, new: Revision) -> tuple[Diagnostic, ...]:
    head = "HEAD" if new.id == UNCOMMITTED else new.id
    return check_history(directory, f"{old.id}..{head}")


def _differs(path: str, old: Mapping[str, TreeFile], new: Mapping[str, TreeFile]) -> bool:
    before, after = old.get(path), new.get(path)
    if before is None or after is None:
        return True
    return (before.blob, before.kind) != (after.blob, after.kind)


def _is_text(path: str) -> bool:
    return is_markdown(path) or path == MAILMAP or path.rpartition("/")[2] == "document.yaml"


def _counts(checked: Checked) -> tuple[tuple[str, int], ...]:
    return (
        ("entries", checked.entries),
        ("submissions", checked.submissions),
        ("annexes", checked.annexes),
    )


def _findings(found: Sequence[Diagnostic], changed: frozenset[str]) -> tuple[Finding, ...]:
    findings = [
        Finding(
            each.severity,
            each.code,
            each.message,
            each.hint or "",
            each.position.path if each.position else "",
            each.position.line if each.position else 0,
            each.position.column if each.position else 0,
            each.position is None or each.position.path in changed,
        )
        for each in found
    ]
    return tuple(
        sorted(findings, key=lambda each: (_ORDER.index(Severity(each.severity)), not each.touched))
    )


def _other_files(
    changed: frozenset[str], old: Mapping[str, TreeFile], new: Mapping[str, TreeFile]
) -> Iterator[OtherFile]:
    for path in sorted(changed):
        kinds = {side[path].kind for side in (old, new) if path in side}
        if FileKind.LINK in kinds:
            yield OtherFile(path, "link")
        elif FileKind.SUBMODULE in kinds:
            yield OtherFile(path, "submodule")
        elif path.startswith(_CHECKS) or path.rpartition("/")[2] in _CHECK_NAMES:
            yield OtherFile(path, "check")
        elif not _is_text(path):
            yield OtherFile(path, "style" if path.startswith("styles/") else "other")
