"""A comment as GitHub shows it: its own Markdown parser, then what it looks for in the result.

The parser is cmark-gfm. What comes after it is not public; ``Shown`` applies the documented rules
(mentions, references, addresses, emoji) to the text that is not code and not linked.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

ACTIVE = {
    "mention": re.compile(r"(?<![\w`])@[a-z0-9]", re.IGNORECASE),
    "issue": re.compile(r"(?<![\w&])#\d|\bGH-\d|\w/\w[\w.-]*#\d", re.IGNORECASE),
    "merge request, milestone, label, snippet, epic": re.compile(r"[!%~$&](?=[\w\"])"),
    "address": re.compile(r"https?://|\bwww\.|[\w.]@[\w-]+\.\w", re.IGNORECASE),
    "emoji": re.compile(r":[\w+-]+:"),
}
_HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass
class Shown(HTMLParser):
    """The elements, the addresses, and the text outside code and links of a rendered comment."""

    elements: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    text: str = ""
    everything: str = ""
    code: str = ""
    headings: list[str] = field(default_factory=list)
    _heading: bool = False
    _quiet: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        self._quiet += tag in ("code", "a")
        self._heading = tag in _HEADINGS
        if self._heading:
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("code", "a")
        self._heading = self._heading and tag not in _HEADINGS

    def handle_data(self, data: str) -> None:
        self.everything += data
        if self._heading:
            self.headings[-1] += data
        if self._quiet:
            self.code += data
        else:
            self.text += data

    def active(self) -> dict[str, list[str]]:
        """Return what GitHub or GitLab would turn into something that does more than show."""
        found = {name: pattern.findall(self.text) for name, pattern in ACTIVE.items()}
        return {name: matches for name, matches in found.items() if matches}


def render(comment: str) -> str:
    """Return the HTML that GitHub makes of a comment, before it is sanitised."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    return cmarkgfm.github_flavored_markdown_to_html(comment, options)


def show(comment: str) -> Shown:
    """Render a comment and take it apart."""
    shown = Shown()
    shown.feed(render(comment))
    return shown
