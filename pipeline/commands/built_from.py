"""Where this copy of redraft came from, as far as others can have it from there, too."""

import json
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.commands.new import Tool, read_tool
from pipeline.errors import RedraftError
from pipeline.history.published import published
from pipeline.history.repository import open_repository


def built_from() -> Tool | None:
    """Return the address and the commit that this copy was installed from; None where unknown.

    Of a copy that runs in a checkout, the checkout's origin and commit, where the origin was seen
    to have that commit. No network is used.
    """
    try:
        record = json.loads(metadata.distribution("redraft").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return None
    url = record.get("url", "")
    commit = record.get("vcs_info", {}).get("commit_id", "")
    if urlsplit(url).scheme == "file":
        url, commit = _checkout(Path(unquote(urlsplit(url).path)))
    try:
        return read_tool(f"{url}@{commit}")
    except RedraftError:  # nothing that others can have
        return None


def _checkout(folder: Path) -> tuple[str, str]:
    try:
        return published(open_repository(folder)) or ("", "")
    except RedraftError:
        return "", ""
