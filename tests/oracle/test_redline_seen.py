"""A redline without colours: in grey, and as eyes see it that lack one sort of cones.

Sights by Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
"""

import itertools
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from pipeline.cli import redraft
from pipeline.render import palette
from pipeline.render.pdf.layout import layout, style_sheet
from tests.support.rolling import DATE, run

SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
MARKS = {
    "inserted": '<ins class="p1">{}</ins>',
    "deleted": '<del class="p1">{}</del>',
    "moved here": '<ins class="mv">{}</ins>',
    "moved away": '<del class="mv">{}</del>',
    "formatted": '<span class="fmt p1">{}</span>',
    "link": '<span class="lnk fmt p1">{}</span>',
    "kept": "{}",
}
DPI = 300
_WHITE = 200  # lighter is paper


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]


def luminance(colour: str, sight: str) -> float:
    seen = [
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True))))
        for row in SIGHTS[sight]
    ]
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_party_can_be_read_on_its_ground(sight: str) -> None:
    for colours, ground in ((palette.ON_WHITE, "#ffffff"), (palette.ON_BLACK, "#17191c")):
        paper = luminance(ground, sight) + 0.05
        for colour in colours:
            ink = luminance(colour, sight) + 0.05
            assert max(ink, paper) / min(ink, paper) >= 4.5, (sight, colour)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    """Each mark under thirty letters of no ascent, cut out of a page in grey."""
    folder = tmp_path_factory.mktemp("marks")
    body = "".join(f"<p>{mark.format('n' * 30)}</p>" for mark in MARKS.values())
    pdf = layout(
        f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>',
        style_sheets=[style_sheet("document.css"), style_sheet("redline.css")],
        date=DATE,
    ).pdf
    (folder / "marks.pdf").write_bytes(pdf)
    run("pdftoppm", "-r", str(DPI), "-gray", "-singlefile", folder / "marks.pdf", folder / "marks")
    page = Image.open(folder / "marks.pgm")
    root = ET.fromstring(run("pdftotext", "-bbox", folder / "marks.pdf", "-"))
    words = [
        word for word in root.iter("{http://www.w3.org/1999/xhtml}word") if "nnn" in str(word.text)
    ]
    scale = DPI / 72
    boxes = [
        [float(word.get(name, "")) * scale for name in ("xMin", "yMin", "xMax", "yMax")]
        for word in words
    ]
    return {
        name: page.crop((round(x), round(top), round(right), round(bottom + 2 * scale)))
        for name, (x, top, right, bottom) in zip(MARKS, boxes, strict=True)
    }


def signature(image: Image.Image) -> tuple[tuple[str, str], ...]:
    """Tell the lines of a mark from top to bottom: through the letters or below, and how drawn."""
    width, height = image.size
    rows = [[image.getpixel((x, y)) < _WHITE for x in range(width)] for y in range(height)]  # type: ignore[operator]
    inked = [sum(row) / width for row in rows]
    base = max(y for y in range(height) if 55 <= _segments(rows[y]) <= 65)  # two stems a letter
    lines: list[tuple[str, str]] = []
    last = -9
    for y in range(height):
        pieces = _segments(rows[y])
        is_line = inked[y] > 0.97 or (y > base + 2 and inked[y] > 0.3 and pieces > 8)
        if is_line and y - last > 1:
            place = "below" if y > base else "through"
            style = "solid" if inked[y] > 0.97 else "dotted" if pieces > 70 else "dashed"
            lines.append((place, style))
        if is_line:
            last = y
    return tuple(lines)


def _segments(row: list[bool]) -> int:
    return sum(1 for key, _ in itertools.groupby(row) if key)


def test_every_kind_of_mark_has_lines_of_its_own(drawn: dict[str, Image.Image]) -> None:
    found = {name: signature(image) for name, image in drawn.items()}
    below, through = ("below", "solid"), ("through", "solid")
    assert found["inserted"] == (below,)
    assert found["deleted"] == (through,)
    assert found["moved here"] == (below, below)
    assert found["moved away"] == (through, below, below)
    assert found["kept"] == ()
    assert len(set(found.values())) == len(MARKS), found


class _Reader(HTMLParser):
    """Takes each mark for the party of the last tag before one of its line: no colour is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.tag = ""
        self.last: dict[str, str] = {}
        self.mark = ""
        self.marks = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = str(values.get("class")).split()
        if "footnote" in classes:
            self.last.clear()
        if tag == "a" and "t" in classes and values.get("data-by"):
            self.tag = str(values["data-by"])
        elif tag in ("ins", "del") and values.get("data-by"):
            line = f"{tag} {'mv' in classes}"
            whole = f"{values['data-c']} {values['data-by']}"
            if self.tag or self.mark == f"del {whole}":  # new words right after the old ones
                self.last[line] = self.tag or str(values["data-by"])
            self.tag, self.mark = "", f"{tag} {whole}"
            self.marks += 1
            if self.last.get(line) != values["data-by"]:
                self.wrong.append(f"{values} is taken for {self.last.get(line)}")


def test_letters_say_whose_each_mark_is_where_no_colour_does(tmp_path: Path) -> None:
    runner = CliRunner()
    demo, page = str(tmp_path / "demo"), tmp_path / "redline.html"
    assert runner.invoke(redraft, ["demo", demo]).exit_code == 0
    for pair in (("v1", "v3"), ("v2", "v3"), ("v1", "v2")):
        arguments = ["-C", demo, "redline", *pair, "-o", str(page)]
        assert runner.invoke(redraft, arguments).exit_code == 0
        reader = _Reader()
        reader.feed(page.read_text())
        assert reader.marks > 10
        assert reader.wrong == []
        legend = page.read_text().partition("</aside>")[0]
        letters = re.findall(r"<b>([A-Z]{2,4})</b>", legend)
        assert len(letters) == len(set(letters)) > 1
