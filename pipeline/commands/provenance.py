"""A revision → who wrote each word of it, or of the passages that were asked for."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.commands.fields import last_change
from pipeline.commands.lost import find_lost
from pipeline.commands.passages import Library, Passages, choose
from pipeline.commands.revisions import resolve_document
from pipeline.commands.spans import join_removed, join_spans
from pipeline.commands.tracing import read_commits, read_text, trace_revisions
from pipeline.errors import RevisionError
from pipeline.history.credit import credit
from pipeline.history.glob import path_matcher
from pipeline.history.repository import Repository, open_repository
from pipeline.history.tree import is_markdown, read_tree
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.provenance import (
    Provenance,
    RemovedSpan,
    TracedBlock,
    TracedField,
    TracedFile,
)
from pipeline.model.text import Field, FileText, Source
from pipeline.model.trace import Trace
from pipeline.parse.file_text import read_fields, read_file_text, read_front_fields
from pipeline.parse.recommendation import identify
from pipeline.parse.scan import read_words
from pipeline.parse.settings import find_settings


def provenance(
    directory: Path,
    questions: Sequence[str] = (),
    *,
    at: str | None = None,
    paths: Collection[str] = (),
    removed: bool = False,
) -> Provenance:
    """Trace a revision of the repository around a folder and answer the questions.

    ``at``: by default the working tree, or HEAD where nothing is changed or the repository is
    bare. ``paths``: globs that pick the files to answer from. ``removed``: tell what once stood
    there, too. Raises RedraftError where there is no such revision or nothing answers.
    """
    is_picked = path_matcher(paths)
    repository = open_repository(directory)
    revision, settings = resolve_document(repository, at)
    tree = [file for file in read_tree(repository, revision.id) if file.kind is FileKind.FILE]
    places = find_settings(tuple(file.path for file in tree))
    yaml = next((file for file in tree if len(places) == 1 and file.path == places[0]), None)
    heading = bool(places)
    traced = trace_revisions(repository, [revision.id], heading=heading)
    trace = traced.traces[revision.id]
    files = {file.path: file for file in tree if is_markdown(file.path) and is_picked(file.path)}
    gone = [path for path in trace.removals if path not in files and is_picked(path)]
    if not files and not gone:
        matching = f" matches {', '.join(paths)}" if paths else ""
        raise RevisionError.of(
            "E019",
            f"no Markdown file{matching} in {revision.label}",
            hint=f"see what there is: git ls-tree -r --name-only {revision.label}",
        )

    def lost(wanted: Sequence[str]) -> Mapping[str, tuple[RemovedSpan, ...]]:
        found = find_lost(repository, traced, revision.id, wanted, heading=heading)
        return {path: spans for path, spans in found.items() if is_picked(path)}

    parents = traced.parents

    def changed(path: str, field: Field) -> str | None:
        return last_change(repository, trace, parents, path, field)

    library = _library(repository, files, gone, yaml, heading, lost)
    chosen = choose(questions, library)
    if removed and not questions:
        chosen |= dict.fromkeys(gone, Passages(whole=True))
    answered = tuple(
        _file(path, passages, library, trace, removed, changed)
        for path, passages in sorted(chosen.items())
    )
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


def _library(
    repository: Repository,
    files: Mapping[str, TreeFile],
    gone: Sequence[str],
    settings: TreeFile | None,
    heading: bool,
    lost: Callable[[Sequence[str]], Mapping[str, tuple[RemovedSpan, ...]]],
) -> Library:
    """Give the files of the revision to whoever asks, each read once."""

    @cache
    def source(path: str) -> Source:
        file = settings if settings and path == settings.path else files[path]
        return Source(path, read_text(repository, file) or "", file.blob)

    @cache
    def text(path: str) -> FileText:
        return read_file_text(source(path), heading=heading)

    @cache
    def words(path: str) -> Sequence[Sequence[str]]:
        return read_words(source(path).text, heading=heading)

    @cache
    def fields(path: str) -> tuple[Field, ...]:
        if settings and path == settings.path:
            return read_fields(source(path))
        return read_front_fields(source(path), heading=heading)

    place = settings.path if settings else ""
    return Library(tuple(files), gone, place, text, fields, words, lost)


def _file(
    path: str,
    passages: Passages,
    library: Library,
    trace: Trace,
    removed: bool,
    changed: Callable[[str, Field], str | None],
) -> TracedFile:
    is_gone = path in library.gone
    blocks: tuple[TracedBlock, ...] = ()
    if not is_gone and (passages.whole or passages.blocks):
        file = library.text(path)
        origins = trace.origins.get(path, ())
        blocks = tuple(
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
    gone = passages.removed
    if removed or (is_gone and passages.whole):
        gone += tuple(join_removed(trace.removals.get(path, ())))
    fields = tuple(
        TracedField(field.name, field.value, field.position.line, changed(path, field))
        for number, field in enumerate(library.fields(path) if passages.fields else ())
        if number in passages.fields
    )
    return TracedFile(path, identify(path), blocks, gone, fields)


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
