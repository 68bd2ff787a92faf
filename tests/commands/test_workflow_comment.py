"""A pull request's workflow, step by step, and the comment that another workflow writes."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.support.github import show
from tests.support.workflows import CONTEXT, ENTRY, RIVERS, Runner, git, pull_request, workflow

# --- A pull request -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pull_request(tmp_path_factory.mktemp("ci"))


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
