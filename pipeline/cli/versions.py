"""``redraft versions``: the versions that were issued."""

import sys
from pathlib import Path

import click

from pipeline.cli.messages import terminal_of
from pipeline.cli.options import chosen_format, format_option, output_option, shared_options
from pipeline.cli.output import STANDARD_OUTPUT, write_output
from pipeline.cli.progress import progress
from pipeline.commands.versions import list_versions
from pipeline.render.terminal import Terminal
from pipeline.render.versions import as_json, as_text

FORMATS = ("text", "json")


@click.command("versions")
@format_option(FORMATS)
@output_option
@shared_options
def command(
    format: str | None,
    output: Path | None,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> None:
    """List the versions: date, who issued each, and how much changed since the one before.

    Versions are annotated tags, by default those called v*; document.yaml may say otherwise.

    \b
    Examples:
      redraft versions
      redraft versions --format json
    """
    format = chosen_format(format, output, FORMATS)
    with progress("Reading history", quiet=quiet) as show:
        listed = list_versions(directory, show, cache=cache)
    if format == "json":
        write_output(as_json.render(listed), output)
        return
    is_terminal = output is None or output == STANDARD_OUTPUT
    terminal = terminal_of(sys.stdout) if is_terminal else Terminal()
    write_output(as_text.render(listed, terminal), output)
