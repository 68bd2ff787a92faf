"""The workflows that ``redraft new`` writes: sound by their linters, and each step run locally."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from pipeline.commands.new import Tool, fill_template
from tests.support.repository import GitRepository
from tests.support.workflows import (
    CONTEXT,
    ENTRY,
    ROOT,
    STARTER,
    TOOL,
    WORKFLOWS,
    Runner,
    git,
    load,
    pull_request,
    workflow,
)

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new document repository."""
    target = tmp_path_factory.mktemp("new") / "document"
    tool = f"{TOOL.address}@{TOOL.commit}"
    result = CliRunner().invoke(redraft, ["new", str(target), "--tool", tool])
    assert result.exit_code == 0, result.output
    yield target


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pull_request(tmp_path_factory.mktemp("ci"))


# --- By their linters -----------------------------------------------------------------------------


def lint(*command: str | Path, folder: Path) -> None:
    program, *arguments = map(str, command)
    done = subprocess.run(
        [BIN / program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["document", "project"])
def test_zizmor_finds_nothing(document: Path, folder: str) -> None:
    where = document if folder == "document" else ROOT
    lint("zizmor", "--offline", "--persona", "auditor", "--quiet", ".github", folder=where)


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[ms]*.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_what_is_written_fits_its_schema(document: Path, schema: str, pattern: str) -> None:
    files = sorted(document.glob(pattern))
    assert files
    lint("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files, folder=document)


def test_editors_get_a_schema_of_the_settings(document: Path) -> None:
    schema, settings = ".vscode/document.schema.json", "recommendations/document.yaml"
    lint("check-jsonschema", "--schemafile", schema, settings, folder=document)
    assert json.loads((document / ".vscode/settings.json").read_text())["yaml.schemas"] == {
        f"./{schema}": settings
    }


def test_the_problem_matcher_reads_what_check_prints(document: Path, tmp_path: Path) -> None:
    tasks = json.loads((document / ".vscode" / "tasks.json").read_text())["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    copy = tmp_path / "document"
    shutil.copytree(document, copy)
    (copy / "recommendations" / "a.md").write_text(ENTRY.replace("group: A", "grup: A"))
    printed = CliRunner().invoke(redraft, ["-C", str(copy), "check"]).stdout
    # Nothing in it is read otherwise by JavaScript than by Python.
    found = re.search(pattern["regexp"], printed, re.MULTILINE)
    assert found is not None
    assert found[pattern["file"]] == "recommendations/a.md"
    assert found[pattern["line"]] == "2"
    assert found[pattern["severity"]] == "error"


# --- Where redraft comes from ---------------------------------------------------------------------


def test_it_comes_from_one_commit_of_one_address(document: Path) -> None:
    for path in (*(document / ".github" / "workflows").iterdir(), document / ".gitlab-ci.yml"):
        text = path.read_text()
        assert f"TOOL: {TOOL.address}\n" in text
        assert f'TOOL_COMMIT: "{TOOL.commit}"\n' in text
        assert "pip install" not in text
        assert "@TOOL@" not in text
        assert "@INSTALL@" not in text
    assert TOOL.commit in (document / ".pre-commit-config.yaml").read_text()


@pytest.mark.parametrize(
    "tool",
    ["redraft", "https://example.org/redraft", "https://example.org/redraft@v1",
     "http://example.org/redraft@" + "1" * 40, "git@example.org:redraft@" + "1" * 40,
     "https://example.org/a b@" + "1" * 40, "https://x/$(id)@" + "1" * 40,
     "https://x/y@" + "1" * 40 + "\n"],
)  # fmt: skip
def test_anything_else_is_refused(tool: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(redraft, ["new", str(tmp_path / "x"), "--tool", tool])
    assert (result.exit_code, "E059" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_where_it_is_not_known_the_workflow_says_so(tmp_path: Path) -> None:
    runner = Runner(tmp_path / "home", tmp_path, CONTEXT)
    done = runner.run(workflow("redline", None), "redline", "Install redraft")
    assert done.returncode == 1
    assert done.stderr.startswith("::error::Say under TOOL and TOOL_COMMIT")


def test_it_is_installed_from_that_commit(tmp_path: Path) -> None:
    tool = GitRepository(tmp_path / "tool")
    makefile = ".PHONY: tool\ntool:\n\tmkdir -p .venv/bin && touch .venv/bin/redraft\n"
    commit = tool.commit({"Makefile": makefile})
    tool.git("config", "uploadpack.allowAnySHA1InWant", "true")
    tool.commit({"Makefile": "tool:\n\tfalse\n"})
    runner = Runner(tmp_path / "home", tmp_path, CONTEXT)
    shutil.rmtree(tmp_path / "home" / "temp" / "redraft")
    script = load(fill_template("run: |\n  @INSTALL@\n", TOOL))["run"]
    done = runner.shell(script, {"TOOL": f"file://{tool.path}", "TOOL_COMMIT": commit})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home" / "temp" / "redraft" / ".venv" / "bin" / "redraft").exists()


def test_the_project_has_the_target_that_installs_it() -> None:
    assert "\ntool: $(VENV)/run.stamp" in (ROOT / "Makefile").read_text()
    hook = load("hooks:\n" + (ROOT / ".pre-commit-hooks.yaml").read_text())["hooks"][0]
    ours = load(fill_template((STARTER / "dot-pre-commit-config.yaml").read_text(), TOOL))
    assert ours["repos"][0]["hooks"] == [{"id": hook["id"]}]


@pytest.mark.parametrize("name", ["redline", "comment"])
def test_the_project_uses_the_same_workflows(name: str) -> None:
    here = Tool("${{ github.server_url }}/${{ github.repository }}", "${{ github.sha }}")
    expected = fill_template((WORKFLOWS / f"{name}.yml").read_text(), here)
    assert (ROOT / ".github" / "workflows" / f"{name}.yml").read_text() == expected


# --- A version ------------------------------------------------------------------------------------


def test_the_steps_of_a_release(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns("out", "report"))
    for name, value in (("name", "Secretariat"), ("email", "secretariat@redraft.example")):
        git(folder, "config", f"user.{name}", value)
    git(folder, "fetch", "--quiet", "--tags", "origin")
    git(folder, "tag", "--annotate", "--message", "Second", "v2", "HEAD")
    runner = Runner(tmp_path / "home", folder, CONTEXT | {"github.ref_name": "v2"})
    done = runner.run(workflow("release"), "make", "Make")
    assert done.returncode == 0, done.stderr
    names = ["SHA256SUMS", "document.pdf", "provenance.json", "redline.pdf"]
    assert sorted(path.name for path in (folder / "out").iterdir()) == names
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder / "out", check=True
    )
    git(folder, "tag", "plain")
    runner = Runner(tmp_path / "home", folder, CONTEXT | {"github.ref_name": "plain"})
    done = runner.run(workflow("release"), "make", "Make")
    assert (done.returncode, "plain tag" in done.stdout) == (1, True)


# --- GitLab ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("job", ["check", "redline"])
def test_the_steps_of_a_merge_request(checkout: Path, tmp_path: Path, job: str) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns("out", "report"))
    git(folder, "checkout", "--quiet", "--detach", "HEAD^2")
    jobs = load(fill_template((STARTER / "dot-gitlab-ci.yml").read_text(), TOOL))
    runner = Runner(tmp_path / "home", folder, {})
    environment = {
        "redraft": str(tmp_path / "home" / "temp/redraft/.venv/bin/redraft"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(folder, "merge-base", "HEAD", "origin/main"),
        "CI_COMMIT_SHA": git(folder, "rev-parse", "HEAD"),
    }
    done = runner.shell("\n".join(jobs[job]["script"]), environment)
    assert done.returncode == 0, done.stderr
    names = {"check": ["document.pdf"], "redline": ["redline.pdf", "report.md"]}
    assert sorted(path.name for path in (folder / "out").iterdir()) == names[job]
