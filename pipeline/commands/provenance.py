"""A revision → who wrote each word of it, or of the passages that were asked for."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.commands.fields import last_change
from pipeline.commands.histories import History
from pipeline.commands.library import Library, open_library
from pipeline.commands.lost import lost_spans
from pipeline.commands.passages import Passages, choose
from pipeline.commands.revisions import resolve_document
from pipeline.commands.spans import join_removed, join_spans
from pipeline.commands.tracing import Progress, no_progress, read_commits
from pipeline.commands.ways import From, find_ways
from pipeline.errors import RevisionError
from pipeline.history.credit import credit
from pipeline.history.glob import path_matcher
from pipeline.history.repository import Repository, open_repository
from pipeline.history.tree import is_markdown, read_tree
from pipeline.model.history import FileKind, Revision, TreeFile
from pipeline.model.provenance import (
    Provenance,
    RemovedSpan,
    Span,
    TracedBlock,
    TracedField,
    TracedFile,
)
from pipeline.model.text import DocumentSettings, Field
from pipeline.model.trace import Reason, Trace
from pipeline.parse.names import find_settings, identify, is_settings


def provenance(
    directory: Path,
    questions: Sequence[str] = (),
    *,
    at: str | None = None,
    paths: Collection[str] = (),
    removed: bool = False,
    ways: bool = False,
    here: Path | None = None,
    cache: Path | None = None,
    progress: Progress = no_progress,
) -> Provenance:
    """Trace a revision of the repository around a folder and answer the questions.

    ``at``: by default the working tree, or HEAD where nothing is changed or the repository is
    bare. ``paths``: globs that pick the files to answer from. ``removed``: tell what once stood
    there, too. ``ways``: find the files that moved text stood in. ``here``: the folder from which
    files in questions may be named, besides the repository's top. ``cache``: the folder
    to keep what was traced in, and to read it from. ``progress`` is told how many texts of the
    history are read, and of how many.

    Raises RedraftError where there is no such revision or nothing answers.
    """
    repository = open_repository(directory)
    revision, settings = resolve_document(repository, at)
    history = history_of(repository, revision, cache)
    return answer(
        repository,
        revision,
        settings,
        history,
        questions,
        paths=paths,
        removed=removed,
        ways=ways,
        here=here,
        progress=progress,
    )


def history_of(repository: Repository, revision: Revision, cache: Path | None = None) -> History:
    """Return what ``answer`` answers about a revision from."""
    paths = tuple(file.path for file in _files(repository, revision, is_settings))
    heading = bool(find_settings(paths))
    return History(repository, [revision.id], heading=heading, cache=cache)


def answer(
    repository: Repository,
    revision: Revision,
    settings: DocumentSettings | None,
    history: History,
    questions: Sequence[str] = (),
    *,
    paths: Collection[str] = (),
    removed: bool = False,
    ways: bool = False,
    here: Path | None = None,
    progress: Progress = no_progress,
) -> Provenance:
    """Answer questions about a revision from its history; see ``provenance``.

    ``settings``: the revision's. Raises RedraftError where nothing answers.
    """
    is_picked = path_matcher(paths)
    tree = _files(repository, revision, lambda path: is_markdown(path) or is_settings(path))
    library = open_library(repository, tree, history, is_picked)
    if not library.paths and not library.gone:
        matching = f" matches {', '.join(paths)}" if paths else ""
        raise RevisionError.of(
            "E019",
            f"no Markdown file{matching} in {revision.label}",
            hint=f"see what there is: git ls-tree -r --name-only {revision.label}",
        )
    chosen = choose(questions, library, prefix=_prefix(repository, here))
    losses = [loss for passages in chosen.values() for loss in passages.losses]
    ids = {revision.id, *(loss.parent for loss in losses)}
    traced = history.trace(ids, progress=progress)
    trace = traced.traces[revision.id]
    lost = lost_spans(repository, traced.traces, losses, heading=library.heading)
    parents = traced.parents

    def changed(path: str, field: Field) -> str | None:
        return last_change(repository, trace, parents, path, field)

    if removed and not questions:
        gone = [path for path in trace.removals if path not in chosen and is_picked(path)]
        chosen |= dict.fromkeys(gone, Passages(whole=True))
    answered = tuple(
        _file(path, passages, library, history, trace, removed, lost.get(path, ()), changed)
        for path, passages in sorted(chosen.items())
    )
    history.keep_blocks()
    if ways:
        find = find_ways(repository, history.step, heading=library.heading)
        answered = tuple(_with_ways(file, find) for file in answered)
    commits = read_commits(repository, revision, _named(answered), traced)
    parties = settings.parties if settings else ()
    return Provenance(
        revision=revision,
        files=answered,
        commits=commits,
        credits={id: credit(commit, parties) for id, commit in commits.items()},
        history=len(trace.history),
        boundary=trace.boundary,
        unreadable=trace.unreadable,
        notes=trace.notes,
        title=settings.title if settings else "",
        language=settings.language if settings else "en",
        repository=settings.repository if settings else "",
        questions=tuple(questions),
        with_removed=removed,
    )


def _files(
    repository: Repository, revision: Revision, wanted: Callable[[str], bool]
) -> list[TreeFile]:
    tree = read_tree(repository, revision.id, wanted)
    return [file for file in tree if file.kind is FileKind.FILE]


def _file(
    path: str,
    passages: Passages,
    library: Library,
    history: History,
    trace: Trace,
    removed: bool,
    lost: tuple[RemovedSpan, ...],
    changed: Callable[[str, Field], str | None],
) -> TracedFile:
    is_gone = path not in library.paths
    blocks: tuple[TracedBlock, ...] = ()
    if not is_gone and passages.whole and not passages.blocks:
        blocks = history.blocks(
            trace.revision, path, lambda: _blocks(path, passages, library, trace)
        )
    elif not is_gone and (passages.whole or passages.blocks):
        blocks = _blocks(path, passages, library, trace)
    gone = lost
    if removed or (is_gone and passages.whole):
        gone += tuple(join_removed(trace.removals.get(path, ())))
    fields = tuple(
        TracedField(field.name, field.value, field.position.line, changed(path, field))
        for number, field in enumerate(library.fields(path) if passages.fields else ())
        if number in passages.fields
    )
    return TracedFile(path, identify(path), blocks, gone, fields)


def _blocks(
    path: str, passages: Passages, library: Library, trace: Trace
) -> tuple[TracedBlock, ...]:
    file = library.text(path)
    origins = trace.origins.get(path, ())
    return tuple(
        TracedBlock(
            f"{file.id}#{number + 1}",
            block.kind,
            block.position.line,
            block.label,
            tuple(join_spans(block, row)),
            passages.blocks.get(number, ()),
        )
        for number, (block, row) in enumerate(zip(file.blocks, origins, strict=True))
        if passages.whole or number in passages.blocks
    )


def _with_ways(file: TracedFile, find: From) -> TracedFile:
    """Say of moved stretches which file they stood in."""

    def way(span: Span) -> Span:
        if span.origin.reason is not Reason.MOVED:
            return span
        return replace(span, stood=find(span.text, file.path, span.origin.via))

    blocks = tuple(
        replace(block, spans=tuple(way(span) for span in block.spans)) for block in file.blocks
    )
    return replace(file, blocks=blocks)


def _prefix(repository: Repository, here: Path | None) -> str:
    """Return where a folder lies in the working tree, as repository paths begin there."""
    if here is None or repository.root is None:
        return ""
    try:
        return here.resolve().relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        return ""


def _named(files: Iterable[TracedFile]) -> set[str]:
    """Return the commits that an answer names."""
    named: set[str | None] = set()
    for file in files:
        named |= {field.commit for field in file.fields}
        for block in file.blocks:
            for span in block.spans:
                named |= {span.origin.commit, span.origin.via}
        for gone in file.removed:
            named |= {gone.origin.commit, gone.origin.via, gone.removed_by}
    return {id for id in named if id}
