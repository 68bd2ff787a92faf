"""A report's JSON, made by whoever → a Report, of which nothing but types and sizes is trusted.

What has the wrong type, is too long or too deep is refused as a whole; unknown keys are ignored.
"""

import contextlib
import json
import types
import typing
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from pipeline.errors import RenderError
from pipeline.model.report import Report
from pipeline.render.report.as_json import SCHEMA

MAX_BYTES = 8 << 20
_MAX_ITEMS = 20_000  # of one list
_MAX_TEXT = 20_000  # characters of one text
_MAX_NUMBER = 10**9


def read(raw: bytes) -> Report:
    """Read a report back; raises RenderError where it is none."""
    if len(raw) > MAX_BYTES:
        raise refused(f"it has {len(raw):,} bytes")
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise refused("it is no JSON") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise refused(f"its schema is not {SCHEMA}")
    report = _value(Report, document, "report")
    assert isinstance(report, Report)
    return report


def _value(kind: Any, value: Any, where: str) -> Any:
    """Return a value as the type that the model asks for."""
    if is_dataclass(kind):
        if not isinstance(value, dict):
            raise refused(f"{where} is no object")
        hints = typing.get_type_hints(kind)
        parts = {
            field.name: _value(hints[field.name], value.get(field.name), f"{where}.{field.name}")
            for field in fields(kind)
        }
        made: Any = kind
        return made(**parts)
    if typing.get_origin(kind) is types.UnionType:
        return _one_of(typing.get_args(kind), value, where)
    if typing.get_origin(kind) is tuple:
        return _items(typing.get_args(kind), value, where)
    if typing.get_origin(kind) is typing.Literal:
        if isinstance(value, str) and value in typing.get_args(kind):
            return value
        raise refused(f"{where} is none of {', '.join(typing.get_args(kind))}")
    if issubclass(kind, StrEnum):
        if isinstance(value, str) and value in kind.__members__.values():
            return kind(value)
        raise refused(f"{where} is none of {', '.join(kind)}")
    if kind is str and isinstance(value, str) and len(value) <= _MAX_TEXT:
        return value
    if kind is bool and isinstance(value, bool):
        return value
    if kind is int and type(value) is int and 0 <= value <= _MAX_NUMBER:
        return value
    raise refused(f"{where} is no {kind.__name__} of a fitting size")


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    for kind in kinds[:-1]:
        with contextlib.suppress(RenderError):
            return _value(kind, value, where)
    return _value(kinds[-1], value, where)


def _items(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise refused(f"{where} is no list of a fitting size")
    if len(kinds) == 2 and isinstance(kinds[1], types.EllipsisType):
        return tuple(_value(kinds[0], each, where) for each in value)
    if len(kinds) != len(value):
        raise refused(f"{where} has {len(value)} items")
    return tuple(_value(kind, each, where) for kind, each in zip(kinds, value, strict=True))


def refused(why: str) -> RenderError:
    """Return the error that says why something is no report."""
    return RenderError.of(
        "E077",
        f"this is no report of redraft: {why}",
        hint="make it with: redraft report BASE --format json",
    )
