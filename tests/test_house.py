"""The house rules that no other tool holds: documents that stay true, files without surprises."""

import ast
import contextlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from pipeline.cli import COMMANDS, redraft
from pipeline.rules.catalogue import CATALOGUE
from tests.support.golden import read_case

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 650  # lines; the ones worth imitating have 60 to 250

# Written in two halves, so that this file does not find itself
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb" + ".debian.org"]
MACHINE_PATHS = [
    r"(?<![\w./])/" + folder + "/" for folder in ("ro" + "ot", "wo" + "rk", "ho" + "me")
]


def tracked_files() -> list[Path]:
    """Return the files that Git knows, and those that it would add."""
    listing = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return sorted({path for path in paths if path.is_file()})


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def modules() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".py"]


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", [*map(re.escape, REGISTRIES), *MACHINE_PATHS])
def test_no_file_names_a_registry_or_a_path_of_a_machine(pattern: str) -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in texts(tracked_files())
        for match in re.finditer(pattern, text)
    ]
    assert not found


def test_every_module_says_what_it_does() -> None:
    silent = [
        path
        for path in modules()
        if not path.name.startswith("test_")
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_every_module_has_one_job() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert not {
        path: lines
        for path, lines in lengths.items()
        if lines > LONGEST_MODULE and (ROOT / "pipeline") in path.parents
    }


# --- Dependencies -----------------------------------------------------------------------------


def locked(name: str) -> dict[str, Version]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in pins}


@pytest.mark.parametrize("file", ["run.txt", "dev.txt"])
def test_the_lock_fits_what_the_project_asks_for(file: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    if file == "dev.txt":
        wanted += [each for each in project["dependency-groups"]["dev"] if isinstance(each, str)]
    pins = locked(file)
    for requirement in map(Requirement, wanted):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_tests_use_what_users_get() -> None:
    run, dev = locked("run.txt"), locked("dev.txt")
    assert {name: dev.get(name) for name in run} == run


def test_every_pin_has_hashes() -> None:
    for file in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / file).read_text("utf-8")
        blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
        assert blocks
        assert all("--hash=sha256:" in block for block in blocks)


# --- Workflows --------------------------------------------------------------------------------


def workflows() -> list[Path]:
    ours = (ROOT / ".github" / "workflows").glob("*.yml")
    starters = ROOT / "pipeline" / "data" / "starter" / "dot-github" / "workflows"
    return sorted([*ours, *starters.glob("*.yml")])


@pytest.mark.parametrize("path", workflows(), ids=lambda path: path.name)
def test_workflows_pin_actions_and_have_the_least_rights(path: Path) -> None:
    text = path.read_text("utf-8")
    uses = re.findall(r"uses: (.*)", text)
    pinned = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[\d.]+, \d{4}-\d\d-\d\d")
    assert all(pinned.fullmatch(each) for each in uses), uses
    assert re.search(r"^permissions:(\n  contents: read| \{\})\n", text, re.MULTILINE)
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert "pull_request_target" not in text


# --- Codes ------------------------------------------------------------------------------------


def used_codes() -> set[str]:
    sources = (path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    return {code for source in sources for code in re.findall(r'"([EWN]\d{3})"', source)}


def test_every_code_that_is_used_is_explained() -> None:
    assert used_codes() - CATALOGUE.keys() == set()


def test_every_code_of_the_sources_has_a_golden_case() -> None:
    shown = {
        code
        for path in (ROOT / "tests" / "golden").rglob("*.md")
        for text in read_case(path).expected.values()
        for code in re.findall(r"\b[EWN]\d{3}\b", text)
    }
    about_sources = {code for code in CATALOGUE if code[1] != "0"}
    assert about_sources - shown == set()


# --- Documents --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, file: str) -> None:
    assert f"redraft {command}" in (ROOT / file).read_text("utf-8")


def commands() -> dict[str, click.Command]:
    """Return every command by what is typed for it; what ``new DIR`` runs counts, too."""
    context = click.Context(redraft)
    found = {name: redraft.get_command(context, name) for name in COMMANDS}
    new = found["new"]
    assert isinstance(new, click.Group)
    found |= {"new entry": new.get_command(context, "entry")}
    found |= {"new DIR": new.resolve_command(context, ["DIR"])[1]}
    return {name: command for name, command in found.items() if command is not None}


def examples(command: click.Command) -> list[str]:
    _, _, shown = (command.help or "").partition("Examples:\n")
    return [line.strip() for line in shown.splitlines() if line.strip()]


@pytest.mark.parametrize("name", commands())
def test_every_command_helps_with_examples(name: str) -> None:
    shown = examples(commands()[name])
    assert shown
    assert all(line.startswith(f"redraft {name.removesuffix(' DIR')}") for line in shown)


def shown_commands() -> list[str]:
    """Return the command lines that the documents and every help show, in fences and in code."""
    found = [line for command in commands().values() for line in examples(command)]
    for file in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md"):
        text = (ROOT / file).read_text("utf-8")
        for fence in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            found += [line.partition(" #")[0].strip() for line in fence.splitlines()]
        found += re.findall(r"`([^`\n]+)`", text)
    return [line for line in found if re.match(r"(\.venv/bin/)?redraft [a-z-]", line)]


@pytest.mark.parametrize("line", shown_commands())
def test_shown_commands_and_options_exist(line: str) -> None:
    words = re.sub(r"^(\.venv/bin/)?redraft ", "", line).split()
    context = click.Context(redraft)
    command: click.Command = redraft
    options = {"--help", "-h", "--version"} | _options(redraft)
    for word in words:
        if word.startswith("-"):
            assert word.partition("=")[0] in options, f"{word} in '{line}'"
        elif isinstance(command, click.Group):
            with contextlib.suppress(click.UsageError):
                command = command.resolve_command(context, [word])[1] or command
                options |= _options(command)
    assert command is not redraft or {"--version", "--help", "-h"} & set(words), line


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def test_every_make_target_is_told() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make ([a-z][a-z-]*)", (ROOT / "README.md").read_text("utf-8")):
        assert re.search(rf"^{target}\b.*:", text, re.MULTILINE), target


def test_every_room_is_told_in_the_architecture() -> None:
    text = (ROOT / "pipeline" / "README.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}/`" not in text} == set()
