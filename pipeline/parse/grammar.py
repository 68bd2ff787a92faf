"""Which block rules there are, and where each is tried: one parser for all sources."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import code, fence, html_block

from pipeline.parse.block_state import BlockParser, Rule
from pipeline.parse.footnotes import read_footnote
from pipeline.parse.lists import read_list
from pipeline.parse.paragraphs import read_heading, read_paragraph, read_rule
from pipeline.parse.quotations import read_quotation
from pipeline.parse.references import read_reference
from pipeline.parse.tables import read_table

# By the first character of a line: what may begin there in the middle of a paragraph.
# "" is for letters, digits, "(" and whatever else: labels.
_INTERRUPTIONS: dict[str, tuple[Rule, ...]] = {
    "#": (read_heading,),
    ">": (read_quotation,),
    "`": (fence,),
    "~": (fence,),
    "<": (html_block,),
    "-": (read_rule, read_list),
    "*": (read_rule, read_list),
    "_": (read_rule,),
    "[": (read_footnote,),
    "": (read_list,),
}


def make_parser() -> MarkdownIt:
    """Make the parser; it keeps link targets as written, for `check` to judge."""
    markdown = MarkdownIt("zero", {"html": True})
    beginnings = {first: (*rules, read_paragraph) for first, rules in _INTERRUPTIONS.items()}
    beginnings["["] = (read_footnote, read_reference, read_paragraph)
    markdown.block = BlockParser(beginnings, _INTERRUPTIONS, read_table, code)
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown
