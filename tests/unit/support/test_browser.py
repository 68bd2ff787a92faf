"""The driver of Chromium tells of what a page asks from elsewhere, of faults, and of no access."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import Guarded, chromium, grave_findings

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def page(folder: Path, body: str) -> str:
    file = folder / "page.html"
    file.write_text(f'<!doctype html><html lang="en"><title>A page</title>{body}')
    return file.as_uri()


def test_a_page_that_asks_elsewhere_fails(browser: "Browser", tmp_path: Path) -> None:
    guarded = Guarded(browser)
    guarded.page.goto(page(tmp_path, '<img alt="" src="https://redraft.example/spy.png">'))
    with pytest.raises(AssertionError, match=r"redraft\.example/spy\.png"):
        guarded.close()


def test_a_page_whose_script_fails_fails(browser: "Browser", tmp_path: Path) -> None:
    guarded = Guarded(browser)
    guarded.page.goto(page(tmp_path, "<script>nowhere()</script>"))
    with pytest.raises(AssertionError, match="nowhere is not defined"):
        guarded.close()


def test_axe_finds_what_cannot_be_read(guarded: Guarded, tmp_path: Path) -> None:
    pale = '<main><p style="color: #eee; background: #fff">Pale</p><button></button></main>'
    guarded.page.goto(page(tmp_path, pale))
    found = "\n".join(grave_findings(guarded.page))
    assert "color-contrast" in found
    assert "button-name" in found


def test_without_a_browser_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.support.browser.APPLICATIONS", ())
    with pytest.raises(pytest.fail.Exception, match=r"requirements/system\.sh"):
        chromium()
