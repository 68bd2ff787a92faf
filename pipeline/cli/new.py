"""``redraft new DIR`` and ``redraft new entry``."""

import datetime
import os
import re
import shlex
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli.options import directory_option, quiet_option
from pipeline.cli.output import write_output
from pipeline.commands.new import new_document
from pipeline.commands.new_entry import new_entry
from pipeline.errors import RedraftError


class _New(click.Group):
    """``entry`` is a command of its own; whatever else is given is a folder."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # What stood before "new" counts for both.
        ctx.default_map = {"entry": ctx.default_map or {}}
        if args[0] == "entry":
            return super().resolve_command(ctx, args)
        return "", _document, args

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["DIR | entry [OPTIONS]"]


@click.group("new", cls=_New, context_settings={"ignore_unknown_options": True})
def command() -> None:
    """Start a document repository in DIR, or add an entry to the one at hand.

    DIR must be new or empty. A folder that is called entry is written ./entry.
    """


@click.command("new")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@quiet_option
def _document(target: Path, quiet: bool) -> None:
    """Start a document repository in DIR, which must be new or empty."""
    written = new_document(target, datetime.datetime.now().astimezone())
    if quiet:
        return
    folder = shlex.quote(str(target))
    click.echo(f"{target}: a document repository of {len(written.paths)} files")
    for path in written.paths:
        click.echo(f"  {path}")
    if not written.committed:
        click.echo(
            "Nothing is committed, since Git does not know your name yet:\n"
            "  git config --global user.name 'Your Name'\n"
            "  git config --global user.email you@organization.example\n"
            f"  git -C {folder} add --all\n"
            f"  git -C {folder} commit -m 'Start the rolling document'"
        )
    click.echo(
        "Next: write your title, groups and parties in recommendations/document.yaml, then\n"
        f"  redraft -C {folder} new entry --submitter NAME --group KEY\n"
        f"  redraft -C {folder} check\n"
        f"  redraft -C {folder} build -o document.pdf"
    )


def _date(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date:
    if value is None:
        return datetime.date.today()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise RedraftError.of(
                "E108", f"there is no day {value}", hint="write an existing one, as 2014-02-07"
            ) from None
    raise RedraftError.of(
        "E108", f"'{value}' is not a date", hint="write year, month and day, as 2014-02-07"
    )


@command.command("entry")
@click.option(
    "--submitter",
    "submitters",
    multiple=True,
    required=True,
    metavar="WHO",
    help="Whose text it is: a party of document.yaml, or a name; repeatable.",
)
@click.option("--group", default="", metavar="KEY", help="The group; default: not categorized.")
@click.option(
    "--date", metavar="DAY", callback=_date, help="Submitted on, as 2014-02-07; default: today."
)
@click.option("--id", default="", help="The file's name; default: from submitter and date.")
@click.option(
    "--submission", default="", metavar="NAME", help="Joins the entries of one submission."
)
@click.option(
    "--text", type=click.File("rb"), metavar="FILE", help="The text; '-' is standard input."
)
@directory_option
@quiet_option
def _entry(
    submitters: tuple[str, ...],
    group: str,
    date: datetime.date,
    id: str,
    submission: str,
    text: BinaryIO | None,
    directory: Path,
    quiet: bool,
) -> None:
    """Add an entry: a Markdown file with its front matter filled in."""
    entry = new_entry(
        directory,
        submitters=submitters,
        date=date,
        group=group,
        id=id,
        submission=submission,
        body=text.read() if text else b"",
    )
    write_output(entry.text, entry.path)
    click.echo(os.path.relpath(entry.path))
    if not quiet:
        there = "" if directory == Path() else f"-C {shlex.quote(str(directory))} "
        written = "" if text else "Write its text there. "
        click.echo(f"{written}Then: redraft {there}check", err=True)
