"""After any save the page is that of a fresh start, whatever was kept from the pages before."""

from pathlib import Path

import pytest

from pipeline.commands.preview import Previewer
from tests.support.repository import GitRepository

SETTINGS = """\
title: Draft Recommendations
language: en
groups: [{key: A, title: Navigation}, {key: B, title: Fisheries}]
parties: [{id: japan, name: Japan, letters: JP}, {id: oman, name: Oman, letters: OM}]
"""
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def entry(body: str, *, group: str = "A", submitter: str = "japan", more: str = "") -> str:
    head = f"group: {group}\ndate: 2014-02-07\nsubmitters: [{submitter}]\n{more}"
    return f"---\n{head}---\n{body}\n"


FIRST, SECOND = "recommendations/a.md", "recommendations/b.md"
# Each save is made on top of those before it.
SAVES = {
    "an image that changes": {"recommendations/map.png": PNG + b"other"},
    "an image that goes": {"recommendations/map.png": None},
    "a footnote before others": {FIRST: entry("Rivers[^1] flow.\n\n[^1]: Most do.")},
    "a footnote more": {FIRST: entry("Rivers[^1] flow[^2].\n\n[^1]: Most do.\n[^2]: Down.")},
    "lines before a block": {SECOND: entry("Heading\n\nSee the map.[^x]\n\n[^x]: There.")},
    "another group": {FIRST: entry("Rivers flow.", group="B")},
    "a party's name": {"recommendations/document.yaml": SETTINGS.replace("Oman", "Sultanate")},
    "another language": {
        "recommendations/document.yaml": SETTINGS.replace("language: en", "language: fr")
    },
    "a withdrawal": {SECOND: entry("See.", submitter="oman", more="status: withdrawn\n")},
    "an error": {SECOND: entry("See <b>this</b>.", submitter="nobody")},
    "no front matter": {SECOND: "See this.\n"},
    "an entry that goes": {FIRST: None},
}


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.commit(
        {
            "recommendations/document.yaml": SETTINGS,
            "recommendations/map.png": PNG,
            FIRST: entry("Rivers flow."),
            SECOND: entry("See the map.[^x] ![Map](map.png)\n\n[^x]: Here.", submitter="oman"),
        }
    )
    made.tag("v1")
    return made


def test_after_any_save_the_page_is_that_of_a_fresh_start(repository: GitRepository) -> None:
    kept = Previewer(repository.path)
    pages = [kept.preview()]
    for name, files in SAVES.items():
        repository.write(files)
        pages.append(kept.preview())
        assert pages[-1] == Previewer(repository.path).preview(), name
    repository.commit()
    assert kept.preview() == Previewer(repository.path).preview()
    assert len({page.page for page in pages}) == len(pages)


def test_folders_outside_are_not_watched(repository: GitRepository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_text("Outside.\n")
    (repository.path / "recommendations/linked").symlink_to(outside)
    watched = Previewer(repository.path).preview().folders
    assert repository.path / "recommendations" in watched
    assert all(folder.resolve().is_relative_to(repository.path.resolve()) for folder in watched)
