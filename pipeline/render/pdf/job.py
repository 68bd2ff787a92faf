"""What the two sides of the process boundary say to each other.

The job goes in as a pickle, from the parent that is trusted; the answer comes back as a line of
JSON and the bytes of the PDF, since a process that has read hostile input is not.
"""

import datetime
import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; ``relationship`` as PDF/A-3 names it: Data, Source, Supplement."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Job:
    """All that a layout is made of; the fields are those of ``layout.layout``."""

    html: str
    style_sheets: tuple[str, ...]
    date: datetime.datetime
    description: str
    identifier: str
    images: Mapping[str, bytes]
    imports: Mapping[str, str]
    attachments: tuple[Attachment, ...]
    undrawn: frozenset[str]  # characters of the HTML that no font has
    margin_notes: bool
    seconds: float
    memory: int

    def to_bytes(self) -> bytes:
        """Write the job for the child."""
        return pickle.dumps(self)

    @staticmethod
    def from_bytes(data: bytes) -> "Job":
        """Read what ``to_bytes`` wrote."""
        job = pickle.loads(data)
        assert isinstance(job, Job)
        return job


class Result(StrEnum):
    """How a layout ended."""

    DONE = "done"
    REFUSED = "refused"  # the user is told ``code``, ``message`` and ``hint``
    LIBRARY = "library"  # a system library is missing: ``message`` is the loader's own
    MEMORY = "memory"
    FAULT = "fault"  # redraft's own: ``message`` is a traceback


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job."""

    result: Result
    pages: int = 0
    warnings: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    hint: str = ""

    def to_bytes(self) -> bytes:
        """Write the answer, without the PDF, as one line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @staticmethod
    def from_bytes(line: bytes) -> "Answer":
        """Read what ``to_bytes`` wrote; ValueError where it is something else."""
        fields = json.loads(line)
        if not isinstance(fields, dict) or "result" not in fields:
            raise ValueError("no answer of a layout")
        return Answer(
            result=Result(fields["result"]),
            pages=int(fields["pages"]),
            warnings=tuple(str(warning) for warning in fields["warnings"]),
            code=str(fields["code"]),
            message=str(fields["message"]),
            hint=str(fields["hint"]),
        )
