"""Safe edits: made together or not at all, and nothing else is touched."""

from pipeline.commands.fix import fix
from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.text import Source


def edit(line: int, column: int, length: int, text: str) -> Edit:
    return Edit(Position("x.md", line, column), Position("x.md", line, column + length), text)


def mended(text: str, *groups: tuple[Edit, ...]) -> str:
    found = [Diagnostic.of("W207", "x", edits[0].start, edits=edits) for edits in groups]
    return fix(found, {"x.md": Source("x.md", text)}).get("x.md", text)


def test_edits_count_characters_and_leave_the_rest_alone() -> None:
    text = "é one\r\n\ttwo\rthree\n"
    assert mended(text, (edit(1, 3, 3, "1"),), (edit(2, 2, 3, "2"),), (edit(3, 1, 5, "3"),)) == (
        "é 1\r\n\t2\r3\n"
    )


def test_of_two_edits_of_the_same_text_the_first_is_made() -> None:
    assert mended("abc", (edit(1, 1, 2, "x"),), (edit(1, 2, 2, "y"),)) == "xc"
    assert mended("abc", (edit(1, 2, 0, "x"),), (edit(1, 2, 0, "y"),)) == "axbc"
    assert mended("abc", (edit(1, 1, 1, "x"),), (edit(1, 2, 1, "y"),)) == "xyc"


def test_the_edits_of_one_diagnostic_are_made_together_or_not_at_all() -> None:
    both = (edit(1, 1, 1, "x"), edit(1, 3, 1, "z"))
    assert mended("abc", (edit(1, 3, 1, "!"),), both) == "ab!"
    assert mended("abc", both) == "xbz"


def test_new_lines_are_those_of_the_file() -> None:
    assert mended("a\r\nb\r\n", (edit(2, 1, 0, "\n"),)) == "a\r\n\r\nb\r\n"


def test_what_has_no_edit_is_left_out() -> None:
    found = [Diagnostic.of("E101", "x", Position("x.md", 1, 1))]
    assert fix(found, {"x.md": Source("x.md", "a")}) == {}
