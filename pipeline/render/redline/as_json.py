"""A redline as JSON (contract, section 7); ``redline.schema.json`` describes it.

In: a Redline. Out: text that is the same for the same redline, byte for byte.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model.change import (
    Change,
    Redline,
    RedlineBlock,
    Run,
    RunMark,
    Statistics,
    Tally,
)
from pipeline.model.text import Block
from pipeline.render.records import commit_record, party_records, revision_record
from pipeline.render.redline.statement import statement

SCHEMA = "redraft/redline/1"

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def render(redline: Redline) -> str:
    """Return the redline as JSON: a line for each change and each block, to read and compare."""
    members = ",\n".join(
        f" {_line(key)}: {_member(value)}" for key, value in _values(redline).items()
    )
    return f"{{\n{members}\n}}\n"


def _line(value: object) -> str:
    return _ENCODER.encode(value)


def _member(value: object) -> str:
    """Write a list, or an object of objects, with a line for each of its members."""
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(map(_line, value)) + "\n ]"
    if isinstance(value, dict) and value:
        members = (f"{_line(key)}: {_line(each)}" for key, each in value.items())
        return "{\n  " + ",\n  ".join(members) + "\n }"
    return _line(value)


def _values(redline: Redline) -> dict[str, Any]:
    repository = redline.new_document.settings.repository if redline.new_document else ""
    credited = {
        change.commit.id: change.credit.parties for change in redline.changes if change.commit
    }
    return {
        "schema": SCHEMA,
        "old": revision_record(redline.old),
        "new": revision_record(redline.new),
        "history": {
            "complete": redline.complete_history,
            "boundary": list(redline.boundary),
            "unreadable": list(redline.unreadable),
        },
        "notes": list(redline.notes),
        "statement": statement(redline),
        **({"selection": redline.selection} if redline.selection else {}),
        "commits": {
            id: commit_record(commit, credited.get(id, ()), repository)
            for id, commit in redline.commits.items()
        },
        "statistics": _statistics(redline.statistics),
        "changes": [_change(change) for change in redline.changes],
        "metadata": [
            {
                "path": entry.path,
                "field": entry.field,
                "old": entry.old,
                "new": entry.new,
                "change": entry.change,
            }
            for file in redline.files
            for entry in file.metadata
        ],
        **_passing(redline),
        "blocks": [_block(block) for file in redline.files for block in file.blocks],
    }


def _passing(redline: Redline) -> dict[str, Any]:
    """List what came and went, where that was asked for."""
    listed = [
        {
            "path": file.new_path or file.old_path,
            "text": entry.text,
            "came_back": entry.came_back,
            "first": entry.first.id if entry.first else None,
            "last": entry.last.id,
        }
        for file in redline.files
        for entry in file.passing
    ]
    return {"passing": listed} if listed else {}


def _change(change: Change) -> dict[str, Any]:
    commit = change.commit
    values: dict[str, Any] = {
        "id": change.id,
        "kind": change.kind.value,
        "code": change.code.value,
        "commit": commit.id if commit else None,
        "authors": [str(author) for author in commit.authors] if commit else [],
        "parties": party_records(change.credit.parties),
        "date": commit.date.isoformat() if commit else None,
        "summary": commit.summary if commit else None,
        "pull_request": (commit.pull_request or None) if commit else None,
    }
    optional = {
        "by": change.credit.by or None,
        "reason": change.reason or None,
        "origin": change.origin.id if change.origin else None,
        "moved": {"from": change.moved[0], "to": change.moved[1]} if change.moved else None,
        "old_value": change.old_value,
        "new_value": change.new_value,
    }
    return values | _present(optional)


def _block(block: RedlineBlock) -> dict[str, Any]:
    old = _side(block.old, block.old_path) if block.old else None
    new = _side(block.new, block.new_path) if block.new else None
    kind = block.new or block.old
    assert kind is not None
    return {
        "kind": kind.kind.value,
        "old": old,
        "new": new,
        "runs": [_run(run) for run in _with_block_changes(block)],
    }


def _side(block: Block, path: str) -> dict[str, Any]:
    cell = block.cell
    return {"path": path, "line": block.position.line, "kind": block.kind.value} | _present(
        {
            "level": block.level or None,
            "label": block.label or None,
            "depth": block.depth or None,
            "cell": [cell.row, cell.column, cell.alignment] if cell else None,
        }
    )


def _with_block_changes(block: RedlineBlock) -> tuple[Run, ...]:
    """Let the first run name the changes of the block itself."""
    if not block.changes or not block.runs:
        return block.runs
    first, *rest = block.runs
    ids = tuple(dict.fromkeys(id for id in (first.change, *block.changes, *first.also) if id))
    return (
        Run(
            first.op,
            first.text,
            ids[0],
            ids[1:],
            first.folded,
            first.old_marks,
            first.new_marks,
        ),
        *rest,
    )


def _run(run: Run) -> dict[str, Any]:
    return {"op": run.op.value, "text": run.text} | _present(
        {
            "change": run.change or None,
            "also": list(run.also) or None,
            "folded": True if run.folded else None,
            "old_marks": _marks(run.old_marks),
            "new_marks": _marks(run.new_marks),
        }
    )


def _marks(marks: Sequence[RunMark]) -> list[dict[str, str]] | None:
    return [
        {"type": mark.kind.value}
        | _present({"target": mark.target or None, "title": mark.title or None})
        for mark in marks
    ] or None


def _statistics(statistics: Statistics) -> dict[str, Any]:
    return _tally(statistics.total) | {
        "folded": statistics.folded,
        "brackets": {"opened": statistics.brackets[0], "closed": statistics.brackets[1]},
        "kinds": {kind.value: number for kind, number in statistics.kinds},
        "parties": [
            {"name": party.name, "letters": party.letters} | _tally(tally)
            for party, tally in statistics.parties
        ],
        "files": [{"path": path} | _tally(tally) for path, tally in statistics.files],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "changes": tally.changes,
        "insertions": tally.insertions,
        "deletions": tally.deletions,
        "moves": tally.moves,
        "other": tally.other,
        "words_inserted": tally.words_inserted,
        "words_deleted": tally.words_deleted,
        "words_moved": tally.words_moved,
    }


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
