"""Sources that are made to hurt: each is answered in seconds, by lines that a person can act on."""

import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft
from tests.support.repository import GitRepository

DOCUMENT = "title: T\nlanguage: en\ngroups: [{key: A, title: One}]\n"
OPENING = "---\ndate: 2014-02-07\nsubmitters: [{name: Japan}]\n---\n\n"
SECONDS = 20  # on a machine that does other things too; alone it takes one to three
ERRORS = {
    "front matter of 70,000 brackets": ("---\n" + "[" * 70_000 + "\n---\n", "E116"),
    "brackets up to 64 kB": ("---\na: " + "[" * 60_000 + "\n---\n", "E115"),
    "braces up to 64 kB": ("---\na: " + "{a: " * 15_000 + "\n---\n", "E115"),
    "indentation": ("---\n" + "".join(" " * at + "a:\n" for at in range(300)) + "---\n", "E115"),
    "billion laughs": ("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n", "E112"),
    "an object of Python": ("---\na: !!python/object/apply:os.system [id]\n---\n", "E113"),
    "thousands of keys": ("---\n" + "".join(f"k{at}: x\n" for at in range(6000)) + "---\n", "E105"),
    "one key thousands of times": ("---\n" + "group: x\n" * 6000 + "---\n", "E106"),
    "one long key": ("---\n" + "k" * 60_000 + ": x\n---\n", "E103"),
    "thousands of submitters": (
        "---\ndate: 2014-02-07\nsubmitters: [" + "a, " * 15_000 + "]\n---\n",
        "E119",
    ),
    "no front matter": ("States should.\n", "E101"),
    "an empty file": ("", "E101"),
    "10,000 quotations": (OPENING + "> " * 10_000 + "x\n", "E206"),
    "2,000 lists": (OPENING + "- " * 2_000 + "x\n", "E206"),
    "2,000 lists, by indentation": (
        OPENING + "".join("  " * at + "- a\n" for at in range(600)),
        "E206",
    ),
    "a script": (OPENING + "<script>alert(1)</script>\n", "E211"),
    "a link that is a script": (OPENING + "[x](javascript:alert(1))\n", "E213"),
    "a script by an entity": (OPENING + "[x](java&#115;cript&colon;alert(1))\n", "E213"),
    "a script in angles": (OPENING + "<JavaScript:alert(1)>\n", "E213"),
    "a script by reference": (OPENING + "[x][y]\n\n[y]: vbscript:alert(1)\n", "E213"),
    "a script of data": (OPENING + "[x](data:text/html,<script>alert(1)</script>)\n", "E213"),
    "a script in a given heading": (
        OPENING.replace("---\n\n", 'heading: "[x](javascript:alert(1))"\n---\n\n') + "x\n",
        "E213",
    ),
    "HTML in a given heading": (
        OPENING.replace("---\n\n", 'heading: "<b>x</b>"\n---\n\n') + "x\n",
        "E211",
    ),
    "an image from the network": (OPENING + "![x](https://example.org/x.png)\n", "E215"),
    "an image without a scheme": (OPENING + "![x](//example.org/x.png)\n", "E215"),
    "an image of the machine": (OPENING + "![x](file:///etc/passwd)\n", "E213"),
    "an image by an absolute path": (OPENING + "![x](/etc/passwd)\n", "E216"),
    "an image out of the tree": (OPENING + "![x](../../../etc/passwd)\n", "E216"),
    "an image out of the tree, in code": (OPENING + "![x](%2e%2e/%2e%2e/etc/passwd)\n", "E216"),
    "30,000 undefined footnotes": (OPENING + "[^a]" * 30_000 + "\n", "E218"),
    "20,000 images": (OPENING + "![a](b.png) " * 20_000 + "\n", "E214"),
    "50 MB": (OPENING + "word " * 10_000_000, "E205"),
}
HARMLESS = {
    "50,000 brackets": OPENING + "[" * 50_000 + "\n",
    "50,000 closing brackets": OPENING + "]" * 50_000 + "\n",
    "50,000 pairs": OPENING + "[]" * 50_000 + "\n",
    "50,000 links begun": OPENING + "[a" * 50_000 + "](b)\n",
    "30,000 emphasis marks": OPENING + "*a " * 30_000 + "\n",
    "30,000 marks of two sorts": OPENING + "**a_b" * 30_000 + "\n",
    "a word of 300,000 letters": OPENING + "a" * 300_000 + "\n",
    "backticks of every length": OPENING + " ".join("`" * at for at in range(1, 1200)) + "\n",
    "50,000 angles": OPENING + "<" * 50_000 + "\n",
    "30,000 tags begun": OPENING + "<a " * 30_000 + "\n",
    "20,000 footnotes": OPENING + "".join(f"[^{at}]: x\n\n" for at in range(20_000)),
    "20,000 links": OPENING + "[a](https://example.org) " * 20_000 + "\n",
    "a table of 5,000 columns": OPENING + "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n",
    "20,000 references": OPENING + "".join(f"[r{at}]: http://x\n" for at in range(20_000)),
    "20,000 overrides": OPENING + "\u202e" * 20_000 + "\n",
    "10,000 control sequences": OPENING + "\x1b]0;title\x07" * 10_000 + "\n",
    "100,000 lines": OPENING + "ab\n" * 100_000,
    "20,000 labels": OPENING + "".join(f"({at}) x\n\n" for at in range(20_000)),
    "20,000 labels in a paragraph": OPENING + "".join(f"x;\n({at}) " for at in range(2, 20_000)),
    "200,000 accents": OPENING + "e" + "\u0301" * 200_000 + "\n",
    "20,000 entities": OPENING + "&#x202e;" * 20_000 + "\n",
    "20,000 words in two alphabets": OPENING + "St\u0430tes " * 20_000 + "\n",
    "lines that end in CR": (OPENING + "a\nb\n").replace("\n", "\r"),
}


def check(text: str, folder: Path) -> Result:
    made = GitRepository(folder)
    made.write({"recommendations/document.yaml": DOCUMENT, "recommendations/x.md": text})
    start = time.monotonic()
    result = CliRunner().invoke(redraft, ["-C", str(folder), "check", "--jobs", "1"])
    assert time.monotonic() - start < SECONDS
    assert result.stderr == ""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.stdout)
    assert len(result.stdout) < 100_000
    return result


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_refused(name: str, tmp_path: Path) -> None:
    text, code = ERRORS[name]
    result = check(text, tmp_path / "made")
    assert result.exit_code == 1
    assert re.search(rf"^recommendations/x\.md:\d+:\d+: error {code} ", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    assert check(HARMLESS[name], tmp_path / "made").exit_code == 0


def test_links_out_of_the_repository_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(OPENING + "The secret <b>word</b>.\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "deep.md").write_text(OPENING + "The secret <b>word</b>.\n")
    made = GitRepository(tmp_path / "made")
    made.write({"recommendations/document.yaml": DOCUMENT})
    (made.path / "recommendations/link.md").symlink_to(secret)
    (made.path / "recommendations/folder").symlink_to(tmp_path / "folder")
    (made.path / "recommendations/pipe.png").symlink_to("/dev/zero")
    made.write({"recommendations/x.md": OPENING + "![x](pipe.png)\n"})
    result = CliRunner().invoke(redraft, ["-C", str(made.path), "check"])
    assert "word" not in result.stdout
    assert "link.md:1:1: error E310" in result.stdout
    assert "x.md:6:1: error E214 a symbolic link" in result.stdout
    made.git("add", ".")
    made.commit({})
    assert (
        "word"
        not in CliRunner().invoke(redraft, ["-C", str(made.path), "check", "--at", "HEAD"]).stdout
    )
