"""What ``redraft new entry`` asks on a terminal: whose text, of which group, of which day.

Questions go to standard error, so that standard output has the new file's path alone.
"""

import datetime
import re
from collections.abc import Callable
from typing import TypeVar

import click

from pipeline.cli.messages import print_diagnostics
from pipeline.commands.new_entry import known_group, known_party
from pipeline.errors import RedraftError
from pipeline.model.text import DocumentSettings
from pipeline.render.terminal import visible

_Answer = TypeVar("_Answer")
_SHOWN = 40  # parties that are listed


def ask_entry(
    settings: DocumentSettings | None, group: str | None, date: datetime.date | None
) -> tuple[tuple[str, ...], str, datetime.date]:
    """Ask for the submitters, and for the group and the date where they are not given yet.

    An answer that cannot be is told at once and asked for again. Without settings nothing is
    asked: ``new_entry`` says why there are none.
    """
    today = datetime.date.today()
    if settings is None:
        return ("",), group or "", date or today
    _list("Whose text is it?", [(party.id, party.name) for party in settings.parties if party.id])
    submitters = _ask(
        "Submitter, or several with ';' between them", None, lambda text: _parties(text, settings)
    )
    if group is None:
        _list("Which group is it for?", [(each.key, each.title) for each in settings.groups])
        group = _ask(
            "Group (nothing: not categorized)", "", lambda text: known_group(text.strip(), settings)
        )
    if date is None:
        date = _ask("Submitted on", today.isoformat(), read_day)
    return submitters, group, date


def read_day(text: str) -> datetime.date:
    """Read a day as 2014-02-07; raises RedraftError where it is none."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise RedraftError.of(
                "E108", f"there is no day {text}", hint="write an existing one, as 2014-02-07"
            ) from None
    raise RedraftError.of(
        "E108", f"'{text}' is not a date", hint="write year, month and day, as 2014-02-07"
    )


def _parties(text: str, settings: DocumentSettings) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(";") if name.strip()]
    if not names:
        raise RedraftError.of("E119", "this names nobody", hint="write one of these, or a name")
    return tuple(known_party(name, settings) for name in names)


def _list(title: str, choices: list[tuple[str, str]]) -> None:
    click.echo(title, err=True)
    width = max((len(key) for key, _ in choices), default=0)
    for key, name in choices[:_SHOWN]:
        click.echo(visible(f"  {key:<{width}}  {name}"), err=True)
    if len(choices) > _SHOWN:
        click.echo(f"  and {len(choices) - _SHOWN} more in document.yaml", err=True)


def _ask(question: str, default: str | None, read: Callable[[str], _Answer]) -> _Answer:
    while True:
        text = click.prompt(question, default=default, show_default=bool(default), err=True)
        try:
            return read(text)
        except RedraftError as error:
            print_diagnostics(error.diagnostics)
