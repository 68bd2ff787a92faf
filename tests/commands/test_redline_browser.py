"""The redline's page as a reader meets it, in Chromium: by pointer, by keys, aloud, in print."""

import json
import re
import struct
import subprocess
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.browser import Guarded, grave_findings
from tests.support.readback import read_html
from tests.support.repository import GitRepository
from tests.support.rolling import LANGUAGES, language_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEPT = "It sorts them by the five groups"  # in the abstract; nothing touched it
PORTS = 'mark => mark.getClientRects().length > 0 && getComputedStyle(mark).visibility == "visible"'


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(redraft, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "repository"
    run("demo", target)
    return target


@pytest.fixture(scope="module")
def written(demo: Path) -> Path:
    """The demonstration's redline from version 1 to version 3."""
    page = demo.parent / "redline.html"
    run("-C", demo, "redline", "v1", "v3", "-o", page)
    return page


@pytest.fixture
def page(guarded: Guarded, written: Path) -> "Page":
    return opened(guarded, written)


def opened(guarded: Guarded, path: Path) -> "Page":
    guarded.page.goto(path.as_uri())
    return guarded.page


def shown(page: "Page", css: str) -> int:
    """Count what is seen of a kind of element."""
    return int(
        page.evaluate(f"css => [...document.querySelectorAll(css)].filter({PORTS}).length", css)
    )


def point_at(page: "Page", text: str) -> None:
    """Rest the pointer on the first letter of a text."""
    place = page.evaluate(
        """text => {
          const main = document.querySelector('main');
          const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const at = node.data.indexOf(text);
            if (at < 0 || !node.parentElement.getClientRects().length) continue;
            node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + 1);
            const r = range.getBoundingClientRect();
            return [r.left + r.width / 2, r.top + r.height / 2];
          }
        }""",
        text,
    )
    page.mouse.move(1, 1)
    page.mouse.move(*place)


def test_filters_take_an_author_and_a_kind_out_of_sight(page: "Page") -> None:
    total = page.locator("main .t[id]:not([id$=b])").count()
    japan = page.get_by_role("checkbox", name=re.compile("Japan"))
    own = 'main [data-by="japan"]'
    before = page.locator(f"{own}.t[id]:not([id$=b])").count()
    assert 0 < before < total
    assert not page.locator(f"{own}.dim").count()
    notes = shown(page, "main .note")
    japan.uncheck()
    assert page.locator(f"{own}.dim").count() == page.locator(own).count()
    assert page.locator("main [data-by]:not([data-by=japan]).dim").count() == 0
    assert page.get_by_role("status").inner_text() == f"{total - before} of {total} changes shown"
    assert shown(page, "main .note") < notes
    japan.check()
    page.get_by_role("checkbox", name="Move").uncheck()
    assert page.locator("main .dim.t").count() == page.locator("main .t[data-k=move]").count() > 0
    # The keyboard goes past what is filtered out
    kinds = set()
    for _ in range(total):
        page.keyboard.press("j")
        kinds.add(page.evaluate("document.activeElement.dataset.k"))
    assert "move" not in kinds
    assert {"insertion", "replacement", "metadata"} <= kinds


def test_all_of_it_is_reached_by_keys(page: "Page") -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the text"
    page.keyboard.press("Enter")
    assert page.url.endswith("#text")
    for key, expected in (("j", "Change 1 of"), ("j", "Change 2 of"), ("k", "Change 1 of")):
        page.keyboard.press(key)
        assert page.get_by_role("status").inner_text().startswith(expected)
    tag = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter")  # to its note, and back
    assert page.url.endswith(f"#n{tag[1:]}")
    page.locator(f"#n{tag[1:]} .t").press("Enter")
    assert page.url.endswith(f"#{tag}")
    page.keyboard.press("v")
    assert page.locator("body").get_attribute("data-view") == "new"
    assert not shown(page, "main del")
    page.keyboard.press("v")
    assert not shown(page, "main ins")
    assert shown(page, "main del")
    page.keyboard.press("v")
    page.keyboard.press("x")
    assert not shown(page, "main del")
    assert page.get_by_text("Deleted words are not shown").is_visible()
    page.keyboard.press("x")
    paragraphs = shown(page, "article > p")
    page.keyboard.press("c")
    assert 0 < shown(page, "article > p") < paragraphs
    page.keyboard.press("c")
    page.keyboard.press("1")
    assert not page.locator("[data-party]").first.is_checked()
    page.keyboard.press("?")
    assert page.get_by_text("next and previous change").is_visible()
    page.get_by_label("Use these keys").uncheck()  # for who speaks to the machine
    page.keyboard.press("v")
    assert page.locator("body").get_attribute("data-view") == "redline"


def test_the_card_tells_who_wrote_a_word_that_nothing_touched(page: "Page", demo: Path) -> None:
    point_at(page, KEPT)
    card = page.get_by_role("dialog")
    card.wait_for()
    (file,) = json.loads(run("-C", demo, "provenance", KEPT, "--at", "v3", "--format", "json"))[
        "files"
    ]
    span = file["blocks"][0]["spans"][0]
    said = card.inner_text()
    assert (span["via"] or span["commit"])[:7] in said
    assert "Secretariat" in said
    assert "Written" in said
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_the_card_is_asked_for_and_walked_through_by_keys(page: "Page") -> None:
    for _ in range(3):
        page.keyboard.press("j")
    tag = page.evaluate("document.activeElement.id")
    page.keyboard.press("w")
    card = page.get_by_role("dialog")
    assert card.evaluate("card => card === document.activeElement")
    said = [card.inner_text()]
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        said.append(card.inner_text())
    assert len(set(said)) > 4
    page.keyboard.press("ArrowLeft")
    assert card.inner_text() == said[-2]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == tag


def test_pointing_at_a_mark_tells_its_change(page: "Page") -> None:
    mark = page.locator("main ins[data-k=insertion]").nth(4)
    id = (mark.get_attribute("data-c") or "").split()[0]
    point_at(page, str(mark.text_content())[:30])
    card = page.get_by_role("dialog")
    card.wait_for()
    said, _, name = str(page.locator(f"#c{id}").text_content()).partition(" inserted by ")
    assert said in card.inner_text()
    assert name.partition(",")[0] in card.inner_text()


def test_every_word_of_new_has_an_origin(written: Path) -> None:
    page = written.read_text()
    lengths = [
        sum(int(each.partition(":")[0]) for each in found.split())
        for found in re.findall(r'data-o="([^"]*)"', page)
    ]
    texts = [text for blocks in read_html(page, "new").values() for _, text in blocks]
    assert sorted(lengths) == sorted(map(len, texts))
    table = json.loads(page.partition('id="origins">')[2].partition("</script>")[0])
    numbers = {
        int(each)
        for each in re.findall(r"\d+:(\d+)", " ".join(re.findall(r'data-o="([^"]*)"', page)))
    }
    assert numbers == set(range(len(table)))


def test_marks_say_their_author_aloud(page: "Page") -> None:
    """In the tree that screen readers are given, each insertion and deletion follows its author."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if "role" in node]
    assert roles.count("insertion") > 20
    assert roles.count("deletion") > 5
    unsaid = page.evaluate(
        """() => [...document.querySelectorAll('main :is(ins, del)[data-c]')].filter((mark) => {
          const before = mark.previousElementSibling;
          const said = before && (before.matches('.vh') ? before : before.querySelector('.vh'));
          const done = /(inserted|deleted|replaced|moved|changed) by \\S/;
          return !said || !done.test(said.textContent);
        }).map((mark) => mark.outerHTML)"""
    )
    assert unsaid == []


def test_nothing_grave_is_found_by_axe(page: "Page", browser: "Browser", written: Path) -> None:
    assert grave_findings(page) == []
    page.keyboard.press("?")
    page.keyboard.press("d")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.keyboard.press("1")
    for _ in range(4):
        page.keyboard.press("j")
    page.keyboard.press("w")
    assert grave_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("v")
    assert grave_findings(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_grave_is_found_in_any_language(
    language: str, guarded: Guarded, tmp_path: Path
) -> None:
    made = GitRepository(tmp_path / "repository")
    for number in (1, 2):
        made.commit(language_files(language, number), str(number), author="Øystein <o@x.example>")
        made.tag(f"v{number}")
    run("-C", made.path, "redline", "v1", "v2", "-o", tmp_path / "redline.html")
    page = opened(guarded, tmp_path / "redline.html")
    assert grave_findings(page) == []
    page.keyboard.press("j")
    assert page.get_by_role("status").inner_text()
    main, note = (page.locator(css).first.bounding_box() for css in ("main", "main .note"))
    assert main
    assert note
    if language == "ar":
        assert note["x"] + note["width"] < main["x"]
    else:
        assert note["x"] > main["x"] + main["width"]


def test_it_is_dark_where_the_system_is_and_the_button_wins(page: "Page") -> None:
    def ground() -> str:
        return str(
            page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
        )

    light = ground()
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert dark != light
    page.keyboard.press("d")
    assert ground() == light
    page.emulate_media(color_scheme="dark", media="print")
    assert ground() == light


def test_it_prints_with_notes_under_their_paragraphs(page: "Page", tmp_path: Path) -> None:
    page.keyboard.press("d")
    page.emulate_media(media="print")
    assert not shown(page, "header, .side")
    assert shown(page, "main .note") == page.locator("main .note").count()
    page.emulate_media(media="screen")
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "printed.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    for id in re.findall(r"\b[A-Z]{2,3} \d+\b", page.locator("main").inner_text()):
        assert id in text
    assert "Table of changes" in text
    assert "Complete: " in text


def test_it_reads_whole_without_a_script(browser: "Browser", written: Path) -> None:
    guarded = Guarded(browser, java_script_enabled=False)
    page = opened(guarded, written)
    assert page.locator("main .note").first.is_visible()
    assert not page.locator(".tools").first.is_visible()
    assert page.locator("main ins").first.is_visible()
    guarded.close()


@pytest.mark.parametrize("width", [320, 760, 1100, 1280, 1900])
def test_no_width_needs_scrolling_sideways(width: int, guarded: Guarded, written: Path) -> None:
    guarded.page.set_viewport_size({"width": width, "height": 800})
    page = opened(guarded, written)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_deletions_are_hidden_on_demand_and_still_there(demo: Path, guarded: Guarded) -> None:
    path = demo.parent / "hidden.html"
    run("-C", demo, "redline", "v1", "v3", "--hide-deletions", "-o", path)
    page = opened(guarded, path)
    assert not shown(page, "main del")
    assert page.get_by_text("Deleted words are not shown").is_visible()
    page.get_by_role("button", name="Deletions").click()
    assert shown(page, "main del")


def test_pictures_are_shown_and_framed(guarded: Guarded, tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    first, second = (picture(colour) for colour in (b"\xff\x00\x00", b"\x00\x00\xff"))
    made.commit({"a.md": "One ![the river](one.png) here.\n\nStays.\n", "one.png": first})
    made.commit(
        {"a.md": "One ![the sea](two.png) here.\n\nStays ![&lt;b>](one.png).\n", "two.png": second}
    )
    made.commit(
        {
            "a.md": "One ![the sea](two.png) here.\n\nStays ![&lt;b>](one.png). ![x](a.svg)\n",
            "a.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        }
    )
    run("-C", made.path, "redline", "HEAD~2", "HEAD", "-o", tmp_path / "redline.html")
    page = opened(guarded, tmp_path / "redline.html")
    images: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll('main img')].map((image) => ({
          width: image.naturalWidth, kind: image.src.slice(0, 14),
          css: image.parentElement.className, alone: !image.alt }))"""
    )
    assert [each["css"] for each in images] == ["pic was", "pic now", "pic now"]
    captions = page.locator("main .img").all_text_contents()
    assert captions == ["the ", "river", "sea", "<b>", "x"]
    assert {each["kind"] for each in images} == {"data:image/png"}
    assert all(each["width"] == 8 for each in images)
    assert grave_findings(page) == []


def picture(colour: bytes) -> bytes:
    """Make a PNG of eight by eight in one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = b"".join(b"\x00" + colour * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
