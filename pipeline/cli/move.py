"""``redraft move ID --group KEY``."""

import datetime
from pathlib import Path

import click

from pipeline.cli.complete import entries, groups
from pipeline.cli.options import directory_option, quiet_option
from pipeline.commands.move import move


@click.command("move")
@click.argument("id", metavar="ID", shell_complete=entries)
@click.option(
    "--group",
    required=True,
    metavar="KEY",
    help="The new group; '' for none.",
    shell_complete=groups,
)
@directory_option
@quiet_option
def command(id: str, group: str, directory: Path, quiet: bool) -> None:
    """Put the entry ID into another group, and commit that as you.

    One line of the entry's front matter changes, and one commit is made on the current branch. A
    file with changes of its own is refused; whatever else is changed or staged stays as it is. No
    hook runs and nothing is signed.

    \b
    Examples:
      redraft move india-2013-11-25 --group D
      redraft move india-2013-11-25 --group ''
    """
    moved = move(directory, id, group, datetime.datetime.now().astimezone())
    if not quiet:
        places = [f"group {key}" if key else "not categorized" for key in (moved.old, moved.new)]
        click.echo(f"{moved.path}: {' → '.join(places)} (commit {moved.commit[:7]})")
