"""`redraft serve` as a person meets it: in Chromium, with the pointer and with keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Guarded, grave_findings
from tests.support.repository import GitRepository
from tests.support.serving import Served

SETTINGS = """\
title: Draft Recommendations
language: en
groups: [{key: A, title: Navigation}, {key: B, title: Ports}]
parties:
  - {id: japan, name: Japan, letters: JP, kind: state, emails: [delegate@japan.example]}
  - {id: india, name: India, letters: IN, kind: state, emails: [delegate@india.example]}
"""
JAPAN = "Hanako Sato <delegate@japan.example>"
INDIA = "Asha Rao <delegate@india.example>"
PATH = "recommendations/japan.md"
FIRST, SECOND = "Ferries should cross the river daily.", "Ports stay open at night."


def entry(group: str, party: str, *paragraphs: str) -> str:
    front = f"---\ngroup: {group}\ndate: 2014-02-07\nsubmitters: [{party}]\n---\n"
    return front + "\n\n".join(paragraphs) + "\n"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    #  v1 --- v2 --- the main branch
    made = GitRepository(tmp_path / "repository")
    long = [f"({number}) Pilots board ship number {number} at sea." for number in range(3, 60)]
    made.commit({"recommendations/document.yaml": SETTINGS}, "Set up")
    made.commit({PATH: entry("A", "japan", FIRST, SECOND)}, "Submit", author=JAPAN)
    made.commit(
        {"recommendations/india.md": entry("B", "india", *long)}, "Submit ours", author=INDIA
    )
    made.tag("v1")
    weekly = FIRST.replace("daily", "twice a week")
    made.commit({PATH: entry("A", "japan", weekly, SECOND)}, "Less often", author=INDIA)
    made.tag("v2")
    made.commit(
        {PATH: entry("A", "japan", weekly, SECOND, "Fares are free.")}, "Free", author=JAPAN
    )
    return made


@pytest.fixture
def served(repository: GitRepository) -> Iterator[Served]:
    running = Served(repository.path)
    yield running
    code, said = running.stop()
    assert (code, said) == (0, "")


def test_nothing_grave_is_found_by_axe(served: Served, guarded: Guarded) -> None:
    page = guarded.page
    page.goto(served.address)
    page.locator("#live", has_text="Live").wait_for()
    assert grave_findings(page) == []
