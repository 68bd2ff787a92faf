"""Our reader beside markdown-it-py's own rules, on what both of them know.

Our inline reader and several block rules take the place of markdown-it-py's. Where a source has
no construct that is ours alone, the two must find the same blocks, the same text, the same marks.
"""

import re
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.model.text import BlockKind, ContainerKind
from pipeline.parse.blocks import read_blocks
from pipeline.parse.inline import read_inline_text
from pipeline.parse.inline_state import References

MANY = settings(
    max_examples=300, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True
)
REFERENCES = {"R": ("/r", "t")}


def markdown_it() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.normalizeLink = markdown.normalizeLinkText = lambda url: url  # type: ignore[method-assign]
    return markdown


MARKDOWN_IT = markdown_it()

INLINE_PIECES = (
    *"ab *_`[]!<>&\n\"'.é。“",
    *("**", "__", "~~", "``", "](u)", "](<u v>)", "](u 't')", "][r]", "[r]", "![", "  \n", "\\\n"),
    *("<a@b.c>", "<http://x>", "<i>", "</i>", "<!-- c -->", "&amp;", "&#35;", "&nope;", "\\*"),
)


@MANY
@given(st.lists(st.sampled_from(INLINE_PIECES), max_size=16).map("".join))
def test_inlines(content: str) -> None:
    content = content.strip()
    assume(not re.search(r"\n[ \t]*\n", content))  # two paragraphs
    # Left out: blanks beside a break or at an end, where we keep none; what markdown-it-py makes
    # of "](" that is no link, and of "][" that is no label; runs of three tildes, which are text as
    # on GitHub; delimiters before a "]", which it takes for the end of a line
    assume(
        not re.search(r"[*_~]\]|\]\[[^\]]*\[| \\\n|\\ |~~~|<[i/!][^<]*>\s|\s<[i/!]|\n\]", content)
    )
    assume("](" not in re.sub(r"\]\((?:u|<u v>|u 't')\)", "", content))
    assume(not content.startswith(("<", "\\\n")) and not content.endswith(">"))
    references = {} if "(" in content else REFERENCES
    read = read_inline_text(content, References(references))
    marks = sorted(
        (mark.kind.value, mark.start, mark.end, mark.target, mark.title) for mark in read.marks
    )
    text, expected = inline_by_markdown_it(content, references)
    assume(not read.html or text == text.strip(" \n"))  # at its ends HTML leaves no blanks here
    assert (read.text, marks) == (text, expected)


def inline_by_markdown_it(
    content: str, references: dict[str, tuple[str, str]]
) -> tuple[str, list[tuple[str, int, int, str, str]]]:
    links = {label: {"href": href, "title": title} for label, (href, title) in references.items()}
    tokens: list[Token] = []
    MARKDOWN_IT.inline.parse(content, MARKDOWN_IT, {"references": links}, tokens)
    text = ""
    marks = []
    opened: list[tuple[Token, int]] = []
    for token in tokens:
        start = len(text)
        if token.nesting == 1:
            opened.append((token, start))
        elif token.nesting == -1:
            opening, start = opened.pop()
            kind = KINDS[opening.type]
            target = opening.attrs.get("href", "") if kind == "link" else ""
            marks.append((kind, start, len(text), target, opening.attrs.get("title", "")))
        elif token.type == "image":
            text += plain([token])
            marks.append(
                ("image", start, len(text), token.attrs["src"], token.attrs.get("title", ""))
            )
        else:
            text += plain([token])
            if token.type == "code_inline":
                marks.append(("code", start, len(text), "", ""))
    return text, sorted(marks)  # type: ignore[type-var]


KINDS = {
    "em_open": "emphasis",
    "strong_open": "strong",
    "s_open": "strikethrough",
    "link_open": "link",
}


def plain(tokens: Sequence[Token]) -> str:
    text = ""
    for token in tokens:
        if token.type == "softbreak":
            text += " "
        elif token.type == "hardbreak":
            text += "\n"
        elif token.type == "image":
            text += plain(token.children or [])
        elif token.type != "html_inline":
            text += token.content
    return text


BLOCK_PIECES = (
    *("- ", "* ", "+ ", "1. ", "2. ", "1) ", "10. ", "> ", ">", " ", "  ", "   ", "    ", "\t"),
    *("# ", "## x #", "```", "~~~", "``` py", "foo", "bar", "a|b", "|-|-|", "--|--", "---", "==="),
    *(
        "***",
        "<div>",
        "</div>",
        "<b>",
        "<!-- c",
        "-->",
        "<pre>",
        "</pre>",
        "[r]: /u",
        "[r]: /u 'ti",
    ),
    *("tle'", "[r]", "\\", "`", "\u00a0"),
)
LINES = st.lists(st.lists(st.sampled_from(BLOCK_PIECES), max_size=5).map("".join), max_size=10)


@MANY
@given(LINES.map("\n".join))
def test_blocks(body: str) -> None:
    # Left out: lazy lines of a quotation in another that are indented like code. markdown-it-py
    # forgets that they are, and lets "    - " begin a list there
    assume(not re.search(r">.*>.*\n(?:.*\n)*? *(?: {4}|\t)", body))
    read = read_blocks(body)
    found = [
        (path(block), block.content)
        for block in read.blocks
        if block.content or block.kind is BlockKind.HEADING or block.kind is BlockKind.CODE
    ]
    blocks, references = blocks_by_markdown_it(body)
    assert found == blocks
    assert set(read.references.links) == references


def path(block: Any) -> str:
    parts = []
    for each in block.containers:
        if each.kind is ContainerKind.LIST:
            parts.append("ol" if each.ordered else "ul")
        elif each.kind is ContainerKind.ITEM:
            parts.append(each.label)
        elif each.kind is not ContainerKind.ROW:
            parts.append(each.kind.value)
    if block.kind in (BlockKind.HEADING, BlockKind.CODE, BlockKind.HTML):
        parts.append(block.kind.value + (str(block.level) if block.level else ""))
    return " ".join(parts)


def blocks_by_markdown_it(body: str) -> tuple[list[tuple[str, str]], set[str]]:
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    MARKDOWN_IT.block.parse(body, MARKDOWN_IT, env, tokens)
    found = []
    parts: list[str] = []
    for token in tokens:
        if token.nesting == 1 and token.type in OPENINGS:
            parts.append(OPENINGS[token.type])
        elif token.type == "list_item_open":
            parts.append(token.info + token.markup)
        elif token.type == "heading_open":
            parts.append("heading" + token.tag[1:])
        elif token.nesting == -1 and token.type.removesuffix("close") + "open" in CONTAINERS:
            parts.pop()
        elif token.type == "inline":
            if token.content or (parts and parts[-1].startswith("heading")):
                found.append((" ".join(parts), token.content))
        elif token.type in ("fence", "code_block"):
            found.append((" ".join([*parts, "code"]), token.content.removesuffix("\n")))
        elif token.type == "html_block" and not re.fullmatch(
            r"\s*(<!--((?!-->).)*(-->|$)\s*)+", token.content, re.DOTALL
        ):
            found.append((" ".join([*parts, "html"]), token.content.rstrip("\n")))
    return found, set(env.get("references", {}))


OPENINGS = {
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "blockquote_open": "quotation",
    "table_open": "table",
}
CONTAINERS = {*OPENINGS, "list_item_open", "heading_open"}
