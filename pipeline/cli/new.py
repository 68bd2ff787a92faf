"""``redraft new DIR`` and ``redraft new entry``."""

import datetime
import os
import shlex
import sys
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli.ask import ask_entry, read_day
from pipeline.cli.complete import groups, parties
from pipeline.cli.messages import is_terminal, print_diagnostics
from pipeline.cli.options import directory_option, quiet_option
from pipeline.cli.output import write_output
from pipeline.commands.built_from import built_from
from pipeline.commands.enter import enter, entry_settings
from pipeline.commands.new import Tool, new_document, read_tool
from pipeline.commands.new_entry import new_entry
from pipeline.model.diagnostic import Diagnostic


class _NewContext(click.Context):
    """That of a command without a name of its own: the folder stands where it would."""

    @property
    def command_path(self) -> str:
        return super().command_path.rstrip()


class _NewDocument(click.Command):
    context_class = _NewContext


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

    DIR must be new or empty; one that is called entry is written ./entry. For the options of
    each: redraft new DIR --help, redraft new entry --help.

    \b
    Examples:
      redraft new negotiations
      redraft new entry
      redraft new entry --submitter Japan --group A --text mail.txt --commit
    """


def _tool(context: click.Context, parameter: click.Parameter, value: str | None) -> Tool | None:
    return None if value is None else read_tool(value)


@click.command("new", cls=_NewDocument)
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--tool",
    metavar="URL@COMMIT",
    callback=_tool,
    help="Where its workflows install redraft from; default: where this copy came from.",
)
@quiet_option
def _document(target: Path, tool: Tool | None, quiet: bool) -> None:
    """Start a document repository in DIR, which must be new or empty.

    Its workflows (GitHub, GitLab, pre-commit) install redraft from one commit of one address.

    \b
    Examples:
      redraft new negotiations
      redraft new negotiations --tool https://example.org/redraft@0123456789abcdef…
    """
    tool = tool or built_from()
    written = new_document(target, datetime.datetime.now().astimezone(), tool)
    if tool is None:
        print_diagnostics(
            [
                Diagnostic.of(
                    "W059",
                    "it is not known where others can have this copy of redraft from, so the "
                    "workflows will fail",
                    hint="give --tool URL@COMMIT, or fill in TOOL and TOOL_COMMIT in them",
                )
            ]
        )
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


def _date(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> datetime.date | None:
    return None if value is None else read_day(value)


@command.command("entry")
@click.option(
    "--submitter",
    "submitters",
    multiple=True,
    metavar="WHO",
    shell_complete=parties,
    help="Whose text it is: a party of document.yaml, or a name; repeatable.",
)
@click.option(
    "--group",
    metavar="KEY",
    help="The group; default: not categorized.",
    shell_complete=groups,
)
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
@click.option("--commit", is_flag=True, help="Commit it in the submitter's name, by you.")
@directory_option
@quiet_option
def _entry(
    submitters: tuple[str, ...],
    group: str | None,
    date: datetime.date | None,
    id: str,
    submission: str,
    text: BinaryIO | None,
    commit: bool,
    directory: Path,
    quiet: bool,
) -> None:
    """Add an entry: a Markdown file with its front matter filled in.

    On a terminal it asks for what is not given; in a script the options say it. With --commit the
    entry is one commit: its author is the submitter where document.yaml has the address, else a
    line "On-behalf-of:" names the submitter; you are the committer. No hook runs.

    \b
    Examples:
      redraft new entry
      redraft new entry --submitter japan --group A --date 2014-02-07
      redraft new entry --submitter japan --group A --text mail.txt --commit
    """
    if commit and text is None:
        raise click.UsageError("--commit needs the text that it commits: --text FILE")
    if not submitters:
        if not is_terminal(sys.stdin) or text is sys.stdin.buffer:
            raise click.UsageError("Missing option '--submitter'")
        answers = ask_entry(entry_settings(directory), group, date)
        submitters, group, date = answers
    entry = new_entry(
        directory,
        submitters=submitters,
        date=date or datetime.date.today(),
        group=group or "",
        id=id,
        submission=submission,
        body=text.read() if text else None,
        origin="standard input" if text is sys.stdin.buffer else getattr(text, "name", ""),
    )
    entered = None
    if commit:
        entered = enter(directory, entry, datetime.datetime.now().astimezone())
    else:
        write_output(entry.text, entry.path)
    click.echo(os.path.relpath(entry.path))
    if quiet:
        return
    if entered is not None:
        names = ", ".join(entered.on_behalf_of)
        whose = f" on behalf of {names}" if names else ""
        click.echo(f"commit {entered.commit[:7]}, by {entered.author}{whose}", err=True)
        return
    there = "" if directory == Path() else f"-C {shlex.quote(str(directory))} "
    written = "" if text else "Write its text there. "
    click.echo(f"{written}Then: redraft {there}check", err=True)
