"""Rules on bodies: what they tell, and above all what they leave alone."""

import pytest

from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.position import Position
from pipeline.model.targets import local_path
from pipeline.model.text import Source
from pipeline.parse.document import read_document
from pipeline.rules.judge import SHOWN, judge, limit
from pipeline.rules.lists import values
from pipeline.rules.structure import PLACEHOLDER

DOCUMENT = """\
title: T
language: {language}
groups: [{{key: A, title: One}}]
parties: [{{id: japan, name: Japan, short: JPN}}, {{id: eu, name: European Union}}]
"""
FRONT_MATTER = "---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"
FILES = (
    "recommendations/file.md",
    "recommendations/a/b.png",
    "recommendations/a/c.svg",
    "top.md",
    "LICENCE",
)


def found(body: str, language: str = "en") -> list[str]:
    """Return code, line and column (the body begins on line 1) of what is found in a body."""
    texts = {
        "recommendations/document.yaml": DOCUMENT.format(language=language),
        "recommendations/x.md": FRONT_MATTER + body,
    }
    tree = [TreeFile(path, "", FileKind.FILE, 1) for path in (*texts, *FILES)]
    reading = read_document({path: Source(path, text) for path, text in texts.items()})
    return [
        f"{each.code} {each.position.line - 4}:{each.position.column}"
        for each in judge(reading, tree)
        if each.position
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[shall][should] [a [b]] [,][and] [x]{EU; Japan} [y]{-US}", []),
        ("[two\n\nparagraphs]", []),
        ("- [two\n\n- items]", []),
        ("a\\[b `[` &#91; [link](https://x.example)", []),
        ("a] [b", ["W204 1:2", "W203 1:4"]),
        ("a\\\\[b", ["W203 1:4"]),
        ("Text.[^1] [a\n\n[^1]: b]", ["W203 1:11", "W204 3:8"]),
        ("| [a | b] |\n|-|-|", ["W203 1:3", "W204 1:9"]),
        ("    [code", []),
    ],
)
def test_brackets(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("(1) a;\n\n(2) b;\n\n(3) c.", []),
        ("(9) a;\n\n(10) b;\n\n(11) c.", []),
        ("h. a\n\ni. b\n\nj. c", []),
        ("i. a\n\nii. b\n\niii. c\n\niv. d", []),
        ("- a\n\n- b", []),
        ("(1) a;\n\n(3) b;\n\n(2) c.", ["N223 5:1"]),
        ("(1) a;\n\n(2) b;\n\n(2) c.", ["N223 5:1"]),
        ("1. a\n1. b\n1. c", ["N223 2:1"]),
        ("1. a\n\n   (1) b\n\n   (2) c\n\n2. d", []),
    ],
)
def test_labels_in_order(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Recalls the report;\n(2) Notes it.", ["W224 2:1"]),
        ("(1) was here before;\nas said in\n(4) of the report.", []),
        ("Calls upon the ITU to lead;\n(9)", []),
        ("as it stands in\nparagraph (2) of it", []),
        ("In the words of section\n(b) of the law", []),
        ("It met in Geneva in\n2013. It met again.", []),
        ("He asked A.\nB. answered.", []),
    ],
)
def test_swallowed_labels(body: str, expected: list[str]) -> None:
    assert found(body) == expected


def test_a_swallowed_label_is_mended_by_an_empty_line() -> None:
    texts = {
        "recommendations/document.yaml": DOCUMENT.format(language="en"),
        "recommendations/x.md": FRONT_MATTER + "Text (1):\n(a) one;\n(b) two;\n",
    }
    reading = read_document({path: Source(path, text) for path, text in texts.items()})
    assert all(
        edit.start == edit.end and edit.text.startswith("\n")
        for each in judge(reading, [])
        for edit in each.edits
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "See [a](file.md), [b](../top.md#x), [c](a/), [d](/top.md), [e](#f), [g](mailto:x@y.z)",
            [],
        ),
        ("See [a](https://x.example) and <https://x.example> and [t](tel:+1)", []),
        ("See [licence](../LICENCE)", []),
        ("See [a](gone.md)", ["W217 1:5"]),
        ("See [a](/file.md)", ["W217 1:5"]),
        ("See [a](../../x.md)", ["E216 1:5"]),
        ("See [a](..%2f..%2fx.md)", ["E216 1:5"]),
        ("See [a](//x.example/y)", ["E213 1:5"]),
        ("See [a](ftp://x.example/y)", ["E213 1:5"]),
        ("[should](Japan) [x](-EU) [y](JPN)", ["W226 1:1", "W226 1:17", "W226 1:26"]),
        ("![a](a/b.png) ![c](../recommendations/a/b.png)", []),
        ("![a](file.md)", ["E214 1:1"]),
        ("![a](<a/ b.png>)", ["E214 1:1"]),  # a space in a name is part of it
        ("![a](a/c.svg)", ["E214 1:1"]),
        ("![a](a)", ["E214 1:1"]),
        ("![a](/recommendations/a/b.png)", ["E216 1:1"]),
        ("![a](HTTPS://x.example/b.png)", ["E215 1:1"]),
        ("![a](\\\\host\\b.png)", ["E216 1:1"]),
        ("![a](C:\\b.png)", ["E213 1:1"]),
        ("![a](data:image/png;base64,AAAA)", ["E213 1:1"]),
    ],
)
def test_links_and_images(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("source", "target", "path"),
    [
        ("a/b.md", "c.png", "a/c.png"),
        ("a/b.md", "../c.png?x#y", "c.png"),
        ("a/b.md", "./d/../c%20e.png", "a/c e.png"),
        ("a/b.md", " c e.png ", "a/c e.png"),
        ("a/b.md", "../../c.png", None),
        ("a/b.md", "..\\..\\c.png", None),
        ("b.md", "%2e%2e/c.png", None),
        ("b.md", "/etc/passwd", None),
        ("b.md", "c:/x.png", None),
    ],
)
def test_paths_stay_in_the_tree(source: str, target: str, path: str | None) -> None:
    assert local_path(source, target) == path


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("of the the\nend of\nof it", "en", ["N227 1:8", "N227 3:1"]),
        ("The the end", "en", ["N227 1:5"]),
        ("that that had had a A", "en", []),
        ("nous nous de de", "fr", ["N227 1:14"]),
        ("the the", "fr", []),
        ("`the the` is code", "en", []),
    ],
)
def test_words_twice(body: str, language: str, expected: list[str]) -> None:
    assert found(body, language) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Stаtes", ["W234 1:1"]),  # a Cyrillic а
        ("Государствa", ["W234 1:1"]),  # a Latin a
        ("ΔQSD, λ-calculus, Ψrev, ИКТ/ICT, IТ", []),
        ("Intеrnеt", ["W234 1:1"]),
    ],
)
def test_words_in_two_alphabets(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A\n\n### B\n\n## C\n\n#### D", ["W221 7:1"]),
        ("### A\n\n# B", []),
        ("a <b>b</b> c </i>", ["E211 1:3", "E211 1:14"]),
        ("a <!-- b --> c", ["N212 1:3"]),
        ("1 < 2 and `<b>` and \\<b>", []),
        ("<div>\n\ntext\n\n</div>", ["E211 1:1"]),
    ],
)
def test_structure(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("(12)", (12, 12)),
        ("iv.", (0, 4)),
        ("i)", (9, 1)),
        ("C.", (3, 100)),
        ("aa)", (27, 0)),
        ("mix.", (0, 1009)),
        ("-", (0, 0)),
    ],
)
def test_values_of_labels(label: str, expected: tuple[int, int]) -> None:
    assert values(label) == expected


def test_of_one_code_in_a_file_the_first_are_kept_and_the_last_counts_the_rest() -> None:
    many = [Diagnostic.of("W203", "odd", Position("a", line, 1)) for line in range(1, 1001)]
    kept = limit([*many, Diagnostic.of("W203", "odd", Position("b", 1, 1))])
    assert len(kept) == SHOWN + 1
    assert kept[SHOWN - 1].message == "odd (and 980 more in this file)"
    assert [each.message for each in limit(many[:SHOWN])] == ["odd"] * SHOWN


@pytest.mark.parametrize("status", ["withdrawn", "superseded\nreplaced_by: other"])
def test_a_body_that_is_not_printed_has_no_errors(status: str) -> None:
    texts = {
        "recommendations/document.yaml": DOCUMENT.format(language="en"),
        "recommendations/x.md": FRONT_MATTER.replace("---\n", f"---\nstatus: {status}\n", 1)
        + "<b>[^1]![x](y.png)\n",
        "recommendations/other.md": FRONT_MATTER.replace("---\n", "---\nreplaces: [x]\n", 1)
        + "T.\n",
    }
    reading = read_document({path: Source(path, text) for path, text in texts.items()})
    told = judge(reading, [])
    assert {each.code for each in told} == {"E211", "E218", "E214"}
    assert {each.severity for each in told} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Both:\n\n•\tone;\n•\ttwo.", ["W237 3:1", "W237 4:1"]),
        ("> • one", ["W237 1:3"]),
        ("\uf0b7 one", ["W237 1:1"]),
        ("a • b\n&bull; c\n•\n`•` d", []),
        ("    • code", []),
        ("#One\n##Two", ["W238 1:1", "W238 2:1"]),
        ("# One\n\n\\#two #three\n#4 and a #five\n`#six`", []),
        ("[a] (https://x.example) and [b](https://y.example", ["W239 1:3", "W239 1:31"]),
        ("[a](https://x.example/a b)", ["W239 1:3"]),
        ("[a] (b) `[a](https://x.example` [c](https://x.example)", []),
    ],
)
def test_what_was_meant_otherwise(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("recommendations/japan.docx", ["W315"]),
        ("recommendations/JAPAN.MD", ["W315"]),
        ("recommendations/annexes/form.docx", []),
        ("recommendations/map.png", []),
        ("notes.txt", []),
    ],
)
def test_a_text_that_is_not_read(path: str, expected: list[str]) -> None:
    settings = Source("recommendations/document.yaml", DOCUMENT.format(language="en"))
    tree = [TreeFile(name, "", FileKind.FILE, 1) for name in (settings.path, path)]
    assert [each.code for each in judge(read_document({settings.path: settings}), tree)] == expected


def test_a_text_that_is_still_to_be_written() -> None:
    assert found(f"\n{PLACEHOLDER}\n") == ["W229 2:1"]
    assert found(f"{PLACEHOLDER}\n\nStates should cooperate.\n") == []
