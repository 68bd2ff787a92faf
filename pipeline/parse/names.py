"""What a path says of a file: its id, and whether it is the document's settings."""

import posixpath

DEFAULT_PATH = "recommendations/document.yaml"
_NAME = "document.yaml"


def identify(path: str) -> str:
    """Return a file's id: its stem."""
    return posixpath.splitext(posixpath.basename(path))[0]


def find_settings(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return where document.yaml may be: the usual places first, else wherever one is.

    Several paths: which one is meant cannot be told.
    """
    for usual in (DEFAULT_PATH, _NAME):
        if usual in paths:
            return (usual,)
    return tuple(sorted(filter(is_settings, paths)))


def is_settings(path: str) -> bool:
    """Tell whether a file may be the document's settings."""
    return posixpath.basename(path) == _NAME
