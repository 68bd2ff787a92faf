"""A report as JSON for programs.

{"schema": "redraft/report/1",
 "summary": {"errors", "warnings", "notes", "words_in", "words_out",
             "attention": [{"kind", "text", "paths", "others"}]},
 …the fields of ``pipeline.model.report.Report``, by their names}
"""

import json
from collections import Counter
from dataclasses import asdict

from pipeline.model.diagnostic import Severity
from pipeline.model.report import Report
from pipeline.render.report.attention import attention

SCHEMA = "redraft/report/1"


def render(report: Report) -> str:
    """Return the report; ``read`` takes it back."""
    severities = Counter(each.severity for each in report.findings)
    summary = {
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
        "words_in": sum(file.words_in for file in report.files),
        "words_out": sum(file.words_out for file in report.files),
        "attention": [asdict(each) for each in attention(report)],
    }
    document = {"schema": SCHEMA, "summary": summary, **asdict(report)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
