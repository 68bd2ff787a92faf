"""Inline content of the usual sort: its tokens are those of the full reader."""

import random

import pytest

from pipeline.parse.inline import inline_text
from pipeline.parse.simple_inline import simple_text
from pipeline.parse.words import split_words


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a [b] (c) AT&T ~5 x! y_z 1", "a [b] (c) AT&T ~5 x! y_z 1"),
        ("`a` and `*b*`c", "a and *b*c"),
        ("[a](b) ![c](d)[e`f`](g_h)", "a cef"),
        ("*a* **b c** *d*, (e)", "a b c d, (e)"),
        ("**[a](b)** *`c`*", "a c"),
        ("[a [b](c) d] [^1]", "[a b d] [^1]"),
        ("[^1](u)", "^1"),
    ],
)
def test_usual_markup_is_taken_off(content: str, text: str) -> None:
    assert simple_text(content) == text
    assert inline_text(content) == text


@pytest.mark.parametrize(
    "content",
    [
        "`a",
        "``a``",
        "a` b `c",
        "`\na`",
        "\\*a\\*",
        "<b>a</b>",
        "&amp;",
        "~~a~~",
        "_a_",
        "a_ b",
        "*a",
        "2*3*4",
        "(*a*)",
        "*a *b* c*",
        "**a*",
        "* a*",
        "[a](b c)",
        "[a](<b>)",
        "[a](b`c)`",
        "[a [b](c) d](e)",
        "[![a](b)](c)",
        "*[a*](b)",
    ],
)
def test_the_rest_is_left_to_the_full_reader(content: str) -> None:
    assert simple_text(content) is None


_STRETCHES = (
    *(
        "word",
        "a b",
        "x|y",
        "`c`",
        "*e*",
        "**s**",
        "_e_",
        "a_b",
        "_x",
        "x_",
        "é",
        "’",
        "中",
        "\u00a0",
    ),
    *("[l](u)", "![l](u)", "[l]", "l](u)", "[a [b](c) d](e)", "[x](y *z)", "[", "]", "(", ")", "!"),
    *(
        "*",
        "**",
        "***",
        "_",
        "`",
        "``",
        "~",
        "~~",
        "&",
        "&amp;",
        "<b>",
        "< ",
        "\\*",
        "\\",
        "\n",
        " ",
    ),
    *(
        "*a`",
        "`a*",
        "**`x`**",
        "*[x](y)*",
        "[`x`](y)",
        "[*x*](y)",
        "[x_y](a_b)",
        ".",
        ",",
        "-",
        "#",
    ),
)


def test_what_is_drawn_has_the_tokens_of_the_full_reader() -> None:
    draw = random.Random(6)
    simple_ones = 0
    for _ in range(20_000):
        content = draw.choice(["", " "]).join(draw.choices(_STRETCHES, k=draw.randrange(1, 8)))
        text = simple_text(content)
        if text is not None:
            simple_ones += 1
            assert split_words(text) == split_words(inline_text(content)), content
    assert simple_ones > 2_000
