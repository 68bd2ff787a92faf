"""The Markdown of a redline: tables as tables, and nothing that another reader misreads."""

import re

from markdown_it import MarkdownIt

from pipeline.render.redline import as_markdown
from tests.support.drawn import History
from tests.support.readback import read_critic, resolve_critic

OLD = """\
| Country | Number |
|:--|--:|
| India | 12 |
| Japan | a \\| b |
| Kenya | 17 |

1\\. No list.
"""
NEW = """\
| Country | Number | Text |
|:--|--:|---|
| India | 13 | `x\\|y` |
| Japan | a \\| b | new |
| Norway | 18 | |

1\\. No list at all.
"""


def written() -> str:
    history = History()
    old = history.commit({"a.md": OLD})
    return as_markdown.render(history.redline(old, history.commit({"a.md": NEW}, author="Bob")))


def rows(markdown: str) -> list[list[str]]:
    """Read the one table as markdown-it-py alone reads it."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    (start,) = (n for n, token in enumerate(tokens) if token.type == "table_open")
    found: list[list[str]] = []
    for token in tokens[start:]:
        if token.type == "tr_open":
            found.append([])
        if token.type == "inline" and found:
            found[-1].append("".join(child.content for child in token.children or ()))
        if token.type == "table_close":
            return found
    raise AssertionError("a table without an end")


def test_another_reader_sees_a_table_with_the_marks_in_its_cells() -> None:
    found = rows(written())
    assert len({len(row) for row in found}) == 1
    assert found[0][0] == "Country"
    assert "{--12--}" in found[1][1]
    assert "{++13++}" in found[1][1]
    assert found[2][1] == "a | b"


def test_accepting_and_rejecting_give_each_side_s_cells() -> None:
    for accept, expected in (
        (True, ["Country", "Number", "Text", "India", "13", "x|y", "Japan", "a | b", "new"]),
        (False, ["Country", "Number", "India", "12", "Japan", "a | b", "Kenya", "17"]),
    ):
        read = [text for *_, text in read_critic(written(), accept=accept) if text.strip()]
        cells = iter(read)
        assert all(text in cells for text in expected)
        table = [row for row in rows(resolve_critic(written(), accept=accept)) if any(row)]
        assert [cell.strip() for row in table for cell in row if cell.strip()][: len(expected)] == (
            expected
        )


def test_what_looks_like_a_label_is_text_to_another_reader() -> None:
    page = written()
    assert "1\\. No list" in page
    assert not re.search("<[ou]l>", MarkdownIt("commonmark").render("1\\. No list"))


def test_a_cell_that_was_a_list_item_shows_its_label_struck() -> None:
    words = "All states should act together on every river that they share"
    history = History()
    old = history.commit({"a.md": f"(1) {words}.\n"})
    new = history.commit({"a.md": f"| {words}. | b |\n|---|---|\n| c | d |\n"}, author="Bob")
    page = as_markdown.render(history.redline(old, new))
    rejected = [text.strip() for *_, text in read_critic(page, accept=False)]
    assert f"(1) {words}." in rejected
    accepted = [text.strip() for *_, text in read_critic(page, accept=True)]
    assert f"{words}." in accepted
