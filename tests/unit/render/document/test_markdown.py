"""The rolling document as Markdown, read back by markdown-it-py as GitHub would read it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.model.text import BlockKind, Source
from pipeline.parse.markdown import read_markdown
from pipeline.render.document import as_markdown
from pipeline.render.document.inline_markdown import escaped
from pipeline.render.document.markdown_writer import MarkdownWriter
from tests.support.rolling import LANGUAGES, REVISION, in_language, rolling

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)


def written(markdown: str) -> str:
    blocks = read_markdown(Source("a.md", markdown)).blocks
    return MarkdownWriter(language="en").blocks("a.md", blocks, level=4)


def seen(markdown: str) -> list[str]:
    """Return the text of each block as GitHub shows it, without marks."""
    texts = []
    for token in GITHUB.parse(markdown):
        if token.type == "inline":
            parts = [
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
                if not child.type.startswith(("footnote", "html"))
            ]
            texts.append("".join(parts))
        elif token.type in ("fence", "code_block"):
            texts.append(token.content)
    return texts


@pytest.mark.parametrize(
    "label", ["1.", "12)", "(3)", "a.", "b)", "(c)", "iv.", "(iv)", "A)", "IV."]
)
def test_labels_are_text_as_written(label):
    shown = seen(written(f"{label} one\n"))
    if label in ("A)", "IV."):  # a capital alone may be prose
        assert shown[0].startswith(label)
    else:
        assert shown == [f"{label} one"]


def test_lists_nest_and_keep_their_blocks():
    source = "(1) one\n\n    more\n\n    a) two\n    b) three\n\n(2) four\n\n- five\n- six\n"
    assert seen(written(source)) == [
        "(1) one", "more", "a) two", "b) three", "(2) four", "five", "six",
    ]  # fmt: skip
    html = GITHUB.render(written(source))
    assert "<ol" not in html
    assert html.count("<ul>") == 3


def test_quotations_tables_and_code():
    source = (
        "> one\n> two\n>\n> - three\n\n| a \\| b | c |\n|:--|--:|\n| *d* | e |\n\n"
        "```yaml\na: `b`\n```\n"
    )
    html = GITHUB.render(written(source))
    assert "<blockquote>" in html
    assert '<th style="text-align:left">a | b</th>' in html
    assert '<td style="text-align:left"><em>d</em></td>' in html
    assert '<code class="language-yaml">a: `b`\n</code>' in html


def test_marks_survive_where_letters_touch_them():
    html = GITHUB.render(
        written("a*b*c and **d** and `x ` y` and [e](https://a.example/(b)) ~~f~~\n")
    )
    assert "<em>b</em>" in html
    assert "<strong>d</strong>" in html
    assert 'href="https://a.example/(b)"' in html
    assert "<s>f</s>" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_keeps_its_text_and_footnotes(language):
    document = in_language(language)
    markdown = as_markdown.render(document, revision=REVISION)
    shown = "\n".join(seen(markdown))
    for group in document.groups:
        for entry in group.entries:
            for block in entry.blocks:
                assert block.text in shown
    assert re.findall(r"(?m)^\[\^(\d)\]:", markdown) == ["1", "2"]


def test_nothing_calls_a_note_that_is_not_there():
    document = rolling({"abstract.md": "One[^a] and \\[^b].\n\n[^a]: Note.\n"})
    markdown = as_markdown.render(document, revision=REVISION)
    assert re.findall(r"(?<!\\)\[\^[^\]]*\]", markdown) == ["[^1]", "[^1]"]


@given(st.text(alphabet="ab1(.)[]{}<>*_~`|\\^$!#+-=:&;@ \n", max_size=24))
def test_escaped_text_is_read_back_as_it_was(text):
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    if not text:
        return
    assert seen(escaped(text)) == [text]


@given(st.text(alphabet="ab1. -*>#()|[]\n", max_size=40))
def test_any_source_keeps_its_text(source):
    blocks = [
        block
        for block in read_markdown(Source("a.md", source)).blocks
        if block.text.strip() and block.kind not in (BlockKind.CODE, BlockKind.HTML)
    ]
    shown = "\n".join(seen(MarkdownWriter(language="en").blocks("a.md", blocks, level=4)))
    at = 0
    for block in blocks:
        found = shown.find(block.text, at)
        assert found >= 0, (source, block.text, shown)
        at = found + len(block.text)
