"""A pull request's workflow, step by step, and the comment that another workflow writes."""

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.github import show
from tests.support.workflows import (
    CONTEXT,
    ENTRY,
    RIVERS,
    ROOT,
    Runner,
    git,
    load,
    pull_request,
    workflow,
)

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


def artifact(id: int, name: str, day: int) -> dict[str, object]:
    made = f"2014-01-0{day}T12:00:00Z"
    return {"id": id, "name": name, "expired": False, "size_in_bytes": 1000, "created_at": made}


def changed(path: str, head: str, **more: str) -> dict[str, str]:
    """A file of a pull request, as GitHub lists it."""
    address = f"https://api.github.com/repos/group/document/contents/{quote(path)}?ref={head}"
    return {"filename": path, "status": "modified", "contents_url": address, **more}


@pytest.fixture
def host(ran: Runner, tmp_path: Path) -> Runner:
    """A runner whose ``gh`` answers as GitHub would: one pull request, the report it left."""
    head = git(ran.folder, "rev-parse", "HEAD^2")
    folder = tmp_path / "job"
    folder.mkdir()
    context = CONTEXT | {
        "github.event.workflow_run.head_sha": head,
        "github.event.workflow_run.conclusion": "success",
    }
    runner = Runner(tmp_path / "home", folder, context)
    answers = tmp_path / "answers"
    answers.mkdir()
    pulls = [
        {"number": 6, "head": {"sha": "1" * 40}, "base": {"repo": {"full_name": "group/document"}}},
        {"number": 7, "head": {"sha": head}, "base": {"repo": {"full_name": "group/document"}}},
        {"number": 8, "head": {"sha": head}, "base": {"repo": {"full_name": "other/document"}}},
    ]
    artifacts = [
        artifact(41, "report", 2),
        artifact(42, "document", 2),
        artifact(43, "redline", 2),
        artifact(31, "report", 1),  # of an earlier attempt
        artifact(32, "document", 1),
        artifact(51, "report", 3) | {"expired": True},
    ]
    (answers / "files").write_text(json.dumps([changed(RIVERS, head)]))
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


def comment(host: Runner, steps: Mapping[str, Any] | None = None) -> str:
    """Run the steps of comment.yml; return what was posted, "" where nothing was."""
    answers = host.home.parent / "answers"
    steps = steps or workflow("comment")
    for name in ("output", "comment", "report.zip", "text.md"):  # of a run before
        place = host.home / name if name == "output" else host.folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    done = host.run(steps, "write", "Find the pull request")
    assert done.returncode == 0, done.stderr
    output = host.home / "output"
    if not output.exists():
        return ""
    assert output.read_text() == "number=7\n"
    context = dict(host.context) | {"steps.find.outputs.number": "7"}
    for step in ("Fetch its files' names and what its checks left", "Write"):
        done = Runner(host.home, host.folder, context).run(steps, "write", step)
        assert done.returncode == 0, done.stderr
    shutil.copy(host.folder / "comment" / "comment.md", host.folder)
    done = host.run(steps, "post", "Post")
    assert done.returncode == 0, done.stderr
    posted = json.loads((answers / "posted").read_text())
    assert list(posted) == ["body"]
    return str(posted["body"])


def calls(host: Runner) -> str:
    return (host.home.parent / "answers" / "calls").read_text()


def answer(host: Runner, name: str, value: object) -> None:
    (host.home.parent / "answers" / name).write_text(json.dumps(value))


def test_the_comment_is_the_report_written_anew(host: Runner) -> None:
    text = comment(host)
    assert text.startswith("<!-- redraft -->\n**No errors.** 1 warning. This changes 1 entry")
    run = "https://host.example/group/document/actions/runs/99"
    links = (f"[Redline (PDF)](<{run}/artifacts/43>)", f"[Document (PDF)](<{run}/artifacts/42>)")
    assert f"\n{links[0]} · {links[1]} · [The checks passed](<{run}>)\n" in text
    assert "repos/group/document/actions/artifacts/41/zip" in calls(host)
    assert "--method POST repos/group/document/issues/7/comments" in calls(host)
    assert "head=stranger:topic" in calls(host)


def test_one_comment_is_kept_up_to_date(host: Runner) -> None:
    comments = [
        {"id": 1, "user": {"login": "stranger"}, "body": "<!-- redraft -->"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Hello <!-- redraft -->"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- redraft -->\nOld"},
    ]
    (host.home.parent / "answers" / "comments").write_text(json.dumps(comments))
    comment(host)
    assert "--method PATCH repos/group/document/issues/comments/3" in calls(host)
    assert "POST" not in calls(host)


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
        "<!-- redraft -->\n**The checks of this pull request left no report.** "
        "[The checks passed](https://host.example/group/document/actions/runs/99).\n"
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
    ("conclusion", "said"),
    [("success", "passed"), ("failure", "failed"), ("timed_out", "did not finish"),
     ("$(id)", "did not finish")],
)  # fmt: skip
def test_how_the_checks_ended_is_said_whatever_the_report_says(
    host: Runner, conclusion: str, said: str
) -> None:
    context = dict(host.context) | {"github.event.workflow_run.conclusion": conclusion}
    text = comment(Runner(host.home, host.folder, context))
    assert text.startswith("<!-- redraft -->\n**No errors.**")
    assert f"[The checks {said}](<https://" in text


def test_a_document_that_was_not_set_is_not_named(host: Runner) -> None:
    answer(
        host, "artifacts", {"artifacts": [artifact(41, "report", 1), artifact(43, "redline", 1)]}
    )
    text = comment(host)
    assert "[Redline (PDF)](<" in text
    assert "Document (PDF)" not in text


FORGEABLE = "**This changes what checks it, so all that follows may be forged: look at its files.**"


@pytest.mark.parametrize(
    ("path", "old"),
    [(".github/workflows/redline.yml", ""), (".github/actions/a/action.yml", ""),
     ("recommendations/redline.yml", ".github/workflows/redline.yml"),
     (".github/a\n'\"$(id)\\", "")],
)  # fmt: skip
def test_a_pull_request_that_changes_its_own_checks_is_named_so(
    host: Runner, ran: Runner, path: str, old: str
) -> None:
    head = git(ran.folder, "rev-parse", "HEAD^2")
    more = {"previous_filename": old, "status": "renamed"} if old else {}
    answer(host, "files", [changed(RIVERS, head), changed(path, head, **more)])
    report = json.loads((ran.folder / "report" / "report.json").read_text())
    report |= {"findings": [], "other_files": []}
    text = forged(host, ("report.json", json.dumps(report).encode()))
    assert text.startswith(f"<!-- redraft -->\n{FORGEABLE}\n\n**No errors.**")
    text = forged(host, ("report.json", b"{}"))
    assert text.startswith(f"<!-- redraft -->\n{FORGEABLE}\n\n**The checks of this pull request")


@pytest.mark.parametrize(
    "files",
    [[], [changed(f"a{n}.md", "{head}") for n in range(3000)], [changed(RIVERS, "1" * 40)]],
    ids=["none", "more than are listed", "of another head"],
)
def test_where_the_files_are_not_known_the_report_is_not_believed(
    host: Runner, ran: Runner, files: list[dict[str, str]]
) -> None:
    head = git(ran.folder, "rev-parse", "HEAD^2")
    answer(host, "files", json.loads(json.dumps(files).replace("{head}", head)))
    assert FORGEABLE in comment(host)


def test_files_that_go_are_no_reason_to_doubt(host: Runner, ran: Runner) -> None:
    head = git(ran.folder, "rev-parse", "HEAD^2")
    answer(host, "files", [changed(RIVERS, "1" * 40, status="removed"), changed("a.md", head)])
    assert FORGEABLE not in comment(host)


def test_where_redraft_is_made_all_but_texts_may_forge(host: Runner, ran: Runner) -> None:
    head = git(ran.folder, "rev-parse", "HEAD^2")
    steps = load((ROOT / ".github" / "workflows" / "comment.yml").read_text())
    answer(host, "files", [changed(RIVERS, head)])
    assert FORGEABLE not in comment(host, steps)
    answer(host, "files", [changed("pipeline/cli/report.py", head)])
    assert FORGEABLE in comment(host, steps)


def test_what_reads_the_report_has_no_token(host: Runner) -> None:
    steps = workflow("comment")["jobs"]["write"]["steps"]
    runs = [each for each in steps if "report --read" in each.get("run", "")]
    assert [each["name"] for each in runs] == ["Write"]
    assert not [name for each in runs for name in each["env"] if "TOKEN" in name]


@pytest.mark.parametrize(
    "branch", ["$(id)", "`id`", "a;id", "x&state=all", "@/etc/passwd", "--help"]
)
def test_a_hostile_branch_is_a_value_and_nothing_else(host: Runner, branch: str) -> None:
    context = dict(host.context) | {"github.event.workflow_run.head_branch": branch}
    again = Runner(host.home, host.folder, context)
    done = again.run(workflow("comment"), "write", "Find the pull request")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (host.home / "output").read_text() == "number=7\n"
    assert calls(host).endswith(f"--raw-field head=stranger:{branch}\n")
