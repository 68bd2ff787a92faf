"""YAML text → scalars, sequences and mappings with their places; no aliases, no tags, no surprises.

PyYAML's events are built into values here, because its composer overflows the C stack on deep
nesting and takes the last of two equal keys in silence. Every scalar stays the text that was
written: what it means is for the one who knows its field.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import yaml

from pipeline.errors import SourceError
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.parse.yaml_faults import MAX_DEPTH, syntax_error, too_deep

try:
    from yaml._yaml import CParser as _Parser  # events alone: no constructor, no resolver
except ImportError:  # wheels carry libyaml, sdists may not
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_BYTES = 64 * 1024

# What YAML's c-printable leaves out; the other way round the pattern takes long to make
_NOT_YAML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written: ``style`` is "" (plain), "'", '"', "|" or ">"; ``raw`` the source."""

    text: str
    style: str
    raw: str
    position: Position
    end: Position

    @property
    def is_empty(self) -> bool:
        """Tell whether YAML reads no value here."""
        return not self.style and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list and its items."""

    items: tuple["Node", ...]
    position: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the source; the first of two equal keys is kept."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    position: Position
    end: Position

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


def read_yaml(
    text: str, path: str, first_line: int = 1
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Build the one document in ``text``, whose first line is ``first_line`` of the file.

    Returns None where there is nothing but comments, and the diagnostics of duplicate keys.
    Raises SourceError at the first syntax error, alias, tag or merge key, past 32 levels or
    64 kB.
    """
    places = _Places(text, path, first_line)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise SourceError.of(
            "E116",
            "this YAML is larger than 64 kB",
            position=places.at(0),
            hint="keep long text in the Markdown body",
        )
    if control := _NOT_YAML.search(text):
        raise SourceError.of(
            "E103",
            f"the character U+{ord(control[0]):04X} is not allowed in YAML",
            position=places.at(control.start()),
            hint="delete it",
        )
    try:
        return _Builder(text, places).build()
    except yaml.MarkedYAMLError as error:
        if "maximum nesting" in (error.problem or ""):  # libyaml looks ahead of the events
            mark = error.problem_mark or error.context_mark
            raise too_deep(places.at(_offset(mark))) from error
        raise syntax_error(error, text, places.at) from error
    except yaml.YAMLError as error:
        raise SourceError.of("E103", "this YAML cannot be read", position=places.at(0)) from error


def places_of(scalar: Scalar) -> tuple[Position, ...]:
    """Return where each character of a scalar's text stands in the source, and where it ends.

    Quoting, escapes and folded lines are walked over; a character that the source does not show
    (a folded line break) stands where its whitespace begins.
    """
    path, line, column = scalar.position.path, scalar.position.line, scalar.position.column
    raw, style = scalar.raw, scalar.style
    at = 0
    found = []

    def step() -> None:
        nonlocal at, line, column
        end = _LINE_END.match(raw, at)
        at, line, column = (end.end(), line + 1, 1) if end else (at + 1, line, column + 1)

    if style in {"'", '"'}:
        step()
    elif style:
        while at < len(raw) and raw[at] not in "\r\n":  # the indicator's own line
            step()
        step()
    for character in scalar.text:
        if not character.isspace():
            while at < len(raw) and (raw[at].isspace() or raw.startswith(("\\\n", "\\\r"), at)):
                step()
        found.append(Position(path, line, column))
        length = 1
        if style == '"' and raw.startswith("\\", at):
            length = 2 + {"x": 2, "u": 4, "U": 8}.get(raw[at + 1 : at + 2], 0)
        elif style == "'" and raw.startswith("''", at):
            length = 2
        elif character.isspace() and at < len(raw) and raw[at] != character:
            length = 1 if raw[at].isspace() else 0
        for _ in range(length):
            if at < len(raw):
                step()
    return (*found, Position(path, line, column))


class _Mark(Protocol):
    index: int


class _Places:
    """From an offset in the text to a position in the file."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        self._path = path
        self._first_line = first_line

    def at(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(self._path, self._first_line + line, offset - self._starts[line] + 1)


class _Builder:
    """One pass over the events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, text: str, places: _Places) -> None:
        self._text = text
        self._places = places
        self._events: Iterator[yaml.Event] = iter(_Parser(text).get_event, None)
        self._duplicates: list[Diagnostic] = []

    def build(self) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise SourceError.of(
                        "E103",
                        "a second YAML document begins here",
                        position=self._start(event),
                        hint="delete the line of hyphens",
                    )
                root = self._node(next(self._events), 1)
        if isinstance(root, Scalar) and root.is_empty:
            root = None
        return root, tuple(self._duplicates)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        start = self._start(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse(event, start, depth)
            return self._scalar(event, start)
        self._refuse(event, start, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Sequence(tuple(items), start, self._end(inner))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(start, depth)
        raise ValueError(f"unexpected YAML event {event}")

    def _scalar(self, event: yaml.ScalarEvent, start: Position) -> Scalar:
        begin, end = _offset(event.start_mark), _offset(event.end_mark)
        style = event.style if event.style in {"'", '"', "|", ">"} else ""
        raw = self._text[begin:end]
        return Scalar(event.value, style or "", raw, start, self._places.at(end))

    def _mapping(self, start: Position, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                raise SourceError.of(
                    "E103",
                    "a list or mapping cannot be a key",
                    position=key.position,
                    hint="quote the text if it begins with a bracket",
                )
            if key.text == "<<" and not key.style:
                raise SourceError.of(
                    "E114",
                    "the YAML merge key “<<” is not allowed",
                    position=key.position,
                    hint="write the keys out",
                )
            if key.text in entries:
                first = entries[key.text][0].position
                self._duplicates.append(
                    Diagnostic(
                        "E106",
                        f"“{key.text}” is given twice",
                        key.position,
                        key.end,
                        hint=f"keep one of them; the first stands in line {first.line}",
                    )
                )
                continue
            entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), start, self._end(event))

    def _start(self, event: yaml.Event) -> Position:
        return self._places.at(_offset(event.start_mark))

    def _end(self, event: yaml.Event) -> Position:
        return self._places.at(_offset(event.end_mark))

    def _refuse(self, event: yaml.Event, start: Position, depth: int) -> None:
        if depth > MAX_DEPTH and not isinstance(event, yaml.ScalarEvent):
            raise too_deep(start)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise SourceError.of(
                "E112",
                f"YAML reads “{sign}{anchor}” as "
                f"{'a reference to another value' if sign == '*' else 'the name of a value'},"
                " which is not allowed",
                position=start,
                hint="put the whole value in quotes if it is text",
            )
        tag = getattr(event, "tag", None)
        if tag is not None and not (tag == "!" and isinstance(event, yaml.ScalarEvent)):
            raise SourceError.of(
                "E113",
                f"YAML reads “{self._text[_offset(event.start_mark) :].split()[0]}” as a type,"
                " which is not allowed",
                position=start,
                hint="delete it, or put the whole value in quotes if it is text",
            )


def _offset(mark: _Mark | None) -> int:
    if mark is None:
        raise ValueError("a YAML event without its place")
    return mark.index
