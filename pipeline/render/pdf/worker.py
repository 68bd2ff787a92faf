"""The process that lays out: a job on standard input, an answer and a PDF on standard output.

It first gives up what it does not need (time, memory, core dumps), then loads WeasyPrint, whose
import looks for system libraries and reads the font configuration.
"""

import os
import resource
import sys
import traceback

from pipeline.errors import RenderError
from pipeline.render.pdf.job import Answer, Job, Result


def main() -> None:
    """Do the one job that standard input holds."""
    # What libraries print goes to standard error; the answer has standard output to itself.
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        job = Job.from_bytes(sys.stdin.buffer.read())
        _limit(job)
        answer, pdf = _answer(job)
        output.write(answer.to_bytes())
        output.write(pdf)


def _answer(job: Job) -> tuple[Answer, bytes]:
    try:
        # WeasyPrint is loaded here, under the limits: its libraries may be missing.
        from pipeline.render.pdf import compose
    except OSError as error:
        return Answer(Result.LIBRARY, message=str(error).splitlines()[0]), b""
    if not compose.can_cut_fonts():
        return Answer(Result.LIBRARY, message="libharfbuzz-subset"), b""
    try:
        pdf, pages, warnings = compose.compose(job)
    except RenderError as error:
        first = error.diagnostics[0]
        return Answer(
            Result.REFUSED, code=first.code, message=first.message, hint=first.hint or ""
        ), b""
    except MemoryError:
        return Answer(Result.MEMORY), b""
    except RecursionError:
        return Answer(
            Result.REFUSED,
            code="E075",
            message="the text nests too deep for the layout",
            hint="use fewer levels of lists and quotations",
        ), b""
    except Exception:
        return Answer(Result.FAULT, message=traceback.format_exc()), b""
    return Answer(Result.DONE, pages=pages, warnings=warnings), pdf


def _limit(job: Job) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, int(job.seconds) + 1),
        (resource.RLIMIT_AS, job.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    main()
