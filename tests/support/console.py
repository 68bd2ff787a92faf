"""Examples of the documentation, typed into a shell and compared with what the page shows.

    ```console
    $ redraft check --format json >found.json
    $ cat <<END
    > one more line of the same command
    > END
    one more line of the same command
    ```

A page is one session: what a command does stays for the next. What goes to standard error is shown
too, as on a terminal. In an expected line ``…`` stands for anything: an address, an id, a time.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_END = "\x1eend of "
_LONGEST = 120  # seconds for a page


@dataclass(frozen=True, slots=True)
class Example:
    """One command, with the lines that are said to come of it."""

    command: str
    expected: tuple[str, ...]


def examples(block: str) -> list[Example]:
    """Read one block: a command's first line begins with ``$ ``, its others with ``> ``."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif (line + " ").startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [Example("\n".join(command), tuple(expected)) for command, expected in found]


def run(commands: Sequence[str], folder: Path, home: Path) -> list[tuple[str, ...]]:
    """Type commands into one shell; return the lines that came of each."""
    script = "".join(
        f"{command}\n_code=$?; printf '{_END}{number}\\n'; (exit $_code)\n"
        for number, command in enumerate(commands)
    )
    (home / ".gitconfig").write_text("[user]\nname = Kim Lee\nemail = kim@secretariat.example\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    answer = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=kept
        | {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "80",
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
    )
    found: list[tuple[str, ...]] = []
    rest = answer.stdout
    for number in range(len(commands)):
        said, mark, rest = rest.partition(f"{_END}{number}\n")
        assert mark, f"the shell ended in: {commands[number]}\n{said}"
        found.append(tuple(line.rstrip() for line in said.splitlines()))
    return found


def fits(line: str, expected: str) -> bool:
    """Tell whether a line is the expected one, in which ``…`` stands for anything."""
    return line == expected or bool(
        re.fullmatch(".*".join(map(re.escape, expected.split("…"))), line)
    )


def session(page: str, folder: Path, home: Path) -> str:
    """Run a page's examples in a folder; return the page with what really came of them.

    A line that fits the expected one stays as it is written.
    """
    blocks = [examples(block["text"]) for block in BLOCK.finditer(page)]
    said = iter(run([each.command for block in blocks for each in block], folder, home))

    def real(found: re.Match[str]) -> str:
        lines = []
        for each in examples(found["text"]):
            came = next(said)
            first, *others = each.command.split("\n")
            lines += ["$ " + first, *(f"> {line}".rstrip() for line in others)]
            if len(came) == len(each.expected):
                pairs = zip(came, each.expected, strict=True)
                came = tuple(want if fits(line, want) else line for line, want in pairs)
            lines += came
        return "\n".join(["```console", *lines, "```"])

    return BLOCK.sub(real, page)
