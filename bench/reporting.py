"""How long ``report`` takes on a pull request of three entries, beside ``check`` of the whole."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.documents import write_document
from bench.paired import Comparison, compare
from bench.starting import REDRAFT

_ENTRIES = 500
_CHANGED = (3, 77, 400)


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield ``report`` over ``check``; what earlier runs kept may be used."""
    repository = folder / "report"
    write_document(repository, _ENTRIES)
    git = [
        "git",
        "-C",
        str(repository),
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=b@bench.example",
    ]
    subprocess.run([*git, "switch", "--quiet", "--create", "topic"], check=True)
    for number in _CHANGED:
        path = repository / "recommendations" / f"entry-{number:04}.md"
        path.write_text(path.read_text().replace("(2) ", "(2) Moreover all parties ", 1))
    subprocess.run([*git, "commit", "--quiet", "--all", "--message=Edit three"], check=True)
    here = [REDRAFT, "-C", str(repository)]
    subprocess.run([*here, "report", "main", "topic"], check=True, stdout=subprocess.DEVNULL)
    yield compare(
        f"report, 3 of {_ENTRIES} entries / check",
        [*here, "report", "main", "topic"],
        [*here, "check"],
        limit=1.5,
    )
