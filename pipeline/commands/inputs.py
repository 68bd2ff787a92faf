"""What a PDF is made of, as JSON: with the same inputs anyone gets the same bytes."""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable
from typing import Any

from pipeline.history.repository import Repository
from pipeline.history.request_refs import request_heads
from pipeline.model.history import Revision, TreeFile
from pipeline.render.pdf.fonts import font_files
from pipeline.render.records import revision_record

SCHEMA = "redraft/inputs/1"


def inputs_json(repository: Repository, revision: Revision, files: Iterable[TreeFile]) -> str:
    """Return the list of a PDF's inputs: revision, files by blob, heads of pull requests,
    redraft's version, fonts by the SHA-256 of their files."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "redraft": importlib.metadata.version("redraft"),
        "revision": revision_record(revision),
        "files": {file.path: file.blob for file in files},
        "pull_requests": request_heads(repository),
        "fonts": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in font_files()
        },
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
