"""Provenance as one HTML file that prints as an auditor's annex: no script, no network.

Each passage stands beside its notes: who wrote which part of it, when, in which commit, how it
came there, and how sure that is. Colours repeat what numbers and names say.
"""

from dataclasses import dataclass
from itertools import pairwise

from pipeline import resources
from pipeline.model.history import UNCOMMITTED
from pipeline.model.provenance import (
    Provenance,
    RemovedSpan,
    TracedBlock,
    TracedField,
    TracedFile,
)
from pipeline.model.text import BlockKind
from pipeline.render import palette
from pipeline.render.document.as_html import templates
from pipeline.render.provenance.describe import (
    Note,
    by,
    count_words,
    day,
    facts,
    names,
    notes,
    shares,
    short,
    statement,
    summary,
    total_words,
    who,
)
from pipeline.render.records import commit_address, pull_request_address
from pipeline.render.terminal import visible

_RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a block, its colour, the whitespace after it, and whether it was found.

    ``mark``: the number of its note where a number is to stand after it, else 0.
    """

    text: str
    space: str
    colour: int
    mark: int
    is_found: bool


@dataclass(frozen=True, slots=True)
class _NoteView:
    """A note in words and links."""

    number: int
    name: str
    colour: int
    by: str
    date: str
    commit: str
    commit_url: str | None
    pull_request: str
    pull_request_url: str | None
    how: str
    way: str
    summary: str
    words: int


@dataclass(frozen=True, slots=True)
class _BlockView:
    id: str
    place: str
    label: str
    is_code: bool
    is_heading: bool
    stretches: tuple[_Stretch, ...]
    notes: tuple[_NoteView, ...]


@dataclass(frozen=True, slots=True)
class _RemovedView:
    text: str
    writers: str
    remover: str
    summary: str
    url: str | None


@dataclass(frozen=True, slots=True)
class _FieldView:
    name: str
    place: str
    value: str
    changed: str
    summary: str
    url: str | None


@dataclass(frozen=True, slots=True)
class _FileView:
    id: str
    path: str
    blocks: tuple[_BlockView, ...]
    removed: tuple[_RemovedView, ...]
    fields: tuple[_FieldView, ...]


def render(answer: Provenance) -> str:
    """Return the answer as HTML, the same for the same answer byte for byte."""
    revision = answer.revision
    said = statement(answer)
    is_of_phrases = any(block.found for file in answer.files for block in file.blocks)
    counted = () if is_of_phrases else shares(answer)
    total = total_words(answer)
    style = (resources.directory("styles") / "provenance.css").read_text("utf-8")
    return (
        templates()
        .get_template("provenance.html.jinja")
        .render(
            title=visible(answer.title) or "Provenance",
            language=answer.language,
            direction="rtl" if answer.language in _RIGHT_TO_LEFT else "ltr",
            style=style + _colours(),
            commit="" if revision.id == UNCOMMITTED else revision.id,
            label=visible(revision.label),
            date=day(revision.date),
            questions=[visible(question) for question in answer.questions],
            files=[_file(file, answer) for file in answer.files],
            shares=[
                (visible(name), words, f"{words / total:.1%}", palette.place(colour))
                for name, words, colour in counted
            ],
            notes=[visible(note) for note in answer.notes],
            statement=visible(said[0].upper() + said[1:]),
            is_complete=answer.complete,
            boundary=answer.boundary,
            unreadable=[visible(each) for each in answer.unreadable],
            history=answer.history,
        )
    )


def _colours() -> str:
    """Return the palette as custom properties."""
    places = "".join(f"--p{place}:{rgb};" for place, rgb in enumerate(palette.ON_WHITE))
    rules = "".join(
        f".p{place}{{--party:var(--p{place})}}" for place in range(len(palette.ON_WHITE))
    )
    return f"\n:root{{{places}}}{rules}\n"


def _file(file: TracedFile, answer: Provenance) -> _FileView:
    return _FileView(
        visible(file.id),
        visible(file.path),
        tuple(_block(block, file, answer) for block in file.blocks),
        tuple(_removed_views(file, answer)),
        tuple(_field(field, file, answer) for field in file.fields),
    )


def _field(field: TracedField, file: TracedFile, answer: Provenance) -> _FieldView:
    commit = answer.commits.get(field.commit or "")
    changed = "before the history that is here"
    if commit:
        credit = answer.credits[commit.id]
        changed = " · ".join((who(credit), *by(credit), *facts(commit)))
    return _FieldView(
        visible(field.name),
        f"{visible(file.path)}:{field.line}",
        visible(field.value),
        visible(changed),
        visible(summary(commit)) if commit else "",
        commit_address(answer.repository, commit.id) if commit else None,
    )


def _block(block: TracedBlock, file: TracedFile, answer: Provenance) -> _BlockView:
    found, marks = notes(block, answer)
    stretches: list[_Stretch] = []
    place = 0
    for index, (span, mark) in enumerate(zip(block.spans, marks, strict=True)):
        is_marked = len(found) > 1 and marks[index + 1 : index + 2] != (mark,)
        parts = _cut(span.text, place, block.found)
        for number, (part, is_found) in enumerate(parts, 1):
            shown = visible(part, keep="\n\t")
            text = shown.rstrip()
            end = mark if is_marked and number == len(parts) else 0
            colour = _colour(found[mark - 1])
            stretches.append(_Stretch(text, shown[len(text) :], colour, end, is_found))
        place += len(span.text)
    return _BlockView(
        visible(block.id),
        f"{visible(file.path)}:{block.line}",
        visible(block.label),
        block.kind in (BlockKind.CODE, BlockKind.HTML),
        block.kind is BlockKind.HEADING,
        tuple(stretches),
        tuple(_note(note, answer) for note in found),
    )


def _cut(text: str, place: int, found: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """Cut a span's text, which begins at ``place``, where a phrase begins or ends."""
    edges = {place, place + len(text)}
    edges |= {edge for range_ in found for edge in range_ if place < edge < place + len(text)}
    ordered = sorted(edges)
    return [
        (text[start - place : end - place], any(a <= start and end <= b for a, b in found))
        for start, end in pairwise(ordered)
    ]


def _note(note: Note, answer: Provenance) -> _NoteView:
    commit = note.commit
    return _NoteView(
        number=note.number,
        name=visible(names(note.parties)),
        colour=_colour(note),
        by=visible(" ".join(by(answer.credits[commit.id]))) if commit else "",
        date=day(commit.date) if commit else "",
        commit=short(commit.id) if commit else "",
        commit_url=commit_address(answer.repository, commit.id) if commit else None,
        pull_request=commit.pull_request if commit else "",
        pull_request_url=(
            pull_request_address(answer.repository, commit.pull_request) if commit else None
        ),
        how=", ".join(note.how),
        way=visible(" · ".join(note.way)),
        summary=visible(note.summary),
        words=note.words,
    )


def _removed_views(file: TracedFile, answer: Provenance) -> list[_RemovedView]:
    groups: dict[tuple[int, str | None], list[RemovedSpan]] = {}
    for gone in file.removed:
        groups.setdefault((gone.block, gone.removed_by), []).append(gone)
    views = []
    for (_, id), group in groups.items():
        remover = answer.commits.get(id or "")
        views.append(
            _RemovedView(
                visible(" … ".join(gone.text for gone in group)),
                visible("; ".join(_writers(group, answer))),
                visible(" · ".join((who(answer.credits[remover.id]), *facts(remover))))
                if remover
                else "unknown",
                visible(summary(remover)) if remover else "",
                commit_address(answer.repository, remover.id) if remover else None,
            )
        )
    return views


def _writers(group: list[RemovedSpan], answer: Provenance) -> list[str]:
    counts: dict[str, int] = {}
    for gone in group:
        commit = answer.commits.get(gone.origin.commit or "")
        name = "before the history that is here"
        if commit:
            name = " · ".join((who(answer.credits[commit.id]), *facts(commit)))
        counts[name] = counts.get(name, 0) + count_words(gone.text)
    return list(counts)


def _colour(note: Note) -> int:
    return palette.place(note.parties[0].colour) if note.parties else 0
