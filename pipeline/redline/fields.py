"""Front matter, and document.yaml, before and after: what changed, in words.

In: the fields of a file's two versions. Out: ``FieldChange``s; what is found by deepdiff is said
per field, and per item of a list.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from pipeline.model.text import Field, FileText

_IN_TEXT = frozenset({"heading"})  # a given heading is a block
_INDEX = re.compile(r"\[?(\d+)\]?")

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; of a list, one item that came (``old`` None) or went."""

    field: str
    old: str | None
    new: str | None
    in_list: bool = False

    def read(self, file: FileText) -> Hashable:
        """Take the value from any version of the file: the field's, or whether the item is in."""
        value = values(file.fields).get(self.field)
        if self.in_list:
            return (self.new or self.old) in (value or ())
        return value


def compare_fields(old: Sequence[Field], new: Sequence[Field]) -> tuple[FieldChange, ...]:
    """Compare two files' fields, in the order of the new file's, then of the old one's."""
    before, after = values(old), values(new)
    if before == after:
        return ()
    from deepdiff import DeepDiff  # slow to load, and seldom needed

    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        change
        for name in names
        if DeepDiff(before.get(name), after.get(name))
        for change in _said(name, before.get(name), after.get(name))
    )


def _said(name: str, old: Value | None, new: Value | None) -> list[FieldChange]:
    if isinstance(old, str) or isinstance(new, str) or old is None or new is None:
        return [FieldChange(name, _words(old), _words(new))]
    changes = [FieldChange(name, item, None, True) for item in old if item not in new]
    changes += [FieldChange(name, None, item, True) for item in new if item not in old]
    return changes or [FieldChange(name, _words(old), _words(new))]


def _words(value: Value | None) -> str | None:
    return value if value is None or isinstance(value, str) else "; ".join(value)


def values(fields: Sequence[Field]) -> dict[str, Value]:
    """Gather dotted fields by their first name; a list's items are tuples, each item in words."""
    scalars: dict[str, dict[str, str]] = defaultdict(dict)
    lists: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for field in fields:
        parts = [part for part in re.split(r"[.\[\]]+", field.name) if part]
        if not parts or parts[0] in _IN_TEXT:
            continue
        index = _INDEX.fullmatch(parts[1]) if len(parts) > 1 else None
        if index:
            lists[parts[0]][int(index[1])][".".join(parts[2:])] = field.value
        else:
            scalars[parts[0]][".".join(parts[1:])] = field.value
    gathered: dict[str, Value] = {}
    for field in fields:
        name = re.split(r"[.\[]", field.name)[0]
        if name in lists:
            gathered[name] = tuple(_item(lists[name][n]) for n in sorted(lists[name]))
        elif name in scalars:
            gathered[name] = _item(scalars[name])
    return gathered


def _item(parts: dict[str, str]) -> str:
    """Say an item: its name or its only value first, the rest with their keys."""
    first = next((key for key in ("", "name", "label", "title", "type") if key in parts), None)
    rest = [f"{key} {value}" for key, value in parts.items() if key != first]
    if first is None:
        return ", ".join(rest)
    return f"{parts[first]} ({', '.join(rest)})" if rest else parts[first]
