"""The versions as JSON, in the order of history."""

import json
from typing import Any

from pipeline.model.versions import Issued, VersionList
from pipeline.render.records import revision_record

SCHEMA = "redraft/versions/1"


def render(listed: VersionList) -> str:
    """Return the versions, with counts as a redline's ``statistics`` name them."""
    values = {
        "schema": SCHEMA,
        "pattern": listed.pattern,
        "versions": [_version(issued) for issued in listed.versions],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _version(issued: Issued) -> dict[str, Any]:
    tally = issued.tally
    return revision_record(issued.revision) | {
        "issued_by": str(issued.revision.issued_by) if issued.revision.issued_by else None,
        "since": issued.since or None,
        "statistics": tally
        and {
            "changes": tally.changes,
            "insertions": tally.insertions,
            "deletions": tally.deletions,
            "moves": tally.moves,
            "other": tally.other,
            "words_inserted": tally.words_inserted,
            "words_deleted": tally.words_deleted,
            "words_moved": tally.words_moved,
        },
    }
