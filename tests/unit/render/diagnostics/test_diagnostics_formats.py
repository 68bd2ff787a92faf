"""Diagnostics for programs: JSON, GitHub's workflow commands, SARIF."""

import json
from typing import Any

import jsonschema
import pytest

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.render.diagnostics import as_github, as_json, as_sarif
from pipeline.rules.catalogue import CATALOGUE

PLACE = Position("recommendations/ä b.md", 3, 7)
END = Position("recommendations/ä b.md", 3, 9)
FOUND = (
    Diagnostic.of("N227", "“the the”", PLACE, END, hint="delete one"),
    Diagnostic.of("W130", "NO", PLACE, END, edits=(Edit(PLACE, END, '"NO"'),)),
    Diagnostic.of("E104", "100% wrong:\r\na, b", PLACE),
    Diagnostic.of("E121", "no document", hint="write one"),
)

# Written down from the format's documentation in as_json
CHECK_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "summary", "diagnostics"],
    "properties": {
        "schema": {"const": "redraft/check/1"},
        "summary": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 0},
            "required": ["entries", "submissions", "annexes", "errors", "warnings", "notes"],
        },
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    *("code", "severity", "message", "hint", "path"),
                    *("line", "column", "end_line", "end_column", "edits"),
                ],
                "properties": {
                    "code": {"pattern": "^[EWN][0-9]{3}$"},
                    "severity": {"enum": ["error", "warning", "note"]},
                    "message": {"type": "string"},
                    "hint": {"type": ["string", "null"]},
                    "path": {"type": ["string", "null"]},
                    "line": {"type": ["integer", "null"], "minimum": 1},
                    "column": {"type": ["integer", "null"], "minimum": 1},
                    "end_line": {"type": ["integer", "null"], "minimum": 1},
                    "end_column": {"type": ["integer", "null"], "minimum": 1},
                    "edits": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["line", "column", "end_line", "end_column", "text"],
                            "properties": {
                                "line": {"type": "integer"},
                                "column": {"type": "integer"},
                                "end_line": {"type": "integer"},
                                "end_column": {"type": "integer"},
                                "text": {"type": "string"},
                            },
                        },
                    },
                },
            },
        },
    },
}

# What SARIF 2.1.0 (OASIS, sections 3.13 to 3.58) says of the properties that are used here
_REGION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["startLine"],
    "properties": {
        name: {"type": "integer", "minimum": 1}
        for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
}
_ARTIFACT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "uri": {"type": "string", "pattern": r"^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"},
        "uriBaseId": {"type": "string"},
    },
}
_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "pattern": "sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "additionalProperties": False,
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "properties": {"level": _LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "additionalProperties": False,
                                                "properties": {
                                                    "artifactLocation": _ARTIFACT,
                                                    "region": _REGION,
                                                },
                                            }
                                        },
                                    },
                                },
                                "fixes": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "required": ["artifactChanges"],
                                        "properties": {
                                            "description": _TEXT,
                                            "artifactChanges": {
                                                "type": "array",
                                                "minItems": 1,
                                                "items": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "required": [
                                                        "artifactLocation",
                                                        "replacements",
                                                    ],
                                                    "properties": {
                                                        "artifactLocation": _ARTIFACT,
                                                        "replacements": {
                                                            "type": "array",
                                                            "minItems": 1,
                                                            "items": {
                                                                "type": "object",
                                                                "additionalProperties": False,
                                                                "required": ["deletedRegion"],
                                                                "properties": {
                                                                    "deletedRegion": _REGION,
                                                                    "insertedContent": _TEXT,
                                                                },
                                                            },
                                                        },
                                                    },
                                                },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_json_is_as_documented() -> None:
    text = as_json.render(FOUND, {"entries": 2, "submissions": 1, "annexes": 0})
    document = json.loads(text)
    jsonschema.validate(document, CHECK_SCHEMA)
    assert document["summary"] == {
        "entries": 2,
        "submissions": 1,
        "annexes": 0,
        "errors": 2,
        "warnings": 1,
        "notes": 1,
    }
    assert document["diagnostics"][1]["edits"] == [
        {"line": 3, "column": 7, "end_line": 3, "end_column": 9, "text": '"NO"'}
    ]
    assert document["diagnostics"][3]["path"] is None


def test_github_gets_one_escaped_command_a_diagnostic_errors_first() -> None:
    assert as_github.render(FOUND).splitlines() == [
        "::error file=recommendations/ä b.md,line=3,col=7,title=E104::100%25 wrong:\\r%0Aa, b",
        "::error title=E121::no document%0Awrite one",
        "::warning file=recommendations/ä b.md,line=3,col=7,endLine=3,endColumn=8,title=W130::NO",
        "::notice file=recommendations/ä b.md,line=3,col=7,endLine=3,endColumn=8,title=N227::"
        "“the the”%0Adelete one",
    ]


@pytest.mark.parametrize(
    "path", ["a,line=9.md", "a::b.md", "a%0A::error::x.md", "a\n::error::x.md"]
)
def test_a_path_cannot_end_its_command(path: str) -> None:
    (line,) = as_github.render([Diagnostic.of("E101", "x", Position(path, 1, 1))]).splitlines()
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert [each.partition("=")[0] for each in properties.split(",")] == [
        *("file", "line", "col", "title")
    ]
    assert message == "x"


def test_sarif_is_valid_and_points_at_characters() -> None:
    log = json.loads(as_sarif.render(FOUND, CATALOGUE, "1.2.3"))
    jsonschema.validate(log, SARIF_SCHEMA)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "recommendations/%C3%A4%20b.md"
    assert place["region"] == {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 9}
