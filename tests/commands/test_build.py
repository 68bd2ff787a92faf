"""The wiring of ``redraft build``: formats, files, refusals, the same bytes everywhere."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from pipeline.cli import redraft
from pipeline.commands import build as building
from tests.support.repository import GitRepository
from tests.support.rolling import entry, language_files

REDRAFT = Path(sys.executable).with_name("redraft")


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(redraft, ["-C", str(folder), "build", *arguments])


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "navy").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    """The English document of the tests, its two versions tagged v1 and v2."""
    repository = GitRepository(tmp_path / "repository")
    repository.commit(language_files("en"))
    repository.tag("v1")
    repository.commit(language_files("en", 2))
    repository.tag("v2")
    return repository


def test_a_version_as_pdf_with_its_provenance_and_sources(made: GitRepository, tmp_path: Path):
    output = tmp_path / "v1.pdf"
    assert run(made.path, "v1", "-o", str(output)).exit_code == 0
    with pikepdf.open(output) as pdf:
        attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
        identifier = pdf.open_metadata()["dc:identifier"]
    commit = made.git("rev-parse", "v1^{commit}")
    assert identifier == commit
    provenance = json.loads(attached.pop("provenance.json"))
    assert provenance["schema"] == "redraft/provenance/1"
    assert provenance["revision"]["id"] == commit
    inputs = json.loads(attached.pop("inputs.json"))
    assert inputs["revision"]["label"] == "v1"
    assert inputs["files"].keys() == attached.keys() == language_files("en").keys()
    for path, data in attached.items():
        assert data == made.git_bytes("show", f"v1:{path}")
        assert inputs["files"][path] == made.git("rev-parse", f"v1:{path}")


def test_neither_what_was_typed_nor_a_later_tag_changes_a_byte(made: GitRepository, tmp_path: Path):
    made.commit({"recommendations/abstract.md": "Another abstract.\n"})
    made.git("branch", "topic")
    for name in ("topic", "HEAD"):
        assert run(made.path, name, "-o", str(tmp_path / f"{name}.pdf")).exit_code == 0
    assert (tmp_path / "topic.pdf").read_bytes() == (tmp_path / "HEAD.pdf").read_bytes()
    commit = made.git("rev-parse", "v1^{commit}")
    before = run(made.path, commit, "--format", "md").stdout
    made.git("tag", "-a", "v1-again", "-m", "x", commit)
    assert run(made.path, commit, "--format", "md").stdout == before
    assert run(made.path, "v1-again", "--format", "md").stdout != before


def test_the_format_is_the_extension_unless_it_is_named(made: GitRepository, tmp_path: Path):
    page, text = tmp_path / "a.html", tmp_path / "a.out"
    assert run(made.path, "-o", str(page)).exit_code == 0
    assert page.read_text().startswith("<!doctype html>")
    assert run(made.path, "--format", "md", "-o", str(text)).exit_code == 0
    assert "# Draft Recommendations on Shared Rivers" in text.read_text()
    assert "Version 2" in run(made.path, "--format", "md").stdout


def test_errors_refuse_and_nothing_is_written(made: GitRepository, tmp_path: Path):
    (made.path / "recommendations" / "bad.md").write_text(entry("Text.", "group: Z"))
    output = tmp_path / "a.pdf"
    result = run(made.path, "-o", str(output))
    assert result.exit_code == 1
    assert "recommendations/bad.md:2:8: error" in result.stderr
    assert not output.exists()


def test_warnings_never_refuse(made: GitRepository):
    (made.path / "recommendations" / "odd.md").write_text(
        entry("[ unbalanced", "submitters: [islands]")
    )
    result = run(made.path, "--format", "md")
    assert result.exit_code == 0
    assert "warning W" in result.stderr
    assert "warning" not in run(made.path, "--format", "md", "--quiet").stderr


def test_a_changed_tree_is_a_draft(made: GitRepository, tmp_path: Path):
    (made.path / "recommendations" / "abstract.md").write_text("Changed.\n")
    output = tmp_path / "draft.pdf"
    assert run(made.path, "-o", str(output)).exit_code == 0
    text = subprocess.run(["pdftotext", output, "-"], capture_output=True, text=True, check=True)
    pages = text.stdout.split("\f")[:-1]
    assert all("Draft, not committed" in page for page in pages)


def test_images_of_the_tree_are_printed_and_others_refused(made: GitRepository, tmp_path: Path):
    folder = made.path / "recommendations"
    (folder / "map.png").write_bytes(picture())
    (folder / "odd.png").write_bytes(b"<svg/>")
    text = entry("![A map](map.png)", "submitters: [islands]")
    (folder / "map.md").write_text(text)
    output = tmp_path / "a.pdf"
    assert run(made.path, "-o", str(output)).exit_code == 0
    with pikepdf.open(output) as pdf:
        assert "recommendations/map.png" in pdf.attachments
        images = {each.objgen for page in pdf.pages for each in page.get_images().values()}
        assert len(images) == 1
    assert "data:image/png" in run(made.path, "--format", "html").stdout
    (folder / "map.md").write_text(text.replace("map.png", "odd.png"))
    result = run(made.path, "-o", str(tmp_path / "b.pdf"))
    assert result.exit_code == 1
    assert "recommendations/map.md:7:1: error E076" in result.stderr


def test_images_have_a_limit_together(
    made: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = made.path / "recommendations"
    for name in ("one.png", "two.png"):
        (folder / name).write_bytes(picture())
    text = entry("![One](one.png)\n\n![One](one.png)\n\n![Two](two.png)", "submitters: [islands]")
    (folder / "map.md").write_text(text)
    monkeypatch.setattr(building, "_LARGEST_IMAGES", 2 * len(picture()))
    assert run(made.path, "--format", "html").exit_code == 0
    monkeypatch.setattr(building, "_LARGEST_IMAGES", 2 * len(picture()) - 1)
    result = run(made.path, "--format", "html")
    assert result.exit_code == 1
    assert "recommendations/map.md:11:1: error E013" in result.stderr
    assert "two.png" in result.stderr


def test_an_image_may_have_spaces_in_its_name(made: GitRepository):
    folder = made.path / "recommendations"
    (folder / "map of all.png").write_bytes(picture())
    text = entry("![A map](<map of all.png>)", "submitters: [islands]")
    (folder / "map.md").write_text(text)
    assert "data:image/png" in run(made.path, "--format", "html").stdout
    (folder / "map of all.png").rename(folder / "mapofall.png")
    result = run(made.path, "--format", "html")
    assert result.exit_code == 1
    assert "error E214" in result.stderr


def test_the_documents_own_style_comes_over_the_built_in_one(made: GitRepository, tmp_path: Path):
    (made.path / "styles").mkdir()
    style = made.path / "styles" / "document.css"
    style.write_text('@import "redraft:letter.css"; p { colour: red }')
    output = tmp_path / "a.pdf"
    result = run(made.path, "-o", str(output))
    assert result.exit_code == 0
    assert "warning W070: styles/document.css: Ignored `colour: red " in result.stderr
    with pikepdf.open(output) as pdf:
        assert [round(float(side)) for side in pdf.pages[1].mediabox[2:]] == [612, 792]
        assert "styles/document.css" in pdf.attachments


@pytest.mark.parametrize(
    ("output", "code"), [("missing/a.pdf", "E050"), (".", "E053"), ("a.docx", "E054")]
)
def test_where_nothing_can_be_written_one_line_says_so(
    made: GitRepository, tmp_path: Path, output: str, code: str
):
    result = run(made.path, "-o", str(tmp_path / output))
    assert result.exit_code == 2
    assert code in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("revision", ["v9", "v1:recommendations/north.md", "-x", "v1..v2"])
def test_a_revision_that_is_none(made: GitRepository, revision: str):
    result = run(made.path, "--format", "md", "--", revision)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_no_document_and_no_commit(tmp_path: Path):
    empty = GitRepository(tmp_path / "empty")
    assert run(empty.path, "--format", "md").exit_code in (1, 2)
    bare = GitRepository(tmp_path / "bare", "--bare")
    assert run(bare.path, "--format", "md").exit_code == 2


def test_a_bare_repository_is_built_from_its_head(made: GitRepository, tmp_path: Path):
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    result = run(tmp_path / "bare.git", "--format", "md")
    assert result.exit_code == 0
    assert "Version 2" in result.stdout


def test_the_same_bytes_on_any_host_day_and_folder(made: GitRepository, tmp_path: Path):
    other = tmp_path / "some other" / "folder ü"
    other.parent.mkdir()
    made.git("clone", "--quiet", str(made.path), str(other))
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    strange = plain | {
        "TZ": "Pacific/Kiritimati",
        "LANG": "ar_EG.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "86400",
        "GIT_AUTHOR_NAME": "Somebody",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    for folder, output, environment in (
        (made.path, first, plain | {"PYTHONHASHSEED": "1"}),
        (other, second, strange),
    ):
        subprocess.run(
            [REDRAFT, "build", "v1", "-o", output], cwd=folder, env=environment, check=True
        )
    assert first.read_bytes() == second.read_bytes()


def test_a_clone_without_all_history_says_so(made: GitRepository, tmp_path: Path):
    shallow = tmp_path / "shallow"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.path}", str(shallow))
    result = run(shallow, "-o", str(tmp_path / "a.pdf"))
    assert result.exit_code == 0
    assert "warning W071" in result.stderr


def test_nothing_in_the_repository_is_changed(made: GitRepository, tmp_path: Path):
    before = made.git("status", "--porcelain=v2", "--untracked-files=all", "--ignored")
    copy = tmp_path / "copy"
    shutil.copytree(made.path / ".git", copy)
    run(made.path, "-o", str(tmp_path / "a.pdf"))
    assert made.git("status", "--porcelain=v2", "--untracked-files=all", "--ignored") == before
    names = {path.relative_to(copy) for path in copy.rglob("*")}
    assert {
        path.relative_to(made.path / ".git") for path in (made.path / ".git").rglob("*")
    } == names


def test_a_tombstone_tells_who_when_and_where_the_text_is(made: GitRepository):
    path = made.path / "recommendations" / "islands.md"
    text = path.read_text().replace("status: under-discussion", "status: withdrawn")
    made.commit({"recommendations/islands.md": text}, author="Isa <islands@rivers.example>")
    made.commit({"recommendations/abstract.md": "Changed.\n"})
    shown = run(made.path, "--format", "md").stdout
    assert "Withdrawn by the submitter on 1 January 2014. The text is in version 2." in shown
    assert "fish know no frontier" not in shown
