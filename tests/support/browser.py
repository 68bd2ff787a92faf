"""Chromium driven by playwright: pages that may ask this machine alone, and what they complain of.

The browser is the system's (``requirements/system.sh`` sees to it); playwright brings none. Where
there is none the tests fail with a line that says what to install: they are skipped nowhere.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_PATIENCE = 15_000  # milliseconds: a busy machine is no fault of the page
_GRAVE = ("serious", "critical")


def chromium() -> str:
    """Return the path of the browser, or fail the test with what to install."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [path for path in APPLICATIONS if Path(path).is_file()]
    if not found:
        pytest.fail("no Chromium here: 'sh requirements/system.sh test python3'", pytrace=False)
    return found[0]


@contextmanager
def running_browser() -> Iterator["Browser"]:
    """Start the browser, and end it."""
    from playwright.sync_api import sync_playwright  # a second to load: for who needs it

    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            # The same picture on a machine with and without a screen; none of Chromium's own news
            args=["--font-render-hinting=none", "--disable-gpu", "--disable-component-update"],
        )
        try:
            yield browser
        finally:
            browser.close()


class Guarded:
    """A page in a context of its own; ``page`` is playwright's.

    ``asked``: what it wanted from elsewhere than this machine, which it did not get.
    ``complaints``: errors of scripts and of the console, in order. A test that provokes one takes
    it out of the list; whatever is left when the test ends fails it.
    """

    def __init__(self, browser: "Browser", **options: object) -> None:
        given: dict[str, object] = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        self._context = browser.new_context(**(given | options))  # type: ignore[arg-type]
        self._context.set_default_timeout(_PATIENCE)
        self._context.route("**/*", self._pass)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page = self.another()

    def another(self) -> "Page":
        """Open another page of the same browser: they share what pages of one site share."""
        page = self._context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))
        return page

    def offline(self, is_off: bool) -> None:
        """Take the network away from every page, or give it back."""
        self._context.set_offline(is_off)

    def close(self) -> None:
        """Close the pages; raise AssertionError for what they asked for or complained of."""
        self._context.close()
        assert not self.asked, self.asked
        assert not self.complaints, self.complaints

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def _pass(self, route: "Route") -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("file", "data", "blob", "about") or parts.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()


def grave_findings(page: "Page | Frame") -> list[str]:
    """Return what axe-core finds serious or critical on a page, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    answer = Axe().run(page).response  # type: ignore[arg-type]
    return [
        f"{each['impact']} {each['id']}: {each['help']}: {node['target']} {node['html'][:200]}"
        for each in answer["violations"]
        if each["impact"] in _GRAVE
        for node in each["nodes"]
    ]
