"""What a shell offers on Tab: revisions, entries, groups, parties, codes.

Whatever goes wrong, nothing is offered: a shell that is asked for words must not get an error.
"""

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import click
from click.shell_completion import CompletionItem

from pipeline.errors import RedraftError

_Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_Words = Iterable[tuple[str, str]]  # each with what it is


def _offer(words: Callable[[Path], _Words]) -> _Complete:
    def complete(
        context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        directory = context.params.get("directory") or (context.default_map or {}).get("directory")
        try:
            found = list(words(directory or Path()))
        except RedraftError:
            return []
        start = incomplete.casefold()
        return [
            CompletionItem(word, help=said or None)
            for word, said in found
            if word.casefold().startswith(start)
        ]

    return complete


def _revisions(directory: Path) -> _Words:
    from pipeline.history.git import run_git
    from pipeline.history.repository import open_repository

    answer = run_git(
        open_repository(directory),
        *("for-each-ref", "--format=%(refname:lstrip=2)%00%(subject)"),
        *("refs/tags", "refs/heads"),
    )
    lines = answer.stdout.decode("utf-8", "replace").splitlines()
    return [(name, subject) for name, _, subject in (line.partition("\0") for line in lines)]


def _entries(directory: Path) -> _Words:
    from pipeline.history.git import run_git
    from pipeline.history.repository import open_repository

    answer = run_git(open_repository(directory), "ls-files", "-z", "--", "*.md")
    paths = map(PurePosixPath, answer.stdout.decode("utf-8", "replace").split("\0"))
    return sorted(
        (path.stem, str(path)) for path in paths if path.parts[:1] == ("recommendations",)
    )


def _groups(directory: Path) -> _Words:
    from pipeline.commands.enter import entry_settings

    settings = entry_settings(directory)
    return [(group.key, group.title) for group in settings.groups] if settings else []


def _parties(directory: Path) -> _Words:
    from pipeline.commands.enter import entry_settings

    settings = entry_settings(directory)
    return [(party.id, party.name) for party in settings.parties] if settings else []


def _codes(directory: Path) -> _Words:
    from pipeline.rules.catalogue import CATALOGUE

    return [(code, each.title) for code, each in CATALOGUE.items()]


revisions = _offer(_revisions)
entries = _offer(_entries)
groups = _offer(_groups)
parties = _offer(_parties)
codes = _offer(_codes)
