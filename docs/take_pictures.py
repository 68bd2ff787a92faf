"""Takes the pictures of the documentation from what redraft really makes: ``make pictures``.

Everything is of the demonstration, written anew in a folder of its own; pages on paper are set by
pdftoppm, the others taken in Chromium.
"""

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cmarkgfm
from PIL import Image

from tests.support.browser import Guarded, running_browser
from tests.support.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = Path(__file__).parent / "pictures"
REDRAFT = str(Path(sys.executable).parent / "redraft")
_COLOURS = 96  # that a picture keeps: text needs few
_ENTRY = "recommendations/united-states-2013-11-09.md"
_WRONG = """\
---
group: F
date: 2014-02-10
submitters: [{name: Fiji, kind: state}]
---
• All ports should should stay open.
"""
_ANSI = {"1": "font-weight:700", "2": "opacity:.7", "4": "text-decoration:underline"} | {
    str(30 + at): f"color:{colour}"
    for at, colour in enumerate(
        ["#1c1c1a", "#b3261e", "#1a6b3c", "#8a6100", "#1e4f80", "#6b3fa0", "#037687", "#55585c"]
    )
}
_TERMINAL = (
    "body{margin:0;padding:18px 22px;background:#fff;color:#1c1c1a;"
    "font:15px/21px 'DejaVu Sans Mono','Source Code Pro',monospace}pre{margin:0}"
)
_COMMENT = (
    "body{margin:24px 28px;font:15px/23px 'Source Sans 3','Noto Sans',sans-serif;color:#1f2328}"
    "h3{font-size:19px;border-bottom:1px solid #d1d9e0;padding-bottom:5px}"
    "code{background:#eff1f3;border-radius:5px;padding:2px 5px;font-size:13px}"
    "table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:5px 12px}"
)


def main() -> None:
    """Take every picture anew."""
    with tempfile.TemporaryDirectory(prefix="redraft-pictures-") as name:
        folder = Path(name)
        demo = folder / "demo"
        run("demo", "--quiet", str(demo))
        on_paper(folder, demo)
        with running_browser() as browser:
            redline_page(browser, folder, demo)
            comment(browser, folder, demo)
            terminal(browser, folder, demo)
            live_preview(browser, demo)


def on_paper(folder: Path, demo: Path) -> None:
    """Take two pages of the document side by side, and one of the redline."""
    run("-C", str(demo), "build", "v3", "-o", str(folder / "document.pdf"))
    pages = [page(folder / "document.pdf", number) for number in (1, 4)]
    both = Image.new("RGB", (sum(each.width for each in pages) + 12, pages[0].height), "#d3d3ce")
    both.paste(pages[0], (0, 0))
    both.paste(pages[1], (pages[0].width + 12, 0))
    keep(both, "document")
    run("-C", str(demo), "redline", "v2", "v3", "-o", str(folder / "redline.pdf"))
    keep(
        page(folder / "redline.pdf", page_with(folder / "redline.pdf", "in particular)")),
        "redline-pdf",
    )


def page(pdf: Path, number: int) -> Image.Image:
    """Set one page of a PDF as a picture."""
    place = pdf.with_suffix("")
    at = str(number)
    subprocess.run(
        ["pdftoppm", "-r", "80", "-f", at, "-l", at, "-singlefile", "-png", pdf, place], check=True
    )
    return Image.open(place.with_suffix(".png")).convert("RGB")


def page_with(pdf: Path, text: str) -> int:
    """Return the number of the first page that holds a text."""
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    pages = told.stdout.decode().split("\f")
    return next(at for at, each in enumerate(pages, start=1) if text in each)


def redline_page(browser: "Browser", folder: Path, demo: Path) -> None:
    """Take the redline's page with the card of a change open."""
    file = folder / "redline.html"
    run("-C", str(demo), "redline", "v2", "v3", "-o", str(file))

    def look(guarded: Guarded) -> None:
        guarded.page.goto(file.as_uri())
        mark = guarded.page.locator("article ins", has_text="in particular").first
        mark.scroll_into_view_if_needed()
        mark.hover()
        guarded.page.locator("#card").wait_for()

    shoot(browser, "redline-html", look, {"width": 1280, "height": 760})


def comment(browser: "Browser", folder: Path, demo: Path) -> None:
    """Take the comment on a pull request as a renderer of GitHub's Markdown shows it."""
    git(demo, "switch", "--quiet", "--create", "topic")
    edit(demo / _ENTRY, "make it easier", "make it much easier")
    git(demo, "commit", "--quiet", "--all", "--message", "Make it much easier")
    file = folder / "comment.md"
    run("-C", str(demo), "report", "main", "topic", "-o", str(file))
    body = cmarkgfm.github_flavored_markdown_to_html(file.read_text("utf-8"))
    git(demo, "switch", "--quiet", "main")
    shoot_page(browser, "report", folder, f"<style>{_COMMENT}</style>{body}", 820)


def terminal(browser: "Browser", folder: Path, demo: Path) -> None:
    """Take what ``check`` prints on a terminal."""
    file = demo / "recommendations" / "fiji-2014-02-10.md"
    file.write_text(_WRONG, "utf-8")
    said = on_terminal([REDRAFT, "-C", str(demo), "check"])
    file.unlink()
    body = f"<style>{_TERMINAL}</style><pre>$ redraft check\n{coloured(said)}</pre>"
    shoot_page(browser, "check", folder, body, 1080)


def live_preview(browser: "Browser", demo: Path) -> None:
    """Take the live preview with a finding at its place and the card of a word."""
    served = Served(demo)

    def look(guarded: Guarded) -> None:
        guarded.page.goto(served.address)
        guarded.page.locator("#live", has_text="Live").wait_for()
        edit(demo / _ENTRY, "make it easier for them", "make it easier for for them")
        guarded.page.locator("#shown .finding").wait_for()
        guarded.page.evaluate(
            """() => {
                const found = document.querySelector('#shown .finding').getBoundingClientRect();
                scrollBy({top: found.bottom - innerHeight * 0.4, behavior: 'instant'});
            }"""
        )
        box = guarded.page.locator(
            ".blk", has_text="Notes how important it is"
        ).first.bounding_box()
        assert box is not None
        guarded.page.mouse.move(box["x"] + 150, box["y"] + 14)
        guarded.page.locator("#card").wait_for()

    try:
        shoot(browser, "serve", look, {"width": 1280, "height": 760})
    finally:
        served.stop()


def shoot(
    browser: "Browser", name: str, look: Callable[[Guarded], None], viewport: dict[str, int]
) -> None:
    """Open a page, look at something on it, and keep the picture."""
    guarded = Guarded(browser, viewport=viewport, reduced_motion="reduce")
    look(guarded)
    place = PICTURES / f"{name}.png"
    guarded.page.screenshot(path=place)
    guarded.close()
    keep(Image.open(place).convert("RGB"), name)


def shoot_page(browser: "Browser", name: str, folder: Path, body: str, width: int) -> None:
    """Show HTML at its own height, and keep the picture."""
    file = folder / f"{name}.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{body}", "utf-8")

    def look(guarded: Guarded) -> None:
        guarded.page.goto(file.as_uri())
        height = guarded.page.evaluate("document.documentElement.getBoundingClientRect().height")
        guarded.page.set_viewport_size({"width": width, "height": int(height) + 1})

    shoot(browser, name, look, {"width": width, "height": 100})


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours: text needs no more, and the file stays small."""
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def edit(file: Path, old: str, new: str) -> None:
    """Change one phrase of a file, wherever its line ends."""
    phrase = r"\s+".join(map(re.escape, old.split()))
    text, changed = re.subn(phrase, new, file.read_text("utf-8"), count=1)
    assert changed, f"{file} has no '{old}'"
    file.write_text(text, "utf-8")


def run(*arguments: str) -> None:
    """Run redraft."""
    subprocess.run([REDRAFT, *arguments], check=True)


def git(demo: Path, *arguments: str) -> None:
    """Run git as the delegate of an invented state."""
    person = ["-c", "user.name=Kim Lee", "-c", "user.email=kim@lee.example"]
    subprocess.run(["git", "-C", str(demo), *person, *arguments], check=True)


def on_terminal(command: list[str]) -> str:
    """Run a command on a terminal of its own and return what it printed, colours and all."""
    said = bytearray()

    def read(descriptor: int) -> bytes:
        data = os.read(descriptor, 65536)
        said.extend(data)
        return data

    silent = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            os.environ["COLUMNS"] = "96"
            pty.spawn(command, read)
        finally:
            os.dup2(silent, 1)
    return said.decode().replace("\r\n", "\n")


def coloured(said: str) -> str:
    """Turn a terminal's colours into spans."""
    parts = re.split(r"\x1b\[([\d;]*)m", said)
    body, style = html.escape(parts[0]), ""
    for codes, text in zip(parts[1::2], parts[2::2], strict=True):
        named = [_ANSI[code] for code in codes.split(";") if code in _ANSI]
        style = ";".join([style, *named]) if named else ""
        body += f'<span style="{style}">{html.escape(text)}</span>' if text else ""
    return body


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    assert shutil.which("pdftoppm")
    main()
