"""The command line: reads options, calls one use case, writes files, sets the exit code.

Commands are loaded when they are called, so that ``redraft --help`` costs no more than click. A
command returns its exit code, or None for 0.
"""

import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from pipeline.align.nearest import nearest
from pipeline.cli.messages import print_diagnostics, print_error
from pipeline.cli.options import shared_options
from pipeline.errors import RedraftError

# name → what the overview says of it; each is the attribute ``command`` of the module of its name
COMMANDS = {
    "new": "Start a document repository, or add an entry.",
    "move": "Put an entry into another group, and commit that.",
    "release": "Issue a version: tag, document and redline.",
    "check": "Find every problem in the sources.",
    "explain": "Explain a code that check printed.",
    "build": "Set the rolling document as PDF, HTML or Markdown.",
    "redline": "Show what changed between two revisions, and who did it.",
    "provenance": "Tell who wrote each word, when and in which commit.",
    "report": "Say what a pull request changes, as its comment.",
    "versions": "List the versions that were issued.",
    "serve": "Show the document in the browser as it is written.",
    "demo": "Write the demonstration repository.",
    "cache": "Tell what is kept between runs, or clear it.",
}
FAULT = 3
INTERRUPTED = 130  # as the shell says of a program that Ctrl-C ended
TERMINATED = 143


class _Redraft(click.Group):
    """The group of all commands, and the one place where what stops them is printed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"pipeline.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            meant = nearest(name, COMMANDS)
            near = f" (did you mean '{meant}'?)" if meant else ""
            raise click.UsageError(f"No such command '{name}'{near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except RedraftError as error:
            print_diagnostics(error.diagnostics)
            code = error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = error.exit_code
        except click.ClickException as error:
            print_error(_one_line(error))
            code = 2
        except (click.Abort, KeyboardInterrupt):
            print_error("interrupted")
            code = INTERRUPTED
        except Exception as error:  # whatever it is, it is our fault
            if os.environ.get("REDRAFT_TRACEBACK"):
                raise
            reason = str(error).partition("\n")[0]  # the rest is for whoever mends it
            print_error(
                f"this is a fault of redraft itself ({type(error).__name__}: {reason}); set "
                "REDRAFT_TRACEBACK=1 and run it again to see where, and please report it"
            )
            code = FAULT
        sys.exit(code or 0)


def _one_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split()).removesuffix(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message}; see '{context.command_path if context else 'redraft'} --help'"


@click.group(cls=_Redraft, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="redraft", message="%(prog)s %(version)s")
@shared_options
@click.pass_context
def redraft(context: click.Context, /, **shared: object) -> None:
    """Compile, compare and audit texts that many parties negotiate in a Git repository."""
    given = {
        name: value is not None if name == "cache" else value  # the option is a flag
        for name, value in shared.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    # What stands before the command's name counts where the command does not say otherwise.
    context.default_map = dict.fromkeys(COMMANDS, given)


def main() -> NoReturn:
    """Run the command line and exit.

    0 done; 1 found something; 2 could not do it; 3 a fault of redraft itself.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where it is closed
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # So that what is half written is removed on the way out.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(TERMINATED))
    # A command makes many values without cycles, and ends: looking for garbage among them takes
    # up to a third of its time. ``serve``, which goes on, looks for it.
    gc.disable()
    redraft.main(prog_name="redraft")
