"""A source → front matter and body."""

import pytest

from pipeline.parse.sections import Sections, split_source


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("---\na: b\n---\nBody\n", Sections("a: b\n", 2, "Body\n", 4)),
        ("---\na: b\n...\n\nBody", Sections("a: b\n", 2, "\nBody", 4)),
        ("---  \n---\t\n", Sections("", 2, "", 3)),
        ("---\n---", Sections("", 2, "", 3)),
        ("\ufeff---\r\na: b\r\n---\r\nBody\r\n", Sections("a: b\n", 2, "Body\n", 4)),
        ("Body\n---\n", Sections(None, 1, "Body\n---\n", 1)),
        ("---\na: b\n", Sections(None, 1, "---\na: b\n", 1, unclosed=True)),
        ("----\na\n---\n", Sections(None, 1, "----\na\n---\n", 1)),
        ("--- a\n---\n", Sections(None, 1, "--- a\n---\n", 1)),
        ("---\na: '\n ---\n'\n---\nx", Sections("a: '\n ---\n'\n", 2, "x", 6)),
        ("", Sections(None, 1, "", 1)),
        ("a\rb", Sections(None, 1, "a\nb", 1)),
    ],
)
def test_sections(text: str, sections: Sections) -> None:
    assert split_source(text) == sections
