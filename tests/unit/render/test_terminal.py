import re

import pytest

from pipeline.render.terminal import Piece, Terminal, visible

COLOUR = Terminal(colour=True, truecolor=True, width=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – été 中", "plain – été 中"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("\x9b2J", r"\x9b2J"),
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
        ("caf\udce9.md", r"caf\xe9.md"),
        ("line\u2028end", r"line\u2028end"),
    ],
)
def test_what_could_command_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_characters_that_are_meant_stay() -> None:
    assert visible("a\nb\x1b", keep="\n") == "a\nb\\x1b"


def test_styles_are_an_addition() -> None:
    assert Terminal().style("text", "bold", rgb="#ff0000") == "text"
    assert Terminal(colour=True).style("text", "bold", rgb="#ff0000") == "\x1b[1mtext\x1b[0m"
    assert COLOUR.style("text", rgb="#ff0010") == "\x1b[38;2;255;0;16mtext\x1b[0m"


def test_lines_are_wrapped_by_the_columns_that_they_take() -> None:
    words = [Piece("word " * 10), Piece("bold ", ("bold",)), Piece("中文字" * 20)]
    lines = COLOUR.wrap(words, "- ", "  ").split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert all(len(line.encode("utf-16-le")) > 0 for line in plain)
    assert plain[0].startswith("- word")
    assert all(line.startswith("  ") for line in plain[1:])
    assert all(sum(2 if char > "\u2e80" else 1 for char in line) <= 60 for line in plain)
    assert "".join(plain).replace(" ", "") == "-" + "word" * 10 + "bold" + "中文字" * 20


def test_a_newline_ends_a_line_and_a_long_word_stands_alone() -> None:
    assert Terminal(width=60).wrap([Piece("a\nb " + "x" * 80 + " c")]) == f"a\nb\n{'x' * 80}\nc"


def test_a_word_in_two_styles_is_not_broken() -> None:
    pieces = [Piece("x" * 55 + " "), Piece("half", ("bold",)), Piece("word")]
    assert Terminal(width=60).wrap(pieces) == "x" * 55 + "\nhalfword"


def test_control_characters_in_wrapped_text_are_shown() -> None:
    assert Terminal().wrap([Piece("a \x1b[2Jb")]) == r"a \x1b[2Jb"
