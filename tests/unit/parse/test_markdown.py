"""The full depth: places, references, what the other parts rely on."""

import pytest

from pipeline.model.position import Position
from pipeline.model.text import BlockKind, MarkKind, Source
from pipeline.parse.markdown import read_inline, read_markdown
from tests.support.reading import read


def places(text: str) -> list[tuple[str, int, int]]:
    return [
        (token.text, token.position.line, token.position.column)
        for block in read(text).blocks
        for token in block.tokens
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* `c`", [("a", 1, 1), ("b", 1, 4), ("c", 1, 8)]),
        ("> > a\n> lazy\nb", [("a", 1, 5), ("lazy", 2, 3), ("b", 3, 1)]),
        ("- a\n\tb", [("a", 1, 3), ("b", 2, 2)]),
        ("(iv) a\n     b", [("a", 1, 6), ("b", 2, 6)]),
        ("a &amp; b\\*", [("a", 1, 1), ("&", 1, 3), ("b", 1, 9), ("*", 1, 11)]),
        ("some**one** here", [("someone", 1, 1), ("here", 1, 13)]),
        ("---\nx: y\n---\n\na", [("a", 5, 1)]),
        ("\ufeffa\r\nb\r\n\r\nc", [("a", 1, 1), ("b", 2, 1), ("c", 4, 1)]),
        ("# a #\n\nb\n===", [("a", 1, 3), ("b", 3, 1)]),
        ("[^1]: a\n\n    b", [("a", 1, 7), ("b", 3, 5)]),
        ("| a | \\| b |\n|--|--|", [("a", 1, 3), ("|", 1, 8), ("b", 1, 10)]),
        ("```\na\n```\n\n    b", [("a", 2, 1), ("b", 5, 5)]),
        ("\u00a0\na", [("a", 2, 1)]),
        ("![a](u) [b][r]\n\n[r]: /u", [("a", 1, 3), ("b", 1, 10)]),
        ("<p\n<!-- x --> a", [("<", 1, 1), ("p", 1, 2), ("a", 2, 12)]),
    ],
)
def test_places_of_tokens(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("(1) a", 1, 1),
        ("> (1) a", 1, 3),
        ("# a", 1, 1),
        ("```\na\n```", 1, 1),
        ("```", 1, 1),
        ("\t\ta", 1, 3),
        ("- a\n\n\t\t\tb", 1, 1),
        ("-\n", 1, 1),
        ("  a", 1, 3),
    ],
)
def test_where_a_block_begins(text: str, line: int, column: int) -> None:
    assert read(text).blocks[0].position == Position("a.md", line, column)


def test_without_tokens_the_places_stay() -> None:
    source = Source("a.md", "---\na: b\n---\n- one &amp; *two*\n\n| c |\n|---|\n| d\\|e |\n")
    bare = read_markdown(source, tokens=False)
    full = read_markdown(source)
    assert not any(block.tokens for block in bare.blocks)
    for block, same in zip(full.blocks, bare.blocks, strict=True):
        assert same.text == block.text
        assert same.marks == block.marks
        assert same.places is not None
        assert [same.places.at(token.start) for token in block.tokens] == [
            token.position for token in block.tokens
        ]


def test_references_and_html_are_reported_with_their_places() -> None:
    text = read("a[^1] b[^2]\n\n[^1]: c <b>\n\n<!-- d -->\n")
    assert [(each.label, each.position.column) for each in text.footnote_calls] == [
        ("1", 2),
        ("2", 8),
    ]
    assert [str(each.position) for each in text.footnote_definitions] == ["a.md:3:1"]
    assert [(each.text, each.is_comment, str(each.position)) for each in text.raw_html] == [
        ("<b>", False, "a.md:3:9"),
        ("<!-- d -->", True, "a.md:5:1"),
    ]


def test_targets_are_kept_as_written() -> None:
    (block,) = read('[a](javascript:x) <bc:d> [d](<e f> "g &amp; h") [i](j\\)k&amp;)').blocks
    assert [(mark.target, mark.title) for mark in block.marks] == [
        ("javascript:x", ""),
        ("bc:d", ""),
        ("e f", "g & h"),
        ("j)k&", ""),
    ]


def test_a_heading_elsewhere() -> None:
    block = read_inline("Draft *x*[^3]", "a.md", lambda offset: Position("a.md", 4, 10 + offset))
    assert (block.kind, block.text) == (BlockKind.HEADING, "Draft x")
    assert [(mark.kind, mark.target, str(mark.position)) for mark in block.marks] == [
        (MarkKind.EMPHASIS, "", "a.md:4:16"),
        (MarkKind.FOOTNOTE, "3", "a.md:4:19"),
    ]
    assert [str(token.position) for token in block.tokens] == ["a.md:4:10", "a.md:4:17"]


def test_marks_nest_from_the_outside_in() -> None:
    (block,) = read("***a** b* [*c* `d`](e)").blocks
    assert [(mark.kind.value, block.text[mark.start : mark.end]) for mark in block.marks] == [
        ("emphasis", "a b"),
        ("strong", "a"),
        ("link", "c d"),
        ("emphasis", "c"),
        ("code", "d"),
    ]


@pytest.mark.parametrize("depth", [32, 33])
def test_thirty_two_levels_are_read(depth: int) -> None:
    for text in (
        "> " * depth + "a",
        "- " * depth + "a",
        "\n".join(f"{'  ' * n}- a" for n in range(depth)),
    ):
        found = read(text)
        if depth == 32:
            assert not found.problems
            assert len(found.blocks[-1].containers) in (32, 64)
        else:
            (problem,) = found.problems
            assert problem.code == "E206"
            assert [block.text for block in found.blocks] == [text]
