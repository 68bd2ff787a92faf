"""The documentation: a page a command, every example run, all built without a warning."""

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, redraft
from tests.support.console import session

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted(DOCS.rglob("*.md"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "pipeline", "demo", "--quiet", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda path: path.stem)
def test_every_example_does_what_its_page_shows(
    page: Path, demo: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text("utf-8")
    if "```console" not in text:
        pytest.skip("no examples")
    folder, home = tmp_path / "work" / "demo", tmp_path / "home"
    home.mkdir()
    shutil.copytree(demo, folder, symlinks=True)
    found = session(text, folder.parent if page == README else folder, home)
    if request.config.getoption("--approve"):
        page.write_text(found, "utf-8")
    else:
        assert found == text


def test_pages_say_where_their_pictures_are() -> None:
    shown = {
        (page.parent / place).resolve()
        for page in [README, *PAGES]
        for place in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    }
    assert shown == set((DOCS / "pictures").glob("*.png"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page(name: str) -> None:
    page = DOCS / "commands" / f"{name}.md"
    assert page.is_file(), f"write docs/commands/{name}.md, and name it in mkdocs.yml"
    assert re.search(rf"^(\$ )?redraft {name}\b", page.read_text("utf-8"), re.MULTILINE)


def told() -> list[tuple[str, str]]:
    """Return the commands of redraft that are only told, in blocks of shell, each with its file."""
    found = []
    for path in [README, *PAGES]:
        for block in re.findall(r"^```sh\n(.*?)^```$", path.read_text("utf-8"), re.M | re.S):
            for line in block.splitlines():
                found += [(path.name, each) for each in re.findall(r"redraft [^#&|)`]*", line)]
    return found


@pytest.mark.parametrize(("file", "line"), told())
def test_every_command_that_is_told_is_one(file: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command: click.Command = redraft
    context = command.make_context("redraft", list(words))
    while isinstance(command, click.Group) and words:
        name, found, words = command.resolve_command(context, words)
        assert found is not None, name
        command = found
        with contextlib.suppress(click.BadParameter):  # a file that a reader has, and we have not
            context = command.make_context(name, list(words), parent=context)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_says_what_the_help_says(name: str, site: Path) -> None:
    page = (site / "commands" / f"{name}.html").read_text("utf-8")
    usage = CliRunner().invoke(redraft, [name, "--help"]).stdout
    assert usage.startswith("Usage:")
    for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", usage, re.MULTILINE):
        assert f"<code>{option}" in page, option


def test_the_site_asks_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) >= len(PAGES)
    fetched = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"?https?://[^>]*>")
    found = [each for page in pages for each in fetched.findall(page.read_text("utf-8"))]
    assert not [each for each in found if 'rel="canonical"' not in each]
