"""A pull request → its report: what is wrong at its head, and what it changes, by whom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.commands.check import Checked, check
from pipeline.commands.check_history import check_history
from pipeline.commands.excerpts import passage
from pipeline.commands.redline import compare_revisions
from pipeline.commands.revisions import resolve_document
from pipeline.commands.standing import Standings, standings_at
from pipeline.errors import RevisionError
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import merge_base, resolve
from pipeline.history.tree import is_markdown, read_tree
from pipeline.model.change import FilePair, Redline
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import UNCOMMITTED, FileKind, Revision, TreeFile
from pipeline.model.report import (
    ChangedFile,
    End,
    Fate,
    FieldEdit,
    FileNoun,
    Finding,
    OtherFile,
    Report,
)
from pipeline.model.text import Recommendation, RollingDocument
from pipeline.render.redline.places import Place, places
from pipeline.render.redline.statement import statement

_MAILMAP = ".mailmap"
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
    checked = check(directory, None if judged.id == UNCOMMITTED else judged.id, jobs=jobs)
    trees = [{file.path: file for file in read_tree(repository, each.id)} for each in (old, new)]
    changed = frozenset(path for path in {*trees[0], *trees[1]} if _differs(path, *trees))
    redline = _redline(repository, old, new, cache) if any(map(_is_text, changed)) else None
    return Report(
        base=End(left.label, old.id),
        head=End(new.label, new.id),
        counts=_counts(checked),
        findings=_findings((*_history(directory, old, new), *checked.diagnostics), changed),
        files=tuple(_changed_files(redline, standings_at(repository, old))) if redline else (),
        other_files=tuple(_other_files(changed, *trees)),
        statement=statement(redline) if redline else "",
        notes=tuple(_notes(redline)) if redline else (),
    )


def _history(directory: Path, old: Revision, new: Revision) -> tuple[Diagnostic, ...]:
    head = "HEAD" if new.id == UNCOMMITTED else new.id
    return check_history(directory, f"{old.id}..{head}")


def _redline(
    repository: Repository, old: Revision, new: Revision, cache: Path | None
) -> Redline | None:
    try:
        return compare_revisions(repository, old, new, only_changed=True, cache=cache).redline
    except RevisionError:  # no text on either side
        return None


def _differs(path: str, old: Mapping[str, TreeFile], new: Mapping[str, TreeFile]) -> bool:
    before, after = old.get(path), new.get(path)
    if before is None or after is None:
        return True
    return (before.blob, before.kind) != (after.blob, after.kind)


def _is_text(path: str) -> bool:
    return is_markdown(path) or path == _MAILMAP or path.rpartition("/")[2] == "document.yaml"


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


def _notes(redline: Redline) -> Iterator[str]:
    yield from redline.notes
    if not redline.complete_history:
        yield "part of the history is missing here, so authors may be wrong"


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


def _changed_files(redline: Redline, standings: Standings) -> Iterator[ChangedFile]:
    changes = {change.id: change for change in redline.changes}
    words = dict(redline.statistics.files)
    old_entries = _entries(redline.old_document)
    for file, place in zip(redline.files, places(redline), strict=True):
        ids = _ids(file)
        if not ids:
            continue
        path = file.new_path or file.old_path
        entry = old_entries.get(file.old_path) or place.entry
        submitters = entry.front_matter.submitters if entry else ()
        kind = _kind(path, place)
        owners = submitters if kind == "entry" else standings.secretariat
        tally = words.get(path)
        yield ChangedFile(
            name=place.name,
            path=path,
            old_path=file.old_path,
            kind=kind,
            fate=_fate(file),
            status=entry.front_matter.status if entry else "",
            groups=_groups(file),
            submitters=tuple(party.name for party in submitters),
            contributors=standings.contributors([changes[id] for id in ids], owners),
            words_in=tally.words_inserted if tally else 0,
            words_out=tally.words_deleted if tally else 0,
            words_moved=tally.words_moved if tally else 0,
            kinds=tuple(Counter(changes[id].kind for id in ids).items()),
            fields=tuple(
                FieldEdit(each.field, each.old or "", each.new or "")
                for each in file.metadata
                if file.old_path
            ),
            passages=tuple(
                found for block in file.blocks if (found := passage(block, changes)) is not None
            ),
        )


def _entries(document: RollingDocument | None) -> dict[str, Recommendation]:
    groups = document.groups if document else ()
    return {entry.path: entry for group in groups for entry in group.entries}


def _ids(file: FilePair) -> tuple[int, ...]:
    """Return the changes of a file in reading order, each once."""
    ids = [*file.changes, *(each.change for each in file.metadata)]
    for block in file.blocks:
        ids += block.changes
        ids += [id for run in block.runs for id in (run.change, *run.also)]
    return tuple(dict.fromkeys(id for id in ids if id))


def _kind(path: str, place: Place) -> FileNoun:
    if place.entry is not None:
        return "entry"
    if place.annex is not None:
        return "annex"
    if place.is_abstract:
        return "abstract"
    if place.is_settings:
        return "settings"
    return "people" if path == _MAILMAP else "text"


def _fate(file: FilePair) -> Fate:
    if not file.old_path:
        return "new"
    if not file.new_path:
        return "removed"
    return "changed" if file.old_path == file.new_path else "renamed"


def _groups(file: FilePair) -> tuple[()] | tuple[str, str]:
    if not file.old_path or not file.new_path:
        return ()
    return next(
        ((each.old or "", each.new or "") for each in file.metadata if each.field == "group"), ()
    )
