"""Diagnostics → SARIF 2.1.0, which code-scanning services and editors read.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns are characters
(``unicodeCodePoints``); paths are relative to the repository's root.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from pipeline.model.diagnostic import Diagnostic, Explanation, Severity
from pipeline.model.position import Position

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"E": "error", "W": "warning", "N": "note"}
_ROOT = "REPOSITORY"


def render(
    diagnostics: Iterable[Diagnostic], catalogue: Mapping[str, Explanation], version: str
) -> str:
    """Return a SARIF log of one run; ``version`` is redraft's own."""
    found = tuple(diagnostics)
    codes = sorted({each.code for each in found})
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "redraft",
                        "version": version,
                        "rules": [_rule(code, catalogue) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, codes.index(each.code)) for each in found],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, catalogue: Mapping[str, Explanation]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": _LEVELS[code[0]]}}
    if code in catalogue:
        rule["shortDescription"] = {"text": catalogue[code].title}
        rule["help"] = {"text": catalogue[code].why}
    return rule


def _result(each: Diagnostic, index: int) -> dict[str, Any]:
    message = each.message + (f" ({each.hint})" if each.hint else "")
    result: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": index,
        "level": "note" if each.severity is Severity.NOTE else str(each.severity),
        "message": {"text": message},
    }
    if each.position is not None:
        place = {
            "artifactLocation": _artifact(each.position.path),
            "region": _region(each.position, each.end),
        }
        result["locations"] = [{"physicalLocation": place}]
    if each.edits:
        replacements = [
            {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}
            for edit in each.edits
        ]
        change = {
            "artifactLocation": _artifact(each.edits[0].start.path),
            "replacements": replacements,
        }
        result["fixes"] = [
            {"description": {"text": each.hint or each.message}, "artifactChanges": [change]}
        ]
    return result


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _ROOT}


def _region(start: Position, end: Position | None) -> dict[str, int]:
    region = {"startLine": start.line, "startColumn": start.column}
    if end is not None and end >= start:
        region |= {"endLine": end.line, "endColumn": end.column}
    return region
