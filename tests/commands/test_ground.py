"""What all commands have in common: one line an error, exit codes, shared options."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import COMMANDS, redraft
from tests.support.repository import GitRepository
from tests.support.terminal import open_terminal

REDRAFT = [sys.executable, "-m", "pipeline"]


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "One two.\n"})
    return made


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(redraft, [str(argument) for argument in arguments])


def one_line(result: Result) -> str:
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def test_the_overview_lists_every_command() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDS)


def test_every_command_helps_and_takes_the_shared_options() -> None:
    for name in COMMANDS:
        result = invoke(name, "--help")
        assert result.exit_code == 0, name
        if name not in ("explain", "demo", "new", "cache"):  # these read no repository
            assert "-C DIR" in result.stdout, name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--nonsense"], "No such option"),
        (["nonsense"], "No such command 'nonsense'; see"),
        (["chek"], "No such command 'chek' (did you mean 'check'?)"),
        (["provenance", "--format", "pdf"], "'pdf' is not one of"),
        (["provenance", "--jobs", "0"], "is not in the range x>=1"),
        (["provenance", "--at"], "requires an argument"),
        (["versions", "surplus"], "unexpected extra argument"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_2(arguments: list[str], said: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    line = one_line(result)
    assert line.startswith("redraft: error: ")
    assert said in line
    assert "--help'" in line


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-C", "missing"], "E001"),
        (["-C", "a.md"], "E001"),
        (["--at", "nothing"], "E005"),
        (["--at", "HEAD:a.md"], "E007"),
        (["--at", "HEAD^{tree}"], "E007"),
        (["--at", "-x"], "E009"),
        (["--at", "a..b"], "E009"),
        (["Zanzibar"], "E020"),
        (["a#2"], "E021"),
        (["a.md:2"], "E022"),
        (["--paths", "/a.md"], "E015"),
        (["--paths", "none/**"], "E019"),
        (["-o", "missing/out.json"], "E050"),
        (["-o", "."], "E053"),
        (["-o", "out.docx"], "E054"),
    ],
)
def test_what_stops_a_command_is_one_line_with_what_to_do(
    made: GitRepository, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: str
) -> None:
    monkeypatch.chdir(made.path)
    result = invoke("provenance", *arguments)
    assert result.exit_code == 2
    line = one_line(result)
    assert line.startswith(f"redraft: error {code}: ")
    assert "; " in line
    assert result.stdout == ""
    assert not list(made.path.glob("out*"))


def test_no_repository_is_one_line(tmp_path: Path) -> None:
    assert "E001" in one_line(invoke("provenance", "-C", tmp_path))


def test_a_sha_256_repository_is_one_line(tmp_path: Path) -> None:
    GitRepository(tmp_path / "repository", "--object-format=sha256")
    assert "E002" in one_line(invoke("provenance", "-C", tmp_path / "repository"))


def test_a_repository_without_commits_is_one_line(tmp_path: Path) -> None:
    GitRepository(tmp_path / "repository")
    assert "E004" in one_line(invoke("provenance", "-C", tmp_path / "repository"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_repository_of_another_user_is_one_line(made: GitRepository) -> None:
    for folder, _, files in os.walk(made.path):
        for name in ["", *files]:
            os.lchown(os.path.join(folder, name), 12345, 12345)  # noqa: PTH118
    line = one_line(invoke("provenance", "-C", made.path))
    assert "E003" in line
    assert "safe.directory" in line


def test_what_a_repository_is_named_cannot_command_the_terminal(tmp_path: Path) -> None:
    line = one_line(invoke("provenance", "-C", tmp_path / "x\x1b[2J\ny"))
    assert r"x\x1b[2J\ny" in line


def test_options_before_the_command_count_too(made: GitRepository) -> None:
    result = invoke("-C", made.path, "provenance", "a#1")
    assert result.exit_code == 0, result.stderr
    assert "a.md:1" in result.stdout


def test_options_after_the_command_count_more(made: GitRepository, tmp_path: Path) -> None:
    result = invoke("-C", tmp_path, "provenance", "-C", made.path, "a#1")
    assert result.exit_code == 0, result.stderr


def test_a_fault_of_ours_is_3_and_says_so(
    made: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("broken\npromise")

    monkeypatch.setattr("pipeline.cli.versions.list_versions", fail)
    result = invoke("versions", "-C", made.path)
    assert result.exit_code == 3
    assert "fault of redraft itself (ValueError: broken);" in one_line(result)
    monkeypatch.setenv("REDRAFT_TRACEBACK", "1")
    assert isinstance(invoke("versions", "-C", made.path).exception, ValueError)


def test_an_abort_is_130(made: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.versions.list_versions", interrupt)
    result = invoke("versions", "-C", made.path)
    assert (result.exit_code, result.stderr.strip()) == (130, "redraft: error: interrupted")


def test_colour_only_on_a_terminal_and_only_where_it_is_wanted(tmp_path: Path) -> None:
    plain = subprocess.run([*REDRAFT, "versions", "-C", tmp_path], stderr=-1, check=False).stderr
    assert b"\x1b" not in plain
    for wanted, environment in ((True, {}), (False, {"NO_COLOR": "1"}), (False, {"TERM": "dumb"})):
        seen = on_a_terminal("versions", "-C", str(tmp_path), environment=environment)
        assert ("\x1b[1;31merror E001" in seen) is wanted
        assert "error E001" in seen


def on_a_terminal(*arguments: str, environment: dict[str, str]) -> str:
    leader, follower = open_terminal()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(
        [*REDRAFT, *arguments], stderr=follower, stdout=subprocess.DEVNULL,
        env={"TERM": "xterm", **kept, **environment},
    ):  # fmt: skip
        os.close(follower)
        seen = b""
        try:
            while part := os.read(leader, 4096):
                seen += part
        except OSError:  # the other end is closed
            pass
    os.close(leader)
    return seen.decode()


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "0<&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [("versions --format json", 0), ("build nosuch", 2), ("new entry", 2), ("--nosuch", 2)],
)
def test_a_standard_stream_that_is_closed_changes_no_exit_code(
    made: GitRepository, closed: str, arguments: str, code: int
) -> None:
    command = f"{sys.executable} -m pipeline -C {made.path} {arguments} {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode == code
    assert b"error" not in done.stdout


@pytest.mark.parametrize("arguments", ["versions", "check", "build --format md"])
def test_a_closed_standard_output_is_one_line(made: GitRepository, arguments: str) -> None:
    command = f"{sys.executable} -m pipeline -C {made.path} {arguments} >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode in (1, 2)
    assert b"fault" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_pipe_that_closes_is_no_traceback(made: GitRepository) -> None:
    command = f"{sys.executable} -m pipeline provenance -C {made.path} --format json | true"
    done = subprocess.run(["bash", "-c", command], stderr=-1, check=False)
    assert done.stderr == b""


def test_a_full_disk_behind_standard_output_is_2(made: GitRepository) -> None:
    command = f"{sys.executable} -m pipeline provenance -C {made.path} > /dev/full"
    done = subprocess.run(["bash", "-c", command], stderr=-1, check=False)
    assert done.returncode == 2
    assert b"error E052: 'standard output' was not written" in done.stderr


def test_a_program_that_is_terminated_leaves_nothing_behind(
    made: GitRepository, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "answer.json"
    out.parent.mkdir()
    os.mkfifo(tmp_path / "fifo")
    process = subprocess.Popen(
        [*REDRAFT, "provenance", "-C", made.path, "-o", tmp_path / "fifo"], stderr=-1
    )
    time.sleep(1.0)  # it waits for someone to read
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 143
    assert b"Traceback" not in said
    assert list(out.parent.iterdir()) == []


def test_the_overview_costs_little_more_than_click() -> None:
    """The figure itself is a bench's; here, that nothing heavy is imported for it."""
    code = "import sys; from pipeline.cli import redraft; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], stdout=-1, check=True).stdout.split()
    heavy = {b"pygit2", b"weasyprint", b"pydantic", b"markdown_it", b"deepdiff", b"jinja2", b"yaml"}
    assert not heavy & set(loaded)


def test_names_of_options_are_the_same_everywhere() -> None:
    context = click.Context(redraft)
    for name in COMMANDS:
        command = redraft.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            if parameter.name in ("directory", "output", "format", "jobs", "quiet", "cache"):
                spelled = {
                    "directory": "-C", "output": "-o", "format": "--format", "jobs": "--jobs",
                    "quiet": "--quiet", "cache": "--no-cache",
                }[parameter.name]  # fmt: skip
                assert parameter.opts == [spelled], name


def test_nothing_of_the_user_is_needed(made: GitRepository) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [*REDRAFT, "versions", "-C", made.path], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
