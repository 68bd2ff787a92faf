"""``redraft build [REV]``."""

import sys
from pathlib import Path

import click

from pipeline.cli.complete import revisions
from pipeline.cli.messages import is_terminal, print_diagnostics
from pipeline.cli.options import (
    EXTENSIONS,
    chosen_format,
    format_option,
    output_option,
    shared_options,
)
from pipeline.cli.output import check_output, write_output
from pipeline.commands.build import build

FORMATS = ("pdf", "html", "md")


@click.command("build")
@click.argument("revision", metavar="[REV]", required=False, shell_complete=revisions)
@output_option
@format_option(FORMATS)
@shared_options
def command(
    revision: str | None,
    output: Path | None,
    format: str | None,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> None:
    """Set the rolling document of REV as PDF, HTML or Markdown.

    REV is by default the working tree, or HEAD where nothing is changed. Where `redraft check`
    finds errors nothing is written and the exit code is 1. A PDF that would go to a terminal is
    written to a file of the current folder instead, as rolling-document-v3.pdf.

    \b
    Examples:
      redraft build
      redraft build v3 -o v3.pdf
      redraft build topic --format md
    """
    chosen = chosen_format(format, output, FORMATS)
    built = build(directory, revision, format=chosen, cache=cache)
    if output is None and chosen == "pdf" and is_terminal(sys.stdout):
        output = Path(built.name + EXTENSIONS[chosen])
        check_output(output)
    if not quiet:
        print_diagnostics(built.diagnostics)
    write_output(built.content, output)
    if output is not None and is_terminal(sys.stderr) and not quiet:
        pages = f", {built.pages} pages" if built.pages else ""
        click.echo(f"{output}{pages}", err=True)
