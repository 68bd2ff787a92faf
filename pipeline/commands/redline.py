"""Two revisions → their redline, proved complete, with the commit of every change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.commands.histories import trace_revisions
from pipeline.commands.revisions import resolve_document
from pipeline.commands.sources import Sources, read_sources, read_sources_as_document
from pipeline.commands.texts import read_text
from pipeline.commands.tracing import Commits, Traced
from pipeline.errors import HistoryError, RevisionError
from pipeline.history.credit import credit
from pipeline.history.glob import path_matcher
from pipeline.history.lineage import Trees
from pipeline.history.repository import Repository, open_repository
from pipeline.history.revisions import SHORT, is_ancestor, merge_base, resolve
from pipeline.history.tree import is_markdown
from pipeline.history.versions import DEFAULT_PATTERN, versions
from pipeline.model.background import Background
from pipeline.model.change import Lineage, Redline, Snapshot
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.history import MAILMAP, UNCOMMITTED, Commit, FileKind, Revision, TreeFile
from pipeline.model.position import Position
from pipeline.model.reading import ReadDocument, ReadFile, Role
from pipeline.model.text import Field, FileText, Party, Source
from pipeline.parse.document import ReadOne
from pipeline.parse.file_text import read_fields, read_file_text, read_front_fields
from pipeline.parse.recommendation import read_file
from pipeline.parse.sections import split_source
from pipeline.redline.compare import compare
from pipeline.redline.selection import by_author, people

_Read = tuple[ReadFile, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A redline, what was wrong with the sources of either side, and what a page shows besides."""

    redline: Redline
    diagnostics: tuple[Diagnostic, ...]
    background: Background = field(default_factory=Background)


def redline(
    directory: Path,
    old: str | None,
    new: str | None,
    *,
    paths: Sequence[str] = (),
    by: str | None = None,
    everything: bool = False,
    images: bool = False,
    origins: bool = False,
    by_commit: bool = False,
    cache: Path | None = None,
) -> Compared:
    """Compare two revisions of the repository around ``directory``.

    ``new``: by default the working tree, HEAD where nothing is changed or the repository is bare.
    ``old``: by default the newest version that is a proper ancestor of new. Either may be
    "OLD...NEW" alone: their merge base, compared with NEW. ``paths``: globs that pick the files;
    without one, the document's files, or every Markdown file where there is no document. ``by``:
    a party or a person, by name, letters or e-mail: only their changes, as a selection.
    ``everything``: tell also what came and went in between. ``images``, ``origins``: read also the
    pictures of both sides, and who wrote the words that nothing touched. ``by_commit``: call a
    revision by its commit, unless it is a version, so that how it was typed changes no byte.
    ``cache``: the folder to keep what was traced in, and to read it from.

    Raises RevisionError where a revision is not there, or neither side has a file to compare,
    or where nobody of that name changed anything.
    """
    repository = open_repository(directory)
    before, after = resolve_pair(repository, old, new)
    if by_commit:
        before, after = _by_commit(before), _by_commit(after)
    compared = compare_revisions(
        repository,
        before,
        after,
        paths=paths,
        everything=everything,
        images=images,
        origins=origins,
        cache=cache,
    )
    return compared if by is None else _selected(compared, by)


def _by_commit(revision: Revision) -> Revision:
    if revision.is_version or revision.id == UNCOMMITTED:
        return revision
    return replace(revision, label=revision.id[:SHORT])


def _selected(compared: Compared, by: str) -> Compared:
    chosen = by_author(compared.redline, by)
    if not chosen.changes:
        others = ", ".join(people(compared.redline)) or "nobody"
        raise RevisionError.of(
            "E037", f"'{by}' made none of these changes", hint=f"they are by {others}"
        )
    return replace(compared, redline=chosen)


def resolve_pair(
    repository: Repository, old: str | None, new: str | None
) -> tuple[Revision, Revision]:
    """Resolve what was typed as OLD and NEW."""
    base = False
    if old is not None and new is None and "..." in old:
        left, _, right = old.partition("...")
        base, old, new = True, left or "HEAD", right or "HEAD"
    after, settings = resolve_document(repository, new)
    pattern = settings.version_pattern if settings else DEFAULT_PATTERN
    if old is None:
        return _version_before(repository, after, pattern), after
    before = resolve(repository, old, pattern=pattern)
    return (merge_base(repository, before, after, pattern=pattern) if base else before), after


def _version_before(repository: Repository, new: Revision, pattern: str) -> Revision:
    earlier = [
        version
        for version in versions(repository, pattern)
        if version.id != new.id and is_ancestor(repository, version, new)
    ]
    if not earlier:
        label = "the working tree" if new.id == UNCOMMITTED else new.label
        raise RevisionError.of(
            "E018",
            f"no version (annotated tag {pattern}) comes before {label}",
            hint="name the revision to compare with, as redraft redline HEAD~1, or issue v1 first",
        )
    return earlier[-1]


def compare_revisions(
    repository: Repository,
    old: Revision,
    new: Revision,
    *,
    paths: Sequence[str] = (),
    traced: Traced | None = None,
    everything: bool = False,
    only_changed: bool = False,
    images: bool = False,
    origins: bool = False,
    cache: Path | None = None,
) -> Compared:
    """Compare two revisions that are resolved.

    ``traced``: both of them and perhaps others, where that was done before. ``everything``: tell
    also what came and went in between. ``only_changed``: leave out files that are the same on both
    sides, of which then only the front matter is read. ``images``, ``origins``, ``cache``: as in
    ``redline``.
    """
    sources = [read_sources(repository, revision) for revision in (old, new)]
    same = _same_files(*sources) if only_changed else frozenset()
    read = _read_once()
    sides = [
        _Side.read(revision, each, same, read)
        for revision, each in zip((old, new), sources, strict=True)
    ]
    heading = any(side.reading.settings is not None for side in sides)
    picked = path_matcher(paths) if paths else None
    texts = _Texts(repository, heading, {file.blob: file for side in sides for file in side.tree})
    files = [side.files(texts, picked) for side in sides]
    if not any(files):
        raise RevisionError.of(
            "E019",
            f"no Markdown file{' matches ' + ', '.join(paths) if paths else ''} "
            f"in {old.label} or {new.label}",
            hint="see what there is: git ls-tree -r --name-only REVISION",
        )
    if traced is None or traced.heading != heading:
        traced = trace_revisions(repository, {old.id, new.id}, heading=heading, cache=cache)
    ahead = _lineage(traced, new.id, old.id)
    behind = _lineage(traced, old.id, new.id)
    commits = Commits(repository, new, traced)
    settings = sides[1].reading.settings or sides[0].reading.settings
    parties: tuple[Party, ...] = settings.parties if settings else ()
    snapshots = [
        Snapshot(
            side.revision,
            tuple(found),
            traced.traces[side.revision.id],
            side.reading.document,
            _others(side.tree),
        )
        for side, found in zip(sides, files, strict=True)
    ]
    result = compare(
        *snapshots,
        commits=commits,
        credit=lambda commit: credit(commit, parties),
        ahead=_values(repository, ahead, commits, texts),
        behind=_values(repository, behind, commits, texts),
        everything=everything,
    )
    background = Background()
    if images or origins:
        # Loads the readers of images, which .json, .md and the terminal have no use for
        from pipeline.commands.background import read_images, with_origins

        if images:
            background = read_images(repository, result, sides[0].tree, sides[1].tree)
        if origins:
            background = with_origins(background, repository, result, traced)
    return Compared(result, tuple(d for side in sides for d in side.diagnostics()), background)


def _same_files(old: Sources, new: Sources) -> frozenset[str]:
    before = {(file.path, file.blob, file.kind) for file in old.tree}
    after = {(file.path, file.blob, file.kind) for file in new.tree}
    same = frozenset(path for path, _, _ in before & after if is_markdown(path))
    if _others(old.tree) == _others(new.tree):
        return same
    # One that may show a picture that changed is looked at.
    return frozenset(path for path in same if "![" not in _text(new, path))


def _text(sources: Sources, path: str) -> str:
    source = sources.texts.get(path)
    return source.text if source else ""


def _others(tree: Sequence[TreeFile]) -> dict[str, str]:
    """Where a source may find a picture: the blob of each path that holds no text."""
    return {
        file.path: file.blob
        for file in tree
        if file.kind is FileKind.FILE and not _is_source(file.path)
    }


def _read_once() -> ReadOne:
    """Return a reader that reads a file once where both sides have it, and the same parties."""
    read: dict[tuple[str, str, Role], tuple[Mapping[str, Party], _Read]] = {}

    def once(source: Source, role: Role, parties: Mapping[str, Party], *, tokens: bool) -> _Read:
        key = (source.path, source.blob, role)
        found = read.get(key)
        if found is None or (found[0] is not parties and found[0] != parties):
            found = parties, read_file(source, role, parties, tokens=tokens)
            read[key] = found
        return found[1]

    return once


def _without_body(source: Source) -> Source:
    front_matter = split_source(source.text).front_matter
    return replace(source, text="" if front_matter is None else f"---\n{front_matter}---\n")


def _lineage(traced: Traced, tip: str, other: str) -> tuple[str, ...]:
    """The commits that one revision has and the other lacks, parents first."""
    beyond = set(traced.traces[other].history)
    return tuple(id for id in traced.traces[tip].history if id not in beyond)


def _values(
    repository: Repository,
    ids: Sequence[str],
    commits: Mapping[str, Commit],
    texts: "_Texts",
) -> Lineage:
    chosen = tuple(commits[id] for id in ids)
    wanted = {*ids, *(parent for commit in chosen for parent in commit.parents)}
    trees = Trees(repository, tuple(sorted(wanted)), _is_source)
    others = Trees(repository, tuple(sorted(wanted)), lambda path: not _is_source(path))
    return Lineage(chosen, trees, texts, texts.heads(), others)


def _is_source(path: str) -> bool:
    name = path.rpartition("/")[2]
    return is_markdown(path) or name == "document.yaml" or path == MAILMAP


@dataclass(frozen=True, slots=True)
class _Side:
    """One revision as it was read; of the files that are the ``same``, the front matter alone."""

    revision: Revision
    tree: tuple[TreeFile, ...]
    reading: ReadDocument
    same: frozenset[str]

    @staticmethod
    def read(revision: Revision, sources: Sources, same: frozenset[str], read: ReadOne) -> "_Side":
        texts = {
            path: _without_body(source) if path in same else source
            for path, source in sources.texts.items()
        }
        reading = read_sources_as_document(replace(sources, texts=texts), tokens=False, read=read)
        return _Side(revision, sources.tree, reading, same)

    def files(self, texts: "_Texts", picked: Callable[[str], bool] | None) -> list[FileText]:
        """The files to compare, in reading order: the document's as printed, others by path."""
        blobs = {file.path: file.blob for file in self.tree if file.kind is FileKind.FILE}
        if picked is not None:
            chosen = [path for path in blobs if is_markdown(path) and picked(path)]
        elif self.reading.settings is not None:
            chosen = [*self._settings(blobs), *self._document_order(blobs)]
        else:
            chosen = [path for path in blobs if is_markdown(path)]
        found = (texts.get((path, blobs[path])) for path in chosen if path not in self.same)
        return [file for file in found if file is not None]

    def _settings(self, blobs: Mapping[str, str]) -> list[str]:
        settings = self.reading.settings
        places = [settings.path] if settings else []
        return [path for path in (*places, MAILMAP) if path in blobs]

    def _document_order(self, blobs: Mapping[str, str]) -> list[str]:
        document = self.reading.document
        printed = []
        if document is not None:
            printed.append(document.settings.abstract)
            printed += [entry.path for group in document.groups for entry in group.entries]
            printed += [annex.path for annex in document.annexes]
        rest = [file.source.path for file in self.reading.files]
        return [path for path in dict.fromkeys((*printed, *rest)) if path in blobs]

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with the sources, as warnings: a redline shows what can be read."""
        if self.reading.settings is None and self.reading.document is None:
            return
        for diagnostic in self.reading.diagnostics:
            if diagnostic.severity is Severity.ERROR:
                yield replace(
                    diagnostic,
                    message=f"{diagnostic.message} (at {self.revision.label})",
                    severity=Severity.WARNING,
                )


class _Texts(Mapping[tuple[str, str], FileText]):
    """Files by path and blob, read when they are asked for; what cannot be read is not there."""

    def __init__(
        self,
        repository: Repository,
        heading: bool,
        files: Mapping[str, TreeFile],
        *,
        bodies: bool = True,
    ) -> None:
        self._repository = repository
        self._heading = heading
        self._files = {blob: file for blob, file in files.items() if file.on_disk}
        self._bodies = bodies
        self._read: dict[tuple[str, str], FileText | None] = {}

    def __getitem__(self, key: tuple[str, str]) -> FileText:
        if key not in self._read:
            self._read[key] = self._file_text(*key)
        file = self._read[key]
        if file is None:
            raise KeyError(key)
        return file

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def heads(self) -> "_Texts":
        """Read the same files without their blocks, which takes a tenth of the time."""
        return _Texts(self._repository, self._heading, self._files, bodies=False)

    def _file_text(self, path: str, blob: str) -> FileText | None:
        file = self._files.get(blob) or TreeFile(path, blob, FileKind.FILE, 0)
        try:
            text = read_text(self._repository, file)
        except HistoryError:
            return None
        if text is None:
            return None
        source = Source(path, text, blob)
        if is_markdown(path) and self._bodies:
            return read_file_text(source, heading=self._heading)
        if is_markdown(path):
            fields = read_front_fields(source, heading=self._heading)
            return FileText(path, path, blob, (), fields)
        if path == MAILMAP:
            return FileText(path, path, blob, (), _mailmap_fields(source))
        return FileText(path, path, blob, (), read_fields(source))


def _mailmap_fields(source: Source) -> tuple[Field, ...]:
    return tuple(
        Field(f"mailmap[{number}]", line.strip(), Position(source.path, number, 1))
        for number, line in enumerate(source.text.split("\n"), 1)
        if line.strip() and not line.startswith("#")
    )
