"""How long a pull request's workflow takes on the demonstration, with nothing kept from before.

Its steps are those that ``redraft new`` writes, run by the shell as a runner does, on what CI has
of a pull request: its merge, detached. Left out are fetching redraft and its libraries, whose time
is the network's.
"""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.paired import Figure
from bench.starting import REDRAFT
from pipeline.commands.new import Tool, fill_template
from tests.support.workflows import ROOT, Runner, load

_WORKFLOW = ROOT / "pipeline/data/starter/dot-github/workflows/redline.yml"
_STEPS = (
    "Fetch the versions and the heads of pull requests",
    "Check",
    "Set the document",
    "Redline and report",
)
_ENTRY = "recommendations/india-2013-11-25.md"
_LIMIT = 60.0  # seconds
_CONTEXT = {"github.token": "none", "github.server_url": "https://host.example"}


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the seconds that all steps of a pull request take, one after the other."""
    server, checkout = folder / "pull-server", folder / "pull-checkout"
    subprocess.run([REDRAFT, "demo", "--quiet", str(server)], check=True)
    _open_pull_request(server)
    _git(folder, "clone", "--quiet", "--no-tags", str(server), str(checkout))
    _git(checkout, "fetch", "--quiet", "origin", "refs/pull/99/merge")
    _git(checkout, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    home = folder / "pull-runner"
    runner = Runner(home, checkout, _CONTEXT)
    tool = Tool("https://tool.example/redraft", "0" * 40)
    workflow = load(fill_template(_WORKFLOW.read_text("utf-8"), tool))
    workflow["env"] |= {"XDG_CACHE_HOME": str(home / "cache")}
    started = time.perf_counter()
    for step in _STEPS:
        done = runner.run(workflow, "redline", step)
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    taken = time.perf_counter() - started
    yield Figure("a pull request's workflow, the demo, cold", taken, (taken, taken), _LIMIT)


def _open_pull_request(server: Path) -> None:
    """Make what a host keeps of a pull request: its head, and its merge into the base."""
    _git(server, "switch", "--quiet", "--create", "topic")
    entry = server / _ENTRY
    text = entry.read_text("utf-8")
    entry.write_text(text.replace("enhanced cooperation", "closer cooperation"), "utf-8")
    _git(server, "commit", "--quiet", "--all", "--message=Speak of closer cooperation")
    _git(server, "update-ref", "refs/pull/99/head", "topic")
    _git(server, "switch", "--quiet", "--detach", "main")
    _git(server, "merge", "--quiet", "--no-ff", "--message=Merge", "topic")
    _git(server, "update-ref", "refs/pull/99/merge", "HEAD")
    _git(server, "switch", "--quiet", "main")


def _git(folder: Path, *arguments: str) -> None:
    person = ["-c", "user.name=Bench", "-c", "user.email=b@bench.example"]
    subprocess.run(["git", "-C", str(folder), *person, *arguments], check=True)
