"""``redraft redline [OLD [NEW]]``."""

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.complete import revisions
from pipeline.cli.messages import incomplete_history, print_diagnostics, terminal_of
from pipeline.cli.options import (
    chosen_format,
    format_option,
    output_option,
    paths_option,
    shared_options,
)
from pipeline.cli.output import STANDARD_OUTPUT, write_output
from pipeline.commands.redline import Compared, redline
from pipeline.render.terminal import Terminal

FORMATS = ("text", "pdf", "html", "md", "json")
COLOURS = ("party", "legal", "none")
_RENDERERS = {
    "text": "as_text",
    "pdf": "as_pdf",
    "html": "as_html",
    "md": "as_markdown",
    "json": "as_json",
    "stat": "as_statistics",
}


@click.command("redline")
@click.argument("old", required=False, shell_complete=revisions)
@click.argument("new", required=False, shell_complete=revisions)
@output_option
@format_option(FORMATS)
@paths_option
@click.option("--by", metavar="AUTHOR", help="Only the changes of a party or a person.")
@click.option("--changes-only", is_flag=True, help="Leave out what nothing touched (PDF, HTML).")
@click.option(
    "--hide-deletions", is_flag=True, help="Show no deleted words, and say so (PDF, HTML)."
)
@click.option("--all", "everything", is_flag=True, help="Also what came and went in between.")
@click.option("--stat", is_flag=True, help="Only count the changes, by party and by file.")
@click.option(
    "--colours",
    type=click.Choice(COLOURS),
    default="party",
    help="Colours by party, by kind as lawyers have them, or none (PDF, HTML).",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are changes.")
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="Exit with 0 even where part of the history is missing.",
)
@shared_options
def command(
    old: str | None,
    new: str | None,
    output: Path | None,
    format: str | None,
    paths: tuple[str, ...],
    by: str | None,
    changes_only: bool,
    hide_deletions: bool,
    everything: bool,
    stat: bool,
    colours: str,
    exit_code: bool,
    allow_incomplete: bool,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Show what changed from OLD to NEW, and who did it.

    NEW is by default the working tree, OLD the newest version before NEW; OLD...NEW compares
    their merge base with NEW. Works on any repository of Markdown. Every redline is proved
    complete before it is written: accepting all changes gives NEW, rejecting all gives OLD.

    Exit 2, with the redline written, where part of the history is missing.

    \b
    Examples:
      redraft redline
      redraft redline v2 v3 -o v2-v3.pdf
      redraft redline main...topic --format html -o change.html
      redraft redline v1 v3 --by India --stat
    """
    chosen = chosen_format(format, output, FORMATS)
    format = "stat" if stat else chosen
    compared = redline(
        directory,
        old,
        new,
        paths=paths,
        by=by,
        everything=everything,
        images=format in ("pdf", "html"),
        origins=format == "html",
        by_commit=format == "pdf",
        cache=cache,
    )
    if not quiet:
        print_diagnostics(compared.diagnostics)
    result = compared.redline
    content = _rendered(
        format,
        compared,
        to_terminal=output is None or output == STANDARD_OUTPUT,
        changes_only=changes_only,
        hide_deletions=hide_deletions,
        colours=colours,
    )
    write_output(content, output)
    if not (result.complete_history or allow_incomplete):
        missing = incomplete_history(len(result.boundary), len(result.unreadable), "redline")
        print_diagnostics([missing])
        return 2
    return int(exit_code and bool(result.changes))


def _rendered(
    format: str,
    compared: Compared,
    *,
    to_terminal: bool,
    changes_only: bool,
    hide_deletions: bool,
    colours: str,
) -> str | bytes:
    """Write a redline in a format; only its own renderer is loaded, since some are slow to load."""
    renderer: Any = importlib.import_module(f"pipeline.render.redline.{_RENDERERS[format]}")
    content: str | bytes
    if format in ("pdf", "html"):
        made = renderer.render(
            compared.redline,
            background=compared.background,
            changes_only=changes_only,
            hide_deletions=hide_deletions,
            colours=colours,
        )
        content = made.pdf if format == "pdf" else made
    elif format == "text":
        terminal = terminal_of(sys.stdout) if to_terminal else Terminal()
        content = renderer.render(compared.redline, terminal)
    else:
        content = renderer.render(compared.redline)
    return content
