"""The workflows that ``redraft new`` writes: sound by their linters, and each step run locally."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    files = [*sorted(document.glob(pattern)), *sorted(ROOT.glob(pattern))]
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


# --- Before a commit ------------------------------------------------------------------------------


def pre_commit(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the hooks of a document over all of its files, as before a commit."""
    runner = Runner(home, folder, {})
    (home / "bin" / "redraft").symlink_to(home / "temp/redraft/.venv/bin/redraft")
    cache = {"PRE_COMMIT_HOME": str(home / "cache")}
    return runner.shell(f"git add --all && {BIN}/pre-commit run --all-files", cache)


def test_what_is_wrong_stops_a_commit(tmp_path: Path) -> None:
    target = tmp_path / "document"
    result = CliRunner().invoke(redraft, ["new", str(target)])
    assert result.exit_code == 0, result.output
    done = pre_commit(target, tmp_path / "one")
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout + done.stderr
    (target / "recommendations" / "a.md").write_text(ENTRY.replace("group: A", "grup: A"))
    done = pre_commit(target, tmp_path / "two")
    assert (done.returncode, "E105" in done.stdout) == (1, True), done.stdout + done.stderr


def test_the_projects_hook_is_one_that_pre_commit_reads() -> None:
    lint("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", folder=ROOT)


def test_the_hook_comes_from_where_the_workflows_do(document: Path) -> None:
    lint("pre-commit", "validate-config", ".pre-commit-config.yaml", folder=document)
    (repository,) = load((document / ".pre-commit-config.yaml").read_text())["repos"]
    assert (repository["repo"], repository["rev"]) == (TOOL.address, TOOL.commit)


# --- A version ------------------------------------------------------------------------------------


@pytest.fixture
def tagged(checkout: Path, tmp_path: Path) -> Path:
    """What CI has of the tag v2."""
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns("out", "report"))
    for name, value in (("name", "Secretariat"), ("email", "secretariat@redraft.example")):
        git(folder, "config", f"user.{name}", value)
    git(folder, "fetch", "--quiet", "--tags", "origin")
    git(folder, "tag", "--annotate", "--message", "Second", "v2", "HEAD")
    return folder


FILES = ["SHA256SUMS", "document.pdf", "provenance.json", "redline.pdf"]


def assert_made(folder: Path) -> None:
    assert sorted(path.name for path in (folder / "out").iterdir()) == FILES
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder / "out", check=True
    )


def test_the_steps_of_a_release(tagged: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path / "home", tagged, CONTEXT | {"github.ref_name": "v2"})
    done = runner.run(workflow("release"), "make", "Make")
    assert done.returncode == 0, done.stderr
    assert_made(tagged)
    git(tagged, "tag", "plain")
    runner = Runner(tmp_path / "home", tagged, CONTEXT | {"github.ref_name": "plain"})
    done = runner.run(workflow("release"), "make", "Make")
    assert (done.returncode, "plain tag" in done.stdout) == (1, True)


@pytest.mark.parametrize("repeated", [False, True])
def test_a_release_is_published_and_renewed_by_a_second_run(tmp_path: Path, repeated: bool) -> None:
    folder = tmp_path / "checkout"
    (folder / "out").mkdir(parents=True)
    for name in FILES:
        (folder / "out" / name).write_text(name)
    runner = Runner(tmp_path / "home", folder, CONTEXT | {"github.ref_name": "v2"})
    runner.program(
        "bin/gh",
        f'printf "%s\\n" "$*" >> {tmp_path}/asked\n[ "$2" != view ] || exit {0 if repeated else 1}',
    )
    done = runner.run(workflow("release"), "publish", "Publish")
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "asked").read_text().splitlines()[-1]
    assert asked.startswith("release upload v2 " if repeated else "release create v2 --verify-tag ")
    assert asked.endswith(" ".join(f"out/{name}" for name in FILES))


# --- GitLab ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("job", ["check", "redline"])
def test_the_steps_of_a_merge_request(checkout: Path, tmp_path: Path, job: str) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns("out", "report"))
    git(folder, "checkout", "--quiet", "--detach", "HEAD^2")
    runner = Runner(tmp_path / "home", folder, {})
    environment = {
        "redraft": str(tmp_path / "home" / "temp/redraft/.venv/bin/redraft"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(folder, "merge-base", "HEAD", "origin/main"),
        "CI_COMMIT_SHA": git(folder, "rev-parse", "HEAD"),
    }
    done = runner.shell("\n".join(gitlab()[job]["script"]), environment)
    assert done.returncode == 0, done.stderr
    names = {"check": ["document.pdf"], "redline": ["redline.pdf", "report.md"]}
    assert sorted(path.name for path in (folder / "out").iterdir()) == names[job]


def gitlab() -> dict[str, Any]:
    return load(fill_template((STARTER / "dot-gitlab-ci.yml").read_text(), TOOL))


def test_the_history_of_a_merge_request_is_checked(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns("out", "report"))
    git(folder, "checkout", "--quiet", "--detach", "HEAD^2")
    base = git(folder, "merge-base", "HEAD", "origin/main")
    (folder / "recommendations" / "fish.md").write_text(ENTRY)
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=M", "-c", "user.email=m@m.example", "commit", "--message", "Enter")
    runner = Runner(tmp_path / "home", folder, {})
    told = {}
    for name, given in {"alone": "", "from its base": base}.items():
        environment = {
            "redraft": str(tmp_path / "home" / "temp/redraft/.venv/bin/redraft"),
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": given,
        }
        told[name] = runner.shell(gitlab()["check"]["script"][0], environment)
    assert "W40" not in told["alone"].stdout
    assert "W40" in told["from its base"].stdout, told["from its base"]


def test_a_runner_is_made_ready(checkout: Path, tmp_path: Path) -> None:
    tool = GitRepository(tmp_path / "tool")
    makefile = ".PHONY: tool\ntool:\n\tmkdir -p .venv/bin && touch .venv/bin/redraft\n"
    commit = tool.commit({"Makefile": makefile})
    tool.git("config", "uploadpack.allowAnySHA1InWant", "true")
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder)
    runner = Runner(tmp_path / "home", folder, {})
    runner.program("bin/apt-get", f'echo "$*" >> {tmp_path}/asked')
    script = "\n".join([*gitlab()["default"]["before_script"], "test -e $redraft"])
    done = runner.shell(script, {
        "TOOL": f"file://{tool.path}", "TOOL_COMMIT": commit, "CI_PROJECT_DIR": str(folder),
    })  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert " git make python3 python3-venv" in (tmp_path / "asked").read_text()
    assert git(folder, "tag", "--list") == "v1"


@pytest.mark.parametrize(("status", "code"), [("201", 0), ("409", 0), ("403", 1)])
def test_the_steps_of_a_release_on_gitlab(
    tagged: Path, tmp_path: Path, status: str, code: int
) -> None:
    runner = Runner(tmp_path / "home", tagged, {})
    runner.program(
        "bin/curl",
        f'printf "%s\\n" "$@" > {tmp_path}/asked; printf {{}} > answer.json; printf {status}',
    )
    done = runner.shell("\n".join(gitlab()["release"]["script"]), {
        "redraft": str(tmp_path / "home" / "temp/redraft/.venv/bin/redraft"),
        "CI_COMMIT_TAG": "v2", "CI_PROJECT_URL": "https://host.example/g/d", "CI_JOB_ID": "5",
        "CI_API_V4_URL": "https://host.example/api/v4", "CI_PROJECT_ID": "9", "CI_JOB_TOKEN": "t",
    })  # fmt: skip
    assert done.returncode == code, done.stderr
    assert_made(tagged)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[-1] == "https://host.example/api/v4/projects/9/releases"
    for name in FILES:
        place = f"https://host.example/g/d/-/jobs/5/artifacts/raw/out/{name}"
        assert f"assets[links][][url]={place}" in asked
