"""A revision → who wrote each word of it, or of the passages that were asked for."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from pipeline.commands.passages import Library, Passages, choose
from pipeline.commands.revisions import resolve_document
from pipeline.commands.tracing import read_commits, read_text, trace_revisions
from pipeline.history.credit import credit
from pipeline.history.glob import path_matcher
from pipeline.history.repository import Repository, open_repository
from pipeline.history.tree import is_markdown, read_tree
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.provenance import Provenance, RemovedSpan, Span, TracedBlock, TracedFile
from pipeline.model.text import Block, FileText, Source
from pipeline.model.trace import Origin, Reason, Removal, Trace
from pipeline.parse.file_text import read_file_text
from pipeline.parse.recommendation import identify
from pipeline.parse.scan import read_words
from pipeline.parse.settings import find_settings

_CLOSING = frozenset(".,;:!?)]}»”’%…、。，；：！？）」』】")
_OPENING = ("(", "[", "{", "«", "“", "‘", "/", "（", "「", "『", "【")


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
    has_document = bool(find_settings(tuple(file.path for file in tree)))
    traced = trace_revisions(repository, [revision.id], heading=has_document)
    trace = traced.traces[revision.id]
    files = {file.path: file for file in tree if is_markdown(file.path) and is_picked(file.path)}
    library = _library(repository, files, trace, has_document, is_picked)
    chosen = choose(questions, library)
    if removed and not questions:
        chosen |= {path: Passages(whole=True) for path in library.gone}
    answered = tuple(
        _file(path, passages, library, trace, removed) for path, passages in sorted(chosen.items())
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
    trace: Trace,
    heading: bool,
    is_picked: Callable[[str], bool],
) -> Library:
    """Give the files of the revision to whoever asks, each read once."""

    def source(path: str) -> Source:
        return Source(path, read_text(repository, files[path]) or "", files[path].blob)

    @cache
    def text(path: str) -> FileText:
        return read_file_text(source(path), heading=heading)

    @cache
    def words(path: str) -> Sequence[Sequence[str]]:
        return read_words(source(path).text, heading=heading)

    @cache
    def removals(path: str) -> tuple[Removal, ...]:
        return trace.removals.get(path, ())

    gone = [path for path in trace.removals if path not in files and is_picked(path)]
    return Library(tuple(files), text, words, removals, tuple(sorted(gone)))


def _file(
    path: str, passages: Passages, library: Library, trace: Trace, removed: bool
) -> TracedFile:
    blocks: tuple[TracedBlock, ...] = ()
    if path not in library.gone and (passages.whole or passages.blocks):
        file = library.text(path)
        origins = trace.origins.get(path, ())
        if len(origins) != len(file.blocks):
            raise AssertionError(f"{path}: {len(file.blocks)} blocks, {len(origins)} traced")
        blocks = tuple(
            TracedBlock(
                f"{file.id}#{number + 1}",
                block.kind,
                block.position.line,
                block.label,
                tuple(_spans(block, origins[number])),
                passages.blocks.get(number, ()),
            )
            for number, block in enumerate(file.blocks)
            if passages.whole or number in passages.blocks
        )
    gone: tuple[RemovedSpan, ...] = ()
    if removed or passages.removed:
        removals = library.removals(path)
        if passages.removed:
            removals = tuple(removals[number] for number in sorted(passages.removed))
        gone = tuple(_removed_spans(removals))
    return TracedFile(path, identify(path), blocks, gone)


def _spans(block: Block, origins: Sequence[Origin]) -> Iterator[Span]:
    """Join neighbouring tokens of one origin; whitespace goes with the token before it."""
    tokens = block.tokens
    if len(tokens) != len(origins):
        raise AssertionError(f"{block.position}: {len(tokens)} tokens, {len(origins)} traced")
    start = 0
    for index, origin in enumerate(origins):
        is_last = index + 1 == len(tokens)
        if is_last or _key(origins[index + 1]) != _key(origin):
            end = len(block.text) if is_last else tokens[index + 1].start
            yield Span(block.text[start:end], origin)
            start = end


def _key(origin: Origin) -> tuple[str | None, str, Reason, float]:
    return origin.commit, origin.via, origin.reason, origin.confidence


def _removed_spans(removals: Iterable[Removal]) -> Iterator[RemovedSpan]:
    """Join neighbouring removed tokens of one block, one origin and one remover."""

    def key(removal: Removal) -> tuple[object, ...]:
        return removal.block, removal.removed_by, removal.confidence, _key(removal.origin)

    for _, group in groupby(removals, key):
        tokens = list(group)
        first = tokens[0]
        yield RemovedSpan(
            _spelled([token.text for token in tokens]),
            first.block,
            first.origin,
            first.removed_by,
            first.confidence,
        )


def _spelled(tokens: Iterable[str]) -> str:
    """Join tokens whose whitespace is no longer known, as such text is usually set."""
    text = ""
    for token in tokens:
        is_close = token in _CLOSING or text.endswith(_OPENING) or not text
        is_dense = _is_ideograph(token) and text[-1:] and _is_ideograph(text[-1])
        text += token if is_close or is_dense else f" {token}"
    return text


def _is_ideograph(token: str) -> bool:
    return "\u2e80" <= token[:1] <= "\u9fff" or token[:1] >= "\U00020000"


def _named(files: Iterable[TracedFile]) -> set[str]:
    """Return the commits that an answer names."""
    named: set[str | None] = set()
    for file in files:
        for block in file.blocks:
            for span in block.spans:
                named |= {span.origin.commit, span.origin.via}
        for gone in file.removed:
            named |= {gone.origin.commit, gone.origin.via, gone.removed_by}
    return {id for id in named if id}
