"""Blocks that need no parser: what is flat, and that the parser finds the same."""

import random
import re

import pytest

from pipeline.parse.blocks import read_blocks
from pipeline.parse.flat_blocks import flat_blocks


def parsed(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.content) for each in read_blocks(text).blocks]


@pytest.mark.parametrize(
    "text",
    [
        "a\nb",
        "# a #\n## b\nc\n### d",
        "- a\n- b *c*\n  d\n- e",
        "1. a\n2. b\n10. c\n7. d",
        "a\n- b",
        "a\n1. b",
        "- a\n  - b\n    - c\n  - d\n- e",
        "- a\n   - b\n      - c\n - d",
        "1. a\n   - b\n   1. c\n2. d\n* e\n3) f",
        "  - a\n- b",
        "-    a\n  b\n      c `d\n   e`",
        "| a | b |\n|:--|--:|\n| c \\| d |\n|e|f|g|\n| |",
        "```\n- a\n\n# b\n```\nc\n~~~~ x\n```\n~~~\n~~~~",
        "```\n```",
        "- a\n# b\n- c\n```\nd\n```",
        "a\n\n```\nb\n```",
    ],
)
def test_flat_text_is_read_as_by_the_parser(text: str) -> None:
    flat = flat_blocks(text)
    assert flat is not None
    assert not flat.is_open
    assert list(map(tuple, flat.blocks)) == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "a\n===",
        "a\n---",
        "    a",
        "a\n(1) b",
        "- A. b",
        "- - a",
        "- # a",
        "- > a",
        "* **",
        "- a\n      - b",
        "-     a",
        "- a\n  2. b",
        "a\n2. b",
        "2014. a",
        "- \u00a0",
        "-\n  a",
        "- a\n\tb",
        "- a\n\n  b",
        "- a\n  ```\n  b\n  ```",
        "| a |\n|---|\n> b",
        "| a |\n|--|--|",
        "| a |\n|---|\nb",
        "a | b\n--|--",
        "[a]: /u",
        "[^1]: a",
        "<b>\na",
        "#a",
        "```a```",
        "`````````\na\n`````````",
        " - a\n      - b\n       - c",
    ],
)
def test_the_rest_is_left_to_the_parser(text: str) -> None:
    assert flat_blocks(text) is None


@pytest.mark.parametrize(
    "text", ["```", "# a\n~~~ x\nb", "````\n```", "```\n    ```", "```\n``` x"]
)
def test_an_open_fence_is_known(text: str) -> None:
    flat = flat_blocks(text)
    assert flat is not None
    assert flat.is_open


_BEGINNINGS = (
    *(
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "3) ",
        "1) ",
        "12. ",
        "-   ",
        "1.  ",
        "## ",
        "# ",
        "",
        "",
        "",
    ),
    *("  - ", "   - ", "    - ", " - ", "      - ", "   1. ", "  2. ", "    ", "  ", "\t"),
    *(
        "| ",
        "|a|b|",
        "|-|-|",
        "|--|",
        "```",
        "```x",
        "~~~",
        "2014. ",
        "A. ",
        "(a) ",
        "[^1]: ",
        "> ",
    ),
)
_INSIDES = (
    "word",
    "x|y",
    "`c`",
    "**",
    "*",
    "-",
    "#",
    "|",
    ".",
    "\u00a0",
    "é",
    " ",
    "[r]: u",
    "```",
)


def test_what_is_drawn_is_read_as_by_the_parser() -> None:
    draw = random.Random(5)
    flat_ones = 0
    for _ in range(20_000):
        lines = [
            draw.choice(_BEGINNINGS) + "".join(draw.choices(_INSIDES, k=draw.randrange(4)))
            for _ in range(draw.randrange(1, 7))
        ]
        text = re.sub(r"\n[ \t]*(?=\n)|\s+\Z", "", "\n".join(lines)).lstrip("\n")
        flat = flat_blocks(text) if text else None
        if flat is not None and not flat.is_open:
            flat_ones += 1
            assert list(map(tuple, flat.blocks)) == parsed(text), text
    assert flat_ones > 1_000


def test_code_with_an_empty_line_and_a_heading_behind_it_takes_a_parser():
    assert flat_blocks("```\ncode\n```\n\n# Heading") is None
