"""All rules, on all that was read: a revision's sources → diagnostics in the order of the text."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.position import Position
from pipeline.model.reading import ReadDocument, ReadFile
from pipeline.rules import brackets, characters, entries, lists, settings, slips, structure
from pipeline.rules.footnotes import footnotes
from pipeline.rules.links import Tree, links, tree_of

SHOWN = 20  # of one code in one file


def judge(
    reading: ReadDocument,
    files: Iterable[TreeFile],
    *,
    latest: datetime.date | None = None,
    is_covered: Callable[[str], bool] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a revision's sources: what reading found, and what rules find.

    ``files``: the revision's tree. ``latest``: the revision's date, None for the working tree.
    ``is_covered``: whether a font at hand has a character; None leaves that rule out. Errors in
    the body of an entry that is withdrawn or superseded are warnings.
    """
    tree = tree_of(files)
    found = [*reading.diagnostics]
    if reading.settings is not None:
        found.extend(settings.duplicates(reading.settings))
        found.extend(settings.files(reading.settings, tree.files.keys()))
        found.extend(_symbolic_links(tree, reading.settings.path))
        listed = entries.only_entries(reading.files)
        found.extend(entries.groups(reading.settings, listed))
        found.extend(entries.references(listed))
        found.extend(entries.names(listed))
        found.extend(entries.order(reading.settings, listed))
        found.extend(entries.submissions(listed))
        found.extend(entries.dates(listed, latest))
    in_bodies = chain(
        footnotes(reading.files),
        *(_body(file, reading, tree, is_covered) for file in reading.files),
    )
    aside = {file.source.path for file in reading.files if entries.is_set_aside(file)}
    found.extend(_soften(in_bodies, aside))
    return in_order(found)


def _body(
    file: ReadFile, reading: ReadDocument, tree: Tree, is_covered: Callable[[str], bool] | None
) -> Iterator[Diagnostic]:
    assert reading.settings is not None
    yield from file.text.problems
    yield from structure.headings(file)
    yield from structure.raw_html(file)
    yield from structure.conflicts(file)
    yield from structure.nothing(file)
    yield from lists.order(file)
    yield from lists.swallowed(file)
    yield from lists.years(file)
    yield from brackets.balance(file)
    yield from brackets.party_links(file, reading.settings.parties)
    yield from links(file, tree)
    yield from slips.doubled(file, reading.settings.language)
    yield from characters.hidden(file)
    yield from characters.composed(file)
    yield from characters.mixed(file)
    if is_covered is not None:
        yield from characters.without_font(file, is_covered)


def _symbolic_links(tree: Tree, settings_path: str) -> Iterator[Diagnostic]:
    """E310: a source that is a symbolic link, which is never followed."""
    folder, slash, _ = settings_path.rpartition("/")
    inside = folder + slash
    for path, file in sorted(tree.files.items()):
        if file.kind is FileKind.LINK and path.endswith(".md") and path.startswith(inside):
            yield Diagnostic.of(
                "E310",
                "this source is a symbolic link, which is not followed",
                Position(path, 1, 1),
                hint="put a copy of the file in its place",
            )


def _soften(found: Iterable[Diagnostic], aside: set[str]) -> Iterator[Diagnostic]:
    for each in found:
        is_aside = each.position is not None and each.position.path in aside
        if is_aside and each.severity is Severity.ERROR:
            yield replace(each, severity=Severity.WARNING)
        else:
            yield each


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort diagnostics by place, code and message, each once; those without a place come first."""
    nowhere = Position("", 0, 0)
    unique = {(each.code, each.position, each.message): each for each in found}
    return tuple(
        sorted(
            unique.values(),
            key=lambda each: (each.position or nowhere, each.code, each.message),
        )
    )


def limit(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Keep the first 20 of one code in one file; the last of them says how many there are."""
    listed = tuple(found)

    def kind(each: Diagnostic) -> tuple[str, str]:
        return each.code, each.position.path if each.position else ""

    total = Counter(map(kind, listed))
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for each in listed:
        seen[kind(each)] += 1
        if seen[kind(each)] < SHOWN or total[kind(each)] == SHOWN:
            kept.append(each)
        elif seen[kind(each)] == SHOWN:
            more = total[kind(each)] - SHOWN
            kept.append(replace(each, message=f"{each.message} (and {more:,} more in this file)"))
    return tuple(kept)
