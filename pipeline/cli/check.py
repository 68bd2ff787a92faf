"""``redraft check``."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import click

from pipeline.cli.complete import revisions
from pipeline.cli.messages import is_terminal, terminal_of
from pipeline.cli.options import output_option, shared_options
from pipeline.cli.output import write_output
from pipeline.commands.check import Checked, check
from pipeline.commands.mend import fix_sources
from pipeline.errors import RedraftError
from pipeline.model.diagnostic import Severity
from pipeline.parse.schema import json_schema
from pipeline.render.diagnostics import as_github, as_json, as_sarif, as_text
from pipeline.render.terminal import Terminal

FORMATS = ("text", "json", "github", "sarif")
FOUND = 1


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--at",
    metavar="REV",
    help="Check this revision; default: the working tree.",
    shell_complete=revisions,
)
@click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="text",
    help="For people, for programs, for pull requests on GitHub, for code scanning.",
)
@click.option("--fix", "mends", is_flag=True, help="Make the edits that are safe, then check.")
@click.option(
    "--history", "commits", metavar="BASE..HEAD", help="Check how these commits were made, too."
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of front matter, and stop.")
@output_option
@shared_options
def command(
    paths: tuple[str, ...],
    at: str | None,
    format: str,
    mends: bool,
    commits: str | None,
    schema: bool,
    output: Path | None,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Find every problem in the sources: front matter, references, lists, footnotes, links.

    PATH: report only what concerns these files or folders. Each problem has a code; `redraft
    explain CODE` says more. Exit code 1 where there are errors; warnings and notes never fail.

    --history finds squash merges, missing "On-behalf-of:" lines and commits that change several
    submitters' texts: what would be credited to somebody else than whose it is.

    \b
    Examples:
      redraft check
      redraft check --fix recommendations/japan.md
      redraft check --at v3 --format json
      redraft check --history main..topic
    """
    if schema:
        write_output(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", output)
        return 0
    start = time.monotonic()
    if mends:
        if at is not None:
            raise RedraftError.of(
                "E017", "what is committed cannot be mended", hint="use --fix without --at"
            )
        mended = fix_sources(directory, paths)
        for path, text in mended.items():
            write_output(text, path)
        if mended and not quiet:
            plural = "s" if len(mended) > 1 else ""
            click.echo(f"mended {len(mended)} file{plural}; see git diff", err=True)
    checked = check(directory, at, paths, jobs=jobs)
    if commits is not None:
        from pipeline.commands.check_history import check_history

        found = check_history(directory, commits)
        checked = replace(checked, diagnostics=(*found, *checked.diagnostics))
    seconds = time.monotonic() - start if output is None and is_terminal(sys.stdout) else None
    write_output(_render(checked, format, output, seconds), output)
    has_errors = any(each.severity is Severity.ERROR for each in checked.diagnostics)
    return FOUND if has_errors else 0


def _render(checked: Checked, format: str, output: Path | None, seconds: float | None) -> str:
    counts = {
        "entries": checked.entries,
        "submissions": checked.submissions,
        "annexes": checked.annexes,
    }
    if format == "json":
        return as_json.render(checked.diagnostics, counts)
    if format == "github":
        return as_github.render(checked.diagnostics)
    if format == "sarif":
        from importlib import metadata  # slow to load, as is the catalogue

        from pipeline.rules.catalogue import CATALOGUE

        version = metadata.version("redraft")
        return as_sarif.render(checked.diagnostics, CATALOGUE, version)
    terminal = terminal_of(sys.stdout) if output is None else Terminal()
    return as_text.render(
        checked.diagnostics,
        checked.sources,
        terminal,
        summary=as_text.counts_in_words(counts),
        seconds=seconds,
    )
