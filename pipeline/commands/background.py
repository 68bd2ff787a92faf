"""What the page and the PDF of a redline show beside its changes: pictures, and who wrote the rest.

In: two revisions that were compared, with the trace of NEW. Out: a ``Background``. A picture that
cannot be shown is left out, never a fault: a redline must not fail for what a stranger commits.
"""

from collections.abc import Iterator, Sequence

from pipeline.commands.spans import join_spans
from pipeline.commands.tracing import Traced, read_commits
from pipeline.errors import HistoryError
from pipeline.history.credit import credit
from pipeline.history.repository import Repository
from pipeline.history.tree import read_bytes
from pipeline.model.background import Background, Stretch
from pipeline.model.change import Redline
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.targets import local_path
from pipeline.model.text import Block, MarkKind
from pipeline.render.document.images import media_type

_LARGEST_IMAGE = 4 << 20
_ALL_IMAGES = 16 << 20  # of one page
_STRETCHES = 60_000  # of one page: about a thousand printed pages

Tree = Sequence[TreeFile]


def read_images(repository: Repository, redline: Redline, old: Tree, new: Tree) -> Background:
    """Read the pictures of both sides, as many as fit; regular files of the tree alone."""
    images: dict[tuple[str, str], bytes] = {}
    left = _ALL_IMAGES
    for side, tree in (("old", old), ("new", new)):
        files = {file.path: file for file in tree if file.kind is FileKind.FILE}
        for path in dict.fromkeys(_image_paths(redline, side)):
            file = files.get(path)
            if file is None or not 0 < file.size <= min(left, _LARGEST_IMAGE):
                continue
            try:
                data = read_bytes(repository, file, limit=_LARGEST_IMAGE)
            except HistoryError:
                continue
            if media_type(data) is not None:
                images[side, path] = data
                left -= len(data)
    return Background(images)


def _image_paths(redline: Redline, side: str) -> Iterator[str]:
    for file in redline.files:
        for block in file.blocks:
            block_side: Block | None = getattr(block, side)
            path: str = getattr(block, f"{side}_path")
            for mark in block_side.marks if block_side else ():
                if mark.kind is MarkKind.IMAGE:
                    yield local_path(path, mark.target) or ""


def with_origins(
    background: Background, repository: Repository, redline: Redline, traced: Traced
) -> Background:
    """Add whence each word of NEW comes; nothing where a page could not hold it."""
    stretches: dict[str, tuple[tuple[Stretch, ...], ...]] = {}
    rows = traced.traces[redline.new.id].origins
    count = 0
    for file in redline.files:
        blocks = [block.new for block in file.blocks if block.new is not None]
        found = rows.get(file.new_path, ())
        if not blocks or len(found) != len(blocks):
            continue  # no Markdown: document.yaml, .mailmap
        stretches[file.new_path] = tuple(
            tuple(Stretch(len(span.text), span.origin) for span in join_spans(block, row))
            for block, row in zip(blocks, found, strict=True)
        )
        count += sum(map(len, stretches[file.new_path]))
        if count > _STRETCHES:
            return background
    named = {
        id
        for file in stretches.values()
        for block in file
        for _, origin in block
        for id in (origin.commit, origin.via)
        if id
    }
    commits = read_commits(repository, redline.new, named, traced)
    document = redline.new_document or redline.old_document
    parties = document.settings.parties if document else ()
    credits = {id: credit(commit, parties) for id, commit in commits.items()}
    return Background(background.images, stretches, commits, credits)
