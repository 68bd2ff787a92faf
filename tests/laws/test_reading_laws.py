"""What holds for any source that the reader is given."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.text import MarkKind
from pipeline.parse.scan import Memory, read_words
from pipeline.parse.words import split_words, token_ranges
from tests.support.reading import PIECES, read, source_lines, sources

ANY_SOURCE = st.one_of(sources(), sources("\r\n"), sources("\n\n"), st.text(max_size=200))
MANY = settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True
)


@given(st.text())
def test_tokens_join_back_to_their_text(text: str) -> None:
    position = 0
    for token, start, end in token_ranges(text):
        assert text[start:end] == token
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
    assert split_words(text) == tuple(token for token, _, _ in token_ranges(text))


@MANY
@given(ANY_SOURCE)
def test_tokens_and_marks_are_ranges_of_their_block(text: str) -> None:
    for block in read(text).blocks:
        tokens = [(token.text, token.start, token.end) for token in block.tokens]
        assert tokens == list(token_ranges(block.text))
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert mark.kind is not MarkKind.FOOTNOTE or mark.start == mark.end


@MANY
@given(ANY_SOURCE)
def test_places_are_those_of_the_source(text: str) -> None:
    """A token stands at its place, up to its first character that markup or an entity cuts off."""
    lines = source_lines(text.replace("\0", "\ufffd"))
    for block in read(text).blocks:
        before = block.position
        for token in block.tokens:
            shown = lines[token.position.line - 1][token.position.column - 1 :]
            assert shown[:1] == token.text[0] or shown[:1] == "&", (token, shown)
            assert before <= token.position
            before = token.position
        for mark in block.marks:
            assert mark.position is not None
            at = lines[mark.position.line - 1][mark.position.column - 1 :]
            assert at[0] in _FIRST[mark.kind], (mark, at)


_FIRST = {
    MarkKind.EMPHASIS: "*_",
    MarkKind.STRONG: "*_",
    MarkKind.CODE: "`",
    MarkKind.STRIKETHROUGH: "~",
    MarkKind.LINK: "[<",
    MarkKind.IMAGE: "!",
    MarkKind.FOOTNOTE: "[",
}


@MANY
@given(ANY_SOURCE)
def test_both_depths_have_the_same_tokens(text: str) -> None:
    full = tuple(tuple(token.text for token in block.tokens) for block in read(text).blocks)
    assert read_words(text, heading=False, memory=Memory()) == full


@MANY
@given(sources())
def test_what_was_read_before_changes_nothing(text: str) -> None:
    alone = read_words(text, heading=False, memory=Memory())
    memory = Memory()
    for end in range(0, len(text), 7):
        read_words(text[:end], heading=False, memory=memory)
    assert read_words(text, heading=False, memory=memory) == alone


@MANY
@given(ANY_SOURCE)
def test_line_ends_and_a_byte_order_mark_change_nothing(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    assert read("\ufeff" + text.replace("\n", "\r\n")) == read(text)


@pytest.mark.long
def test_twenty_thousand_sources() -> None:
    """Every source is read, in both depths alike, and its tokens join back to its text."""
    made = random.Random(20_000)
    memory = Memory(largest=100_000)
    for _ in range(20_000):
        lines = [
            "".join(made.choices(PIECES, k=made.randrange(7))) for _ in range(made.randrange(14))
        ]
        text = made.choice(["\n", "\n\n", "\r\n"]).join(lines)
        blocks = read(text).blocks
        for block in blocks:
            assert [token.text for token in block.tokens] == list(split_words(block.text))
        full = tuple(tuple(token.text for token in block.tokens) for block in blocks)
        assert read_words(text, heading=False, memory=memory) == full, text


HOSTILE = {
    "quotations": ">" * 10_000 + "a",
    "lists": "\n".join("  " * depth + "- a" for depth in range(2_000)),
    "lists on a line": "- " * 2_000 + "a",
    "labels": "(a) " * 2_000,
    "lazy lines": "> " * 30 + "a\n" + "b\n" * 10_000,
    "brackets": "[" * 50_000,
    "bracket pairs": "[" * 25_000 + "]" * 25_000,
    "escaped brackets": "\\[" * 50_000,
    "images in images": "![" * 25_000 + "](a)" * 25_000,
    "emphasis": "*a " * 30_000,
    "nested emphasis": "*" * 30_000 + "a" + "*" * 30_000,
    "mixed emphasis": "*a **b" * 10_000 + "c* d**" * 10_000,
    "a long word": "a" * 300_000,
    "a word with many hyphens": "a-" * 150_000,
    "backticks": "".join("`" * length + " " for length in range(1, 500)),
    "comments": "<!-- " * 30_000,
    "open tags": "<a b='" * 30_000,
    "link targets": "[a](" * 20_000,
    "link titles": '[a](b "' * 20_000,
    "definitions": "[a]: <b\n" * 10_000,
    "references": "".join(f"[r{n}]: /u\n" for n in range(5_000))
    + "\n"
    + "".join(f"[r{n}] " for n in range(5_000)),
    "footnotes in footnotes": "[^a]: " * 5_000,
    "a wide table": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b|\n" * 2_000,
    "a long table": "a|b\n-|-\n" + "x|y\n" * 5_000,
    "doubtful labels": "A. x\nI. y\nz\n" * 5_000,
    "doubtful items": "A. x\n\n" * 5_000,
    "fences": "```\n\nx\n\n" * 5_001,
    "fences in items": "- ```\n\n" * 5_000,
    "html": "<pre>\n\n" * 10_000,
    "blank lines": " \n" * 200_000,
    "controls": "".join(map(chr, range(32))) * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_are_read_in_time(name: str) -> None:
    text = HOSTILE[name]
    begin = time.process_time()
    full = read(text)
    assert time.process_time() - begin < 10  # half a second on a machine with nothing else to do
    begin = time.process_time()
    words = read_words(text, heading=False, memory=Memory())
    assert time.process_time() - begin < 10
    assert words == tuple(tuple(token.text for token in block.tokens) for block in full.blocks)
