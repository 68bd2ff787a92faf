"""PDFs of rolling documents, read by programs that did not write them."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from pipeline.model.text import RollingDocument
from pipeline.render.document.view import entry_title
from pipeline.render.pdf.layout import Attachment
from tests.support.pdf_clauses import failures
from tests.support.rolling import LANGUAGES, entry, in_language, lay_out, page_texts, rolling, run

MADE = tuple[RollingDocument, Path]


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MADE:
    """The document of a language, and its PDF with two files attached."""
    document = in_language(request.param)
    attachments = [
        Attachment("b.json", b"{}", "application/json", "Data"),
        Attachment("a/x.md", "é".encode(), "text/markdown", "Source", "Source"),
    ]
    path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    path.write_bytes(lay_out(document, attachments=attachments).pdf)
    return document, path


def letters(text: str) -> str:
    """Return letters and digits alone, in the order of writing, compatibility forms resolved."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def printed(document: RollingDocument) -> Iterator[str]:
    """Yield the text of every block that is printed, footnotes where they stand."""
    for group in document.groups:
        for each in group.entries:
            yield entry_title(each, document.settings.language)
            yield from (block.text for block in each.blocks)


def test_qpdf_finds_no_error(made: MADE):
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", made[1])


def test_the_checked_clauses_of_both_standards_are_kept(made: MADE):
    assert failures(made[1]) == []


def test_every_font_is_embedded_cut_and_ours(made: MADE):
    for line in run("pdffonts", made[1]).splitlines()[2:]:
        name, _, rest = line.partition(" ")
        assert re.fullmatch(r"[A-Z]{6}\+(Source-Ser|Source-San|Amiri|Noto-Sans-CJK-SC).*", name), (
            line
        )
        assert re.search(r" yes +yes +yes ", rest), line


def test_every_word_is_there(made: MADE):
    document, path = made
    text = letters(run("pdftotext", path, "-"))
    for block in printed(document):
        for word in block.split():
            assert letters(word) in text, word


def test_the_structure_holds_the_text_in_reading_order(made: MADE):
    document, path = made
    read = run("pdfinfo", "-struct-text", path)
    pieces = re.findall(r'^\s*"(.*)"$', read, re.MULTILINE)
    words = letters
    if document.settings.language == "ar":  # poppler gives the glyphs from left to right
        pieces = [piece[::-1] for piece in pieces]

        def words(text: str) -> str:
            return "".join(c for c in letters(text) if "\u0600" <= c <= "\u06ff" and c.isalpha())

    text = words("".join(pieces))
    at = 0
    for group in document.groups:
        for each in group.entries:
            notes = [b.text for b in each.blocks if b.kind == "footnote"]
            blocks = [b for b in each.blocks if b.kind != "footnote"]
            for block in blocks:
                calls = [mark.start for mark in block.marks if mark.kind == "footnote"]
                parts = [block.text[: calls[0]], block.text[calls[0] :]] if calls else [block.text]
                for part in parts:
                    found = text.find(words(part), at)
                    assert found >= 0, part
                    at = found + len(words(part))
            assert all(words(note) in text for note in notes)


def test_notes_follow_their_calls_in_the_structure(made: MADE):
    read = run("pdfinfo", "-struct-text", made[1])
    types = re.findall(
        r"^ *(Reference|Note)\b", read[read.index("Abstract") if "Abstract" in read else 0 :], re.M
    )
    notes = [index for index, kind in enumerate(types) if kind == "Note"]
    assert len(notes) == 2
    assert all(types[index - 1] == "Reference" for index in notes)


def test_the_outline_is_the_document(made: MADE):
    document, path = made
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        groups = [item for item in outline.root if item.children]
        assert [len(item.children) for item in groups] == [1, 1]
        titles = [child.title for item in groups for child in item.children]
    language = document.settings.language
    entries = [each for group in document.groups for each in group.entries]
    assert [title.split(maxsplit=1)[1] for title in titles] == [
        entry_title(each, language) for each in entries
    ]


def test_language_title_direction_and_attachments_are_told(made: MADE):
    document, path = made
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == document.settings.language
        assert str(pdf.docinfo.Title).startswith(document.settings.title)
        is_mirrored = pdf.Root.ViewerPreferences.get("/Direction") == "/R2L"
        assert is_mirrored is (document.settings.language == "ar")
        assert sorted(pdf.attachments) == ["a/x.md", "b.json"]
        assert pdf.attachments["a/x.md"].get_file().read_bytes() == "é".encode()
        assert [str(each.AFRelationship) for each in pdf.Root.AF] == ["/Source", "/Data"]


def test_links_lead_from_calls_to_notes_and_back(made: MADE):
    with pikepdf.open(made[1]) as pdf:
        targets = [
            str(annotation.Dest)
            for page in pdf.pages
            for annotation in page.get("/Annots", [])
            if "/Dest" in annotation
        ]
    for number in ("1", "2"):
        assert targets.count(f"fn{number}") == 1
        assert targets.count(f"fn{number}-call") == 1


def test_the_contents_name_the_pages(tmp_path: Path):
    files = {
        f"e{number}.md": entry("Text. " * 300, f"date: 2014-02-{number:02}")
        for number in range(1, 13)
    }
    path = tmp_path / "long.pdf"
    path.write_bytes(lay_out(rolling(files)).pdf)
    pages = page_texts(path)
    contents = next(page for page in pages if "Table of contents" in page)
    listed = re.findall(r"(\d+)\. +Draft .*\((\d+) February 2014\)[ .]+(\d+)\n", contents)
    assert len(listed) == 12
    for _, day, page in listed:
        assert f"({day} February 2014)" in " ".join(pages[int(page) - 1].split())


def test_many_long_footnotes_stand_where_they_are_called(tmp_path: Path):
    files = {
        f"e{number}.md": entry(
            "\n\n".join(f"({n}) {'One two three. ' * (number * n % 23)}[^{n}]" for n in range(1, 7))
            + "\n\n"
            + "\n".join(
                f"[^{n}]: Note {number}x{n}. {'Four five. ' * (n * 3)}" for n in range(1, 7)
            )
        )
        for number in range(1, 16)
    }
    path = tmp_path / "notes.pdf"
    path.write_bytes(lay_out(rolling(files)).pdf)
    read = run("pdfinfo", "-struct-text", path)
    assert len(re.findall(r"^ *Note <", read, re.M)) == 90
    assert failures(path) == []


def test_labels_tables_and_code_are_tagged_as_such(tmp_path: Path):
    body = "(1) one\n\n    a) two\n\n| a | b |\n|--|--|\n| c | d |\n\n```\ncode\n```\n\n> quoted\n"
    path = tmp_path / "kinds.pdf"
    path.write_bytes(lay_out(rolling({"a.md": entry(body)})).pdf)
    read = run("pdfinfo", "-struct-text", path)
    squeezed = re.sub(r"\s+", " ", read)
    assert 'LI (block) Lbl (block) "(1)" LBody (block) P (block) "one" L (block)' in squeezed
    assert 'Lbl (block) "a)"' in squeezed
    assert 'TH: /Scope /Column "a"' in squeezed
    assert 'BlockQuote P (block) "quoted"' in squeezed
    assert "Code" in squeezed


def test_running_heads_are_no_content(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(lay_out(in_language("en")).pdf)
    read = run("pdfinfo", "-struct-text", path)
    assert "Working Group on Rivers · Rolling Document" in run("pdftotext", path, "-")
    assert "Working Group on Rivers · Rolling Document" not in read


def test_a_character_without_a_font_is_printed_as_its_number(tmp_path: Path):
    body = "One 😀 two *x😀y* \ue000.[^1]\n\n[^1]: Note 😀.\n"
    path = tmp_path / "a.pdf"
    path.write_bytes(lay_out(rolling({"a.md": entry(body)})).pdf)
    assert failures(path) == []
    read = run("pdfinfo", "-struct-text", path)
    assert read.count('"U+1F600"') == 3
    assert read.count('"U+E000"') == 1
    with pikepdf.open(path) as pdf:
        spelled = [
            str(each.ActualText)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each
        ]
    assert sorted(spelled) == ["\ue000", "😀", "😀", "😀"]
