"""Start a document repository: settings, a first entry, a style sheet, workflows, guidance.

The files lie in ``data/starter``; a name that begins with ``dot-`` there begins with a full stop
here. ``@TOOL@`` and ``@COMMIT@`` are where workflows install redraft from: never a registry, of
which a name could be anyone's.
"""

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.new_entry import entry_text
from pipeline.errors import RedraftError
from pipeline.history.repository import Repository, configured_user
from pipeline.history.write import (
    Signature,
    fill_index,
    new_repository,
    write_commit,
    write_files,
    write_reference,
)
from pipeline.parse.schema import json_schema
from pipeline.resources import directory

# A leading full stop would hide the templates, and set rules for redraft's own tree.
_DOTTED = ("gitignore", "gitattributes")
_DOT = "dot-"
_SCHEMA = ".vscode/document.schema.json"
# What a workflow runs to have redraft: its sources at one commit, its libraries by their hashes.
_INSTALL = """\
if [ -z "$TOOL" ]; then
  echo '::error::Say under TOOL and TOOL_COMMIT of this workflow where redraft comes from' >&2
  exit 1
fi
git init --quiet "$RUNNER_TEMP/redraft"
git -C "$RUNNER_TEMP/redraft" fetch --quiet --depth 1 "$TOOL" "$TOOL_COMMIT"
git -C "$RUNNER_TEMP/redraft" checkout --quiet --detach FETCH_HEAD
make --silent --directory "$RUNNER_TEMP/redraft" tool
"""
_HOOK = ".pre-commit-config.yaml"
# The same where no address is known: the tool that stands on the contributor's own PATH.
_LOCAL_HOOK = """\
# Checks the sources before each commit: pre-commit install
# Where others can have redraft from was not known here, so each installs it: see CONTRIBUTING.md
repos:
  - repo: local
    hooks:
      - id: redraft-check
        name: redraft check
        entry: redraft check
        language: system
        pass_filenames: false
        files: \\.(md|yaml|css)$
"""
_FIRST_TEXT = """\
1. That a recommendation be one paragraph or several, with the number that its
   author gave it;

2. That it may have notes.[^1]

[^1]: A note stands at the foot of the page where it is called.
"""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The paths that were written, and whether they were committed."""

    paths: tuple[str, ...]
    committed: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """Where redraft can be had: an https address of a repository, and a commit of it."""

    address: str
    commit: str


def new_document(target: Path, now: datetime.datetime, tool: Tool | None = None) -> NewDocument:
    """Make a document repository at ``target``, a folder that is new or empty.

    ``tool``: where its workflows install redraft from; without one they say that this is missing,
    and fail.

    Its files are committed by the user whom Git knows, at ``now``; where Git knows none they wait
    in the working tree. The first entry has the date of ``now``. Raises RedraftError; then
    nothing is left there.
    """
    files = _files(now.date(), tool)
    with new_repository(target) as repository:
        write_files(repository, files)
        committed = _commit(repository, files, now)
    return NewDocument(tuple(sorted(files)), committed)


def read_tool(text: str) -> Tool:
    """Read ``https://HOST/PATH@COMMIT``; raises RedraftError where it is anything else."""
    found = re.fullmatch(r"(?:git\+)?(https://[\w.-]+(?::\d+)?/[\w./~-]+)@([0-9a-f]{40})", text)
    if found is None:
        raise RedraftError.of(
            "E059",
            f"'{text}' does not say where redraft comes from",
            hint="write the https address of its repository, @, and a whole commit id",
        )
    return Tool(found[1], found[2])


def fill_template(text: str, tool: Tool | None) -> str:
    """Put into a workflow where redraft comes from, and how it is installed."""
    address, commit = (tool.address, tool.commit) if tool else ("", "")
    text = text.replace('"@TOOL@"', _quoted(address)).replace('"@COMMIT@"', _quoted(commit))
    indented = re.compile(r"^( *)@INSTALL@\n", re.MULTILINE)
    return indented.sub(lambda found: _indented(_INSTALL, found[1]), text)


def _quoted(value: str) -> str:
    return value if value.startswith("https://") else json.dumps(value)


def _indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in text.splitlines())


def _files(today: datetime.date, tool: Tool | None) -> dict[str, bytes]:
    folder = directory("starter")
    files = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            text = fill_template(path.read_bytes().decode(), tool)
            files[_dotted(name)] = text.encode()
    if tool is None:
        files[_HOOK] = _LOCAL_HOOK.encode()
    schema = json_schema()
    definitions = {"$defs": schema["$defs"], "$ref": "#/$defs/document"}
    files[_SCHEMA] = f"{json.dumps(definitions, ensure_ascii=False, indent=1)}\n".encode()
    id = f"exampleland-{today.isoformat()}"
    text = entry_text(
        submission=id, group="A", date=today, submitters=("exampleland",), body=_FIRST_TEXT
    )
    return files | {f"recommendations/{id}.md": text.encode()}


def _dotted(name: str) -> str:
    """Return the name that a template's file has in the new repository."""
    if name in _DOTTED:
        return f".{name}"
    return f".{name.removeprefix(_DOT)}" if name.startswith(_DOT) else name


def _commit(repository: Repository, files: dict[str, bytes], now: datetime.datetime) -> bool:
    user = configured_user(repository)
    if not user.email:
        return False
    by_user = Signature(user, now)
    commit = write_commit(
        repository,
        files,
        parents=(),
        author=by_user,
        committer=by_user,
        message="Start the rolling document\n",
    )
    write_reference(repository, "refs/heads/main", commit)
    fill_index(repository, commit)
    return True
