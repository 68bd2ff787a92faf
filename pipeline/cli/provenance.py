"""``redraft provenance``: who wrote each word, when and in which commit."""

import sys
from pathlib import Path

import click

from pipeline.cli.complete import entries, revisions
from pipeline.cli.messages import incomplete_history, print_diagnostics, terminal_of
from pipeline.cli.options import (
    chosen_format,
    format_option,
    output_option,
    paths_option,
    shared_options,
)
from pipeline.cli.output import STANDARD_OUTPUT, write_output
from pipeline.cli.progress import progress
from pipeline.commands.provenance import provenance
from pipeline.render.provenance import as_json, as_text
from pipeline.render.terminal import Terminal

FORMATS = ("text", "json", "html")


@click.command("provenance")
@click.argument("questions", metavar="[WHAT]...", nargs=-1, shell_complete=entries)
@click.option(
    "--at",
    metavar="REV",
    help="The revision; default: the working tree.",
    shell_complete=revisions,
)
@format_option(FORMATS)
@output_option
@paths_option
@click.option(
    "--removed", is_flag=True, help="Tell what once stood there, too, and who removed it."
)
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="Exit with 0 even where part of the history is missing.",
)
@shared_options
def command(
    questions: tuple[str, ...],
    at: str | None,
    format: str | None,
    output: Path | None,
    paths: tuple[str, ...],
    removed: bool,
    allow_incomplete: bool,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Tell who wrote each word, when and in which commit.

    WHAT is an entry's id, id#3 for its third block, FILE:LINE, or a phrase in quotes, answered at
    every place where it stands; where it stands no more, with who wrote and who removed it.
    Without WHAT every Markdown file is answered. Works on any repository of Markdown.

    Exit 2, with the answer written, where part of the history is missing.

    \b
    Examples:
      redraft provenance india-2013-11-25
      redraft provenance 'enhanced cooperation' --at v2
      redraft provenance --removed --format json -o who.json
    """
    format = chosen_format(format, output, FORMATS)
    with progress("Reading history", quiet=quiet) as show:
        answer = provenance(
            directory,
            questions,
            at=at,
            paths=paths,
            removed=removed,
            ways=format != "json",
            here=Path.cwd(),
            cache=cache,
            progress=show,
        )
    if format == "json":
        text = as_json.render(answer)
    elif format == "html":
        from pipeline.render.provenance import as_html

        text = as_html.render(answer)
    else:
        is_terminal = output is None or output == STANDARD_OUTPUT
        text = as_text.render(answer, terminal_of(sys.stdout) if is_terminal else Terminal())
    write_output(text, output)
    if answer.complete or allow_incomplete:
        return 0
    missing = incomplete_history(len(answer.boundary), len(answer.unreadable), "answer")
    print_diagnostics([missing])
    return 2
