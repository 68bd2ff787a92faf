"""Provenance as JSON (contract, section 7); ``provenance.schema.json`` describes it.

One block, one commit and one removed stretch a line, so that it can be read and compared.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model.provenance import (
    Provenance,
    RemovedSpan,
    Span,
    TracedBlock,
    TracedField,
    TracedFile,
)
from pipeline.render.records import commit_record, revision_record

SCHEMA = "redraft/provenance/1"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def render(answer: Provenance) -> str:
    """Return the answer as JSON, the same for the same answer byte for byte."""
    return "".join(_parts(answer))


def _parts(answer: Provenance) -> Iterator[str]:
    history = {
        "complete": answer.complete,
        "commits": answer.history,
        "boundary": list(answer.boundary),
        "unreadable": list(answer.unreadable),
    }
    yield f'{{"schema": "{SCHEMA}",\n'
    yield f'"revision": {_encode(revision_record(answer.revision))},\n'
    yield f'"history": {_encode(history)},\n'
    yield f'"notes": {_encode(answer.notes)},\n'
    commits = (
        f"{_encode(id)}: {_encode(commit_record(commit, parties, answer.repository))}"
        for id, commit in answer.commits.items()
        for parties in (answer.credits[id].parties,)
    )
    yield '"commits": {' + _lines(commits) + "},\n"
    yield '"files": [' + _lines(_file(file, answer.with_removed) for file in answer.files) + "]}\n"


def _lines(parts: Iterable[str]) -> str:
    return ",".join(f"\n{part}" for part in parts)


def _file(file: TracedFile, with_removed: bool) -> str:
    blocks = _lines(_encode(_block(block)) for block in file.blocks)
    text = f'{{"path": {_encode(file.path)}, "id": {_encode(file.id)}, "blocks": [{blocks}]'
    if with_removed or file.removed:
        text += f', "removed": [{_lines(_encode(_removed(gone)) for gone in file.removed)}]'
    if file.fields:
        text += f', "fields": [{_lines(_encode(_field(field)) for field in file.fields)}]'
    return text + "}"


def _block(block: TracedBlock) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind,
        "line": block.line,
        "label": block.label,
        "spans": [_span(span) for span in block.spans],
    }


def _span(span: Span) -> dict[str, Any]:
    origin = span.origin
    return {
        "text": span.text,
        "commit": origin.commit,
        "via": origin.via or None,
        "reason": origin.reason,
        "confidence": origin.confidence,
    }


def _removed(gone: RemovedSpan) -> dict[str, Any]:
    return {
        "text": gone.text,
        "block": gone.block,
        "commit": gone.origin.commit,
        "removed_by": gone.removed_by,
        "confidence": gone.confidence,
    }


def _field(field: TracedField) -> dict[str, Any]:
    return {
        "name": field.name,
        "value": field.value,
        "line": field.line,
        "commit": field.commit,
        "confidence": field.confidence,
    }
