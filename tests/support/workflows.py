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

from tests.support.repository import git_environment

ROOT = Path(__file__).parents[2]
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
