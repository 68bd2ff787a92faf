"""All sources of one revision → the rolling document, in printing order, with their faults."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import (
    Annex,
    DocumentSettings,
    FrontMatter,
    Group,
    Party,
    Recommendation,
    RollingDocument,
    Source,
)
from pipeline.parse.names import DEFAULT_PATH, find_settings
from pipeline.parse.parties import declare_on_the_spot, sort_name
from pipeline.parse.recommendation import read_file
from pipeline.parse.settings import read_settings

# Files that people lay beside the entries and that are none, by stem, in any case
_NO_ENTRIES = frozenset(
    {"readme", "contributing", "changelog", "license", "code_of_conduct", "security", "support"}
)
_DEFAULT_ABSTRACT = "abstract.md"
_ANNEXES = "annexes/"


# As ``read_file`` does; who reads a document again may keep what did not change
ReadOne = Callable[..., tuple[ReadFile, tuple[Diagnostic, ...]]]


def read_document(
    sources: Mapping[str, Source], *, tokens: bool = True, read: ReadOne = read_file
) -> ReadDocument:
    """Read the document that ``sources`` hold: document.yaml and Markdown files, by path.

    Other files are left alone. Entries stand in their groups: those with ``order`` first, then
    by date (or alphabetically by submitter), submitter and id; what has no group, or one that
    document.yaml does not have, comes last. Without ``tokens`` the blocks of bodies have none.
    """
    places = find_settings(tuple(sources))
    if len(places) != 1:
        return ReadDocument(None, None, (), (no_settings(places),))
    outline = read_outline(sources[places[0]], sources.keys())
    settings = outline.settings
    if settings is None:
        return ReadDocument(None, None, (), outline.diagnostics)
    parties = {party.id: party for party in settings.parties}
    files = []
    found = list(outline.diagnostics)
    for path, role in outline.roles:
        file, faults = read(sources[path], role, parties, tokens=tokens)
        files.append(file)
        found.extend(faults)
    files = _with_letters(settings, files)
    return ReadDocument(settings, _assemble(settings, files), tuple(files), tuple(found))


@dataclass(frozen=True, slots=True)
class Outline:
    """What document.yaml says, and which of a tree's files are what to the document."""

    settings: DocumentSettings | None
    roles: tuple[tuple[str, Role], ...]
    diagnostics: tuple[Diagnostic, ...]


def read_outline(source: Source, paths: Collection[str], *, letters: bool = True) -> Outline:
    """Read document.yaml beside the paths of its tree; the roles are in the order of paths.

    ``letters``: give parties the letters and colours that they lack.
    """
    settings, diagnostics = read_settings(source, letters=letters)
    if settings is None:
        return Outline(None, (), diagnostics)
    settings = _with_defaults(settings, paths)
    return Outline(settings, _roles(settings, paths), diagnostics)


def _roles(settings: DocumentSettings, paths: Iterable[str]) -> tuple[tuple[str, Role], ...]:
    folder = posixpath.dirname(settings.path)
    prefix = folder + "/" if folder else ""
    found = []
    for path in sorted(paths):
        if path == settings.abstract:
            found.append((path, Role.ABSTRACT))
        elif path in settings.annexes:
            found.append((path, Role.ANNEX))
        elif path.startswith(prefix) and is_entry(path.removeprefix(prefix)):
            found.append((path, Role.ENTRY))
    return tuple(found)


def is_entry(path: str) -> bool:
    """Tell whether a path, relative to document.yaml's folder, names an entry.

    Hidden folders, ``annexes/``, and files such as README.md hold none.
    """
    stem, extension = posixpath.splitext(posixpath.basename(path))
    return (
        extension == ".md"
        and not path.startswith(_ANNEXES)
        and not any(part.startswith(".") for part in path.split("/"))
        and stem.lower() not in _NO_ENTRIES
    )


def no_settings(places: tuple[str, ...]) -> Diagnostic:
    """Report that there is no document.yaml, or that there are several."""
    if places:
        return Diagnostic(
            "E122",
            f"there are {len(places)} files document.yaml: {', '.join(places[:3])}",
            Position(places[0], 1, 1),
            hint=f"keep one, as {DEFAULT_PATH}",
        )
    return Diagnostic(
        "E121",
        "there is no document.yaml",
        hint=f"write {DEFAULT_PATH}, or start with: redraft new DIR",
    )


def _with_defaults(settings: DocumentSettings, paths: Collection[str]) -> DocumentSettings:
    """Name the abstract and the annexes that lie at their usual places."""
    folder = posixpath.dirname(settings.path)
    prefix = folder + "/" if folder else ""
    abstract = settings.abstract
    if not abstract and prefix + _DEFAULT_ABSTRACT in paths:
        abstract = prefix + _DEFAULT_ABSTRACT
    annexes = settings.annexes
    if "annexes" not in settings.positions:
        inside = prefix + _ANNEXES
        annexes = tuple(
            sorted(path for path in paths if path.startswith(inside) and path.endswith(".md"))
        )
    return replace(settings, abstract=abstract, annexes=annexes)


def _with_letters(settings: DocumentSettings, files: list[ReadFile]) -> list[ReadFile]:
    """Give letters and colours to submitters that document.yaml does not list."""
    ids = {party.id for party in settings.parties}
    named = [
        party
        for file in files
        if file.front_matter
        for party in file.front_matter.submitters
        if party.id not in ids or not party.id
    ]
    if not named:
        return files
    known = declare_on_the_spot(settings.parties, named)
    return [
        replace(file, front_matter=_lettered(file.front_matter, known))
        if file.front_matter
        else file
        for file in files
    ]


def _lettered(front_matter: FrontMatter, known: Mapping[tuple[str, str], Party]) -> FrontMatter:
    submitters = tuple(
        party if party.id else known[party.name, party.honorific]
        for party in front_matter.submitters
    )
    return replace(front_matter, submitters=submitters)


def _assemble(settings: DocumentSettings, files: Iterable[ReadFile]) -> RollingDocument:
    by_path = {file.source.path: file for file in files}
    keys = [group.key for group in settings.groups]
    sorted_in: dict[str, list[Recommendation]] = {key: [] for key in [*keys, ""]}
    for file in by_path.values():
        front_matter = file.front_matter
        if file.role is Role.ENTRY and front_matter is not None:
            entry = Recommendation(
                file.id, file.source.path, front_matter, file.text.blocks, file.heading
            )
            key = front_matter.group if front_matter.group in keys else ""
            sorted_in[key].append(entry)
    groups = [
        Group(each.key, each.title, each.questions, _in_order(settings, sorted_in[each.key]))
        for each in settings.groups
    ]
    if sorted_in[""]:
        entries = _in_order(settings, sorted_in[""])
        groups.append(Group("", settings.uncategorized, (), entries))
    abstract = by_path.get(settings.abstract)
    annexes = [by_path[path] for path in settings.annexes if path in by_path]
    return RollingDocument(
        settings,
        tuple(groups),
        abstract.text.blocks if abstract else (),
        tuple(
            Annex(file.source.path, file.title, file.text.blocks, file.title_position)
            for file in annexes
        ),
    )


def _in_order(
    settings: DocumentSettings, entries: Iterable[Recommendation]
) -> tuple[Recommendation, ...]:
    def key(entry: Recommendation) -> tuple[object, ...]:
        front_matter = entry.front_matter
        names = tuple(map(sort_name, front_matter.submitters))
        first: tuple[object, ...] = (front_matter.date, names)
        if settings.order == "alphabetical":
            first = (names, front_matter.date)
        has_order = front_matter.order is not None
        return (not has_order, front_matter.order or 0, *first, entry.id, entry.path)

    return tuple(sorted(entries, key=key))
