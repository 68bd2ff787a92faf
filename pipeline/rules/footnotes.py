"""Rules on footnotes: each call has one definition, each definition a call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile
from pipeline.model.text import ContainerKind, MarkKind, Reference
from pipeline.rules.places import end_of


def without_text(file: ReadFile) -> Iterator[Diagnostic]:
    """E241: a definition with nothing behind its colon."""
    if not file.text.footnote_definitions:
        return
    told = {
        container.label
        for block in file.text.blocks
        for container in block.containers
        if container.kind is ContainerKind.FOOTNOTE
    }
    for definition in file.text.footnote_definitions:
        if definition.label not in told:
            told.add(definition.label)
            yield _report(
                definition,
                "E241",
                f"the footnote “{definition.label}” has no text",
                f"write it behind “[^{definition.label}]:”, or remove this line and the call",
            )


def footnotes(files: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """E218, W219, E220: not defined, not called, defined twice; in one file each."""
    readings = tuple(files)
    defined_in: dict[str, list[str]] = defaultdict(list)
    for file in readings:
        for definition in file.text.footnote_definitions:
            defined_in[definition.label].append(file.source.path)
    for file in readings:
        yield from _in_file(file, defined_in)


def _in_file(file: ReadFile, defined_in: dict[str, list[str]]) -> Iterator[Diagnostic]:
    first: dict[str, Position] = {}
    for definition in file.text.footnote_definitions:
        label = definition.label
        if label in first:
            yield _report(
                definition,
                "E220",
                f"the footnote “{label}” is defined twice",
                f"use another name; the first stands in line {first[label].line}",
            )
        first.setdefault(label, definition.position)
    calls = (*_calls_in_heading(file), *file.text.footnote_calls)
    for call in calls:
        if call.label not in first:
            elsewhere = [
                path for path in defined_in.get(call.label, ()) if path != file.source.path
            ]
            hint = f"add a line “[^{call.label}]: …” at the end of the file"
            # Most files have a note “1”, and it is another one
            if len(elsewhere) == 1 and not call.label.isdecimal():
                hint = f"it is defined in {elsewhere[0]}: move or copy it into this file"
            yield _report(call, "E218", f"the footnote “{call.label}” is not defined", hint)
    told = {call.label for call in calls}
    for definition in file.text.footnote_definitions:
        if definition.label not in told:
            told.add(definition.label)
            yield _report(
                definition,
                "W219",
                f"the footnote “{definition.label}” is never called, so it is not printed",
                f"call it with “[^{definition.label}]”, or remove it",
            )


def _calls_in_heading(file: ReadFile) -> Iterator[Reference]:
    if file.heading is not None:
        for mark in file.heading.marks:
            if mark.kind is MarkKind.FOOTNOTE:
                yield Reference(mark.target, mark.position or file.heading.position)


def _report(reference: Reference, code: str, message: str, hint: str) -> Diagnostic:
    end = end_of(reference.position, len(reference.label) + 3)
    return Diagnostic.of(code, message, reference.position, end, hint=hint)
