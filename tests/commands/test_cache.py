"""What is kept between runs: the same answers with and without it, whatever happens to it."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.repository import GitRepository

REDRAFT = [sys.executable, "-m", "pipeline"]
TEXT = "All states should cooperate with one another in the management of the public internet.\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path / "cache" / "redraft"


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    """A branch merged, a rename, a removal, a return and a copy."""
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": f"# Title\n\n{TEXT}\nOne two three.\n", "b.md": "Short.\n"})
    made.tag("v1")
    made.branch("topic")
    made.commit({"a.md": f"# Title\n\n{TEXT}\nOne two three four.\n"}, author="India <i@i.example>")
    made.switch("main")
    made.commit({"b.md": None, "c.md": f"Other words of a file that is long.\n\n{TEXT}"})
    made.merge("topic")
    made.commit({"a.md": "# Title\n\nOne two three four.\n"})
    made.commit({"a.md": f"# Title\n\n{TEXT}\nOne two three four.\n"})
    made.tag("v2")
    return made


COMMANDS = (
    ("provenance", "--format", "json", "--removed"),
    ("provenance", "--format", "html", "--removed"),
    ("provenance", "one two"),
    ("provenance", "Short."),
    ("provenance", "c", "--at", "v1~0", "--allow-incomplete"),
    ("redline", "v1", "v2", "--format", "json"),
    ("redline", "v2", "v1", "--format", "json", "--all"),
    ("redline", "v1", "--format", "html"),
    ("versions", "--format", "json"),
    ("report", "v1", "v2", "--format", "json"),
)


def run(made: GitRepository, *arguments: str) -> tuple[int, str, str]:
    """Run a command without a cache, with one, and with what that kept: all must say the same."""
    said = []
    for more in (["--no-cache"], [], []):
        result = CliRunner().invoke(
            redraft, [arguments[0], "-C", str(made.path), *arguments[1:], *more]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit)
        said.append((result.exit_code, result.stdout, result.stderr))
    assert said[0] == said[1] == said[2]
    return said[0]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_says_the_same_with_and_without(
    arguments: tuple[str, ...], made: GitRepository, cache: Path
) -> None:
    run(made, *arguments)
    made.write({"a.md": f"# Title\n\n{TEXT}\nOne two three five.\n"})
    run(made, *arguments)
    made.commit({"d.md": TEXT})
    run(made, *arguments)


def test_without_a_cache_none_is_made(made: GitRepository, cache: Path) -> None:
    arguments = ["provenance", "-C", str(made.path), "--format", "json"]
    for line in (["--no-cache", *arguments], [*arguments, "--no-cache"]):
        assert CliRunner().invoke(redraft, line).exit_code == 0
        assert not cache.exists()
    assert CliRunner().invoke(redraft, arguments).exit_code == 0
    assert cache.stat().st_mode & 0o777 == 0o700


def test_the_cache_tells_where_it_is_and_is_cleared(made: GitRepository, cache: Path) -> None:
    told = CliRunner().invoke(redraft, ["cache"])
    assert told.stdout == f"{cache}: 0 bytes, 0 histories\n"
    run(made, "provenance", "--format", "json")
    told = CliRunner().invoke(redraft, ["cache"]).stdout
    assert told.startswith(f"{cache}: ") and told.endswith("kB, 1 history\n")
    cleared = CliRunner().invoke(redraft, ["cache", "clear"]).stdout
    assert cleared.endswith(" removed\n")
    assert not list(cache.iterdir())


def test_a_damaged_file_is_found_thrown_away_and_made_anew(
    made: GitRepository, cache: Path
) -> None:
    _, whole, _ = run(made, "provenance", "--format", "json", "--removed")
    (path,) = cache.glob("*.sqlite")
    kept = path.read_bytes()
    chance = random.Random(1)
    damages = [b"", b"no database", kept[: len(kept) // 2], bytes(len(kept))]
    for _ in range(8):  # one stretch of bytes each, anywhere
        at = chance.randrange(len(kept))
        damages.append(kept[:at] + chance.randbytes(64) + kept[at + 64 :])
    for damaged in damages:
        for beside in cache.iterdir():
            beside.unlink()
        path.write_bytes(damaged)
        assert run(made, "provenance", "--format", "json", "--removed")[1] == whole


def test_a_folder_that_cannot_be_used_is_done_without(made: GitRepository, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file\n")
    run(made, "provenance", "--format", "json")


def test_a_shallow_clone_is_traced_anew(made: GitRepository, cache: Path, tmp_path: Path) -> None:
    run(made, "provenance", "--format", "json")
    made.git("fetch", "--quiet", "--depth", "2", f"file://{made.path}", "HEAD")
    code, said, _ = run(made, "provenance", "--format", "json")
    assert code == 2
    assert '"complete": false' in said


def provenance(made: GitRepository) -> list[str | Path]:
    return [*REDRAFT, "provenance", "-C", made.path, "--format", "json", "--removed"]


def test_two_at_once_and_killed_at_any_moment(made: GitRepository, cache: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    started = time.monotonic()
    whole = subprocess.run(
        [*provenance(made), "--no-cache"], env=environment, capture_output=True, check=True
    ).stdout
    long = time.monotonic() - started
    chance = random.Random(2)
    for round in range(12):
        if round % 3 == 0:
            subprocess.run([*REDRAFT, "cache", "clear"], env=environment, check=True, stdout=-1)
        both = [
            subprocess.Popen(provenance(made), env=environment, stdout=-1, stderr=-3)
            for _ in range(2)
        ]
        time.sleep(chance.uniform(0.3, 1.2) * long)
        both[0].send_signal(signal.SIGKILL)
        assert both[1].communicate()[0] == whole
        both[0].communicate()
    again = subprocess.run(provenance(made), env=environment, capture_output=True, check=True)
    assert again.stdout == whole


def test_a_full_disk_keeps_nothing_and_says_the_same(made: GitRepository, cache: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    whole = subprocess.run(
        [*provenance(made), "--no-cache"], env=environment, capture_output=True, check=True
    ).stdout
    for room in (0, 4096, 20_000):

        def limit(room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        for _ in range(2):
            done = subprocess.run(
                provenance(made),
                env=environment,
                capture_output=True,
                preexec_fn=limit,
                check=False,
            )
            assert (done.returncode, done.stderr, done.stdout) == (0, b"", whole)
