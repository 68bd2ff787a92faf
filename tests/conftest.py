"""Options and fixtures for every shelf."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browser import Guarded, running_browser
from tests.support.golden import Approval

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of the tests' own, so that they neither read nor fill the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def approval(request: pytest.FixtureRequest) -> Approval:
    """Compares what came out with a golden case, or rewrites the case under --approve."""
    return Approval(rewrite=bool(request.config.getoption("--approve")))


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, for the tests of one module: playwright's loop must not run beside other tests."""
    with running_browser() as running:
        yield running


@pytest.fixture
def guarded(browser: "Browser") -> Iterator[Guarded]:
    """A page that may ask this machine alone; the test fails for what it complained of."""
    page = Guarded(browser)
    yield page
    page.close()
