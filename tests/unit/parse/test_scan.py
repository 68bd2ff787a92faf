"""The depth for history: blocks of words, each distinct chunk read once."""

import pickle

import pytest

from pipeline.parse.scan import Memory, read_chunks, read_words
from tests.support.reading import read


def words(text: str, *, heading: bool = False) -> list[str]:
    return [" ".join(block) for block in read_words(text, heading=heading, memory=Memory())]


def test_blocks_of_words() -> None:
    assert words("# *Head*\n\none\ntwo\n\n(1) a\n(2) b\n\n| c | d |\n|---|---|\n") == [
        "Head",
        "one two",
        "a",
        "b",
        "c",
        "d",
    ]


@pytest.mark.parametrize(
    ("front_matter", "first"),
    [
        ("heading: Draft *structure*[^1]", "Draft structure"),
        ("heading: 'It''s'", "It's"),
        ('heading: "a\\u00e9"', "aé"),
        ("heading: >\n  folded\n  text", "folded text"),
        ("heading:", "Body"),
        ("heading: ~", "Body"),
        ("heading: [a]", "Body"),
        ("title: heading", "Body"),
        ("heading: *alias", "Body"),
        ("{", "Body"),
    ],
)
def test_a_given_heading_comes_first(front_matter: str, first: str) -> None:
    text = f"---\n{front_matter}\n---\nBody\n"
    assert words(text, heading=True)[0] == first
    assert words(text) == ["Body"]


@pytest.mark.parametrize(
    "text",
    [
        "```\na\n\nb\n```\n\nc",
        "```\na\n\n~~~\n\nb\n```\nc\n\nd",
        "- a\n\n  ```\n  b\n\n  c\n  ```\n\nd",
        "- a\n  ```\n  never closed\n\nd\n\n```\nx\n\ny\n```",
        "<!-- a\n\nb -->\n\nc",
        "<pre>\n\n*a*\n\n</pre> *b*\n\nc",
        "<div>\n\n*a*\n\n</div>",
        "> ```\n> a\n\n```\nb\n\nc\n```",
        "1. a\n\n   b\n\n2. c\n\nd",
        "A. a\n\nB. b",
        "A. a\n\n  text\n\nB. b",
        "[^1]: a\n\n    b\n\n      c\n\nd[^1]",
        "    a\n\n    b\n\nc",
        "a\n\n    b",
        "[x][r] and [^n]\n\n[r]: /u 'a\nb'\n\n[^n]: c",
        "[r]: /u\n\n> [r] [R]\n\n`[r]`",
        "a\n \t\n   b\n\t\nc",
        "a\0b\n\n\0",
        "```\n" + "a\n\n" * 40,
        "<!--\n\n" + "a ```\n\n" * 40,
        "- a\n\n\n\n- b\n\n\n  c\n\n\nd",
        "> " * 40 + "a\n\nb",
        "\n\n  a",
        "[a\n\n]: /u\n\n[a]",
        "(1) a\n\n<b>\n\n(2) c",
        "<?php\n\n*a* ?>\n\nb\n\n<![CDATA[\n\nc ]]>\n\nd",
        "# a\n    b\n\n    c",
        "- a\n\n- b\n\n  c\n\n- d\n\n0001. e\n\n2. f",
        "0001. a\n\n2. b",
        "999. a\n\n1000. b",
        "- a\n- b\n\n      c\n\n+ d\n\n1. e\n\n(2) f\n\n- g",
        "```\na\n\nb\n```\n- c\n\n  d\n\n```\n    e\n\n```\n    f\n\n    g",
        "a\n```\nb\n\nc\n```\n\n    d",
    ],
)
def test_the_cut_changes_nothing(text: str) -> None:
    full = tuple(tuple(token.text for token in block.tokens) for block in read(text).blocks)
    assert read_words(text, heading=False, memory=Memory()) == full


def test_each_distinct_chunk_is_read_once() -> None:
    memory = Memory()
    old = read_chunks("one\n\n(1) two\n\n(2) three\n\nfour", heading=False, memory=memory)
    new = read_chunks("zero\n\n(1) two\n\n(2) three\n\nfour", heading=False, memory=memory)
    assert [a is b for a, b in zip(old, new, strict=True)] == [False, True, True]


def test_items_apart_are_read_alone_where_no_other_tells_what_they_are() -> None:
    items = "- a\n\n- b\n\n  c\n\n1. d"
    assert len(read_chunks(items, heading=False, memory=Memory())) == 3
    assert len(read_chunks("A. a\n\nB. b\n\n- c", heading=False, memory=Memory())) == 1


def test_a_definition_changes_the_chunks_that_name_it() -> None:
    memory = Memory()
    assert read_words("[a b]", heading=False, memory=memory) == (("[", "a", "b", "]"),)
    linked = read_words("[a b]\n\n[A  b]: /u", heading=False, memory=memory)
    assert linked == (("a", "b"),)
    assert read_words("[a b]", heading=False, memory=memory) == (("[", "a", "b", "]"),)


def test_the_memory_is_bounded() -> None:
    memory = Memory(largest=1000)
    texts = [f"{number} is a number" for number in range(500)]
    assert [
        words for text in texts for words in read_words(text, heading=False, memory=memory)
    ] == [tuple(text.split()) for text in texts]
    assert memory.size <= 1000
    assert sum(map(len, memory.pieces)) <= 1000


def test_words_can_go_to_another_process() -> None:
    found = read_words("one\n\n- two", heading=False)
    assert pickle.loads(pickle.dumps(found)) == found
