"""Generated histories as real repositories, for the programs that our answers are held against."""

import subprocess
from pathlib import Path

from tests.support.generated import AUTHORS, History, Word, file_words, render
from tests.support.repository import git_environment

_START = 1_388_577_600  # 1 January 2014, noon UTC; each commit is an hour after the one before


def signature(name: str) -> str:
    """Return how a generated author signs."""
    return f"{name} <{name}@redraft.example>"


def _alias(name: str) -> str:
    return f"Delegate {name[0]} <delegate@{name}.example>"


_MAILMAP = "".join(f"{signature(name)} <delegate@{name}.example>\n" for name in AUTHORS)


def write_repository(history: History, path: Path) -> dict[str, str]:
    """Write a history with ``git fast-import``; map its commits' names to their ids.

    The main branch is ``main``; each squash's request has its ref, ``refs/pull/N/head``.
    """
    environment = git_environment(path)
    command = ["git", "init", "-q", "--bare", "--initial-branch=main", str(path)]
    subprocess.run(command, check=True, env=environment)
    marks = path / "marks"
    stream = bytearray()
    numbers = {made.name: number for number, made in enumerate(history.commits, 1)}
    for made in history.commits:
        number = numbers[made.name]
        stream += b"commit refs/heads/work\nmark :%d\n" % number
        when = f"{_START + 3600 * number} +0000"
        author = _alias(made.author) if made.alias else signature(made.author)
        for role in ("author", "committer"):
            stream += f"{role} {author} {when}\n".encode()
        subject = f"{made.event} {number}" + (f" (#{number})" if made.pull else "")
        trailers = "".join(f"\nCo-authored-by: {signature(name)}" for name in made.co_authors)
        message = f"{subject}\n\n{trailers}".strip().encode()
        stream += b"data %d\n%s\n" % (len(message), message)
        for place, parent in enumerate(made.parents):
            stream += b"%s :%d\n" % (b"merge" if place else b"from", numbers[parent])
        stream += b"deleteall\n"
        files = {name: render(file) for name, file in made.state.items()} | {".mailmap": _MAILMAP}
        for name, written in sorted(files.items()):
            text = written.encode()
            stream += f"M 100644 inline {name}\ndata {len(text)}\n".encode() + text + b"\n"
    stream += b"reset refs/heads/main\nfrom :%d\n\n" % numbers[history.head]
    for made in history.commits:
        if made.pull:
            ref = f"refs/pull/{numbers[made.name]}/head"
            stream += f"reset {ref}\nfrom :{numbers[made.pull]}\n\n".encode()
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force", f"--export-marks={marks}"],
        input=bytes(stream),
        cwd=path,
        check=True,
        env=environment,
    )
    subprocess.run(["git", "update-ref", "-d", "refs/heads/work"], cwd=path, env=environment)
    ids = dict(line[1:].split() for line in marks.read_text().splitlines())
    return {name: ids[str(number)] for name, number in numbers.items()}


def blame_score(history: History, path: Path, ids: dict[str, str], *options: str) -> float:
    """Return the share of words whose line ``git blame`` gives to the right commit.

    The words of a line get its commit; a word is looked for in its file's lines in order.
    """
    names = {id: name for name, id in ids.items()}
    right = words = 0
    for file_path, file in sorted(history.state.items()):
        answer = subprocess.run(
            ["git", "blame", "--line-porcelain", *options, "main", "--", file_path],
            cwd=path,
            check=True,
            capture_output=True,
            env=git_environment(path),
        ).stdout.decode()
        told: list[tuple[str, str]] = []
        commit = ""
        for line in answer.split("\n"):
            if line.startswith("\t"):
                told.append((line[1:], names.get(commit, "")))
            elif len(line.split(" ")[0]) == 40:
                commit = line.split(" ")[0]
        right += _right_words(list(file_words(file)), told, history)
        words += sum(1 for _ in file_words(file))
    return right / words


def _right_words(words: list[Word], told: list[tuple[str, str]], history: History) -> int:
    right = line = column = 0
    for word in words:
        while line < len(told) and (found := told[line][0].find(word.text, column)) < 0:
            line, column = line + 1, 0
        assert line < len(told), f"{word.text!r} is not where it was written"
        right += told[line][1] == history.truth(word)
        column = found + len(word.text)
    return right
