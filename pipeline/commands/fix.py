"""What was found → the sources with every safe edit made, file by file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.model.diagnostic import Diagnostic, Edit
from pipeline.model.position import Position
from pipeline.model.text import Source

_LINE_END = re.compile(r"\r\n|\n|\r")


def fix(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the new text of each file that has safe edits, by path.

    The edits of one diagnostic are made together or not at all; where two diagnostics would
    change the same characters, the first in the file is mended.
    """
    by_path: dict[str, list[tuple[Edit, ...]]] = defaultdict(list)
    for each in diagnostics:
        if each.edits and each.edits[0].start.path in sources:
            by_path[each.edits[0].start.path].append(each.edits)
    return {path: _apply(sources[path].text, edits) for path, edits in sorted(by_path.items())}


def _apply(text: str, groups: Iterable[tuple[Edit, ...]]) -> str:
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    newline = "\r\n" if "\r\n" in text else "\n"
    chosen: list[tuple[int, int, str]] = []
    for edits in groups:
        ranges = [
            (_offset(edit.start, starts), _offset(edit.end, starts), edit.text) for edit in edits
        ]
        if not any(_overlap(one, other) for one in ranges for other in chosen):
            chosen.extend(ranges)
    for start, end, new in sorted(chosen, reverse=True):
        text = text[:start] + new.replace("\n", newline) + text[end:]
    return text


def _offset(position: Position, starts: list[int]) -> int:
    return starts[position.line - 1] + position.column - 1


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    if one[:2] == other[:2]:
        return True
    return one[0] < other[1] and other[0] < one[1]
