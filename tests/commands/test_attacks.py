"""A hostile pull request, in as many ways as came to mind: against its comment and its redline.

What is asked of each: honest exit codes, one line for what stops a command, a comment in which
nothing works, a page without scripts, pictures or addresses of the attacker's.
"""

import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.github import show
from tests.support.repository import GitRepository

SETTINGS = """\
title: Draft Recommendations
language: en
groups:
  - {key: A, title: Navigation}
parties:
  - {id: japan, name: Japan, letters: JP, emails: [mission@japan.example]}
"""
RIVERS = "recommendations/rivers.md"
EVIL = (
    "@all @org/team fixes #1 GH-1 !1 ~bug /close <script>alert(1)</script> <img src=x onerror=y>"
    " ![p](https://evil.example/p.png) [c](javascript:alert(1)) www.evil.example a@evil.example"
    " </ins></del><h1>ok</h1> `code` **bold** $x$ &#64;all"
)
SECRET = "root:x:0:0"


def entry(body: str, *lines: str, who: str = "[japan]") -> str:
    given = "\n".join(["group: A", "date: 2014-01-02", f"submitters: {who}", *lines])
    return f"---\n{given}\n---\n\n{body}\n"


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.commit(
        {"recommendations/document.yaml": SETTINGS, RIVERS: entry("(1) States should act.")},
        author="Japan <mission@japan.example>",
    )
    made.branch("topic")
    return made


def write(files: dict[str, str | bytes], **more: str) -> Callable[[GitRepository], object]:
    return lambda made: made.commit(files, more.get("message", "Edit"), author=more.get("author", "M <m@evil.example>"))  # fmt: skip # noqa: E501


def text(body: str, *lines: str, who: str = "[japan]") -> Callable[[GitRepository], object]:
    return write({RIVERS: entry(body, *lines, who=who)})


def link(path: str, target: str) -> Callable[[GitRepository], object]:
    def attack(made: GitRepository) -> None:
        place = made.path / path
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)
        made.commit()

    return attack


def planted(*paths: bytes, mode: str = "100644") -> Callable[[GitRepository], object]:
    """Commit paths that no file system would take, as plain objects."""

    def attack(made: GitRepository) -> None:
        blob = made.git_bytes("hash-object", "-w", "--stdin", stdin=entry(EVIL).encode()).decode()
        blob = "1" * 40 if mode == "160000" else blob.strip()
        tree = made.git("rev-parse", "HEAD:recommendations")
        lines = made.git_bytes("ls-tree", "-z", tree)
        kind = "commit" if mode == "160000" else "blob"
        for path in paths:
            lines += f"{mode} {kind} {blob}\t".encode() + path + b"\0"
        made.git("rm", "-r", "--quiet", "--cached", ".")
        inner = made.git_bytes("mktree", "-z", "--missing", stdin=lines).decode().strip()
        outer = made.git_bytes("mktree", stdin=f"040000 tree {inner}\trecommendations\n".encode())
        commit = made.git("commit-tree", outer.decode().strip(), "-p", "HEAD", "-m", "Plant")
        made.git("update-ref", "refs/heads/topic", commit)

    return attack


def planted_deep(name: str, folders: int) -> Callable[[GitRepository], object]:
    """Commit a path of more characters than a file system takes."""

    def attack(made: GitRepository) -> None:
        blob = made.git_bytes("hash-object", "-w", "--stdin", stdin=entry("x").encode()).decode()
        line = f"100644 blob {blob.strip()}\tx.md\n"
        for _ in range(folders):
            tree = made.git_bytes("mktree", stdin=line.encode()).decode().strip()
            line = f"040000 tree {tree}\t{name}\n"
        inner = made.git("ls-tree", "HEAD:recommendations") + "\n" + line
        tree = made.git_bytes("mktree", stdin=inner.encode()).decode().strip()
        top = f"040000 tree {tree}\trecommendations\n".encode()
        outer = made.git_bytes("mktree", stdin=top).decode().strip()
        commit = made.git("commit-tree", outer, "-p", "HEAD", "-m", "Plant")
        made.git("update-ref", "refs/heads/topic", commit)

    return attack


def hooks(made: GitRepository) -> None:
    """Bring programs that git runs where a repository's configuration asks for them."""
    program = f"#!/bin/sh\ntouch {made.path}/ran\n"
    made.commit({
        ".gitattributes": "*.md filter=evil diff=evil\n",
        ".gitmodules": '[submodule "x"]\n path = x\n url = ext::sh -c touch% ran\n',
        ".git-hooks/post-checkout": program,
        RIVERS: entry("(1) States should act now."),
    })  # fmt: skip
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv"):
        made.git("config", key, f"touch {made.path}/ran; cat")
    made.git("config", "core.fsmonitor", f"touch {made.path}/ran")
    made.git("config", "core.hooksPath", ".git-hooks")


def branch(name: str) -> Callable[[GitRepository], object]:
    def attack(made: GitRepository) -> None:
        made.commit({RIVERS: entry("(1) All states should act.")})
        made.git("update-ref", f"refs/heads/{name}", "HEAD")

    return attack


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
ATTACKS: dict[str, Callable[[GitRepository], object]] = {
    # in the text
    "everything in a text": text(EVIL),
    "raw HTML": text("<div onclick='x'>\n\n<iframe src='https://evil.example'></iframe>\n\n</div>"),
    "a style": text("<style>@import url(https://evil.example/x.css); * {display: none}</style>"),
    "pictures of elsewhere": text("![a](file:///etc/passwd) ![b](../../../etc/passwd) ![c](//e.example/x)"),  # noqa: E501
    "links that run": text("[a](javascript:alert(1)) [b](data:text/html,x) <vbscript:x>"),
    "slash commands": text("/close\n\n/lgtm\n/approve\n\n> /merge\n\n    /code"),
    "controls and directions": text("a\x1b[2J b\u202ec\u2066d\u200be \x07 \x9b31m f\u2028/close"),
    "fences": text("````\n```\n~~~\n````\n\n```\n</code></pre><script>x</script>"),
    "brackets ten thousand deep": text("[" * 10_000 + "x" + "]" * 10_000),
    "lists ten thousand deep": text("".join(" " * n + "- x\n" for n in range(0, 2000, 2))),
    "quotations a thousand deep": text(">" * 1000 + " x"),
    "a line of a megabyte": text("x" * 1_100_000),
    "words without end": text("Act " * 20_000),
    "stars without end": text("*a **b " * 3_000),
    "a NUL": write({RIVERS: entry("a").encode() + b"\0"}),
    "no UTF-8": write({RIVERS: b"---\ndate: 2014-01-02\n---\n\xff\xfe\x80"}),
    "entities": text("&lt;script&gt; &#0; &#x202e; &#60;img src=x&#62; &amp;#64;all"),
    "tables": text("| a | b |\n|---|---|\n| @all | <b>x</b> |\n| `|` | \\| |"),
    "footnotes": text("A[^1].\n\n[^1]: @all <script>x</script> [^1]\n"),
    # in front matter
    "names": text("(1) Act.", "transmitted_by: {name: '@all <b>x</b>'}", who="[{name: '<script>x</script> @org/team #1'}]"),  # noqa: E501
    "a heading": text("(1) Act.", "heading: '<img src=x onerror=y> @all [x](javascript:x) #1'"),
    "an alias bomb": write({RIVERS: entry("x", BOMB.rstrip())}),
    "a tag that runs": text("x", "group: !!python/object/apply:os.system ['touch ran']"),
    "ten thousand braces": write({RIVERS: "---\n" + "[" * 10_000 + "\n---\n\nx\n"}),
    "groups and ids": text("x", "submission: '@all/../../x'", "replaces: ['<b>', '#1', '@all']"),
    # names of files and branches
    "options as names": write({"recommendations/--help.md": entry(EVIL), "recommendations/-o.md": entry("x")}),  # noqa: E501
    "markup as names": write({"recommendations/@all `x` <b> #1 [y](z).md": entry("x")}),
    "names on two lines": write({"recommendations/a\n/close\n::error::b.md": entry("x")}),
    "names without end": planted_deep("d" * 200, 20),
    "other normal forms": write({"recommendations/caf\u00e9.md": entry("x"), "recommendations/cafe\u0301.md": entry("y")}),  # noqa: E501
    "names that climb": planted(b"..", b".git", b"...md"),
    "names that are no UTF-8": planted(b"\xff\xfe.md", b"\xe2\x80\xae.md"),
    "a branch that is a command": branch("$(id)"),
    "a branch that is a mention": branch("@all/<b>x"),
    # who and why
    "a message": write({RIVERS: entry("(1) All states.")}, message=f"{EVIL}\n\n::error::x\n/close\n\nCo-authored-by: @all <script>"),  # noqa: E501
    "a message without end": write({RIVERS: entry("(1) All states.")}, message="x" * 120_000),
    "a name": write({RIVERS: entry("(1) All states.")}, author="@all #1 [x](y) \x1b[2J **b** <m@evil.example"),  # noqa: E501
    "on behalf of all": write({RIVERS: entry("(1) All states.")}, message=f"x\n\nOn-behalf-of: {EVIL}"),  # noqa: E501
    # the tree
    "a link to a secret": link(RIVERS, "/etc/passwd"),
    "settings that are a link": link("recommendations/document.yaml", "/etc/passwd"),
    "a folder that is a link": link("recommendations/more", "/etc"),
    "a submodule": planted(b"sub.md", mode="160000"),
    "hooks and filters": hooks,
    "another who is who": write({".mailmap": "Japan <mission@japan.example> <m@evil.example>\n", RIVERS: entry("(1) All.")}),  # noqa: E501
    "no settings any more": write({"recommendations/document.yaml": "title: [\n"}),
    "settings of one's own": write({"recommendations/document.yaml": SETTINGS.replace("Draft", "<script>@all</script> #1")}),  # noqa: E501
    "a style of one's own": write({"styles/document.css": "@import url(file:///etc/passwd); p {background: url(https://evil.example)}"}),  # noqa: E501
    "another workflow": write({".github/workflows/redline.yml": "on: pull_request_target\n"}),
}  # fmt: skip


# What may go into a document all the same; every other attack holds what check calls an error.
PASSED = frozenset({
    "slash commands", "controls and directions", "fences", "brackets ten thousand deep",
    "words without end", "stars without end", "entities", "names", "markup as names",
    "names on two lines", "names without end", "other normal forms", "names that climb",
    "a branch that is a command", "a branch that is a mention", "a message",
    "a message without end", "a name", "on behalf of all", "a folder that is a link",
    "a submodule", "hooks and filters", "another who is who", "settings of one's own",
    "a style of one's own", "another workflow",
})  # fmt: skip


def run(made: GitRepository, *arguments: str) -> Result:
    result = CliRunner().invoke(redraft, ["-C", str(made.path), *arguments])
    assert result.exit_code in (0, 1, 2), result.stderr
    if result.exit_code == 2:
        assert len(result.stderr.splitlines()) <= 10
    return result


# Each is set alone: together they would hide each other, or take too long.
HEAVY = ("deep", "without end", "megabyte", "settings", "climb", "no UTF-8", "submodule", "hooks")


def commands(shown: str) -> list[str]:
    """Return the characters that command a terminal or turn the direction of writing."""
    return re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


class Page(HTMLParser):
    """What a page would run or load, and what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script" and ("type", "application/json") not in attrs
        if tag in ("iframe", "object", "embed", "form", "base"):
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or (
                name in ("src", "srcset")
                and not re.fullmatch("data:image/(png|jpeg|gif|webp);base64,[a-z0-9+/=]*", address)
            ):
                self.found.append(f"{name}={address[:60]}")
            if name == "href" and not address.startswith(("#", "https://evil.example", "//e.")):
                self.found.append(f"{name}={address[:60]}")


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_pull_request_stays_harmless(name: str, made: GitRepository) -> None:
    ATTACKS[name](made)
    reported = run(made, "report", "main", "topic")
    assert reported.exit_code == (name not in PASSED)
    comment = reported.stdout
    assert comment
    assert len(comment) <= 65_536
    shown = show(comment)
    assert shown.active() == {}
    assert shown.addresses == []
    assert shown.elements <= {"p", "strong", "code", "h3", "ul", "li", "br", "em", "ins", "del"}
    assert not any(line.startswith(("/", "::")) for line in comment.splitlines())
    assert SECRET not in comment
    found = run(made, "check", "--at", "topic", "--format", "github")
    assert found.exit_code == (name not in PASSED)
    checked = found.stdout
    assert all(line.startswith("::") for line in checked.splitlines())
    page = Page()
    redline = run(made, "redline", "main...topic", "--format", "html", "--allow-incomplete")
    assert redline.exit_code == 0
    page.feed(redline.stdout)
    assert page.found == []
    assert commands(comment + checked + redline.stderr + page.text) == []
    assert page.scripts == 1
    assert SECRET not in redline.stdout
    assert list(made.path.rglob("ran")) == []


def test_the_artefact_of_all_of_them_is_one_harmless_pdf(
    made: GitRepository, tmp_path: Path
) -> None:
    for name, attack in ATTACKS.items():
        if not any(word in name for word in HEAVY):
            attack(made)
            made.git("checkout", "--quiet", "--force", "topic")
            made.git("mv", "-k", RIVERS, f"recommendations/{len(list(made.path.rglob('*.md')))}.md")
    made.commit()
    assert_harmless_pdf(made, tmp_path / "redline.pdf")
    assert (tmp_path / "redline.pdf").exists()


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in ATTACKS if any(word in name for word in HEAVY)])
def test_the_artefact_of_each_heavy_one_is_a_harmless_pdf(
    name: str, made: GitRepository, tmp_path: Path
) -> None:
    ATTACKS[name](made)
    assert_harmless_pdf(made, tmp_path / "redline.pdf")


def assert_harmless_pdf(made: GitRepository, out: Path) -> None:
    done = run(made, "redline", "--allow-incomplete", "main...topic", "-o", str(out))
    assert list(made.path.rglob("ran")) == []
    if done.exit_code == 2:  # said in a line, and nothing is left behind
        assert not out.exists()
        return
    with pikepdf.open(out) as pdf:
        kinds = {
            str(value.get("/S"))
            for value in pdf.objects
            if isinstance(value, pikepdf.Dictionary) and value.get("/S") is not None
        }
        assert not kinds & {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR"}
        addresses = [
            str(value["/URI"])
            for value in pdf.objects
            if isinstance(value, pikepdf.Dictionary) and "/URI" in value
        ]
        assert all(address.startswith("https://evil.example") for address in addresses)
        assert list(pdf.attachments) == ["redline.json"]
    assert SECRET.encode() not in out.read_bytes()


@pytest.mark.long
def test_ten_thousand_files_are_one_comment(made: GitRepository) -> None:
    made.write({f"recommendations/{n}.md": entry(f"(1) Text {n}.") for n in range(10_000)})
    made.commit(author="Japan <mission@japan.example>")
    comment = run(made, "report", "main", "topic").stdout
    assert len(comment) <= 65_536
    assert "This adds 10,000 entries: " in comment
    assert "Left out, to keep this short: " in comment


def test_there_are_more_than_thirty() -> None:
    assert len(ATTACKS) >= 30
    assert os.path.exists("/etc/passwd")  # noqa: PTH110 # else SECRET would prove nothing
