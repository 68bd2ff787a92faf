"""What decides an answer besides the repository: this program, and what it reads text with."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import pipeline
from pipeline.parse.version import parser_version

# All whose change may change a stored value or its form; a module too many costs one tracing anew.
_PARTS = (
    *("align/*.py", "parse/*.py", "provenance/*.py", "store/*.py"),
    *("history/walk.py", "history/trees.py", "history/tree.py", "model/trace.py"),
    *("model/history.py", "commands/tracing.py", "commands/spans.py", "commands/provenance.py"),
)


@cache
def engine_version() -> str:
    """Return a digest of the sources that trace, and of the programs that they rest on.

    A number to be raised by hand would be forgotten; a digest cannot be.
    """
    digest = hashlib.sha256()
    root = Path(pipeline.__file__).parent
    for part in _PARTS:
        for path in sorted(root.glob(part)):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    digest.update(f"{sys.version} {sys.byteorder} ".encode() + parser_version())
    return digest.hexdigest()
