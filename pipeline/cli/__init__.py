"""The command line: reads options, calls one use case, writes files, sets the exit code.

Commands are loaded when they are called, so that ``redraft --help`` costs no more than click.
"""

import importlib
from typing import NoReturn

import click

# name → what the overview says of it; each is the attribute ``command`` of the module of its name
COMMANDS = {
    "new": "Start a document repository, or add an entry.",
    "check": "Find every problem in the sources.",
    "explain": "Explain a code that check printed.",
    "build": "Set the rolling document as PDF, HTML or Markdown.",
    "redline": "Show what changed between two revisions, and who did it.",
    "provenance": "Tell who wrote each word, when and in which commit.",
    "versions": "List the versions that were issued.",
    "demo": "Write the demonstration repository.",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"pipeline.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="redraft", message="%(prog)s %(version)s")
def redraft() -> None:
    """Compile, compare and audit texts that many parties negotiate in a Git repository."""


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 found something, 2 could not, 3 a fault of ours."""
    redraft(prog_name="redraft")
    raise AssertionError("click always exits")
