"""Nothing that an author writes can hide, fake or re-attribute a change, in any format."""

import re
from html.parser import HTMLParser

import pytest

from pipeline.model.change import Redline
from pipeline.render.redline import as_html, as_markdown, as_paper, as_text
from tests.support.drawn import History
from tests.support.readback import read_critic, read_html

ATTEMPTS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<style>del { display: none }</style>",
    '<span style="position:fixed;inset:0;background:#fff">x</span>',
    "</ins></p><p>free",
    '<ins class="p1">faked</ins>',
    "<del>faked</del>",
    "<!-- hidden -->",
    "[click](javascript:alert(1))",
    "[click](data:text/html,x)",
    "[click](file:///etc/passwd)",
    "![x](https://tracker.example/x.png)",
    "![x](file:///etc/passwd)",
    "{++faked++} {--faked--} {>>India<<}",
    "{~~old~>new~~}",
    "[-faked-]{+faked+}",
    "\u202egnorw yaw eht\u202c",
    "\u2066isolated",
    "a\x07b\x9b31m",
    "&lt;ins&gt;",
    "\\<ins\\>faked\\</ins\\>",
    "`<ins>code</ins>`",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "<a href=\"https://x.example\" class='t p2' id=c1>IN 1</a>",
    "[IN 1](#n1)",
    "<iframe src=https://x.example></iframe>",
    "<link rel=stylesheet href=https://x.example/x.css>",
    "<base href=https://x.example>",
    "<meta http-equiv=refresh content=0>",
)
MARKS = {"ins", "del"}
ALLOWED = MARKS | set(
    "a aside article b blockquote body br button code div em footer h1 h2 h3 h4 h5 h6 head header "
    "html i input kbd label li main meta nav p pre s script section small span strong style sub "
    "table tbody td th thead title tr u ul".split()
)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def redline(attempt: str) -> tuple[History, str, str, Redline]:
    history = History()
    old = history.commit({"a.md": f"One text stands here.\n\nAnd {attempt} too.\n"})
    new = history.commit(
        {"a.md": f"One other text stands here.\n\nAnd {attempt} also.\n\n{attempt}\n"},
        author="Mallory <script>\u202e",
    )
    return history, old, new, history.redline(old, new)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_page_has_no_element_address_or_handler_of_an_author(attempt: str) -> None:
    for page in (as_html.render(redline(attempt)[3]), as_paper.render(redline(attempt)[3])):
        elements = _Elements()
        elements.feed(page)
        assert {tag for tag, _ in elements.found} <= ALLOWED
        run = [a for tag, a in elements.found if tag == "script" and "json" not in str(a)]
        assert len(run) <= 1
        for tag, attributes in elements.found:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert "src" not in attributes
            address = attributes.get("href") or "#"
            assert tag != "a" or re.match(r"#|https?://|mailto:", address), address
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x07\x9b]", page)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_read_back_is_the_text(attempt: str) -> None:
    history, old, new, made = redline(attempt)
    page, markdown = as_html.render(made), as_markdown.render(made)
    for side, id in (("old", old), ("new", new)):
        texts = [block.text for file in history._files(id) for block in file.blocks]
        assert [text for _, text in read_html(page, side)["a.md"]] == texts
        read = iter([text.strip() for *_, text in read_critic(markdown, accept=side == "new")])
        safe = [_words(text) for text in texts if text.strip()]
        shown = [_words(text) for text in read]
        if not re.search("[\u202a-\u2069\x07\x9b]", attempt):
            assert [text for text in shown if text in safe] == safe


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).split())


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_terminal_gets_no_command(attempt: str) -> None:
    text = as_text.render(redline(attempt)[3])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
