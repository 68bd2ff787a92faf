"""Results reach a file whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.output import check_output, write_output, write_together
from pipeline.errors import RedraftError


def code_of(error: pytest.ExceptionInfo[RedraftError]) -> str:
    assert error.value.exit_code == 2
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.hint
    return diagnostic.code


def test_a_file_is_written_and_nothing_beside_it(tmp_path: Path) -> None:
    write_output("été\n", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == "été\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_file_takes_the_usual_mode_or_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_output(b"new", tmp_path / "new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o604)
    write_output(b"again", tmp_path / "new")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o604


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/out")
    write_output(b"x", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "out").read_bytes() == b"x"


def test_text_that_is_no_unicode_is_written_as_escapes(tmp_path: Path) -> None:
    write_output("caf\udce9", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == rb"caf\udce9"


@pytest.mark.parametrize(
    ("name", "code"), [("missing/out", "E050"), ("", "E053"), ("f/out", "E050")]
)
def test_what_cannot_be_written_is_refused_before_any_work(
    tmp_path: Path, name: str, code: str
) -> None:
    (tmp_path / "f").write_text("a file, no folder")
    for act in (check_output, lambda path: write_output(b"x", path)):
        with pytest.raises(RedraftError) as caught:
            act(tmp_path / name)
        assert code_of(caught) in (code, "E051" if name == "" else code)


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RedraftError) as caught:
        write_output(b"x", tmp_path / ("n" * 300))
    assert code_of(caught) == "E051"
    assert list(tmp_path.iterdir()) == []


def test_a_full_device_is_one_line() -> None:
    with pytest.raises(RedraftError, match="no space left") as caught:
        write_output(b"x" * 100, Path("/dev/full"))
    assert code_of(caught) == "E052"


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fills_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    (tmp_path / "out").write_bytes(b"old")

    def fail(descriptor: int) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RedraftError) as caught:
        write_output(b"new", tmp_path / "out")
    assert code_of(caught) == ("E052" if reason == errno.ENOSPC else "E051")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"out": b"old"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RedraftError) as caught:
        check_output(tmp_path / "out")
    assert code_of(caught) == "E051"


def run(code: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    program = f"from pathlib import Path; from pipeline.cli.output import write_output; {code}"
    return subprocess.run([sys.executable, "-c", program], check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_a_reader_that_had_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("write_output(b'x' * 1_000_000, None)", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_size_limit_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
    done = run(f"{limit} write_output(b'x' * 5000, Path('out'))", cwd=tmp_path, stderr=-1)
    assert b"E052" in done.stderr or b"RedraftError" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_closed_standard_output_is_one_line(tmp_path: Path) -> None:
    done = run("import sys; sys.stdout = None; write_output(b'x', None)", stderr=-1)
    assert b"'standard output' cannot be written: it is closed" in done.stderr


def test_files_written_together_are_all_written_or_none(tmp_path: Path) -> None:
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"}, "--into")
    with pytest.raises(RedraftError) as error:
        write_together({tmp_path / "a": b"3", tmp_path / "missing" / "b": b"4"}, "--into")
    assert code_of(error) == "E050"
    resource_limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    code = (
        f"{resource_limit}; import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from pathlib import Path; from pipeline.cli.output import write_together; "
        "write_together({Path('a'): b'5', Path('b'): b'6' * 101}, '--into')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert "RedraftError" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (b"1", b"2")
