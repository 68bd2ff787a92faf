"""``redraft serve``."""

import gc
import importlib
import importlib.util
import sys
from pathlib import Path

import click

from pipeline.cli.messages import print_diagnostics
from pipeline.cli.options import shared_options
from pipeline.errors import RedraftError
from pipeline.model.diagnostic import Diagnostic

_NEEDED = ("starlette", "uvicorn", "watchfiles")
_EDITORS = ("vscode", "vscodium", "cursor", "zed", "idea", "none")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to listen at; default: one that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help="The address to listen at; default: 127.0.0.1, which only this machine reaches.",
)
@click.option(
    "--editor",
    type=click.Choice(_EDITORS),
    default="vscode",
    help="The editor that opens a file from the page.",
)
@shared_options
def command(
    port: int,
    host: str,
    editor: str,
    directory: Path,
    jobs: int,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Show the document in the browser as it is written.

    The page shows what is saved at once: the document, its redline against any version, what
    `redraft check` finds, and who wrote the word under the pointer. Standard output's first line
    is the address; whoever has it can read the document, so keep it. Ctrl-C stops.

    \b
    Examples:
      redraft serve
      redraft serve --port 8000 --editor zed
    """
    gc.enable()  # it goes on for hours
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise RedraftError.of(
            "E066",
            f"serve needs packages that are not installed: {', '.join(missing)}",
            hint=f"install them with: {sys.executable} -m pip install {' '.join(missing)}",
        )
    if host not in _LOOPBACK:
        warning = f"others can reach {host}: whoever has the address can read the document"
        print_diagnostics([Diagnostic.of("W065", warning)])
    serving = importlib.import_module("pipeline.server.serving")
    try:
        serving.serve(directory, host=host, port=port, editor=editor, tell=click.echo, cache=cache)
    except KeyboardInterrupt:  # the usual way to stop it
        return 0
    return 0
