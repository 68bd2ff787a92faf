"""The workflows that ``redraft new`` writes: sound by their linters, and each step run locally."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import redraft
from pipeline.commands.new import Tool, fill_template
from tests.support.github import show
from tests.support.repository import GitRepository
from tests.support.workflows import ROOT, Runner, load

BIN = Path(sys.executable).parent
TOOL = Tool("https://example.org/redraft", "0123456789abcdef0123456789abcdef01234567")
STARTER = ROOT / "pipeline" / "data" / "starter"
WORKFLOWS = STARTER / "dot-github" / "workflows"
CONTEXT = {
    "github.token": "t0ken",
    "github.server_url": "https://host.example",
    "github.repository": "group/document",
    "github.ref_name": "v1",
    "github.event.workflow_run.id": "99",
    "github.event.workflow_run.head_repository.owner.login": "stranger",
    "github.event.workflow_run.head_branch": "topic",
    "needs.write.outputs.number": "7",
}
SETTINGS = """\
title: Draft Recommendations
language: en
groups:
  - {key: A, title: Navigation}
parties:
  - {id: japan, name: Japan, letters: JP, emails: [mission@japan.example]}
  - {id: india, name: India, letters: IN, emails: [mission@india.example]}
"""
RIVERS = "recommendations/rivers.md"
ENTRY = "---\ngroup: A\ndate: 2014-01-02\nsubmitters: [japan]\n---\n\nStates should act.\n"


def workflow(name: str, tool: Tool | None = TOOL) -> dict[str, object]:
    return load(fill_template((WORKFLOWS / f"{name}.yml").read_text(), tool))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new document repository."""
    target = tmp_path_factory.mktemp("new") / "document"
    tool = f"{TOOL.address}@{TOOL.commit}"
    result = CliRunner().invoke(redraft, ["new", str(target), "--tool", tool])
    assert result.exit_code == 0, result.output
    yield target


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


# --- A pull request -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What CI has of a pull request from a fork: its merge, detached, and no secret."""
    folder = tmp_path_factory.mktemp("ci")
    made = GitRepository(folder / "server")
    made.commit({"recommendations/document.yaml": SETTINGS, RIVERS: ENTRY}, author="Japan <mission@japan.example>")  # fmt: skip # noqa: E501
    made.tag("v1")
    made.branch("topic")
    changed = ENTRY.replace("States", "All states").replace("act.", "act [now.")
    made.commit({RIVERS: changed}, "Say all", author="India <mission@india.example>")
    made.git("update-ref", "refs/pull/7/head", "topic")
    made.switch("main")
    made.commit({"README.md": "Other.\n"}, "Meanwhile")
    merge = made.git("merge-tree", "--write-tree", "main", "topic")
    parents = ("-p", "main", "-p", "topic")
    made.git("update-ref", "refs/pull/7/merge", made.git("commit-tree", merge, *parents, "-m", "Merge"))  # fmt: skip # noqa: E501
    clone = GitRepository(folder / "checkout")
    clone.git("remote", "add", "origin", str(made.path))
    clone.git("fetch", "--quiet", "--no-tags", "origin", "+refs/heads/*:refs/remotes/origin/*",
              "+refs/pull/7/merge:refs/remotes/pull/7/merge")  # fmt: skip
    clone.git("checkout", "--quiet", "--detach", "refs/remotes/pull/7/merge")
    return clone.path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)  # fmt: skip # noqa: E501
    return done.stdout.strip()


@pytest.fixture(scope="module")
def ran(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the steps of redline.yml ran."""
    runner = Runner(tmp_path_factory.mktemp("runner"), checkout, CONTEXT)
    steps = (
        "Fetch the versions and the heads of pull requests",
        "Check", "Set the document", "Redline and report",
    )  # fmt: skip
    for step in steps:
        done = runner.run(workflow("redline"), "redline", step)
        assert done.returncode == 0, (step, done.stdout, done.stderr)
        assert "t0ken" not in done.stdout + done.stderr
    return runner


def test_the_steps_of_a_pull_request(ran: Runner) -> None:
    assert git(ran.folder, "tag") == "v1"
    assert git(ran.folder, "rev-parse", "refs/pull/7/head") == git(ran.folder, "rev-parse", "HEAD^2")  # fmt: skip # noqa: E501
    summary = (ran.home / "summary").read_text()
    assert f"    {RIVERS}:7:23: warning" in summary
    assert all(line.startswith("    ") for line in summary.splitlines()[2:])
    for name in ("document", "redline"):
        assert (ran.folder / "out" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    report = json.loads((ran.folder / "report" / "report.json").read_text())
    assert report["head"]["commit"] == git(ran.folder, "rev-parse", "HEAD^2")
    assert report["files"][0]["contributors"][0]["names"] == ["India"]


def test_errors_fail_the_check_and_are_reported_all_the_same(
    checkout: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "checkout"
    shutil.copytree(checkout, broken)
    shutil.rmtree(broken / "out", ignore_errors=True)
    (broken / RIVERS).write_text(ENTRY.replace("group: A", "grup: A"))
    git(broken, "commit", "--quiet", "--all", "--message", "Break")
    head = git(broken, "rev-parse", "HEAD")
    git(broken, "checkout", "--quiet", "--detach", "refs/remotes/origin/main")
    git(broken, "merge", "--quiet", "--no-ff", "--message", "Merge", head)
    runner = Runner(tmp_path / "home", broken, CONTEXT)
    done = runner.run(workflow("redline"), "redline", "Check")
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={RIVERS},line=2")
    done = runner.run(workflow("redline"), "redline", "Redline and report")
    assert done.returncode == 0, done.stderr
    report = json.loads((broken / "report" / "report.json").read_text())
    assert report["summary"]["errors"] == 1


# --- Its comment ----------------------------------------------------------------------------------


@pytest.fixture
def host(ran: Runner, tmp_path: Path) -> Runner:
    """A runner whose ``gh`` answers as GitHub would: one pull request, the report it left."""
    head = git(ran.folder, "rev-parse", "HEAD^2")
    folder = tmp_path / "job"
    folder.mkdir()
    runner = Runner(
        tmp_path / "home", folder, CONTEXT | {"github.event.workflow_run.head_sha": head}
    )
    answers = tmp_path / "answers"
    answers.mkdir()
    pulls = [
        {"number": 6, "head": {"sha": "1" * 40}, "base": {"repo": {"full_name": "group/document"}}},
        {"number": 7, "head": {"sha": head}, "base": {"repo": {"full_name": "group/document"}}},
        {"number": 8, "head": {"sha": head}, "base": {"repo": {"full_name": "other/document"}}},
    ]
    artifacts = [
        {"id": 41, "name": "report", "expired": False, "size_in_bytes": 1000},
        {"id": 42, "name": "documents", "expired": False, "size_in_bytes": 1000},
    ]
    (answers / "pulls").write_text(json.dumps(pulls))
    (answers / "artifacts").write_text(json.dumps({"artifacts": artifacts}))
    (answers / "comments").write_text("[]")
    with zipfile.ZipFile(answers / "zip", "w") as archive:
        archive.write(ran.folder / "report" / "report.json", "report.json")
    runner.program(
        "bin/gh",
        f"""echo "$@" >> {answers}/calls
case "$*" in
  *--input*) cp body.json {answers}/posted ;;
  *"/comments?"*) while [ "$1" != --jq ]; do shift; done; jq -r "$2" {answers}/comments ;;
  *) for word; do case $word in repos/*) name=${{word%%\\?*}} ;; esac; done
     cat {answers}/"${{name##*/}}" ;;
esac""",
    )
    return runner


def comment(host: Runner) -> str:
    """Run the steps of comment.yml; return what was posted, "" where nothing was."""
    answers = host.home.parent / "answers"
    steps = workflow("comment")
    done = host.run(steps, "write", "Find the pull request")
    assert done.returncode == 0, done.stderr
    output = host.home / "output"
    if not output.exists():
        return ""
    assert output.read_text() == "number=7\n"
    done = host.run(steps, "write", "Write")
    assert done.returncode == 0, done.stderr
    shutil.copy(host.folder / "comment" / "comment.md", host.folder)
    done = host.run(steps, "post", "Post")
    assert done.returncode == 0, done.stderr
    posted = json.loads((answers / "posted").read_text())
    assert list(posted) == ["body"]
    return str(posted["body"])


def test_the_comment_is_the_report_written_anew(host: Runner) -> None:
    text = comment(host)
    assert text.startswith("<!-- redraft -->\n**No errors.** 1 warning. This changes 1 entry")
    run = "https://host.example/group/document/actions/runs/99"
    assert f"[Redline and document (PDF)](<{run}/artifacts/42>) · [The checks](<{run}>)" in text
    calls = (host.home.parent / "answers" / "calls").read_text()
    assert "--method POST repos/group/document/issues/7/comments" in calls
    assert "head=stranger:topic" in calls


def test_one_comment_is_kept_up_to_date(host: Runner) -> None:
    comments = [
        {"id": 1, "user": {"login": "stranger"}, "body": "<!-- redraft -->"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Hello <!-- redraft -->"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- redraft -->\nOld"},
    ]
    (host.home.parent / "answers" / "comments").write_text(json.dumps(comments))
    comment(host)
    calls = (host.home.parent / "answers" / "calls").read_text()
    assert "--method PATCH repos/group/document/issues/comments/3" in calls
    assert "POST" not in calls


def test_a_commit_that_is_no_head_gets_no_comment(host: Runner) -> None:
    (host.home.parent / "answers" / "pulls").write_text("[]")
    assert comment(host) == ""


def test_two_pull_requests_of_one_commit_get_none(host: Runner) -> None:
    pulls = json.loads((host.home.parent / "answers" / "pulls").read_text())
    pulls[0]["head"]["sha"] = pulls[1]["head"]["sha"]
    (host.home.parent / "answers" / "pulls").write_text(json.dumps(pulls))
    assert comment(host) == ""


def forged(host: Runner, *members: tuple[str, bytes]) -> str:
    with zipfile.ZipFile(host.home.parent / "answers" / "zip", "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return comment(host)


def test_artefacts_that_are_not_reports_leave_one_harmless_comment(host: Runner) -> None:
    text = forged(host, ("../report.json", b"{}"), ("number", b"12"), ("comment.md", b"@all"))
    assert text == (
        "<!-- redraft -->\n**The checks of this pull request left no report.** See "
        "[what they say](https://host.example/group/document/actions/runs/99).\n"
    )
    assert not (host.folder.parent / "report.json").exists()


def test_a_report_of_another_commit_is_not_shown(host: Runner, ran: Runner) -> None:
    report = json.loads((ran.folder / "report" / "report.json").read_text())
    report["head"]["commit"] = "1" * 40
    assert "left no report" in forged(host, ("report.json", json.dumps(report).encode()))


def test_a_forged_report_can_say_nothing_that_works(host: Runner, ran: Runner) -> None:
    report = json.loads((ran.folder / "report" / "report.json").read_text())
    report["statement"] = "@all <img src=x> fixes #1\n/close\n::set-output name=number::1\n$(id)"
    text = forged(host, ("report.json", json.dumps(report).encode()))
    shown = show(text)
    assert shown.active() == {}
    assert all(address.startswith("https://host.example/") for address in shown.addresses)
    assert "img" not in shown.elements


@pytest.mark.parametrize(
    "branch", ["$(id)", "`id`", "a;id", "x&state=all", "@/etc/passwd", "--help"]
)
def test_a_hostile_branch_is_a_value_and_nothing_else(host: Runner, branch: str) -> None:
    context = dict(host.context) | {"github.event.workflow_run.head_branch": branch}
    again = Runner(host.home, host.folder, context)
    done = again.run(workflow("comment"), "write", "Find the pull request")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (host.home / "output").read_text() == "number=7\n"
    calls = (host.home.parent / "answers" / "calls").read_text()
    assert calls.endswith(f"--raw-field head=stranger:{branch}\n")


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
