"""YAML values → pydantic models, each fault at its line and column with what was probably meant."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.align.nearest import nearest
from pipeline.model.diagnostic import Diagnostic, Edit, Severity
from pipeline.model.position import Position
from pipeline.parse.yaml_events import Mapping, Node, Scalar, Sequence

_MOST = 50  # faults of one file that are told

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]

# Plain scalars that YAML 1.1 programs (GitHub's table of front matter among them) do not read as
# text: https://yaml.org/type/bool.html, float.html, int.html.
_BOOLEAN = re.compile(
    r"y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_OCTAL = re.compile(r"0[0-7_]+")
_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*\.[0-9]*0")


def validate(
    model: type[M], node: Mapping, path_of_missing: Position
) -> tuple[M | None, tuple[Diagnostic, ...], frozenset[str]]:
    """Fill a model from a mapping.

    Returns the model or None, the first 50 faults, and the top-level keys that have one. A missing
    top-level key is reported at ``path_of_missing``.
    """
    found: list[Diagnostic] = []
    empty: set[Path] = set()
    data = _plain(node, (), found, empty)
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details[:_MOST]:
            place = _place(node, detail["loc"])
            if place not in empty and not _is_consequence(detail, node_at(node, place)):
                found.append(_diagnostic(detail, place, node, model, path_of_missing))
        return None, tuple(found), frozenset(str(detail["loc"][0]) for detail in details)
    return value, tuple(found), frozenset(str(path[0]) for path in empty)


def salvage(model: type[M], node: Mapping, broken: frozenset[str], made_up: dict[str, Any]) -> M:
    """Fill a model from the keys that are not broken; required ones that are, are made up."""
    whole = tuple(
        (key, value)
        for key, value in node.entries
        if key.text not in broken and key.text in model.model_fields
    )
    data = _plain(Mapping(whole, node.position, node.end), (), [], set())
    return model.model_validate(made_up | data)


def node_at(node: Node, path: Iterable[str | int]) -> Node | None:
    """Return what stands at a path of keys and indices, or None."""
    inner: Node | None = node
    for part in path:
        if isinstance(inner, Mapping) and isinstance(part, str):
            inner = inner.get(part)
        elif isinstance(inner, Sequence) and isinstance(part, int) and part < len(inner.items):
            inner = inner.items[part]
        else:
            return None
    return inner


def positions(node: Node, prefix: str = "") -> dict[str, Position]:
    """Return where each value stands, by dotted name: "date", "submitters.0.name"."""
    found = {prefix: node.position} if prefix else {}
    pairs: Iterable[tuple[str, Node]] = ()
    if isinstance(node, Mapping):
        pairs = ((key.text, value) for key, value in node.entries)
    elif isinstance(node, Sequence):
        pairs = ((str(index), item) for index, item in enumerate(node.items))
    for name, inner in pairs:
        found.update(positions(inner, f"{prefix}.{name}" if prefix else name))
    return found


def misread(scalar: Scalar) -> str:
    """Return what other YAML programs read a plain scalar as, "" where they read the text."""
    text = scalar.text
    if scalar.style:
        return ""
    if _BOOLEAN.fullmatch(text):
        return "true" if text.lower() in {"y", "yes", "true", "on"} else "false"
    if _OCTAL.fullmatch(text):
        return f"the number {int(text.replace('_', ''), 8)}"
    if _SEXAGESIMAL.fullmatch(text):
        return "a number to the base of 60"
    if _FLOAT.fullmatch(text):
        return f"the number {float(text.replace('_', ''))}"
    return ""


def traps_in(
    root: Mapping, broken: frozenset[str], typed: frozenset[str] = frozenset()
) -> Iterable[Diagnostic]:
    """Yield the traps in a mapping, but for keys that are broken anyway, or ``typed``: no text."""
    for key, value in root.entries:
        if key.text not in broken | typed:
            yield from traps(value)


def traps(node: Node) -> Iterable[Diagnostic]:
    """Yield a warning for each plain scalar that other YAML programs would not read as text."""
    if isinstance(node, Scalar):
        if reading := misread(node):
            edit = Edit(node.position, node.end, f'"{node.text}"')
            yield Diagnostic(
                "W130",
                f"other YAML programs read “{node.text}” as {reading}",
                node.position,
                node.end,
                hint=f'write "{node.text}" in quotes',
                edits=(edit,),
                severity=Severity.WARNING,
            )
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from traps(key)
            yield from traps(value)
    else:
        for item in node.items:
            yield from traps(item)


def _plain(node: Node, path: Path, found: list[Diagnostic], empty: set[Path]) -> Any:
    """Turn nodes into dicts, lists and strings; report values that are not there."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        result = {}
        for key, value in node.entries:
            if isinstance(value, Scalar) and value.is_empty:
                empty.add((*path, key.text))
                found.append(_nothing(f"“{key.text}” has no value", key))
            else:
                result[key.text] = _plain(value, (*path, key.text), found, empty)
        return result
    items = []
    for index, item in enumerate(node.items):
        if isinstance(item, Scalar) and item.is_empty:
            found.append(_nothing("a list item without a value", item))
        else:
            items.append(_plain(item, (*path, index), found, empty))
    return items


def _nothing(message: str, node: Scalar) -> Diagnostic:
    hint = "write one, or remove the line"
    return Diagnostic("E117", message, node.position, node.end, hint=hint)


def _is_consequence(detail: ErrorDetails, node: Node | None) -> bool:
    """Tell whether a list is called too short because its items have faults of their own."""
    return detail["type"] == "too_short" and isinstance(node, Sequence) and bool(node.items)


def _place(node: Node, location: Path) -> Path:
    """Strip pydantic's own segments (a union's tag) from a location."""
    path: list[str | int] = []
    for number, part in enumerate(location):
        inner = node_at(node, [*path, part])
        if inner is not None or number == len(location) - 1:
            if inner is None and isinstance(part, str) and part in {"id", "party"} and path:
                continue
            path.append(part)
    return tuple(path)


def _diagnostic(
    detail: ErrorDetails, place: Path, root: Mapping, model: type[BaseModel], missing: Position
) -> Diagnostic:
    name = ".".join(str(part) for part in place if isinstance(part, str)) or "front matter"
    kind, context = detail["type"], detail.get("ctx", {})
    node = node_at(root, place)
    if kind == "missing":
        parent = node_at(root, place[:-1])
        position = parent.position if parent and len(place) > 1 else missing
        return Diagnostic("E107", f"“{name}” is missing", position, hint=_example(str(place[-1])))
    if kind == "extra_forbidden":
        return _unknown_key(detail, place, root, model)
    assert node is not None, detail
    if re.fullmatch(r"E[0-9]{3}", kind):
        edits = (Edit(node.position, node.end, context["fix"]),) if context["fix"] else ()
        message = context["message"]
        if kind == "E118":
            message += f" in “{name}”"
        return Diagnostic(kind, message, node.position, node.end, hint=context["hint"], edits=edits)
    if kind in {"enum", "literal_error"}:
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        meant = nearest(str(detail["input"]), allowed)
        hint = f"did you mean {meant}?" if meant else f"use one of {', '.join(allowed)}"
        if isinstance(node, Scalar):
            message = f"“{node.text}” is no {place[-1]}"
            return Diagnostic("E110", message, node.position, node.end, hint=hint)
    return _wrong_shape(kind, name, node)


def _unknown_key(
    detail: ErrorDetails, place: Path, root: Mapping, model: type[BaseModel]
) -> Diagnostic:
    parent = node_at(root, place[:-1])
    assert isinstance(parent, Mapping)
    key = next(name for name, _ in parent.entries if name.text == place[-1])
    known = _known_keys(model, detail["loc"][:-1])
    meant = nearest(key.text, [name for name in known if parent.get(name) is None])
    hint = f"did you mean {meant}?" if meant else f"the keys are {', '.join(known)}"
    edits = (Edit(key.position, key.end, meant),) if meant and _is_slip(key, meant) else ()
    return Diagnostic(
        "E105", f"there is no key “{key.text}”", key.position, key.end, hint=hint, edits=edits
    )


def _is_slip(key: Scalar, meant: str) -> bool:
    """Tell whether a key differs from the known one in case, hyphen or one letter only."""
    plain = key.text.casefold().replace("-", "_").replace(" ", "_")
    return not key.style and plain == meant


def _known_keys(model: type[BaseModel], location: Path) -> list[str]:
    """Follow a location through the models' annotations to the mapping that it names."""
    inner: type[BaseModel] = model
    for part in location:
        if isinstance(part, str) and part in inner.model_fields:
            found = _model_in(inner.model_fields[part].annotation)
            inner = found or inner
    return list(inner.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _model_in(argument)) is not None:
            return found
    return None


def _wrong_shape(kind: str, name: str, node: Node) -> Diagnostic:
    is_what = {Scalar: "text", Sequence: "a list", Mapping: "a mapping"}[type(node)]
    if kind == "too_short":
        return Diagnostic(
            "E117", f"“{name}” is empty", node.position, node.end, hint="write at least one"
        )
    if kind in {"tuple_type", "list_type"}:
        hint = "write each on a line of its own after “- ”"
        edits: tuple[Edit, ...] = ()
        if isinstance(node, Scalar):
            hint = f"write [{node.text}]"
            if " and " in node.text and not node.style:
                parts = ", ".join(re.split(r",? and |, ", node.text))
                hint = f"write [{parts}], or [{node.text}] if it is one name"
            if not node.style and re.fullmatch(r"[\w.-]+(?:, ?[\w.-]+)*", node.text):
                edits = (Edit(node.position, node.end, f"[{node.text}]"),)
        elif isinstance(node, Mapping):
            hint = "write “- ” before it"
        return Diagnostic(
            "E109", f"“{name}” is {is_what}, not a list", node.position, node.end, hint, edits
        )
    if kind == "string_type":
        hint = "put the text in quotes if it begins with a bracket or brace"
        return Diagnostic(
            "E109", f"“{name}” is {is_what}, not text", node.position, node.end, hint=hint
        )
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        hint = "write its keys on lines of their own, indented"
        return Diagnostic(
            "E109", f"“{name}” is {is_what}, not keys and values", node.position, node.end, hint
        )
    hint = "see redraft explain E109"
    return Diagnostic("E109", f"“{name}” cannot be {is_what}", node.position, node.end, hint=hint)


def _example(key: str) -> str:
    return {
        "date": "write date: 2014-02-07",
        "submitters": "write submitters: [japan], or - {name: Japan, kind: state}",
        "title": "write title: and the text",
        "language": "write language: en (or fr, es, ru, ar, zh)",
        "groups": "write groups: and under it - {key: A, title: …}",
    }.get(key, f"write {key}: and its value")
