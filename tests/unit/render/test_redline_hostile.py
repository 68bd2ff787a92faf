"""Nothing that an author writes can hide, fake or re-attribute a change, in any format."""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pikepdf
import pytest

from pipeline.commands.spans import join_spans
from pipeline.model.background import Background, Stretch
from pipeline.model.change import Redline
from pipeline.model.credit import Credit
from pipeline.model.text import Party
from pipeline.render.redline import as_html, as_json, as_markdown, as_paper, as_pdf, as_text
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
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](../../../../etc/passwd)",
    "| cell | {++faked++} |",
    "{{>>IN 1 · India<<}}",
    "\u200b\u2028\u2029\ufeff",
    "<noscript><p hidden>",
    "@import url(https://x.example/x.css);",
    "![](//tracker.example/x.png)",
)
SCHEMA = Path("pipeline/render/redline/redline.schema.json")
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
        author="Mallory </script><script>\u202e",
    )
    return history, old, new, history.redline(old, new)


def background(history: History, new: str) -> Background:
    """Whence every word comes, as a page tells it, with its hostile author and summary."""
    rows = history.traces([new])[new].origins
    stretches = {
        file.path: tuple(
            tuple(Stretch(len(span.text), span.origin) for span in join_spans(block, row))
            for block, row in zip(file.blocks, rows[file.path], strict=True)
        )
        for file in history._files(new)
    }
    commits = {commit.id: commit for commit in history.commits}
    credits = {id: Credit((Party(each.authors[0].name),)) for id, each in commits.items()}
    return Background({}, stretches, commits, credits)


def test_there_are_thirty_and_more() -> None:
    assert len(set(ATTEMPTS)) >= 40


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_page_has_no_element_address_or_handler_of_an_author(attempt: str) -> None:
    history, _, new, made = redline(attempt)
    web = as_html.render(made, background=background(history, new))
    for page in (web, as_paper.render(made)):
        elements = _Elements()
        elements.feed(page)
        assert {tag for tag, _ in elements.found} <= ALLOWED
        scripts = [str(a.get("type")) for tag, a in elements.found if tag == "script"]
        assert scripts in ([], ["application/json", "application/json", "None"])
        assert len(re.findall("</script", page)) == len(scripts)
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
        if not re.search("[\u2028-\u2069\x07\x9b]", attempt):
            assert [text for text in shown if text in safe] == safe


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_json_holds_the_text_and_its_author_as_they_are(attempt: str) -> None:
    history, old, new, made = redline(attempt)
    values = json.loads(as_json.render(made))
    jsonschema.validate(values, json.loads(SCHEMA.read_text()))
    for id, kept in ((old, {"equal", "delete"}), (new, {"equal", "insert"})):
        texts = [
            text
            for block in values["blocks"]
            if (text := "".join(run["text"] for run in block["runs"] if run["op"] in kept))
        ]
        own = [block.text for file in history._files(id) for block in file.blocks if block.text]
        assert texts == own
    by = {change["authors"][0].partition(" <mallory")[0] for change in values["changes"]}
    assert by == {"Mallory </script><script>\u202e"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """All attempts, each before and after an edit, in one PDF; and the texts of both sides."""
    history = History()
    sides = [
        {
            f"{number:02}.md": f"One {word} text.\n\n{attempt} says {word}.\n"
            for number, attempt in enumerate(ATTEMPTS)
        }
        for word in ("former", "later")
    ]
    old = history.commit(sides[0])
    new = history.commit(sides[1], author="Mallory </script><script>\u202e")
    path = tmp_path_factory.mktemp("hostile") / "redline.pdf"
    path.write_bytes(as_pdf.render(history.redline(old, new)).pdf)
    texts = [b.text for id in (old, new) for file in history._files(id) for b in file.blocks]
    return path, texts


def test_a_pdf_does_nothing_and_leads_nowhere_but_to_pages_of_the_web(
    printed: tuple[Path, list[str]],
) -> None:
    with pikepdf.open(printed[0]) as pdf:
        assert set(pdf.attachments) == {"redline.json"}
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in pdf.Root
        addresses = []
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                assert annotation.Subtype == "/Link"
                action = annotation.get("/A")
                if action is not None:
                    assert action.S == "/URI"
                    addresses.append(str(action.URI))
        assert all(re.match("https?://|mailto:", address) for address in addresses), addresses
        assert not [each for each in addresses if "x.example" in each and "<" in each]


def test_a_pdf_hides_no_deletion_and_shows_every_attempt_as_text(
    printed: tuple[Path, list[str]],
) -> None:
    path, texts = printed
    command = ["pdftotext", "-raw", path, "-"]
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert not re.search("[\x00-\x09\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    words = re.findall(r"\w+", shown)
    assert words.count("former") >= sum(text.count("former") for text in texts) > 60
    assert words.count("later") >= sum(text.count("later") for text in texts) > 60
    known = set(words)
    for text in texts:
        assert set(re.findall(r"\w+", text)) <= known, text


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).split())


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_terminal_gets_no_command(attempt: str) -> None:
    text = as_text.render(redline(attempt)[3])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
