"""One Markdown file at any revision → its blocks and fields, tolerant of what ``check`` refuses."""

from collections.abc import Iterator

from pipeline.errors import SourceError
from pipeline.model.text import Block, Field, FileText, Source
from pipeline.parse.markdown import read_inline, read_markdown
from pipeline.parse.names import identify
from pipeline.parse.sections import split_source
from pipeline.parse.yaml_events import Mapping, Node, Scalar, places_of, read_yaml


def read_file_text(source: Source, *, heading: bool, tokens: bool = True) -> FileText:
    """Read a file as provenance and redlines see it: the blocks of ``read_words``, with places.

    ``heading``: a ``heading:`` in the front matter is the first block, and no field. Front matter
    that is no YAML mapping has no fields. ``tokens``: see ``read_markdown``.
    """
    root = _front_matter(source)
    blocks = read_markdown(source, tokens=tokens).blocks
    given = root.get("heading") if root and heading else None
    if isinstance(given, Scalar) and not given.is_empty:
        blocks = (read_heading(given), *blocks)
    fields = _front_fields(root, heading=heading)
    return FileText(source.path, identify(source.path), source.blob, blocks, fields)


def read_heading(scalar: Scalar) -> Block:
    """Read a given heading: inline Markdown in a scalar of front matter."""
    places = places_of(scalar)
    return read_inline(scalar.text, scalar.position.path, places.__getitem__)


def read_front_fields(source: Source, *, heading: bool) -> tuple[Field, ...]:
    """Read the fields of a Markdown file alone, as ``read_file_text`` has them."""
    return _front_fields(_front_matter(source), heading=heading)


def read_fields(source: Source) -> tuple[Field, ...]:
    """Read the fields of a YAML file, as document.yaml; none where it is no mapping."""
    root = _mapping(source.text, source.path, 1)
    return tuple(_fields(root, "")) if root else ()


def _front_matter(source: Source) -> Mapping | None:
    sections = split_source(source.text)
    if sections.front_matter is None:
        return None
    return _mapping(sections.front_matter, source.path, sections.front_matter_line)


def _front_fields(root: Mapping | None, *, heading: bool) -> tuple[Field, ...]:
    found = _fields(root, "") if root else ()
    return tuple(field for field in found if not heading or field.name != "heading")


def _mapping(text: str, path: str, first_line: int) -> Mapping | None:
    try:
        root, _ = read_yaml(text, path, first_line)
    except SourceError:
        return None
    return root if isinstance(root, Mapping) else None


def _fields(node: Node, name: str) -> Iterator[Field]:
    """Yield what a value says: lists of plain values as one, members of others by their number."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _fields(value, f"{name}.{key.text}" if name else key.text)
    elif isinstance(node, Scalar):
        yield Field(name, " ".join(node.text.split()), node.position)
    elif all(isinstance(item, Scalar) for item in node.items):
        values = [item.text for item in node.items if isinstance(item, Scalar)]
        yield Field(name, ", ".join(values), node.position)
    else:
        for number, item in enumerate(node.items, 1):
            yield from _fields(item, f"{name}[{number}]")
