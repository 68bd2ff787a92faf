"""What a redline on paper leaves out on demand, and what never fails it: pictures."""

import re
import struct
import subprocess
import zlib
from pathlib import Path

from pipeline.commands.redline import redline
from pipeline.model.background import Background
from pipeline.render.redline import as_html, as_paper, as_pdf
from tests.support.drawn import History
from tests.support.repository import GitRepository

TABLE = "Kept.\n\n| Country | Number |\n|---|---|\n| India | 12 |\n| Japan | {} |\n| Kenya | 4 |\n"


def test_a_changed_cell_is_shown_with_its_row_and_the_head_of_its_table() -> None:
    history = History()
    old = history.commit({"a.md": TABLE.format(3)})
    made = history.redline(old, history.commit({"a.md": TABLE.format(5)}))
    page = as_paper.render(made, changes_only=True)
    shown = re.findall("<t[hd][^>]*>(?:<[^>]*>)*(\\w+)", page[page.index('class="tw"') :])
    assert shown[:3] == ["Country", "Number", "Japan"]
    assert "Kenya" not in page
    assert "Kept." not in page


def test_hidden_deletions_leave_their_place_their_author_and_a_line_that_says_so() -> None:
    history = History()
    paragraphs = ["All states should act soon.", "They meet in spring.", "Ports stay open."]
    old = history.commit({"a.md": "\n\n".join(paragraphs)})
    history.commit({"a.md": "\n\n".join([paragraphs[0], paragraphs[2]])}, author="Bob")
    new = history.commit({"a.md": "All states must act.\n\nPorts stay open.\n"}, author="Carla")
    made = history.redline(old, new)
    whole, page = as_paper.render(made), as_paper.render(made, hide_deletions=True)
    body = page.partition('id="legend"')[2].partition('id="changes"')[0]
    for word in ("should", "spring", "soon"):
        assert word in whole
        assert f">{word}" not in body
        assert f" {word}" not in body
    assert "must" in body
    assert "[…]" in body
    assert "Deleted words are not shown" in page
    ids = [re.findall(' id="(c[0-9]+b?)"', each) for each in (whole, page)]
    assert ids[0] == ids[1] != []


def test_what_a_revision_was_called_is_on_no_page_unless_it_is_a_version(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    first = made.commit({"a.md": "One two.\n"})
    made.branch("topical")
    second = made.commit({"a.md": "One three.\n"})
    made.switch("main")
    pages = [
        as_paper.render(redline(made.path, *pair, by_commit=True).redline)
        for pair in (("main", "topical"), (first, second), ("topical~1", "topical"))
    ]
    assert len(set(pages)) == 1
    assert "topical" not in pages[0]
    assert second[:7] in pages[0]


def test_pictures_of_both_sides_are_laid_out_and_a_broken_one_fails_nothing(
    tmp_path: Path,
) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "One ![the river](one.png).\n", "one.png": png(b"\xff\x00\x00")})
    made.commit({"a.md": "One ![a sea](two.png).\n", "two.png": png(b"\x00\x00\xff")})
    compared = redline(made.path, "HEAD~1", "HEAD", images=True)
    assert {key: data[:4] for key, data in compared.background.images.items()} == {
        ("old", "one.png"): b"\x89PNG",
        ("new", "two.png"): b"\x89PNG",
    }
    assert pictures(tmp_path, compared.redline, compared.background) == 2
    broken = Background({("new", "two.png"): b"\x89PNG\r\n\x1a\n" + b"no picture" * 9})
    assert pictures(tmp_path, compared.redline, broken) == 0


def test_one_picture_named_a_thousand_times_does_not_fill_a_page() -> None:
    history = History()
    image = png(b"\xff\x00\x00") + bytes(1 << 20)
    old = history.commit({"a.md": "One.\n"})
    new = history.commit({"a.md": "One. " + "![x](one.png) " * 1_000 + "\n"})
    page = as_html.render(
        history.redline(old, new), background=Background({("new", "one.png"): image})
    )
    assert 1 < page.count("<img") < 50
    assert page.count('class="img"') >= 1
    assert len(page) < 64 << 20


def test_no_picture_is_read_from_outside_the_tree(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(b"\x00\x00\x00"))
    made = GitRepository(tmp_path / "repository")
    (made.path / "link.png").symlink_to(tmp_path / "secret.png")
    targets = (
        "../secret.png",
        f"{tmp_path}/secret.png",
        "link.png",
        f"file://{tmp_path}/secret.png",
    )
    made.commit({"a.md": "Before.\n"})
    text = "\n\n".join(f"![x]({target})" for target in targets)
    made.commit({"a.md": f"{text}\n\n![x](a.svg)\n", "a.svg": "<svg/>"})
    assert redline(made.path, "HEAD~1", "HEAD", images=True).background.images == {}


def pictures(folder: Path, made, background: Background) -> int:  # type: ignore[no-untyped-def]
    """Count the pictures of a PDF."""
    path = folder / "redline.pdf"
    path.write_bytes(as_pdf.render(made, background=background).pdf)
    listed = subprocess.run(["pdfimages", "-list", path], capture_output=True, check=True).stdout
    return len(re.findall(r"(?m)^ +[0-9]+ +[0-9]+ image ", listed.decode()))


def png(colour: bytes) -> bytes:
    """Make a PNG of eight by eight in one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    rows = b"".join(b"\x00" + colour * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
