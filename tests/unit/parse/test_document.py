"""The rolling document: what belongs to it, and in which order."""

import pytest

from pipeline.model.reading import ReadDocument, Role
from pipeline.model.text import Source
from pipeline.parse.document import is_entry, read_document

DOCUMENT = """\
title: T
language: en
groups:
  - {key: A, title: One}
  - {key: B, title: Two}
uncategorized: The rest
"""


def entry(*keys: str, who: str = "Japan", date: str = "2014-02-07") -> str:
    lines = "".join(f"{key}\n" for key in keys)
    return f"---\ndate: {date}\nsubmitters: [{{name: {who}}}]\n{lines}---\n\nText.\n"


def read(files: dict[str, str], folder: str = "recommendations/") -> ReadDocument:
    sources = {folder + path: text for path, text in files.items()}
    sources.setdefault(folder + "document.yaml", DOCUMENT)
    return read_document({path: Source(path, text) for path, text in sources.items()})


def order(files: dict[str, str]) -> list[tuple[str, list[str]]]:
    document = read(files).document
    assert document is not None
    return [(group.key, [each.id for each in group.entries]) for group in document.groups]


def test_entries_go_by_order_then_date_submitter_and_id() -> None:
    files = {
        "z.md": entry("group: A", date="2013-01-01"),
        "b.md": entry("group: A", date="2014-01-01"),
        "a.md": entry("group: A", date="2014-01-01"),
        "m.md": entry("group: A", date="2014-01-01", who="India"),
        "last.md": entry("group: A", "order: 10", date="2014-09-01"),
        "first.md": entry("group: A", "order: 2", date="2014-09-02"),
    }
    assert order(files) == [("A", ["first", "last", "z", "m", "a", "b"]), ("B", [])]
    assert order(dict(reversed(files.items()))) == order(files)


def test_alphabetical_order_is_by_submitter_first() -> None:
    files = {
        "document.yaml": DOCUMENT + "order: alphabetical\n",
        "one.md": entry("group: B", who="Égypte", date="2014-03-01"),
        "two.md": entry("group: B", who="Zambia", date="2014-01-01"),
        "three.md": entry("group: B", who="Fiji", date="2014-02-01"),
        "four.md": entry("group: B", who="Égypte", date="2014-01-01"),
    }
    assert order(files)[1] == ("B", ["four", "one", "three", "two"])


def test_what_has_no_group_of_the_document_comes_last() -> None:
    files = {"one.md": entry(), "two.md": entry("group: X"), "three.md": entry("group: B")}
    assert order(files) == [("A", []), ("B", ["three"]), ("", ["one", "two"])]


def test_abstract_and_annexes_are_no_entries() -> None:
    files = {
        "abstract.md": "Abstract.\n",
        "annexes/b.md": "---\ntitle: B\n---\n\nText.\n",
        "annexes/a.md": "---\ntitle: A\n---\n\nText.\n",
        "sub/one.md": entry("group: A"),
        "README.md": "About this folder.\n",
        ".hidden/x.md": "Hidden.\n",
        "notes.txt": "Notes.\n",
    }
    reading = read(files)
    assert reading.diagnostics == ()
    assert reading.document is not None
    assert [annex.title for annex in reading.document.annexes] == ["A", "B"]
    assert [block.text for block in reading.document.abstract] == ["Abstract."]
    assert [file.id for file in reading.files if file.role is Role.ENTRY] == ["one"]


def test_annexes_are_printed_as_they_are_listed() -> None:
    files = {
        "document.yaml": DOCUMENT + "annexes: [annexes/b.md, ../a.md]\nabstract: ../sum.md\n",
        "annexes/b.md": "---\ntitle: B\n---\n",
        "annexes/c.md": "---\ntitle: C\n---\n",
    }
    sources = {f"recommendations/{path}": text for path, text in files.items()}
    sources |= {"a.md": "---\ntitle: A\n---\n", "sum.md": "Summary.\n", "other.md": "Other.\n"}
    reading = read_document({path: Source(path, text) for path, text in sources.items()})
    assert reading.document is not None
    assert [annex.title for annex in reading.document.annexes] == ["B", "A"]
    assert [block.text for block in reading.document.abstract] == ["Summary."]
    assert [file.source.path for file in reading.files if file.role is Role.ENTRY] == []


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["a/document.yaml", "b/document.yaml"], "E122"),
        (["document.yml"], "E121"),
        ([], "E121"),
    ],
)
def test_there_is_one_document(paths: list[str], code: str) -> None:
    reading = read_document({path: Source(path, DOCUMENT) for path in paths})
    assert (reading.document, [each.code for each in reading.diagnostics]) == (None, [code])


@pytest.mark.parametrize("folder", ["", "text/", "a/b/c/"])
def test_the_one_document_may_lie_anywhere(folder: str) -> None:
    document = read({"one.md": entry("group: A")}, folder).document
    assert document is not None
    assert [each.path for each in document.groups[0].entries] == [folder + "one.md"]


def test_recommendations_win_over_other_folders() -> None:
    paths = ["recommendations/document.yaml", "tests/document.yaml", "document.yaml"]
    reading = read_document({path: Source(path, DOCUMENT) for path in paths})
    assert reading.settings is not None
    assert reading.settings.path == paths[0]


def test_an_unreadable_document_is_told_and_a_broken_one_is_read_as_far_as_it_goes() -> None:
    assert read({"document.yaml": "title: [\n"}).document is None
    reading = read({"document.yaml": "title: T\nlangauge: en\ngroups: []\n"})
    assert reading.document is not None
    assert [each.code for each in reading.diagnostics] == ["E107", "E105"]


def test_a_given_heading_is_read_with_its_places() -> None:
    text = '---\ndate: 2014-02-07\nsubmitters: [{name: X}]\nheading: "A *b* \\u00e9[^1]"\n---\n'
    heading = read({"one.md": text + "\nText.\n\n[^1]: Note.\n"}).files[0].heading
    assert heading is not None
    assert heading.text == "A b é"
    assert [(mark.kind.value, mark.target) for mark in heading.marks] == [
        ("emphasis", ""),
        ("footnote", "1"),
    ]
    assert [str(token.position) for token in heading.tokens] == [
        f"recommendations/one.md:4:{column}" for column in (11, 14, 17)
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("one.md", True),
        ("deep/er/one.md", True),
        ("readme.md", False),
        ("annexes/one.md", False),
        ("one.MD", False),
        (".github/one.md", False),
        ("one.markdown", False),
    ],
)
def test_entries_are_markdown_files(path: str, expected: bool) -> None:
    assert is_entry(path) is expected
