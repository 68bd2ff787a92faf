"""How long a save takes to be on the page of ``redraft serve``, in Chromium."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.documents import write_document
from bench.paired import Figure
from tests.support.browser import Guarded, running_browser
from tests.support.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ENTRIES = 58  # that fill 50 pages
_ENTRY = "recommendations/entry-0030.md"
_SAVES = 15
_LIMIT = 0.3  # seconds

# Tells when a text came to stand on the page, once the browser has painted it.
_WATCH = """text => {
    window.arrived = new Promise(tell => {
        const look = () => {
            if (!document.getElementById('shown').textContent.includes(text)) return;
            watch.disconnect();
            const painted = new MessageChannel();
            painted.port1.onmessage = () => tell(performance.timeOrigin + performance.now());
            requestAnimationFrame(() => painted.port2.postMessage(null));
        };
        const watch = new MutationObserver(look);
        watch.observe(document.getElementById('shown'), {
            childList: true, subtree: true, characterData: true,
        });
    });
}"""


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the seconds from a save to the painted page: the median of several."""
    repository = folder / "saving"
    write_document(repository, _ENTRIES)
    served = Served(repository)
    try:
        with running_browser() as browser:
            guarded = Guarded(browser)
            guarded.page.goto(served.address)
            guarded.page.locator("#live", has_text="Live").wait_for()
            guarded.page.locator("article h3").nth(25).scroll_into_view_if_needed()
            taken = [_save(guarded.page, repository / _ENTRY, at) for at in range(_SAVES + 1)][1:]
            guarded.close()
    finally:
        served.stop()
    yield Figure(
        "a save to the new page, 50 pages",
        statistics.median(taken),
        (min(taken), max(taken)),
        _LIMIT,
    )


def _save(page: "Page", file: Path, number: int) -> float:
    """Save a changed file; return the seconds until the change is painted."""
    before, _, after = file.read_text("utf-8").partition("\n(2) ")
    added = f"Saved for the {number}th time. "
    page.evaluate(_WATCH, added)
    text = f"{before}\n(2) {added}{after}"
    time.sleep(0.4)  # the page of the save before is settled
    started = time.time()
    file.write_text(text, "utf-8")
    arrived: float = page.evaluate("window.arrived")
    return arrived / 1000 - started
