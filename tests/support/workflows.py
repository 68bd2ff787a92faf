"""Workflows, as the tests run them: the steps of a job, and a machine like a runner's.

Only GitHub itself can run a workflow; here each step's command is run by the shell and with the
environment that the workflow asks for, expressions replaced by what the test says.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.commands.new import Tool, fill_template
from tests.support.repository import GitRepository, git_environment

ROOT = Path(__file__).parents[2]
TOOL = Tool("https://example.org/redraft", "0123456789abcdef0123456789abcdef01234567")
STARTER = ROOT / "pipeline" / "data" / "starter"
WORKFLOWS = STARTER / "dot-github" / "workflows"
CONTEXT = {
    "github.token": "t0ken",
    "github.server_url": "https://host.example",
    "github.repository": "group/document",
    "github.ref_name": "v1",
    "github.sha": "2" * 40,
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
_EXPRESSION = re.compile(r"\$\{\{ *([\w.]+) *\}\}")


@dataclass
class Runner:
    """A machine that runs steps in a folder; redraft is where the workflow installs it."""

    home: Path
    folder: Path
    context: Mapping[str, str]

    def __post_init__(self) -> None:
        for name in ("bin", "temp/redraft/.venv/bin"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self.program("temp/redraft/.venv/bin/redraft", f'exec {sys.executable} -m pipeline "$@"')

    def program(self, name: str, script: str) -> None:
        """Put a program on the machine."""
        place = self.home / name
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)

    def run(
        self, workflow: Mapping[str, Any], job: str, step: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one step, which is named, of a workflow."""
        steps = [each for each in workflow["jobs"][job]["steps"] if each.get("name") == step]
        (found,) = steps
        assert "${{" not in found["run"], "no expression inside a script"
        given = {**workflow.get("env", {}), **found.get("env", {})}
        environment = {name: self._filled(value) for name, value in given.items()}
        return self.shell(found["run"], environment)

    def shell(
        self, script: str, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a script as a runner does."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={
                **git_environment(self.home),
                "PATH": f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "RUNNER_TEMP": str(self.home / "temp"),
                "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
                "GITHUB_OUTPUT": str(self.home / "output"),
                "CI": "true",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def _filled(self, value: str) -> str:
        return _EXPRESSION.sub(lambda found: self.context[found[1]], str(value))


def load(text: str) -> dict[str, Any]:
    """Read a workflow; ``on`` is a word there, not a truth."""
    loaded = yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))
    assert isinstance(loaded, dict)
    return loaded


def workflow(name: str, tool: Tool | None = TOOL) -> dict[str, Any]:
    """Return a workflow that ``redraft new`` writes."""
    return load(fill_template((WORKFLOWS / f"{name}.yml").read_text(), tool))


def pull_request(folder: Path) -> Path:
    """Make what CI has of a pull request from a fork: its merge, detached, and no secret."""
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
