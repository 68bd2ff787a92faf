"""What is said of a history of which a part is missing."""

import pytest

from pipeline.cli.messages import incomplete_history


@pytest.mark.parametrize(
    ("boundary", "unreadable", "missing"),
    [
        (1, 0, "1 commit whose parents are not here"),
        (2, 1, "2 commits whose parents are not here and 1 text that cannot be read"),
        (0, 3, "3 texts that cannot be read"),
    ],
)
def test_what_is_missing_is_counted(boundary: int, unreadable: int, missing: str) -> None:
    said = incomplete_history(boundary, unreadable, "redline")
    assert said.message == f"part of the history is missing: {missing}"
    assert said.hint is not None
    assert said.hint.endswith("--allow-incomplete takes the redline as it is")
    assert ("--unshallow" in said.hint) is (boundary > 0)
