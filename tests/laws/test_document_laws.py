"""What holds for the HTML of any entry: all its words are there, and nothing of it is markup."""

import random
from html.parser import HTMLParser

import pytest

from pipeline.model.history import FileKind, TreeFile
from pipeline.model.text import Block, ContainerKind, MarkKind, RollingDocument, Source
from pipeline.parse.document import read_document
from pipeline.render.document import as_html
from pipeline.rules.judge import judge
from tests.support.reading import PIECES
from tests.support.rolling import REVISION, entry

SETTINGS = """\
title: T
language: en
groups: [{key: A, title: One, questions: [2]}]
parties: [{id: japan, name: Japan, kind: state}]
"""
ELEMENTS = set(
    "html head meta title body nav section div header footer main article aside p h1 h2 h3 h4 h5 "
    "h6 a span b i em strong s code pre ul ol li blockquote table thead tbody tr th td br img time "
    "sup sub small dl dt dd figure hr link ins del u bdi".split()
)
VOID = {"meta", "br", "img", "hr", "link"}


class _Page(HTMLParser):
    """The elements, attributes and text of a page; every element must be closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src"):
                assert (value or "").partition(":")[0].lower() not in ("javascript", "file", "data")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def documents(number: int, seed: int) -> list[tuple[str, RollingDocument]]:
    """Make random entries, put each through check, and keep what could be read."""
    made = random.Random(seed)
    kept = []
    for _ in range(number):
        lines = [
            "".join(made.choices(PIECES, k=made.randrange(7))) for _ in range(made.randrange(14))
        ]
        body = made.choice(["\n", "\n\n", "\r\n"]).join(lines)
        files = {"document.yaml": SETTINGS, "one.md": entry(body)}
        sources = {
            path: Source(path, text)
            for name, text in files.items()
            for path in [f"recommendations/{name}"]
        }
        reading = read_document(sources)
        judge(reading, [TreeFile(path, "", FileKind.FILE, 1) for path in sources])
        if reading.document is not None:
            kept.append((body, reading.document))
    return kept


def hold(body: str, document: RollingDocument) -> None:
    text = "".join("".join(_Page(as_html.render(document, revision=REVISION)).text).split())
    (one,) = (entry for group in document.groups for entry in group.entries)
    called = _called(one.blocks)
    for block in one.blocks:
        if _notes(block) - called:
            continue  # a note that nothing calls is not printed; check warns of it
        images = [mark for mark in block.marks if mark.kind is MarkKind.IMAGE]
        calls = [mark.start for mark in block.marks if mark.kind is MarkKind.FOOTNOTE]
        if images:
            continue  # what stands for an image is an attribute
        for start, end in zip([0, *calls], [*calls, len(block.text)], strict=True):
            assert "".join(block.text[start:end].split()) in text, body


def _notes(block: Block) -> set[str]:
    return {each.label for each in block.containers if each.kind is ContainerKind.FOOTNOTE}


def _called(blocks: tuple[Block, ...]) -> set[str]:
    """Return the labels of the notes that the text calls, or a note that it calls."""
    called: set[str] = set()
    while True:
        reached = {
            mark.target
            for block in blocks
            if _notes(block) <= called
            for mark in block.marks
            if mark.kind is MarkKind.FOOTNOTE
        }
        if reached <= called:
            return called
        called |= reached


def test_five_hundred_entries() -> None:
    made = documents(500, seed=4)
    assert len(made) > 300
    for body, document in made:
        hold(body, document)


@pytest.mark.long
def test_twenty_thousand_entries() -> None:
    for start in range(40):
        for body, document in documents(500, seed=1000 + start):
            hold(body, document)
