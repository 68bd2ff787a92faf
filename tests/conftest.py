"""Options and fixtures for every shelf."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.support.golden import Approval

# A busy machine is no fault of the code. Continuous integration tries the same examples each time,
# so that a commit fails for what is in it; everywhere else new ones are looked for.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("house")


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
