"""``redraft release NAME``."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import click

from pipeline.cli.messages import print_diagnostics
from pipeline.cli.options import directory_option, quiet_option
from pipeline.cli.output import check_folder, write_together
from pipeline.commands.release import release


@click.command("release")
@click.argument("name", metavar="NAME")
@click.option("-m", "message", default="", metavar="TEXT", help="Of the tag; default: Version N.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Where the files go; default: the current folder.",
)
@directory_option
@quiet_option
def command(name: str, message: str, into: Path, directory: Path, quiet: bool) -> None:
    """Issue HEAD as the version NAME: an annotated tag by you, the document, the redline.

    The redline is that since the last version. A changed working tree, errors in the sources and
    a name that is taken are refused, and then there is no tag. Nothing is pushed, no hook runs,
    nothing is signed.

    \b
    Examples:
      redraft release v4
      redraft release v4 -m 'As circulated on 12 February' --into issued
    """
    check_folder(into, "--into")

    def write(files: Mapping[str, bytes]) -> None:
        write_together({into / file: content for file, content in files.items()}, "--into")

    released = release(directory, name, message, datetime.datetime.now().astimezone(), write)
    if quiet:
        return
    print_diagnostics(released.diagnostics)
    for file in released.files:
        click.echo(into / file)
    click.echo(
        f"{released.name} is commit {released.commit[:7]}. Nothing is pushed; when it shall be:\n"
        + "\n".join(f"  {command}" for command in released.push),
        err=True,
    )
