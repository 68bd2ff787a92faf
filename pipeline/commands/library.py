"""The files of one revision, read when they are asked for, and what its history once had."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.commands.histories import History
from pipeline.commands.lost import Loss, find_losses
from pipeline.commands.texts import read_text
from pipeline.history.repository import Repository
from pipeline.history.tree import is_markdown
from pipeline.model.history import TreeFile
from pipeline.model.text import Field, FileText, Source
from pipeline.parse.late import read_fields, read_file_text, read_front_fields, read_words
from pipeline.parse.names import find_settings

_HELD = 16  # files held at once: an answer about all of a large repository goes file by file


@dataclass(frozen=True, slots=True)
class Library:
    """What can be asked of a revision; what was read last is kept.

    ``paths``: of the Markdown files that may be answered from, in order; ``gone``: of those that
    stand no more. ``settings``: the path of document.yaml, "" for none. ``heading``: whether a
    ``heading:`` of front matter is text. ``text``: a file, its blocks without tokens; ``words``:
    the tokens of each block. ``fields``: of front matter, or of document.yaml. ``losses``: where a
    phrase, given as its tokens, stood last before each file lost it.
    """

    paths: Sequence[str]
    gone: Collection[str]
    settings: str
    heading: bool
    text: Callable[[str], FileText]
    fields: Callable[[str], Sequence[Field]]
    words: Callable[[str], Sequence[Sequence[str]]]
    losses: Callable[[Sequence[str]], Sequence[Loss]]


def open_library(
    repository: Repository,
    tree: Sequence[TreeFile],
    history: History,
    is_picked: Callable[[str], bool],
) -> Library:
    """Open the regular files of a revision's tree and its history.

    ``is_picked``: which Markdown files may be answered from.
    """
    places = find_settings(tuple(file.path for file in tree))
    settings = next((file for file in tree if len(places) == 1 and file.path == places[0]), None)
    heading = bool(places)
    files = {file.path: file for file in tree if is_markdown(file.path) and is_picked(file.path)}
    gone = {path for path in history.paths if path not in files and is_picked(path)}

    @lru_cache(maxsize=_HELD)
    def source(path: str) -> Source:
        file = settings if settings and path == settings.path else files[path]
        return Source(path, read_text(repository, file) or "", file.blob)

    @lru_cache(maxsize=_HELD)
    def text(path: str) -> FileText:
        return read_file_text(source(path), heading=heading, tokens=False)

    @lru_cache(maxsize=_HELD)
    def words(path: str) -> Sequence[Sequence[str]]:
        return read_words(source(path).text, heading=heading)

    @lru_cache(maxsize=_HELD)
    def fields(path: str) -> tuple[Field, ...]:
        if settings and path == settings.path:
            return read_fields(source(path))
        return read_front_fields(source(path), heading=heading)

    def losses(wanted: Sequence[str]) -> Sequence[Loss]:
        found = find_losses(repository, history.steps, wanted, heading=heading)
        return [loss for loss in found if is_picked(loss.path)]

    return Library(
        tuple(files),
        frozenset(gone),
        settings.path if settings else "",
        heading,
        text,
        fields,
        words,
        losses,
    )
