"""A picture whose bytes changed under its name is a change, by its commit, in every format."""

import json
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.repository import GitRepository

BOB, CY = "Bob <bob@x.example>", "Cy <cy@x.example>"
TEXT = "The rivers that states share:\n\n![Map of rivers](figures/map.png)\n\nA last word.\n"


def png(colour: bytes) -> bytes:
    """One pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0" + colour)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    )


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    """v1 --- Bob draws the map again --- Cy writes elsewhere."""
    repository = GitRepository(tmp_path / "repository")
    repository.commit({"a.md": TEXT, "figures/map.png": png(b"\xff\0\0"), "b.md": "Other.\n"})
    repository.tag("v1")
    repository.commit({"figures/map.png": png(b"\0\0\xff")}, "Draw the map again", author=BOB)
    repository.commit({"b.md": "Other words.\n"}, author=CY)
    return repository


def written(repository: GitRepository, *arguments: str) -> str:
    result = CliRunner().invoke(redraft, ["-C", str(repository.path), "redline", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_changed_picture_is_a_change_by_its_commit(made: GitRepository) -> None:
    values = json.loads(written(made, "v1", "HEAD", "--format", "json"))
    first, second = values["changes"]
    assert (first["kind"], first["code"], first["authors"]) == ("link", "(MOD)", [BOB])
    blobs = [made.git("rev-parse", f"{at}:figures/map.png")[:7] for at in ("v1", "HEAD")]
    told = [f"figures/map.png ({blob})" for blob in blobs]
    assert [first["old_value"], first["new_value"]] == told
    assert second["authors"] == [CY]
    (run,) = [
        run
        for block in values["blocks"]
        for run in block["runs"]
        if run.get("change") == first["id"]
    ]
    assert (run["op"], run["text"]) == ("equal", "Map of rivers")


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_format_tells_it_with_its_author(made: GitRepository, form: str) -> None:
    page = written(made, "v1", "HEAD", "--format", form)
    blob = made.git("rev-parse", "HEAD:figures/map.png")[:7]
    assert blob in page
    assert "Bob" in page


def test_paper_tells_it_with_its_author(made: GitRepository, tmp_path: Path) -> None:
    path = tmp_path / "redline.pdf"
    written(made, "v1", "HEAD", "-o", str(path))
    command = ["pdftotext", "-raw", path, "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert made.git("rev-parse", "HEAD:figures/map.png")[:7] in text
    assert "Bob" in text


def test_statistics_count_it(made: GitRepository) -> None:
    assert "1 other change" in written(made, "v1", "HEAD~1", "--format", "text")


def test_a_picture_that_is_not_committed_is_the_user_s(made: GitRepository) -> None:
    made.write({"figures/map.png": png(b"\0\xff\0")})
    (change,) = json.loads(written(made, "HEAD", "--format", "json"))["changes"]
    assert (change["kind"], change["commit"]) == ("link", "0" * 40)


def test_backwards_it_names_the_commit_that_it_undoes(made: GitRepository) -> None:
    (change,) = json.loads(written(made, "HEAD~1", "v1", "--format", "json"))["changes"]
    assert (change["kind"], change["authors"], change["reason"]) == ("link", [BOB], "undone")


def test_a_picture_that_nobody_changed_is_none(made: GitRepository) -> None:
    (change,) = json.loads(written(made, "HEAD~1", "HEAD", "--format", "json"))["changes"]
    assert change["kind"] == "insertion"
