"""Where the built-in styles and the demonstration's texts are, in a checkout and in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def directory(name: str) -> Path:
    """Return the folder ``styles`` or ``recommendations`` that came with this copy of redraft."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
