"""Options and fixtures for every shelf."""

import pytest

from tests.support.golden import Approval


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve",
        action="store_true",
        help="rewrite golden cases with what came out; read them in git diff before committing",
    )


@pytest.fixture
def approval(request: pytest.FixtureRequest) -> Approval:
    """Compares what came out with a golden case, or rewrites the case under --approve."""
    return Approval(rewrite=bool(request.config.getoption("--approve")))
