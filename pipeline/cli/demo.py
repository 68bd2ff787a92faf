"""``redraft demo DIR``."""

import shlex
from pathlib import Path

import click

from pipeline.cli.options import quiet_option
from pipeline.commands.demo import demo


@click.command("demo")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@quiet_option
def command(target: Path, quiet: bool) -> None:
    """Write the demonstration to DIR: a Git repository with versions v1, v2 and v3.

    It replays the rolling document of a working group of 2013 and 2014: who submitted what and
    when is true, the text is paraphrased, and every edit is invented. DIR must be new or empty.

    \b
    Examples:
      redraft demo demonstration
    """
    written = demo(target)
    if quiet:
        return
    first, *others, last = written.versions
    folder = shlex.quote(str(target))
    click.echo(
        f"{target}: {written.commits} commits, {written.pull_requests} pull requests, versions "
        f"{', '.join([first, *others])} and {last}\n"
        "Paraphrased text, invented edits. Try:\n"
        f"  redraft -C {folder} versions\n"
        f"  redraft -C {folder} build {last} -o {last}.pdf\n"
        f"  redraft -C {folder} redline {others[-1]} {last} -o redline.pdf\n"
        f"  redraft -C {folder} provenance 'remote participation'"
    )
