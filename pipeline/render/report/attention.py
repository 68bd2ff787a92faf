"""What whoever reviews a pull request must look at, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.report import ChangedFile, Contributor, Report

_AGREED = ("agreed", "agreed-ad-referendum")
_ASIDE = ("withdrawn", "superseded")
_OWNED = ("entry", "annex", "abstract")
_LISTED = 10  # paths in one sentence
_OTHER = {
    "check": "What runs on pull requests, or how files are read, changes with this one, so its own "
    "checks cannot be relied on",
    "link": "Symbolic links change; they are never followed",
    "submodule": "Submodules change; nothing of them is read",
    "style": "The look of the document changes",
    "other": "Other files change",
}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at: of which kind, in which words (a stranger's, too), in which files."""

    kind: str
    text: str
    paths: tuple[str, ...]
    others: int = 0  # paths that are not listed


def attention(report: Report) -> tuple[Attention, ...]:
    """List what to look at, the weightiest first."""
    files = report.files
    return (
        *_agreed(files),
        *_removed(files),
        *_foreign(files),
        *_fields(files),
        *_settings(files),
        *_others(report),
        *(Attention("history", note, ()) for note in report.notes),
    )


def _agreed(files: Sequence[ChangedFile]) -> Iterator[Attention]:
    for file in files:
        if file.status in _AGREED and file.fate != "new" and file.passages:
            yield Attention(
                "agreed", f"Agreed text changes ({file.status}): {file.name}", _of(file)
            )


def _removed(files: Sequence[ChangedFile]) -> Iterator[Attention]:
    for file in files:
        statuses = [each.new for each in file.fields if each.name == "status"]
        if file.fate == "removed" and file.kind in _OWNED:
            said = "is removed"
            if file.kind == "entry":
                said += "; what is withdrawn keeps its file, with status: withdrawn"
            yield Attention("removed", f"{file.name} {said}", _of(file))
        elif statuses and statuses[0] in _ASIDE:
            yield Attention(
                "withdrawn", f"{file.name} becomes {statuses[0]}, by {_people(file)}", _of(file)
            )
        elif file.status in _ASIDE and file.fate != "new" and file.passages:
            yield Attention(
                "withdrawn", f"Text that is {file.status} changes: {file.name}", _of(file)
            )


def _foreign(files: Sequence[ChangedFile]) -> Iterator[Attention]:
    for file in files:
        if file.kind not in _OWNED or file.fate == "removed":
            continue
        if file.fate != "new" and not file.passages:
            continue
        claims = [_maker(each) for each in file.contributors if each.standing == "claimed"]
        if claims:
            verb = "claims" if len(set(claims)) == 1 else "claim"
            whose = _listed(file.submitters) or "the Secretariat"
            said = (
                f"{_listed(claims)} {verb} to act for {whose}, "
                f"which nothing here proves: {file.name}"
            )
            yield Attention("someone-elses-text", said, _of(file))
        strangers = [each for each in file.contributors if each.standing == "other"]
        if strangers:
            yield Attention("someone-elses-text", _edited(file, strangers), _of(file))


def _edited(file: ChangedFile, strangers: Sequence[Contributor]) -> str:
    names = [name for each in strangers for name in _shown(each)]
    if file.fate == "new" and len(strangers) == len(file.contributors):
        whose = "its submitter" if file.submitters else "the Secretariat"
        return f"{file.name} is entered by {_listed(names)}, not by {whose}"
    verb = "edits" if len(set(names)) == 1 else "edit"
    whose = f"the text of {_listed(file.submitters)}" if file.submitters else "common text"
    return f"{_listed(names)} {verb} {whose}: {file.name}"


def _shown(each: Contributor) -> tuple[str, ...]:
    """Name those a change is shown under; with the last, who made it for them."""
    by = f" (by {each.by})" if each.by else ""
    return (*each.names[:-1], each.names[-1] + by) if each.names else ()


def _maker(each: Contributor) -> str:
    return each.by or _listed(each.names)


def _fields(files: Sequence[ChangedFile]) -> Iterator[Attention]:
    for file in files:
        said = [
            f"{each.name.replace('_', ' ')} {each.old or 'none'} → {each.new or 'none'}"
            for each in file.fields
            if each.name != "group"
        ]
        if said and file.kind in ("entry", "annex"):
            yield Attention(
                "front-matter", f"Front matter of {file.name}: {'; '.join(said)}", _of(file)
            )


def _settings(files: Sequence[ChangedFile]) -> Iterator[Attention]:
    for file in files:
        if file.kind == "settings":
            names = _listed([each.name for each in file.fields])
            yield Attention("settings", f"Settings of the document change: {names}", _of(file))
        elif file.kind == "people":
            said = "Who is named for past commits changes"
            yield Attention("people", said, _of(file))


def _others(report: Report) -> Iterator[Attention]:
    for kind, said in _OTHER.items():
        paths = [each.path for each in report.other_files if each.kind == kind]
        if paths:
            shown = tuple(paths[:_LISTED])
            yield Attention(kind, said, shown, len(paths) - len(shown))


def _of(file: ChangedFile) -> tuple[str, ...]:
    return (file.path,)


def _people(file: ChangedFile) -> str:
    return _listed([name for each in file.contributors for name in each.names])


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - 5} more" if len(unique) > 5 else ""
    return ", ".join(unique[:5]) + more
