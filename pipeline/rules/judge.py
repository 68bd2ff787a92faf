"""All rules, on all that was read: a revision's sources → diagnostics in the order of the text."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.position import Position
from pipeline.model.reading import ReadDocument, ReadFile
from pipeline.model.text import DocumentSettings
from pipeline.rules import brackets, characters, declared, entries, lists, slips, starts, structure
from pipeline.rules.footnotes import footnotes, without_text
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
    settings = reading.settings
    if settings is None:
        return in_order(reading.diagnostics)
    in_bodies = chain.from_iterable(
        judge_body(file, settings, tree, is_covered) for file in reading.files
    )
    found = judge_document(
        settings, reading.files, tree, in_bodies, latest=latest, is_covered=is_covered
    )
    return in_order((*reading.diagnostics, *found))


def judge_body(
    file: ReadFile,
    settings: DocumentSettings,
    tree: Tree,
    is_covered: Callable[[str], bool] | None,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one file's text by itself."""
    yield from file.text.problems
    yield from structure.headings(file)
    yield from structure.raw_html(file)
    yield from structure.conflicts(file)
    yield from structure.nothing(file)
    yield from lists.order(file)
    yield from lists.swallowed(file)
    yield from lists.years(file)
    yield from starts.bullets(file)
    yield from starts.hashes(file)
    yield from brackets.balance(file)
    yield from brackets.party_links(file, settings.parties, tree)
    yield from links(file, tree)
    yield from without_text(file)
    yield from slips.doubled(file, settings.language)
    yield from slips.unpaired(file)
    yield from characters.hidden(file)
    yield from characters.composed(file)
    yield from characters.mixed(file)
    if is_covered is not None:
        yield from characters.without_font(file, is_covered)


def judge_document(
    settings: DocumentSettings,
    files: Sequence[ReadFile],
    tree: Tree,
    in_bodies: Iterable[Diagnostic],
    *,
    latest: datetime.date | None,
    is_covered: Callable[[str], bool] | None,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with document.yaml and between files, and soften ``in_bodies``.

    Of the files' texts only the footnotes are looked at, not the blocks.
    """
    yield from declared.duplicates(settings)
    yield from declared.files(settings, tree.files.keys())
    if is_covered is not None:
        yield from declared.without_font(settings, is_covered)
    folder, slash, _ = settings.path.rpartition("/")
    yield from symbolic_links(tree, re.compile(re.escape(folder + slash) + r".*\.md"))
    yield from entries.unread(tree.files, folder + slash)
    listed = entries.only_entries(files)
    yield from entries.groups(settings, listed)
    yield from entries.references(listed)
    yield from entries.names(listed)
    yield from entries.order(settings, listed)
    yield from entries.submissions(listed)
    yield from entries.dates(listed, latest)
    aside = {file.source.path for file in listed if entries.is_set_aside(file)}
    yield from _soften(chain(footnotes(files), in_bodies), aside)


def symbolic_links(tree: Tree, names: re.Pattern[str]) -> Iterator[Diagnostic]:
    """Yield E310 for each path that a pattern matches and that is a link: none is followed."""
    for path, file in sorted(tree.files.items()):
        if file.kind is FileKind.LINK and names.fullmatch(path):
            yield Diagnostic.of(
                "E310",
                "this is a symbolic link, which is not followed",
                Position(path, 1, 1),
                hint="put what it leads to in its place",
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
