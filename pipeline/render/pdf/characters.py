"""Characters that no font has, printed as their numbers: "U+1F600" in place of an empty box.

An archival PDF must not show the glyph of what is missing, and a reader should see that something
stood there. The character itself stays in the file, as the actual text of its number.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

_DRAWN = ("data-run", "data-n")  # attributes that style sheets print


def spell_out(root: Any, undrawn: frozenset[str]) -> None:
    """Put an element of class "actual" in the place of each such character of a tree."""
    if not undrawn:
        return
    pattern = re.compile("([" + re.escape("".join(sorted(undrawn))) + "])")
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("title", "style"):
            continue
        for name in _DRAWN:
            if name in element.attrib:
                element.set(name, pattern.sub(lambda match: _number(match[0]), element.get(name)))
        element.text, children = _split(pattern, element.text)
        for child in element:
            child.tail, spelled = _split(pattern, child.tail)
            children += [child, *spelled]
        element[:] = children


def _split(pattern: re.Pattern[str], text: str | None) -> tuple[str | None, list[Element]]:
    """Return the text before the first such character, and an element with a tail for each."""
    if not text or not pattern.search(text):
        return text, []
    first, *rest = pattern.split(text)
    elements = []
    for character, tail in zip(rest[::2], rest[1::2], strict=True):
        element = Element("span", {"class": "actual", "data-actual": character})
        element.text = _number(character)
        element.tail = tail
        elements.append(element)
    return first, elements


def _number(character: str) -> str:
    return f"U+{ord(character):04X}"
