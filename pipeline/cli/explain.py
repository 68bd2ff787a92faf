"""``redraft explain CODE``."""

import sys

import click

from pipeline.cli.complete import codes
from pipeline.cli.messages import terminal_of
from pipeline.errors import RedraftError
from pipeline.render.diagnostics.explained import render
from pipeline.rules.catalogue import CATALOGUE


@click.command("explain")
@click.argument("code", metavar="CODE", shell_complete=codes)
def command(code: str) -> None:
    """Say what a code means, why it matters, and how to mend it, with an example.

    CODE is what check prints, as E104; a letter and three digits.

    \b
    Examples:
      redraft explain E104
    """
    known = CATALOGUE.get(code.upper())
    if known is None:
        near = [each for each in CATALOGUE if each[1:] == code[1:4]]
        hint = f"did you mean {near[0]}?" if near else "codes are as check prints them, as E104"
        raise RedraftError.of("E016", f"there is no code “{code}”", hint=hint)
    click.echo(render(known, terminal_of(sys.stdout)), nl=False)
