"""``redraft report BASE [HEAD]``."""

import re
from pathlib import Path

import click

from pipeline.cli.complete import revisions
from pipeline.cli.options import (
    chosen_format,
    format_option,
    output_option,
    shared_options,
)
from pipeline.cli.output import write_output
from pipeline.commands.read_report import read_report
from pipeline.commands.report import report
from pipeline.render.report import as_json, as_markdown
from pipeline.render.report.as_markdown import Link

FORMATS = ("md", "json")
FOUND = 1


def _links(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[Link, ...]:
    links = []
    for each in value:
        name, _, address = each.partition("=")
        if not name or not re.fullmatch(r"https://[^\s<>\\\x00-\x20]+", address):
            raise click.BadParameter(f"'{each}' is not NAME=https://…")
        links.append(Link(name, address))
    return tuple(links)


@click.command("report")
@click.argument("base", required=False, shell_complete=revisions)
@click.argument("head", required=False, shell_complete=revisions)
@click.option(
    "--merged",
    metavar="REV",
    shell_complete=revisions,
    help="HEAD merged into BASE: check this, as it would be printed, and not HEAD alone.",
)
@click.option(
    "--read",
    "made",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Show a report that was made elsewhere (JSON, or a zip with report.json in it).",
)
@click.option("--of", "commit", default="", metavar="COMMIT", help="With --read: refuse another's.")
@click.option(
    "--link",
    "links",
    multiple=True,
    callback=_links,
    metavar="NAME=URL",
    help="An https address to name under the verdict; repeatable.",
)
@output_option
@format_option(FORMATS)
@shared_options
def command(
    base: str | None,
    head: str | None,
    merged: str | None,
    made: Path | None,
    commit: str,
    links: tuple[Link, ...],
    output: Path | None,
    format: str | None,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Say what HEAD changes since it left BASE, as the comment on a pull request.

    The verdict, what to look at, what check finds, and a short redline of each changed entry, as
    Markdown of less than 65,536 characters in which no name, link or command of the text works.
    HEAD is by default the working tree. Exit code 1 where there are errors.

    With --read it shows what a stranger's pull request made. Nothing in it works or is trusted but
    its types and sizes; whether it is true only those can say who know what made it.

    \b
    Examples:
      redraft report main
      redraft report origin/main HEAD -o comment.md
      redraft report main topic --format json
      redraft report HEAD^1 HEAD^2 --merged HEAD
      redraft report --read report.zip --of 1a2b3c4d… -o comment.md
    """
    chosen = chosen_format(format, output, FORMATS)
    if made is not None and base is None:
        found = read_report(made, commit)
    elif made is None and base is not None:
        found = report(directory, base, head, merged=merged, jobs=jobs, cache=cache)
    else:
        raise click.UsageError("give BASE, or a report with --read FILE")
    if chosen == "json":
        write_output(as_json.render(found), output)
    else:
        write_output(as_markdown.render(found, links), output)
    return FOUND if any(each.severity == "error" for each in found.findings) else 0
