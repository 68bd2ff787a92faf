"""What a link or an image of a source names: a path in the repository's tree, or none."""

import posixpath
import re
from urllib.parse import unquote


def local_path(source: str, target: str) -> str | None:
    """Return the path in the tree that a relative target names, None where it leaves the tree.

    ``source``: the path of the file that the target stands in. What follows "?" or "#" is no part
    of the path; "%20" is a space, and a backslash counts as "/". Rules and renderers both
    ask here, so that what ``check`` finds is what ``build`` prints.
    """
    path = unquote(re.split(r"[?#]", target.strip(), maxsplit=1)[0]).replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    return None if joined == ".." or joined.startswith("../") else joined
