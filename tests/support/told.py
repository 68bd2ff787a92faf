"""What ``redraft provenance --format json --removed`` tells: each word, and who took it out.

The judges of the engine read this, as a user's program would, and nothing of the engine's own.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.commands.provenance import provenance
from pipeline.parse.words import token_ranges
from pipeline.render.provenance import as_json

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A word as the answer has it; ``commit`` is None where history is cut before it."""

    text: str
    commit: str | None
    via: str | None
    reason: str
    confidence: float


def ask(path: Path, revision: str = "HEAD") -> Json:
    """Trace a repository as the command does; return its JSON, read back."""
    answer: Json = json.loads(as_json.render(provenance(path, at=revision, removed=True)))
    return answer


def words_told(answer: Json) -> dict[str, list[Told]]:
    """List the words of each file in the order of its text."""
    return {
        file["path"]: [
            Told(word, span["commit"], span["via"], span["reason"], span["confidence"])
            for block in file["blocks"]
            for span in block["spans"]
            for word in _words(span["text"])
        ]
        for file in answer["files"]
    }


def authors_told(answer: Json) -> dict[str, frozenset[str]]:
    """Map each commit that the answer names to its authors."""
    return {id: frozenset(commit["authors"]) for id, commit in answer["commits"].items()}


def removals_told(answer: Json) -> Counter[tuple[str, str, str]]:
    """Count the words that stand nowhere now: text, origin, remover."""
    return Counter(
        (word, gone["commit"] or "", gone["removed_by"] or "")
        for file in answer["files"]
        for gone in file.get("removed", ())
        for word in _words(gone["text"])
    )


def _words(text: str) -> list[str]:
    return [token for token, _, _ in token_ranges(text) if token[0].isalnum()]
