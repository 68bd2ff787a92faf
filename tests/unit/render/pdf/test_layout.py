"""The layout: what it may use, how it ends, what it never loses."""

import datetime
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline.errors import RenderError
from pipeline.render.pdf import fonts
from pipeline.render.pdf.layout import layout, style_sheet

DATE = datetime.datetime(2014, 2, 12, 9, 30, tzinfo=datetime.UTC)
PAGE = '<html lang="en"><head><title>T</title></head><body>{}</body></html>'
PLAIN = "@page { size: 100mm 100mm; margin: 10mm } html { font-family: 'Source Serif 4' }"


def laid_out(body: str, *sheets: str, **more):
    return layout(PAGE.format(body), style_sheets=(PLAIN, *sheets), date=DATE, **more)


def code(error: pytest.ExceptionInfo[RenderError]) -> str:
    return error.value.diagnostics[0].code


def picture(kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "navy").save(data, kind)
    return data.getvalue()


def pixels(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as read:
        return sum(len(page.get_images()) for page in read.pages)


def test_given_images_are_printed():
    body = '<p><img src="redraft:image/a%20b/c.png" alt="a map"></p>'
    assert pixels(laid_out(body, images={"a b/c.png": picture()}).pdf) == 1


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP"])
def test_four_kinds_of_images(kind):
    body = '<p><img src="redraft:image/a" alt="a map"></p>'
    assert pixels(laid_out(body, images={"a": picture(kind)}).pdf) == 1


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_an_image_that_cannot_be_printed_stops_the_layout(data):
    with pytest.raises(RenderError) as error:
        laid_out('<p><img src="redraft:image/a/b.png" alt="x"></p>', images={"a/b.png": data})
    assert code(error) == "E076"
    assert "a/b.png" in str(error.value)


def test_no_file_and_no_network_is_read(tmp_path: Path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    sheet = f"@import 'file://{secret}'; body {{ background: url(file://{secret}) }} "
    sheet += (
        "p { list-style-image: url(http://127.0.0.1:9/a.png); background: url(//127.0.0.1:9/b) }"
    )
    sheet += f"@font-face {{ font-family: F; src: url(file://{secret}), local(DejaVu) }}"
    made = laid_out(
        f'<base href="file://{tmp_path}/"><link rel="stylesheet" href="secret.css">'
        f'<link rel="attachment" href="file://{secret}"><p>Text</p>',
        sheet,
    )
    with pikepdf.open(io.BytesIO(made.pdf)) as read:
        assert not read.attachments
    assert pixels(made.pdf) == 0
    assert any("only the images of its repository" in warning for warning in made.warnings)


def test_what_style_sheets_get_wrong_is_told():
    assert any("colour" in warning for warning in laid_out("<p>a", "p { colour: red }").warnings)


def test_letter_can_be_imported_by_name():
    made = laid_out("<p>Text</p>", '@import "redraft:letter.css";')
    with pikepdf.open(io.BytesIO(made.pdf)) as read:
        assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [612, 792]


def test_too_much_time_is_one_clear_error():
    words = " ".join(f"<b>w{number}</b>" for number in range(60_000))
    with pytest.raises(RenderError) as error:
        laid_out(f"<p>{words}</p>", seconds=2)
    assert code(error) == "E072"


def test_a_style_sheet_bomb_is_stopped():
    bomb = ":root{--a0:xxxxxxxxxxxxxxxx;" + "".join(
        f"--a{n}:{f'var(--a{n - 1})' * 10};" for n in range(1, 12)
    )
    with pytest.raises(RenderError) as error:
        laid_out("<p>a</p>", bomb + "} p::before { content: var(--a11) }", seconds=5)
    assert code(error) in ("E072", "E073")


def test_too_deep_a_text_is_one_clear_error():
    with pytest.raises(RenderError) as error:
        laid_out("<blockquote>" * 2000 + "x")
    assert code(error) == "E075"


def test_the_audit_refuses_a_layout_that_loses_footnotes():
    notes = "".join(
        f"<p>{'Some text. ' * (number * 7 % 40 + 3)}"
        f'<small class="fn" id="fn{number}" data-n="{number}">'
        f"{'Note. ' * (number % 20 + 3)}</small>"
        for number in range(1, 79)
    )
    bad = (
        "@page { @footnote { border-top: .5pt solid; padding-top: 2mm; margin-top: 0 } }"
        ".fn { footnote-policy: auto }"
    )
    with pytest.raises(RenderError) as error:
        laid_out(notes, style_sheet("document.css"), bad)
    assert code(error) == "E074"
    assert re.search(r"footnote \d+ is (missing|cut|called)", str(error.value))


def test_hidden_footnotes_are_lost_footnotes():
    body = '<p>Text<small class="fn" id="fn1" data-n="1">Note</small></p>'
    with pytest.raises(RenderError) as error:
        laid_out(body, ".fn { display: none }")
    assert code(error) == "E074"


def test_the_same_bytes_wherever_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    body = "<h1>Title</h1><p>Some <em>text</em>, <a href='https://a.example'>a link</a>.</p>"
    first = laid_out(body).pdf
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("FONTCONFIG_FILE", "/nowhere")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert laid_out(body).pdf == first


def test_a_hostile_folder_is_not_imported_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "pipeline").mkdir()
    for name in ("json.py", "pickle.py", "weasyprint.py", "pipeline/__init__.py"):
        (tmp_path / name).write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    assert laid_out("<p>a</p>").pages == 1


def test_a_missing_library_is_one_line_with_packages(tmp_path: Path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    script = (
        "import datetime\nfrom pipeline.errors import RenderError\n"
        "from pipeline.render.pdf.layout import layout\n"
        "try:\n layout('<p>', style_sheets=(), date=datetime.datetime.now(datetime.UTC))\n"
        "except RenderError as error:\n"
        " d = error.diagnostics[0]; print(d.code, d.message, d.hint)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("E071 ")
    assert "libpango-1.0-0" in done.stdout
    for system in ("Debian", "Fedora", "macOS"):
        assert system in done.stdout
    assert done.stdout.count("\n") == 1
    assert not done.stderr


def test_fonts_know_their_characters():
    assert (
        fonts.uncovered("Tunis Agenda, œuvre, Рекомендации, توصيات, “–…” (1)\n\t\u200f")
        == frozenset()
    )
    assert fonts.uncovered("a😀") == frozenset("😀")
    assert (fonts.uncovered("建议") == frozenset()) is (fonts.chinese_file() is not None)


def test_a_document_in_chinese_needs_its_font(monkeypatch: pytest.MonkeyPatch):
    fonts.require_chinese("zh")
    monkeypatch.setattr(fonts, "chinese_file", lambda: None)
    fonts.require_chinese("en")
    with pytest.raises(RenderError) as error:
        fonts.require_chinese("zh-Hans")
    assert code(error) == "E070"
    assert error.value.exit_code == 2
    assert fonts.CHINESE_PACKAGE in (error.value.diagnostics[0].hint or "")


def test_no_room_for_temporary_files_is_one_clear_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", "/dev/full")
    with pytest.raises(RenderError) as error:
        laid_out("<p>a</p>")
    assert code(error) == "E078"
