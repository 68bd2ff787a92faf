"""A wheel carries all that redraft needs besides its dependencies."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel and unpack it, as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> str:
    """Run the installed copy from another folder; the checkout is out of reach."""
    command = [sys.executable, "-P", "-m", "pipeline", *arguments]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["recommendations", "styles"])
def test_the_wheel_holds_what_stands_in_the_checkout(installed: Path, name: str) -> None:
    assert files(installed / "pipeline" / "data" / name) == files(ROOT / name)


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_installed_copy_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import pipeline; print(pipeline.__file__)"
    command = [sys.executable, "-P", "-c", code]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert Path(found.stdout.strip()).is_relative_to(installed)


def test_an_installed_redraft_writes_and_checks_the_demonstration(
    installed: Path, tmp_path: Path
) -> None:
    run(installed, tmp_path, "demo", "demo")
    assert files(tmp_path / "demo" / "recommendations") == files(ROOT / "recommendations")
    run(installed, tmp_path, "-C", "demo", "check")


def test_an_installed_redraft_starts_a_document(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "document")
    run(installed, tmp_path, "-C", "document", "check")
