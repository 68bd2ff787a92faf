"""Diagnostics on a terminal: the caret stands below what it means, and nothing gives commands."""

import re

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import Source
from pipeline.render.diagnostics.as_text import counted, render
from pipeline.render.terminal import Terminal


def shown(
    line: str, column: int, end: int | None = None, *, width: int = 80, hint: str = "do"
) -> str:
    place = Position("x.md", 1, column)
    last = Position("x.md", 1, end) if end else None
    found = Diagnostic.of("E104", "wrong", place, last, hint=hint)
    text = render([found], {"x.md": Source("x.md", line)}, Terminal(width=width), summary="1 entry")
    return text.partition("\n\n")[0]


def test_the_look() -> None:
    assert shown("group: F", 8, 9, hint="use A").split("\n") == [
        "x.md:1:8: error E104 wrong",
        "    1 | group: F",
        "      |        ^ use A",
    ]


def test_wide_and_combining_characters_move_the_caret_by_their_columns() -> None:
    lines = shown("中文e\u0301 [x", 6).split("\n")
    assert lines[2] == "      | " + " " * 6 + "^ do"


def test_tabs_and_controls_are_shown_and_counted() -> None:
    lines = shown("a\t\x1b[31m[", 8).split("\n")
    assert lines[1:] == ["    1 | a \\x1b[31m[", "      | " + " " * 10 + "^ do"]


def test_a_long_line_is_cut_around_the_caret_to_the_width() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    column = words.index("word100") + 1
    for width in (60, 80, 200):
        _, line, caret, *_ = shown(words, column, column + 7, width=width).split("\n")
        assert len(line) <= width
        assert line.index("word100") == caret.index("^^^^^^^")
        assert line.startswith("    1 | … ") and line.endswith(" …")


def test_a_word_of_any_length_does_not_hide_the_caret() -> None:
    _, line, caret, *_ = shown("x" * 300_000 + "[", 300_001).split("\n")
    assert line[caret.index("^")] == "["
    assert len(line) <= 80


def test_a_long_hint_stands_below_and_is_wrapped() -> None:
    lines = shown("group: F", 8, hint="word " * 40).split("\n")
    assert lines[2] == "      |        ^"
    assert all(line.startswith("      | ") and len(line) <= 80 for line in lines[3:])
    assert " ".join(" ".join(line[8:] for line in lines[3:]).split()) == ("word " * 40).strip()


def test_names_and_messages_cannot_command_the_terminal() -> None:
    place = Position("x\x1b]0;evil\x07.md", 1, 1)
    found = Diagnostic.of("E104", "“\x1b[2J\u202e”", place, hint="\x9b31m")
    text = render([found], {}, Terminal(colour=True), summary="1 \x1b[2J entry")
    own = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", own)
    assert "x\\x1b]0;evil\\x07.md:1:1" in own


def test_without_colour_the_same_characters_come_out() -> None:
    found = [Diagnostic.of("W203", "odd", Position("x.md", 1, 2), hint="mend")]
    sources = {"x.md": Source("x.md", "some text")}
    plain = render(found, sources, Terminal(), summary="1 entry", seconds=0.25)
    coloured = render(found, sources, Terminal(colour=True), summary="1 entry", seconds=0.25)
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_what_cannot_be_quoted_still_has_its_place_and_hint() -> None:
    found = [
        Diagnostic.of("E201", "no text", Position("x.md", 1, 1), hint="save as UTF-8"),
        Diagnostic.of("E121", "no document", hint="write one"),
    ]
    assert render(found, {}, Terminal(), summary="0 entries") == (
        "x.md:1:1: error E201 no text\n      | save as UTF-8\n\n"
        "error E121 no document\n  write one\n\n"
        "0 entries checked\n2 errors\n"
    )


def test_counts() -> None:
    found = [Diagnostic.of(code, "x") for code in ("E101", "W130", "W130", "N209")]
    assert counted(found) == "1 error, 2 warnings, 1 note"
    assert render([], {}, Terminal(), summary="3 entries") == "3 entries: no problems\n"
