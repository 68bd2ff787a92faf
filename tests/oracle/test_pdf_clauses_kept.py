"""What redraft prints keeps the checked clauses of PDF/A-3a and PDF/UA-1, and qpdf reads it."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from tests.support.pdf_clauses import failures
from tests.support.repository import GitRepository
from tests.support.rolling import LANGUAGES, in_language, language_files, lay_out


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    invoke("demo", "--quiet", str(folder))
    return folder


@pytest.fixture(
    scope="module",
    params=[("build", "v3"), ("redline", "v2", "v3")],
    ids=["document", "redline"],
)
def pdf(demo: Path, request: pytest.FixtureRequest) -> Path:
    output = demo.with_name(f"{request.param[0]}.pdf")
    invoke("-C", str(demo), *request.param, "-o", str(output))
    return output


def invoke(*arguments: str) -> None:
    result = CliRunner().invoke(redraft, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_every_checked_clause_is_kept(pdf: Path) -> None:
    assert failures(pdf) == []


def test_qpdf_finds_nothing_wrong(pdf: Path) -> None:
    subprocess.run(["qpdf", "--check", str(pdf)], check=True, capture_output=True)


def test_every_font_is_embedded_with_its_text(pdf: Path) -> None:
    listing = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True)
    rows = listing.stdout.splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), listing.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_keep_them_in_every_language(language: str) -> None:
    assert failures(lay_out(in_language(language)).pdf) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_redlines_keep_them_in_every_language(language: str, tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    for version in (1, 2):
        made.commit(language_files(language, version))
        made.tag(f"v{version}")
    output = tmp_path / "redline.pdf"
    invoke("-C", str(made.path), "redline", "v1", "v2", "-o", str(output))
    assert failures(output) == []
