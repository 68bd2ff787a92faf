"""Blocks that are text as they stand: code, and raw HTML without its comments."""

import re

from pipeline.model.text import BlockKind
from pipeline.parse.inline import InlineText

_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:-->|\Z))", re.DOTALL)


def is_comment(html: str) -> bool:
    """Tell whether HTML is nothing but comments."""
    return not _COMMENT.sub("", html).strip()


def literal_text(kind: BlockKind, content: str) -> InlineText:
    """Return the text of a literal block; comments in HTML are no text."""
    if kind is not BlockKind.HTML or "<!--" not in content:
        return InlineText(content)
    starts, offsets, kept = [], [], []
    position = start = 0
    for comment in [*_COMMENT.finditer(content), None]:
        end = comment.start() if comment else len(content)
        if end > position:
            kept.append(content[position:end])
            starts.append(start)
            offsets.append(position)
            start += end - position
        if comment:
            position = comment.end()
    literal = (True,) * len(kept)
    return InlineText("".join(kept), (), (), (), tuple(starts), tuple(offsets), literal)
