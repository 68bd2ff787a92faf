"""Blocks with their containers as nested HTML, read back by another parser."""

import xml.etree.ElementTree as ET

from markupsafe import Markup

from pipeline.model.text import Source
from pipeline.parse.markdown import read_markdown
from pipeline.render.document.blocks import Piece, label_html, nested_html
from pipeline.render.document.inline import inline_html


def html(markdown: str, *, level: int = 4, direction: str = "ltr") -> ET.Element:
    blocks = read_markdown(Source("a.md", markdown)).blocks
    pieces = [
        Piece(block, inline_html(block, note=lambda _: Markup(), image=lambda *_: Markup()))
        for block in blocks
    ]
    written = nested_html(pieces, level=level, direction=direction)
    return ET.fromstring(f"<body>{written.replace('<br>', '<br/>')}</body>")


def outline(element: ET.Element) -> str:
    """Write an element's structure in brackets: "ul[li[p=(1) one]]"."""
    parts = []
    for child in element:
        inner = outline(child)
        text = " ".join("".join(child.itertext()).split())
        parts.append(
            f"{child.tag}[{inner}]" if inner and child.tag in _GROUPS else f"{child.tag}={text}"
        )
    return " ".join(parts)


_GROUPS = {"ul", "li", "blockquote", "div", "table", "thead", "tbody", "tr"}


def test_labels_are_as_written_and_lists_nest():
    body = html("(1) one\n\n    a) two\n    b) three\n\n(3) four\n")
    assert outline(body) == ("ul[li[p=(1)one ul[li[p=a)two] li[p=b)three]]] li[p=(3)four]]")
    labels = [span.text for span in body.iter("span") if span.get("class") == "lb"]
    assert labels == ["(1)", "a)", "b)", "(3)"]


def test_a_label_stands_once_at_the_first_block_of_its_item():
    body = html("1. one\n\n   more\n\n2. two\n")
    assert outline(body) == "ul[li[p=1.one p=more] li[p=2.two]]"


def test_bullets_are_bullets():
    assert outline(html("- one\n* two\n")) == "ul[li[p=•one]] ul[li[p=•two]]"


def test_quotations_hold_lists():
    assert outline(html("> one\n>\n> - two\n\nthree\n")) == (
        "blockquote[p=one ul[li[p=•two]]] p=three"
    )


def test_tables_have_a_head_with_scopes_and_alignments():
    body = html("| a | b |\n|:--|--:|\n| c | d |\n| e | f |\n")
    assert outline(body) == ("div[table[thead[tr[th=a th=b]] tr[td=c td=d] tr[td=e td=f]]]")
    assert all(head.get("scope") == "col" for head in body.iter("th"))
    assert [cell.get("class") for cell in body.iter("td")] == ["al", "ar", "al", "ar"]


def test_heading_levels_have_no_gaps_and_start_where_they_should():
    body = html("# one\n\n### two\n\n###### three\n\n## four\n\ntext\n")
    assert [child.tag for child in body] == ["h4", "h5", "h6", "h5", "p"]
    assert [child.tag for child in html("## one\n\n# two\n", level=3)] == ["h3", "h3"]


def test_a_latin_label_keeps_its_direction_among_arabic():
    assert label_html("a)", "rtl") == '<bdi dir="ltr">a)</bdi>'
    assert label_html("(1)", "rtl") == "(1)"
    assert label_html("a)") == "a)"


def test_labels_are_escaped():
    assert label_html("<b>)") == "&lt;b&gt;)"
