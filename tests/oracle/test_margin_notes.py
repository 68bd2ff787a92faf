"""Notes in the margin and change bars: where pdftotext and the page itself have them."""

import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from pipeline.render.pdf.layout import layout, style_sheet
from tests.support.pdf_clauses import failures
from tests.support.rolling import DATE, run

_SPACE = "{http://www.w3.org/1999/xhtml}"


class Word(NamedTuple):
    text: str
    page: int
    left: float
    top: float
    bottom: float


def note(number: int, lines: int) -> str:
    more = "".join(f"<br>line{number}x{line}" for line in range(1, lines))
    return (
        f'<a class="t p1" id="c{number}" href="#n{number}">mark{number}</a>'
        f'<span class="note p1" id="n{number}"><a class="t" href="#c{number}">note{number}</a>'
        f"{more}</span><ins>new</ins>"
    )


def laid_out(path: Path, body: str, *, direction: str = "ltr") -> list[Word]:
    html = (
        f'<html lang="en" dir="{direction}"><head><title>T</title></head><body>{body}</body></html>'
    )
    sheets = [style_sheet("document.css"), style_sheet("redline.css")]
    sheets += [style_sheet("arabic.css")] if direction == "rtl" else []
    path.write_bytes(layout(html, style_sheets=sheets, date=DATE, margin_notes=True).pdf)
    root = ET.fromstring(run("pdftotext", "-bbox", path, "-"))
    return [
        Word(
            word.text or "",
            number,
            float(word.get("xMin", "")),
            float(word.get("yMin", "")),
            float(word.get("yMax", "")),
        )
        for number, page in enumerate(root.iter(f"{_SPACE}page"))
        for word in page.iter(f"{_SPACE}word")
    ]


def find(words: list[Word], text: str) -> Word:
    return next(word for word in words if word.text.startswith(text))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Word]]:
    """Thirty paragraphs, some with two notes of three lines on two lines of text."""
    text = "Some words that fill a line of the page and one more. "
    body = "".join(
        f"<p>{text}"
        + "".join(note(paragraph * 10 + each, 3) for each in range(paragraph % 3))
        + f"{text * (paragraph % 3)}</p>"
        for paragraph in range(1, 31)
    )
    path = tmp_path_factory.mktemp("notes") / "crowded.pdf"
    return path, laid_out(path, body)


def numbers() -> list[int]:
    return [paragraph * 10 + each for paragraph in range(1, 31) for each in range(paragraph % 3)]


def test_every_note_is_on_the_page_of_its_mark_right_of_the_text(crowded):
    _, words = crowded
    for number in numbers():
        mark, placed = find(words, f"mark{number}"), find(words, f"note{number}")
        assert placed.page == mark.page
        assert placed.left > (26 + 116) * 72 / 25.4


def test_notes_do_not_overlap_keep_their_order_and_stay_on_the_page(crowded):
    _, words = crowded
    pages: dict[int, list[tuple[float, float]]] = {}
    for number in numbers():
        lines = [w for w in words if re.fullmatch(rf"(note{number}|line{number}x\d)", w.text)]
        assert len(lines) == 3
        span = min(w.top for w in lines), max(w.bottom for w in lines)
        pages.setdefault(lines[0].page, []).append(span)
    for spans in pages.values():
        assert spans == sorted(spans)
        assert all(above[1] <= below[0] for above, below in itertools.pairwise(spans))
        assert spans[0][0] >= 27 * 72 / 25.4 - 3
        assert spans[-1][1] <= (297 - 27) * 72 / 25.4 + 3


def test_a_note_with_room_is_level_with_its_mark(tmp_path: Path):
    words = laid_out(tmp_path / "a.pdf", f"<p>One {note(1, 2)} two.</p><p>Three {note(2, 1)}.</p>")
    for number in (1, 2):
        line = find(words, "One" if number == 1 else "Three")
        assert abs(find(words, f"note{number}").top - line.top) < 6


def test_notes_that_do_not_fit_are_set_in_one_line_each(tmp_path: Path):
    body = f"<p>{' word '.join(note(number, 4) for number in range(1, 41))}</p>"
    path = tmp_path / "tight.pdf"
    words = laid_out(path, body)
    on_first = [n for n in range(1, 41) if find(words, f"mark{n}").page == 0]
    assert len(on_first) > 25
    assert all(find(words, f"note{n}").page == find(words, f"mark{n}").page for n in range(1, 41))
    tops = [find(words, f"note{n}").top for n in on_first]
    assert all(below - above >= 8 for above, below in itertools.pairwise(tops))
    assert [each for each in failures(path) if each.clause != "redraft bookmarks"] == []


def test_a_page_that_cannot_hold_its_notes_says_how_many_are_left_out(tmp_path: Path):
    body = f"<p>{' '.join(note(number, 2) for number in range(1000, 1140))}</p>"
    words = laid_out(tmp_path / "a.pdf", f'{body}<section id="changes"><p>All.</p></section>')
    marks = [word for word in words if word.text.startswith("mark") and word.page == 0]
    notes = [word for word in words if word.text.startswith("note") and word.page == 0]
    said = [word.text for word in words if word.text.startswith("+") and word.page == 0]
    assert len(marks) > 76 > len(notes) > 60
    assert said == [f"+{len(marks) - len(notes)}"]
    tops = [word.top for word in notes]
    assert min(tops) >= 27 * 72 / 25.4 - 3
    assert max(word.bottom for word in notes) <= (297 - 27) * 72 / 25.4 + 3
    assert all(below - above >= 8 for above, below in itertools.pairwise(tops))


def test_placing_notes_moves_no_text(tmp_path: Path):
    text = "Some words of a text that is not short at all. " * 40
    with_notes = f"<p>{text}{note(1, 4)}{note(2, 4)} {text}</p>" * 3
    without = re.sub(r'<span class="note.*?</span>', "", with_notes)
    first = laid_out(tmp_path / "a.pdf", with_notes)
    second = laid_out(tmp_path / "b.pdf", without)
    kept = [w for w in first if not w.text.startswith(("note", "line"))]
    assert [w[:2] for w in kept] == [w[:2] for w in second]
    assert all(abs(a.top - b.top) < 0.1 for a, b in zip(kept, second, strict=True))


@pytest.mark.parametrize("around", ["{}", "<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>"])
def test_the_notes_of_a_table_stand_in_the_margin_whatever_the_column(tmp_path: Path, around: str):
    rows = "".join(
        f"<tr><td>first {note(98 + 2 * row, 2)}</td><td>between</td>"
        f"<td>{note(99 + 2 * row, 2)}</td></tr>"
        for row in range(1, 41)
    )
    table = f'<div class="tw"><table><tbody>{rows}</tbody></table></div>'
    words = laid_out(tmp_path / "table.pdf", f"<p>Before.</p>{around.format(table)}<p>After.</p>")
    assert {word.page for word in words} == {0, 1}
    lefts = set()
    for number in range(100, 180):
        mark, placed = find(words, f"mark{number}"), find(words, f"note{number}")
        assert placed.page == mark.page, number
        assert placed.top > 27 * 72 / 25.4 - 3
        lefts.add(round(placed.left))
    assert len(lefts) == 1
    assert min(lefts) > (26 + 116) * 72 / 25.4


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_bars_stand_outside_the_text_at_changed_lines_only(tmp_path: Path, direction: str):
    path = tmp_path / "bars.pdf"
    filler = "Some words of a text that is not short at all. " * 4
    laid_out(
        path, f"<p>{filler}</p><p>One <ins>new</ins> word.</p><p>{filler}</p>", direction=direction
    )
    with pikepdf.open(path) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    drawn = content[content.rindex("/Artifact BMC") :]
    bars = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re", drawn)
    assert len(bars) == 1
    left, _, width, height = map(float, bars[0])
    start, end = (26, 142) if direction == "ltr" else (68, 184)
    assert not start * 72 / 25.4 < left < end * 72 / 25.4
    assert abs(left - (start if direction == "ltr" else end) * 72 / 25.4) < 15
    assert width == 1.3
    assert height < 20
