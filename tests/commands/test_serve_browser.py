"""`redraft serve` as a person meets it: in Chromium, with the pointer and with keys alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import Guarded, grave_findings
from tests.support.repository import GitRepository
from tests.support.serving import Served, Wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Locator, Page

SETTINGS = """\
title: Draft Recommendations
language: en
groups: [{key: A, title: Navigation}, {key: B, title: Ports}]
repository: https://code.example/ferries
parties:
  - {id: japan, name: Japan, letters: JP, kind: state, emails: [delegate@japan.example]}
  - {id: india, name: India, letters: IN, kind: state, emails: [delegate@india.example]}
"""
JAPAN = "Hanako Sato <delegate@japan.example>"
INDIA = "Asha Rao <delegate@india.example>"
PATH = "recommendations/japan.md"
FIRST, SECOND = "Ferries should cross the river twice a week.", "Ports stay open at night."
PILOTS = [f"({number}) Pilots board ship number {number} at sea." for number in range(3, 60)]
LAST = "Pilots board ship number 59 at sea."


def entry(group: str, party: str, *paragraphs: str) -> str:
    front = f"---\ngroup: {group}\ndate: 2014-02-07\nsubmitters: [{party}]\n---\n"
    return front + "\n\n".join(paragraphs) + "\n"


TEXT = entry("A", "japan", FIRST, SECOND, "Fares are free.")  # lines 6, 8 and 10


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    #  Submit --- Submit ours (v1) --- Less often (v2) --- Free
    made = GitRepository(tmp_path_factory.mktemp("serve") / "repository")
    made.commit({"recommendations/document.yaml": SETTINGS}, "Set up")
    made.commit(
        {PATH: entry("A", "japan", FIRST.replace("twice a week", "daily"), SECOND)},
        "Submit",
        author=JAPAN,
    )
    made.commit(
        {"recommendations/india.md": entry("B", "india", *PILOTS)}, "Submit ours", author=INDIA
    )
    made.tag("v1")
    made.commit({PATH: entry("A", "japan", FIRST, SECOND)}, "Less often", author=INDIA)
    made.tag("v2")
    made.commit({PATH: TEXT}, "Free", author=JAPAN)
    return made


@pytest.fixture(scope="module")
def served(repository: GitRepository) -> Iterator[Served]:
    running = Served(repository.path, "--editor", "vscode")
    yield running
    code, said = running.stop()
    assert (code, said) == (0, "")


@pytest.fixture
def edit(repository: GitRepository) -> Iterator[Path]:
    """The file of Japan's entry, which stands as it stood when the test is over."""
    file = repository.path / PATH
    yield file
    file.write_text(TEXT)


def opened(page: "Page", address: str) -> "Page":
    page.goto(address)
    page.locator("#live", has_text=re.compile("^Live$")).wait_for()
    return page


def article(page: "Page", party: str = "japan") -> "Locator":
    return page.locator(f"#entry-{party}")


def redline(page: "Page", *, since: str) -> "FrameLocator":
    """Wait for the redline since a version or commit that its subtitle names."""
    frame = page.frame_locator("#frames iframe:not(.next)")
    frame.locator("p.q", has_text=f"Changes from {since}").first.wait_for()
    return frame


def point_at(page: "Page", word: str) -> None:
    """Move the pointer onto the first place of a word, and leave it there."""
    x, y = page.evaluate(
        """word => {
            const walk = document.createTreeWalker(document.getElementById('shown'), 4);
            while (walk.nextNode()) {
                const node = walk.currentNode, start = node.data.indexOf(word);
                if (start < 0 || !node.parentElement.closest('.blk')) continue;
                const range = document.createRange();
                range.setStart(node, start); range.setEnd(node, start + word.length);
                node.parentElement.scrollIntoView({block: 'center', behavior: 'instant'});
                const box = range.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }
        }""",
        word,
    )
    page.mouse.move(x, y)


def place(page: "Page", text: str) -> float:
    """Return how far below the window's edge a text stands."""
    box = page.get_by_text(text).bounding_box()
    assert box is not None
    return box["y"]


def wait_until(page: "Page", condition: str) -> None:
    page.wait_for_function(condition)


# --- Edit and see -----------------------------------------------------------------------------


def test_a_save_is_seen_where_one_reads(served: Served, guarded: Guarded, edit: Path) -> None:
    page = opened(guarded.page, served.address)
    page.evaluate("window.isSame = true")
    page.get_by_text(LAST).scroll_into_view_if_needed()
    before = place(page, LAST)
    more = "\n\n".join([SECOND, *(f"Rule {number} is new." for number in range(9))])
    edit.write_text(TEXT.replace(SECOND, more))
    article(page).get_by_text("Rule 8 is new.").wait_for(state="attached")
    assert page.evaluate("scrollY") > 0
    assert place(page, LAST) == pytest.approx(before, abs=1)
    assert page.evaluate("window.isSame"), "the page was loaded anew"
    assert article(page).locator(".flash").count() == 9, "what is new is shown to be"


def test_what_did_not_change_stays_the_same_element(
    served: Served, guarded: Guarded, edit: Path
) -> None:
    page = opened(guarded.page, served.address)
    page.keyboard.press("j")  # the paragraph that the keyboard is at is no other for it
    page.evaluate("""for (const each of document.querySelectorAll('.blk')) each.isKept = true""")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#entry-india h3'))")
    edit.write_text(TEXT.replace("free", "low"))
    article(page).get_by_text("Fares are low.").wait_for()
    new = page.evaluate(
        "[...document.querySelectorAll('.blk')].filter(e => !e.isKept).map(e => e.textContent)"
    )
    assert new == ["Fares are low."]
    assert "India" in page.evaluate("getSelection().toString()")
    assert page.locator(".cur").count() == 1


def test_a_finding_stands_at_its_place_and_goes(
    served: Served, guarded: Guarded, edit: Path
) -> None:
    page = opened(guarded.page, served.address)
    edit.write_text(TEXT.replace("open at", "<b>open</b> at"))
    note = article(page).locator("p", has_text="stay open at night").locator(".finding")
    note.wait_for()
    assert "E211" in note.inner_text()
    address = note.locator("a").get_attribute("href") or ""
    assert re.fullmatch(r"vscode://file/.*/recommendations/japan\.md:8:12", address)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.closest('.finding') !== null")
    summary = page.locator("#strip summary")
    assert summary.inner_text() == "1 error"
    summary.click()
    assert page.locator("#strip li").count() == 1
    edit.write_text(TEXT)
    summary.wait_for(state="detached")
    assert page.locator(".finding").count() == 0


def test_a_finding_after_a_footnote_is_not_at_the_note(
    served: Served, guarded: Guarded, edit: Path
) -> None:
    page = opened(guarded.page, served.address)
    edit.write_text(TEXT.replace("open at night.", "open.[^n]") + "\n[^n]: A note.\n\nthe the\n")
    note = page.locator("#shown .finding")
    note.wait_for()
    assert note.locator("xpath=..").inner_text().startswith("the the")


def test_a_document_that_cannot_be_read_stays_as_it_was(
    served: Served, guarded: Guarded, edit: Path, repository: GitRepository
) -> None:
    page = opened(guarded.page, served.address)
    settings = repository.path / "recommendations/document.yaml"
    settings.write_text("title: [")
    page.locator("#strip .stale").wait_for()
    assert article(page).get_by_text(SECOND).is_visible()
    settings.write_text(SETTINGS)
    page.locator("#strip .stale").wait_for(state="detached")


# --- Who wrote it -----------------------------------------------------------------------------


def test_the_word_under_the_pointer_tells_its_author(served: Served, guarded: Guarded) -> None:
    page = opened(guarded.page, served.address)
    card = page.locator("#card")
    point_at(page, "Ferries")
    card.get_by_text("“Ferries”").wait_for()
    assert "Written by Japan · by Hanako Sato" in card.inner_text()
    point_at(page, "twice")
    card.get_by_text("“twice”").wait_for()
    assert "Written by India" in card.inner_text()
    assert "Less often" in card.inner_text()
    assert card.get_by_text("recommendations/japan.md:6").get_attribute("href")
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_the_word_under_the_keyboard_tells_its_author(served: Served, guarded: Guarded) -> None:
    page = opened(guarded.page, served.address)
    page.locator("main h3").first.scroll_into_view_if_needed()
    for _ in range(20):
        page.keyboard.press("j")
        if page.locator(".cur").inner_text() == FIRST:
            break
    assert page.evaluate("document.activeElement.textContent") == FIRST
    card = page.locator("#card")
    page.keyboard.press("w")
    card.get_by_text("“Ferries”").wait_for()
    assert page.evaluate("document.activeElement.id") == "card"
    for word in ("should", "cross", "the", "river", "twice"):
        page.keyboard.press("ArrowRight")
        card.get_by_text(f"“{word}”").wait_for()
    assert "Written by India" in card.inner_text()
    page.keyboard.press("ArrowLeft")
    card.get_by_text("“river”").wait_for()
    assert "Written by Japan" in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == FIRST


def test_what_is_not_committed_is_nobodys_yet(served: Served, guarded: Guarded, edit: Path) -> None:
    page = opened(guarded.page, served.address)
    edit.write_text(TEXT.replace("free", "negligible"))
    article(page).get_by_text("Fares are negligible.").wait_for()
    point_at(page, "negligible")
    page.locator("#card").get_by_text("Not committed yet").wait_for()


def test_a_link_to_a_word_leads_to_it(served: Served, guarded: Guarded) -> None:
    guarded.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(guarded.page, served.address)
    point_at(page, "twice")
    page.locator("#card").get_by_text("“twice”").wait_for()
    page.locator("#card").get_by_role("button", name="Copy link").click()
    page.locator("#card").get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(served.address)
    other = opened(guarded.another(), copied)
    other.locator("#card").get_by_text("“twice”").wait_for()
    assert other.locator(".cur").inner_text() == FIRST


def test_provenance_counts_the_words_of_each(served: Served, guarded: Guarded) -> None:
    page = opened(guarded.page, served.address)
    page.get_by_role("button", name="Provenance").click()
    legend = page.locator("#legend")
    legend.wait_for()
    counts = [line.split("\n") for line in legend.locator("li").all_inner_texts()]
    # 57 paragraphs of 7 words, labels left out, and "twice a week"; the rest of three sentences
    assert counts == [["IN", "India", str(57 * 7 + 3)], ["JP", "Japan", "13"]]


# --- Redlines ---------------------------------------------------------------------------------


def test_versions_are_switched(served: Served, guarded: Guarded, edit: Path) -> None:
    page = opened(guarded.page, served.address)
    page.get_by_role("button", name="Redline").click()
    frame = redline(page, since="version 2")
    assert frame.locator("article ins").all_inner_texts() == ["Fares are free."]
    page.get_by_label("since").select_option("v1")
    frame = redline(page, since="version 1")
    assert frame.locator("article del").all_inner_texts() == ["daily"]
    page.get_by_label("since").select_option("the last commit")
    frame = page.frame_locator("#frames iframe:not(.next)")
    frame.get_by_text("0 insertions").first.wait_for()
    edit.write_text(TEXT.replace("free", "low"))
    frame.locator("article ins", has_text="low").wait_for()
    page.get_by_label("since").select_option("another revision …")
    page.keyboard.type("HEAD~3")
    page.keyboard.press("Enter")
    frame.locator("article del", has_text="daily").wait_for()
    page.reload()
    page.frame_locator("#frames iframe").locator("article del", has_text="daily").wait_for()


def test_a_link_to_a_change_leads_to_it(served: Served, guarded: Guarded) -> None:
    guarded.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(guarded.page, served.address + "?view=redline&from=v1")
    frame = redline(page, since="version 1")
    frame.locator("article del").first.hover()
    frame.get_by_role("button", name="Copy link").first.click()
    frame.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    other = guarded.another()
    other.goto(copied)
    assert "daily" in other.locator(":target").locator("xpath=..").inner_text()


def test_a_revision_that_is_not_there_is_told(served: Served, guarded: Guarded) -> None:
    page = opened(guarded.page, served.address + "?view=redline&from=nowhere")
    page.frame_locator("#frames iframe").get_by_text("nowhere").first.wait_for()
    guarded.complaints.clear()  # the console's line about the answer 404
    page.get_by_role("button", name="Document").click()
    assert article(page).get_by_text(SECOND).is_visible()


# --- Connections ------------------------------------------------------------------------------


def test_a_lost_connection_is_told_and_found_again(
    served: Served, guarded: Guarded, edit: Path
) -> None:
    wire = Wire(served)
    page = opened(guarded.page, wire.address)
    wire.cut()
    page.locator("#live", has_text="Connection lost, trying again").wait_for()
    edit.write_text(TEXT.replace("free", "paid on board"))
    wire.mend()
    page.locator("#live", has_text=re.compile("^Live$")).wait_for()
    article(page).get_by_text("Fares are paid on board.").wait_for()
    guarded.complaints[:] = [each for each in guarded.complaints if "net::ERR_" not in each]
    page.close()
    wire.cut()


def test_a_server_that_ended_is_told(
    guarded: Guarded, repository: GitRepository, tmp_path: Path
) -> None:
    running = Served(repository.path)
    page = opened(guarded.page, running.address)
    assert running.stop() == (0, "")
    page.locator("#live", has_text="Connection lost").wait_for()
    again = Served(repository.path, "--port", str(running.port))  # its address has another token
    page.locator("#live", has_text="start redraft serve again").wait_for()
    page.close()
    assert again.stop() == (0, "")
    assert all("net::ERR_" in each or "403" in each for each in guarded.complaints)
    guarded.complaints.clear()


def test_two_pages_show_the_same_and_either_may_go(
    served: Served, guarded: Guarded, browser: "Browser", edit: Path
) -> None:
    elsewhere = Guarded(browser)  # another browser's page, as it were
    pages = [guarded.page, guarded.another(), elsewhere.page]
    for page in pages:
        opened(page, served.address)
    edit.write_text(TEXT.replace("free", "low"))
    for page in pages:
        article(page).get_by_text("Fares are low.").wait_for()
    pages.pop(0).close()  # the one that held the connection for the second, too
    edit.write_text(TEXT.replace("free", "high"))
    for page in pages:
        article(page).get_by_text("Fares are high.").wait_for()
    elsewhere.close()


# --- Keys alone, and everyone -----------------------------------------------------------------


def test_all_is_done_by_keys_alone(served: Served, guarded: Guarded) -> None:
    page = opened(guarded.page, served.address)
    focused = "document.activeElement.textContent.trim()"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "To the text"
    assert page.locator(".skip").bounding_box()["width"] > 50, "seen while it has the focus"  # type: ignore[index]
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate(focused))
    assert names == ["Document", "Redline", "Provenance", "Keys"]
    page.keyboard.press("Enter")
    page.get_by_text("who wrote the word").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("who wrote the word").wait_for(state="hidden")
    page.keyboard.press("v")
    redline(page, since="version 2")
    for _ in range(9):  # into the redline, past the choice of a version
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "IFRAME":
            break
    page.keyboard.press("j")
    frame = page.frames[-1]
    assert frame.evaluate("document.querySelectorAll('.t.on').length") == 1
    page.keyboard.press("w")
    frame.locator("#card", has_text="Japan").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+V")
    page.locator("#legend").wait_for()
    page.keyboard.press("v")
    page.locator("#legend").wait_for(state="detached")
    assert page.locator("[data-view=document][aria-pressed=true]").count() == 1


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}],
    ids=["light", "dark", "narrow"],
)
def test_axe_finds_nothing_grave(
    options: dict[str, object], served: Served, browser: "Browser", edit: Path
) -> None:
    guarded = Guarded(browser, **options)
    page = opened(guarded.page, served.address)
    edit.write_text(TEXT.replace("open at", "<b>open</b> at the the") + "\nmore, more\n")
    page.locator("#strip summary").click()
    page.keyboard.press("?")
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.locator("#card").wait_for()
    assert grave_findings(page) == []
    edit.write_text(TEXT.replace("free", "low"))
    page.get_by_role("button", name="Redline").click()
    page.frame_locator("#frames iframe:not(.next)").locator("article ins").first.wait_for()
    assert grave_findings(page) == []
    frame = page.frames[-1]
    frame.locator("article ins").first.hover()
    frame.locator("#card").wait_for()
    assert grave_findings(frame) == []
    page.get_by_role("button", name="Provenance").click()
    page.locator("#legend").wait_for()
    assert grave_findings(page) == []
    guarded.close()


def test_no_page_is_wider_than_a_telephone(served: Served, browser: "Browser") -> None:
    guarded = Guarded(browser, viewport={"width": 360, "height": 740})
    page = opened(guarded.page, served.address)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    page.keyboard.press("?")
    page.get_by_role("button", name="Provenance").click()
    page.locator("#legend").wait_for()
    assert not page.evaluate(wide)
    page.get_by_role("button", name="Redline").click()
    redline(page, since="version 2")
    assert not page.evaluate(wide)
    assert not page.frames[-1].evaluate(wide)
    guarded.close()
