"""Repositories drawn in a few lines, made by git itself, whose commit ids never change.

    made = GitRepository(tmp_path)
    base = made.commit({"a.md": "One two.\n"})
    made.branch("topic")
    ours = made.commit({"a.md": "One three.\n"}, author="India <delegate@india.example>")
    made.switch("main")
    made.commit({"b.md": "Other.\n"})
    merge = made.merge("topic")
    made.tag("v1")

Each commit is an hour after the one before; people, dates and zones are fixed; nothing of the
user's configuration is seen.
"""

import datetime
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

PERSON = "Secretariat <secretariat@redraft.example>"
START = datetime.datetime(2014, 1, 1, 12, tzinfo=datetime.UTC)


def git_environment(home: Path) -> dict[str, str]:
    """Return an environment in which git sees no user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
        "TZ": "UTC",
    }


class GitRepository:
    """A repository in the making; ``path`` is its working tree (or itself, where bare)."""

    def __init__(self, path: Path, *arguments: str) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._clock = START
        self.git("init", "--quiet", "--initial-branch=main", *arguments)
        name, _, email = PERSON.partition(" <")
        self.git("config", "user.name", name)
        self.git("config", "user.email", email.rstrip(">"))
        self.git("config", "core.autocrlf", "false")

    def git(self, *arguments: str, check: bool = True, **environment: str) -> str:
        """Run git here and return what it prints, without the last line's end."""
        return self.git_bytes(*arguments, check=check, **environment).decode().rstrip("\n")

    def git_bytes(
        self, *arguments: str, check: bool = True, stdin: bytes = b"", **environment: str
    ) -> bytes:
        """Run git here and return the bytes that it prints."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=git_environment(self.path.parent) | environment,
            input=stdin,
            capture_output=True,
            check=check,
        ).stdout

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into the working tree; None removes one."""
        for path, content in files.items():
            place = self.path / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        files: Mapping[str, str | bytes | None] | None = None,
        message: str = "Edit",
        *,
        author: str = PERSON,
        committer: str = PERSON,
        date: datetime.datetime | None = None,
    ) -> str:
        """Commit all that is in the working tree, after writing ``files``; return the id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git(
            *("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", f"--message={message}"),
            **self._people(author, committer, date),
        )
        return self.head()

    def merge(
        self,
        *names: str,
        message: str = "Merge",
        files: Mapping[str, str | bytes | None] | None = None,
        author: str = PERSON,
        committer: str = PERSON,
    ) -> str:
        """Merge branches, never forward; ``files`` is what the merge commit changes besides.

        A conflict is solved by ``files``.
        """
        self.git("merge", "--quiet", "--no-ff", "--no-commit", *names, check=False)
        return self.commit(files, message, author=author, committer=committer)

    def branch(self, name: str, at: str = "HEAD") -> None:
        """Make a branch and switch to it."""
        self.git("switch", "--quiet", "--create", name, at)

    def switch(self, name: str) -> None:
        """Switch to a branch, or detached to a commit."""
        self.git("switch", "--quiet", *(["--detach"] if len(name) == 40 else []), name)

    def move(self, old: str, new: str) -> None:
        """Rename a file in the working tree."""
        (self.path / new).parent.mkdir(parents=True, exist_ok=True)
        (self.path / old).rename(self.path / new)

    def tag(
        self, name: str, at: str = "HEAD", *, message: str = "Issued", tagger: str = PERSON
    ) -> None:
        """Make an annotated tag."""
        self.git(
            "tag", "--annotate", f"--message={message}", name, at, **self._people(tagger, tagger)
        )

    def head(self) -> str:
        """Return the id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD")

    def _people(
        self, author: str, committer: str, date: datetime.datetime | None = None
    ) -> dict[str, str]:
        self._clock += datetime.timedelta(hours=1)
        when = date or self._clock
        stamp = f"{int(when.timestamp())} {when.strftime('%z')}"
        people: dict[str, str] = {}
        for role, person in (("AUTHOR", author), ("COMMITTER", committer)):
            name, _, email = person.partition(" <")
            people[f"GIT_{role}_NAME"] = name
            people[f"GIT_{role}_EMAIL"] = email.rstrip(">")
            people[f"GIT_{role}_DATE"] = stamp
        return people
