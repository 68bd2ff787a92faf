"""Rules on document.yaml: what it declares twice, and files that are not there."""

from collections.abc import Callable, Collection, Iterable, Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import DocumentSettings
from pipeline.rules.characters import no_font

_PRINTED = ("title", "subtitle", "body", "symbol", "notice", "uncategorized")


def duplicates(settings: DocumentSettings) -> Iterator[Diagnostic]:
    """E123, E124, E129: a key, an id, letters or an address that two declarations share."""
    yield from _twice(
        settings,
        "E123",
        "the group “{}” is declared twice",
        "give each group a key of its own",
        ((f"groups.{index}.key", group.key) for index, group in enumerate(settings.groups)),
    )
    yield from _twice(
        settings,
        "E123",
        "the party “{}” is declared twice",
        "give each party an id of its own",
        ((f"parties.{index}.id", party.id) for index, party in enumerate(settings.parties)),
    )
    yield from _twice(
        settings,
        "E124",
        "the letters “{}” belong to two parties",
        "give each party letters of its own",
        (
            (f"parties.{index}.letters", party.letters)
            for index, party in enumerate(settings.parties)
            if f"parties.{index}.letters" in settings.positions
        ),
    )
    yield from _twice(
        settings,
        "E129",
        "the address “{}” is listed twice",
        "leave it once, with the party whose changes it makes",
        (
            (f"parties.{index}.emails.{number}", address.casefold())
            for index, party in enumerate(settings.parties)
            for number, address in enumerate(party.emails)
        ),
    )


def files(settings: DocumentSettings, paths: Collection[str]) -> Iterator[Diagnostic]:
    """E126, W133: files that document.yaml names and that cannot be read, annexes it omits."""
    named = [(f"annexes.{index}", path) for index, path in enumerate(settings.annexes)]
    if "abstract" in settings.positions:
        named.append(("abstract", settings.abstract))
    for key, path in named:
        position = settings.positions.get(key)
        if path == ".." or path.startswith(("../", "/")):
            yield Diagnostic.of(
                "E126",
                f"“{path}” lies outside the repository",
                position,
                hint="move the file into the repository",
            )
        elif path not in paths:
            yield Diagnostic.of(
                "E126",
                f"there is no file “{path}”",
                position,
                hint="add it, or remove the line; paths are relative to document.yaml",
            )
        elif not path.endswith(".md"):
            yield Diagnostic.of(
                "E126",
                f"“{path}” is no Markdown file",
                position,
                hint="name a file whose name ends in .md",
            )
    yield from _twice(
        settings,
        "E123",
        "the annex “{}” is listed twice",
        "list each annex once",
        ((f"annexes.{index}", path) for index, path in enumerate(settings.annexes)),
    )
    yield from _omitted(settings, paths)


def without_font(
    settings: DocumentSettings, is_covered: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """W228: characters of what document.yaml prints that no font at hand has."""
    printed = [(key, getattr(settings, key)) for key in _PRINTED]
    printed += [(f"organization.{at}", text) for at, text in enumerate(settings.organization)]
    printed += [(f"groups.{at}.title", group.title) for at, group in enumerate(settings.groups)]
    for at, party in enumerate(settings.parties):
        printed += [(f"parties.{at}.name", party.name), (f"parties.{at}.short", party.short)]
    told: set[str] = set()
    for key, text in printed:
        for character in sorted(set(text) - told):
            if not character.isascii() and not is_covered(character):
                told.add(character)
                yield no_font(character, settings.positions.get(key))


def _omitted(settings: DocumentSettings, paths: Collection[str]) -> Iterator[Diagnostic]:
    folder = settings.path.rpartition("/")[0]
    inside = f"{folder}/annexes/" if folder else "annexes/"
    for path in sorted(paths):
        if path.startswith(inside) and path.endswith(".md") and path not in settings.annexes:
            yield Diagnostic.of(
                "W133",
                "this annex is not listed in document.yaml, so it is not printed",
                Position(path, 1, 1),
                hint=f"add “- annexes/{path.removeprefix(inside)}” under annexes",
            )


def _twice(
    settings: DocumentSettings,
    code: str,
    message: str,
    hint: str,
    values: Iterable[tuple[str, str]],
) -> Iterator[Diagnostic]:
    seen = set()
    for key, value in values:
        if value in seen:
            position = settings.positions.get(key)
            yield Diagnostic.of(code, message.format(value), position, hint=hint)
        seen.add(value)
