"""Git itself, for the few things that pygit2 cannot do or does otherwise.

Every call sees the repository and nothing of the user: no configuration but the repository's
own, no replace refs, no grafts, no network, no locks, messages in English.
"""

import os
import subprocess

from pipeline.errors import HistoryError
from pipeline.history.repository import Repository


def run_git(repository: Repository, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git on a repository, in its working tree; the caller judges the exit code.

    Raises HistoryError where there is no git to run.
    """
    command = [
        "git",
        f"--git-dir={repository.directory}",
        # Ownership was judged when the repository was opened, by the user's own safe.directory.
        *("-c", "safe.directory=*"),
        # These two would run programs that a hostile repository names.
        *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
        *("-c", f"core.excludesFile={os.devnull}"),
        *arguments,
    ]
    try:
        # From elsewhere, git would look for the paths of a sparse checkout in the wrong folder.
        folder = repository.root or repository.directory
        return subprocess.run(
            command, cwd=folder, env=_environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise HistoryError.of(
            "E011", f"git does not start: {error.strerror}", hint="install git, or mend PATH"
        ) from error


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        # A partial clone fetches what it misses: no protocol is allowed, so that nothing is.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }
