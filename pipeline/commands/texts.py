"""A Markdown file of a history → its text, read tolerantly."""

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository
from pipeline.history.tree import read_bytes
from pipeline.model.history import TreeFile
from pipeline.parse.decode import decode_any

MAX_BYTES = 8 << 20  # of one Markdown file in a history: beyond it, it counts as unreadable


def read_text(repository: Repository, file: TreeFile) -> str | None:
    """Read a file; None where it is not there, no text, or over the limit."""
    try:
        return decode_any(read_bytes(repository, file, limit=MAX_BYTES))
    except HistoryError:
        return None
