"""Rules on links and images: nothing from a network, nothing outside the repository."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.targets import local_path
from pipeline.model.text import Block, BlockKind, Mark, MarkKind
from pipeline.rules.places import blocks_of, in_block

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ALLOWED = frozenset({"http", "https", "mailto", "tel"})
# CommonMark readers leave these as text, with their brackets
_REFUSED = re.compile(r"\]\(\s*<?\s*(javascript|vbscript|file|data):", re.IGNORECASE)
# What was meant as a link, and is text: a space before “(”, or no “)”
_BROKEN = re.compile(r"\](\s?)\((?=https?://|mailto:|www\.)")
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


@dataclass(frozen=True, slots=True)
class Tree:
    """The paths of a revision: its files, and the folders that hold them."""

    files: Mapping[str, TreeFile]
    folders: frozenset[str]


def tree_of(files: Iterable[TreeFile]) -> Tree:
    """Index the files of a revision."""
    by_path = {file.path: file for file in files}
    folders = {"."}
    for path in by_path:
        while (path := posixpath.dirname(path)) and path not in folders:
            folders.add(path)
    return Tree(by_path, frozenset(folders))


def links(file: ReadFile, tree: Tree) -> Iterator[Diagnostic]:
    """E213 to W217, W231, W239: where links lead and whether images are files of the tree."""
    for block in blocks_of(file):
        for mark in block.marks:
            if mark.kind is MarkKind.LINK:
                yield from _link(file, block, mark, tree)
            elif mark.kind is MarkKind.IMAGE:
                yield from _image(file, block, mark, tree)
        if "](" in block.text:
            for found in _REFUSED.finditer(block.text):
                place = in_block(block, found.start(1))
                yield _scheme(f"{found[1].lower()}:", place)
        if "(" in block.text and block.kind is not BlockKind.CODE:
            yield from _broken(block)


def _broken(block: Block) -> Iterator[Diagnostic]:
    code = [mark for mark in block.marks if mark.kind is MarkKind.CODE]
    for found in _BROKEN.finditer(block.text):
        if not any(mark.start <= found.start() < mark.end for mark in code):
            yield Diagnostic.of(
                "W239",
                "this is no link: "
                + (
                    "a space stands before “(”"
                    if found[1]
                    else "“)” is missing, or a space is in the address"
                ),
                in_block(block, found.start()),
                hint="remove it" if found[1] else "add it; write “%20” for a space",
            )


def _link(file: ReadFile, block: Block, mark: Mark, tree: Tree) -> Iterator[Diagnostic]:
    place = mark.position or block.position
    target = mark.target.strip()
    if not target:
        yield Diagnostic.of(
            "W231", "this link leads nowhere", place, hint="write its address, or remove the “()”"
        )
        return
    if target.startswith("#"):
        return
    scheme = _SCHEME.match(_without_controls(target))
    if scheme is not None:
        if scheme[1].lower() not in _ALLOWED:
            yield _scheme(f"{scheme[1].lower()}:", place)
        return
    if target.startswith(("//", "\\\\")):
        yield _scheme("//", place)
        return
    # As on GitHub, a path that begins with "/" begins at the top of the repository
    path = local_path("" if target.startswith("/") else file.source.path, target.lstrip("/"))
    if path is None:
        yield _outside(target, place)
    elif path not in tree.files and path not in tree.folders and not _is_name(target):
        yield Diagnostic.of(
            "W217",
            f"there is no file “{path}”",
            place,
            hint="correct the path, which is relative to this file, or write https://…",
        )


def _image(file: ReadFile, block: Block, mark: Mark, tree: Tree) -> Iterator[Diagnostic]:
    place = mark.position or block.position
    target = mark.target.strip()
    plain = _without_controls(target)
    scheme = _SCHEME.match(plain)
    if scheme is not None or plain.startswith(("//", "\\\\")):
        name = scheme[1].lower() if scheme else "//"
        if name in {"http", "https", "//", "ftp"}:
            yield Diagnostic.of(
                "E215",
                f"“{_cut(target)}” is an image from the network",
                place,
                hint="put the image into the repository and name its path",
            )
        else:
            yield _scheme(f"{name}:", place)
        return
    path = local_path(file.source.path, target)
    if path is None:
        yield _outside(target, place)
        return
    found = tree.files.get(path)
    if found is not None and found.kind is FileKind.FILE:
        if posixpath.splitext(path)[1].lower() not in _IMAGES:
            yield Diagnostic.of(
                "E214",
                f"“{path}” is no image",
                place,
                hint="use a .png or .jpg file",
            )
        return
    what = "there is no file"
    if found is not None and found.kind is FileKind.LINK:
        what = "a symbolic link is no image:"
    elif found is not None:
        what = "a submodule is no image:"
    yield Diagnostic.of(
        "E214",
        f"{what} “{_cut(path)}”",
        place,
        hint="add the image to the repository; the path is relative to this file",
    )


def _scheme(name: str, place: Position) -> Diagnostic:
    return Diagnostic.of(
        "E213",
        f"“{name}” is not allowed in a link or image",
        place,
        hint="use https:, http:, mailto: or tel:",
    )


def _outside(target: str, place: Position) -> Diagnostic:
    return Diagnostic.of(
        "E216",
        f"“{_cut(target)}” leads out of the repository",
        place,
        hint="name a file of the repository by a path relative to this file",
    )


def _is_name(target: str) -> bool:
    """Tell whether a target looks like a party, which is told by W226."""
    return re.fullmatch(r"-?[A-Z][\w ;,%-]*", target) is not None


def _without_controls(target: str) -> str:
    """Drop what browsers drop before they look for a scheme: "java\\tscript:"."""
    return re.sub(r"[\x00-\x20]", "", target)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:40] + "…" + text[-15:]
