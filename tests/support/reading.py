"""What the Markdown reader found, as lines that a person can check; and sources to try it on."""

import re

from hypothesis import strategies as st

from pipeline.model.text import Block, ContainerKind, MarkdownText, Source
from pipeline.parse.markdown import read_markdown


def read(text: str) -> MarkdownText:
    """Read a source that is called a.md."""
    return read_markdown(Source("a.md", text))


def describe(text: MarkdownText) -> str:
    """Write one line a block, place first, and below it its marks; then what else was found."""
    lines = []
    for block in text.blocks:
        place = f"{block.position.line}:{block.position.column}"
        lines.append(f"{place} {_kind(block)} {block.text!r}")
        for mark in block.marks:
            target = f" -> {mark.target}" if mark.target else ""
            title = f" {mark.title!r}" if mark.title else ""
            assert mark.position is not None
            at = f"{mark.position.line}:{mark.position.column}"
            marked = block.text[mark.start : mark.end]
            lines.append(f"    {at} {mark.kind} {marked!r}{target}{title}")
    for name, references in (
        ("call", text.footnote_calls),
        ("definition", text.footnote_definitions),
    ):
        for reference in references:
            at = f"{reference.position.line}:{reference.position.column}"
            lines.append(f"{name} {at} {reference.label}")
    for html in text.raw_html:
        at = f"{html.position.line}:{html.position.column}"
        lines.append(f"{'comment' if html.is_comment else 'html'} {at} {html.text!r}")
    lines.extend(
        f"{problem.code} {problem.position} {problem.message}" for problem in text.problems
    )
    return "\n".join(lines)


def _kind(block: Block) -> str:
    parts = [block.kind.value]
    if block.level:
        parts.append(str(block.level))
    if block.cell is not None:
        parts.append(f"{block.cell.row},{block.cell.column}")
        if block.cell.alignment:
            parts.append(block.cell.alignment)
    if block.info:
        parts.append(f"[{block.info}]")
    path = []
    for each in block.containers:
        if each.kind is ContainerKind.LIST:
            path.append(f"list{each.number}{'' if each.tight else ' loose'}")
        elif each.kind is ContainerKind.ITEM:
            path.append(f"({each.label})")
        elif each.kind is ContainerKind.FOOTNOTE:
            path.append(f"^{each.label}")
        else:
            path.append(f"{each.kind.value}{each.number}")
    if path:
        parts.append("in " + " ".join(path))
    if block.label:
        parts.append(f"label {block.label}")
    return " ".join(parts)


def source_lines(text: str) -> list[str]:
    """Return the lines that positions count in."""
    return re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))


# Pieces of which a line of Markdown may be made, the awkward ones above all
PIECES = (
    *("word", "two words", "e-waste", "l’État", "العربية", "слово", "中文", "e\u0301", "😀", "a_b"),
    *("- ", "* ", "+ ", "1. ", "2) ", "(3) ", "a. ", "a) ", "(b) ", "i. ", "(iv) ", "A. ", "IV.  "),
    *(
        "> ",
        ">",
        "# ",
        "## ",
        " #",
        "```",
        "~~~ x",
        "|",
        "|-|-|",
        "---",
        "===",
        "* * *",
        "    ",
        "\t",
    ),
    *("*", "**", "_", "`", "``", "~~", "[", "]", "](", ")", "[x](u 't')", "![i](p.png)", "[r]"),
    *("[^1]", "[^1]: ", "[r]: /u", "[shall][should]", "[x]{-US}", "<b>", "<br>", "<div>", "</div>"),
    *(
        "<!-- ",
        " -->",
        "<http://x.example>",
        "&amp;",
        "&#39;",
        "\\",
        "\\*",
        "  ",
        " ",
        "!",
        "<",
        "&",
    ),
)


def sources(line_end: str = "\n") -> st.SearchStrategy[str]:
    """Make sources of a few lines of such pieces."""
    line = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
    return st.lists(line, max_size=12).map(lambda lines: line_end.join(lines))
