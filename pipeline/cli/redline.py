"""``redraft redline [OLD [NEW]]``."""

import sys
from pathlib import Path

import click

from pipeline.cli.messages import print_diagnostics, terminal_of
from pipeline.cli.options import (
    chosen_format,
    format_option,
    output_option,
    paths_option,
    shared_options,
)
from pipeline.cli.output import STANDARD_OUTPUT, write_output
from pipeline.commands.redline import redline
from pipeline.model.change import Redline
from pipeline.render.redline import as_html, as_json, as_pdf, as_text
from pipeline.render.terminal import Terminal

FORMATS = ("text", "pdf", "html", "json")


@click.command("redline")
@click.argument("old", required=False)
@click.argument("new", required=False)
@output_option
@format_option(FORMATS)
@paths_option
@click.option("--exit-code", is_flag=True, help="Exit 1 where there are changes.")
@shared_options
def command(
    old: str | None,
    new: str | None,
    output: Path | None,
    format: str | None,
    paths: tuple[str, ...],
    exit_code: bool,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: bool,
) -> int:
    """Show what changed from OLD to NEW, and who did it.

    NEW is by default the working tree, OLD the newest version before NEW; OLD...NEW compares
    their merge base with NEW.
    """
    chosen = chosen_format(format, output, FORMATS)
    compared = redline(directory, old, new, paths=paths)
    if not quiet:
        print_diagnostics(compared.diagnostics)
    write_output(_rendered(compared.redline, chosen, output), output)
    return int(exit_code and bool(compared.redline.changes))


def _rendered(result: Redline, format: str, output: Path | None) -> str | bytes:
    if format == "json":
        return as_json.render(result)
    if format == "html":
        return as_html.render(result)
    if format == "pdf":
        return as_pdf.render(result).pdf
    to_terminal = output is None or output == STANDARD_OUTPUT
    return as_text.render(result, terminal_of(sys.stdout) if to_terminal else Terminal())
