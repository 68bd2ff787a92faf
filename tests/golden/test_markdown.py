"""What the Markdown reader makes of a source, block by block."""

from pathlib import Path

import pytest

from tests.support.golden import Approval, Case, cases
from tests.support.reading import describe, read


@pytest.mark.parametrize("case", cases(Path(__file__).parent / "markdown"))
def test_markdown(case: Case, approval: Approval) -> None:
    approval.check(case, describe(read(case.files["a.md"])))
