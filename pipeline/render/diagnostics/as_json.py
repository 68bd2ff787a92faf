"""Diagnostics → JSON for programs.

    {"schema": "redraft/check/1",
     "summary": {"entries", "submissions", "annexes", "errors", "warnings", "notes"},
     "diagnostics": [{"code", "severity", "message", "hint",
                      "path", "line", "column", "end_line", "end_column",
                      "edits": [{"line", "column", "end_line", "end_column", "text"}]}]}

Lines and columns count from 1, columns in characters; an end is the place after the last
character. ``path`` and what follows it is null where a problem has no place; ``hint`` and the end
may be null. ``edits``: what ``--fix`` would do, empty where nothing is safe to do.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model.diagnostic import Diagnostic, Edit, Severity

SCHEMA = "redraft/check/1"


def render(diagnostics: Iterable[Diagnostic], counts: Mapping[str, int]) -> str:
    """Return a JSON document; ``counts``: entries, submissions, annexes."""
    found = tuple(diagnostics)
    severities = [each.severity for each in found]
    summary = {
        **counts,
        **{f"{severity}s": severities.count(severity) for severity in Severity},
    }
    document = {
        "schema": SCHEMA,
        "summary": summary,
        "diagnostics": [_diagnostic(each) for each in found],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(each: Diagnostic) -> dict[str, Any]:
    start, end = each.position, each.end
    return {
        "code": each.code,
        "severity": str(each.severity),
        "message": each.message,
        "hint": each.hint,
        "path": start.path if start else None,
        "line": start.line if start else None,
        "column": start.column if start else None,
        "end_line": end.line if end else None,
        "end_column": end.column if end else None,
        "edits": [_edit(edit) for edit in each.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "line": edit.start.line,
        "column": edit.start.column,
        "end_line": edit.end.line,
        "end_column": edit.end.column,
        "text": edit.text,
    }
