"""Provenance for a terminal: each passage, then who wrote which part of it, when and how.

The number after a stretch of text names the note below it, so that colour is never needed.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.provenance import (
    Provenance,
    RemovedSpan,
    TracedBlock,
    TracedField,
    TracedFile,
)
from pipeline.model.text import BlockKind
from pipeline.render import palette
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
from pipeline.render.terminal import Piece, Terminal, visible

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTEXT = 40  # characters shown at each side of a phrase
_INDENT = "  "


def render(answer: Provenance, terminal: Terminal) -> str:
    """Return the answer as lines of text for a terminal, a pipe or a file."""
    parts = list(_parts(answer, terminal))
    return "\n\n".join(part for part in parts if part) + "\n"


def _parts(answer: Provenance, terminal: Terminal) -> Iterator[str]:
    if not answer.complete:
        yield _statement(answer, terminal)
    for file in answer.files:
        for block in file.blocks:
            yield _block(block, file, answer, terminal)
        for field in file.fields:
            yield _field(field, file, answer, terminal)
        yield from _removed(file, answer, terminal)
    yield _shares(answer, terminal)
    for note in answer.notes:
        yield terminal.wrap([Piece(note, ("dim",))])
    yield _statement(answer, terminal)


def _statement(answer: Provenance, terminal: Terminal) -> str:
    said = statement(answer)
    if not answer.complete:
        hint = "; run git fetch --unshallow" if answer.boundary else ""
        return terminal.wrap([Piece(said + hint, ("bold", "yellow"))])
    passages = sum(len(file.blocks) + len(file.fields) for file in answer.files)
    count = f"{passages:,} passage{'' if passages == 1 else 's'}; " if passages else ""
    return terminal.wrap([Piece(count + said, ("dim",))])


def _block(block: TracedBlock, file: TracedFile, answer: Provenance, terminal: Terminal) -> str:
    found, marks = notes(block, answer)
    head = terminal.wrap(
        [Piece(block.id, ("bold",)), Piece(" "), Piece(f"{file.path}:{block.line}", ("dim",))]
    )
    if block.found:
        texts = [_quotation(block, terminal)]
        wanted = _notes_within(block, marks)
        found = tuple(note for note in found if note.number in wanted)
    else:
        texts = [_whole(block, found, marks, terminal)]
    lines = [_note(note, len(found) > 1, terminal) for note in found]
    return "\n".join([head, *texts, "", *lines])


def _whole(
    block: TracedBlock, found: Sequence[Note], marks: Sequence[int], terminal: Terminal
) -> str:
    """Show a block, the number of its note after each stretch."""
    if block.kind is BlockKind.CODE:
        return _code(block, marks if len(found) > 1 else ())
    label = f"{block.label} " if block.label else ""
    pieces = [Piece(label)] if label else []
    for span, mark in zip(block.spans, marks, strict=True):
        text = span.text.rstrip()
        rgb = _colour(found[mark - 1])
        pieces.append(Piece(text, (), rgb))
        if len(found) > 1:
            pieces.append(Piece(str(mark).translate(_RAISED), ("dim",)))
        pieces.append(Piece(span.text[len(text) :]))
    return terminal.wrap(pieces, _INDENT, _INDENT + " " * len(label))


def _code(block: TracedBlock, marks: Sequence[int]) -> str:
    """Show code with its own lines and spaces."""
    text = ""
    for index, span in enumerate(block.spans):
        words = span.text.rstrip()
        mark = str(marks[index]).translate(_RAISED) if marks else ""
        text += words + mark + span.text[len(words) :]
    return "\n".join(_INDENT + visible(line.expandtabs(4)) for line in text.splitlines())


def _quotation(block: TracedBlock, terminal: Terminal) -> str:
    """Show the phrases that were found, each with some of the text around it."""
    text = block.text
    parts = []
    for start, end in block.found:
        left = text.rfind(" ", 0, max(start - _CONTEXT, 0)) + 1
        right = text.find(" ", end + _CONTEXT)
        right = len(text) if right < 0 else right
        pieces = [
            Piece(("… " if left else "") + text[left:start]),
            Piece(text[start:end], ("bold",)),
            Piece(text[end:right] + (" …" if right < len(text) else "")),
        ]
        parts.append(terminal.wrap(pieces, _INDENT))
    return "\n".join(parts)


def _notes_within(block: TracedBlock, marks: Sequence[int]) -> set[int]:
    """Return the notes of the spans that the phrases touch."""
    wanted = set()
    place = 0
    for span, mark in zip(block.spans, marks, strict=True):
        end = place + len(span.text.rstrip())
        if any(start < end and place < stop for start, stop in block.found):
            wanted.add(mark)
        place += len(span.text)
    return wanted


def _note(note: Note, is_numbered: bool, terminal: Terminal) -> str:
    number = f"{str(note.number).translate(_RAISED)} " if is_numbered else ""
    inner = _INDENT + " " * len(number)
    name = names(note.parties)
    words = f" · {note.words:,} word{'' if note.words == 1 else 's'}"
    said = "".join(f" · {fact}" for fact in note.facts)
    lines = [
        terminal.wrap(
            [
                Piece(number),
                Piece(name, ("bold",), _colour(note)),
                Piece(said),
                Piece(words, ("dim",)),
            ],
            _INDENT,
            inner,
        ),
        terminal.wrap([Piece(" · ".join(note.how))], inner),
    ]
    if note.way:
        lines.append(terminal.wrap([Piece(" · ".join(note.way))], inner))
    if note.summary:
        lines.append(terminal.wrap([Piece(note.summary, ("dim",))], inner))
    return "\n".join(lines)


def _field(field: TracedField, file: TracedFile, answer: Provenance, terminal: Terminal) -> str:
    """Show a field of front matter or document.yaml, and who last changed it."""
    head = [Piece(field.name, ("bold",)), Piece(" "), Piece(f"{file.path}:{field.line}", ("dim",))]
    lines = [terminal.wrap(head), terminal.wrap([Piece(field.value)], _INDENT), ""]
    commit = answer.commits.get(field.commit or "")
    if commit is None:
        lines.append(terminal.wrap([Piece("older than the history that is here")], _INDENT))
    else:
        credit = answer.credits[commit.id]
        said = "".join(f" · {each}" for each in (*by(credit), *facts(commit)))
        lines.append(terminal.wrap([Piece(who(credit), ("bold",)), Piece(said)], _INDENT))
        lines.append(terminal.wrap([Piece(summary(commit), ("dim",))], _INDENT))
    return "\n".join(lines)


def _removed(file: TracedFile, answer: Provenance, terminal: Terminal) -> Iterator[str]:
    if not file.removed:
        if not file.blocks and not file.fields:
            told = f"{file.path} stands no more; its words stand elsewhere, or it had none"
            yield terminal.wrap([Piece(told)])
        return
    yield terminal.wrap([Piece(f"Once in {file.path}", ("bold",))])
    for group in _by_remover(file.removed):
        first = group[0]
        text = [Piece(f"[-{' … '.join(gone.text for gone in group)}-]", ("strike", "red"))]
        lines = [terminal.wrap(text, _INDENT)]
        if first.removed_by and (remover := answer.commits.get(first.removed_by)):
            credit = answer.credits[remover.id]
            said = ["removed", *by(credit), *facts(remover)]
            lines.append(
                terminal.wrap(
                    [Piece(who(credit), ("bold",)), Piece("".join(f" · {each}" for each in said))],
                    _INDENT * 2,
                )
            )
            lines.append(terminal.wrap([Piece(summary(remover), ("dim",))], _INDENT * 2))
        for id in dict.fromkeys(gone.origin.commit for gone in group):
            words = sum(count_words(gone.text) for gone in group if gone.origin.commit == id)
            count = f"{words:,} word{'' if words == 1 else 's'}"
            if id and (commit := answer.commits.get(id)):
                credit = answer.credits[id]
                wrote = f"written by {who(credit)} · {day(commit.date)} · {short(id)}"
            else:
                wrote = "written before the history that is here"
            lines.append(terminal.wrap([Piece(f"{wrote} · {count}", ("dim",))], _INDENT * 2))
        yield "\n".join(lines)


def _by_remover(removed: Iterable[RemovedSpan]) -> list[list[RemovedSpan]]:
    """Group what was removed from one block by one commit."""
    groups: dict[tuple[int, str | None], list[RemovedSpan]] = {}
    for gone in removed:
        groups.setdefault((gone.block, gone.removed_by), []).append(gone)
    return list(groups.values())


def _shares(answer: Provenance, terminal: Terminal) -> str:
    """Show how much each party wrote of what was answered."""
    if any(block.found for file in answer.files for block in file.blocks):
        return ""
    counted = shares(answer)
    total = total_words(answer)
    if not total:
        return ""
    width = min(max(len(visible(name)) for name, _, _ in counted), terminal.width - 30)
    lines = [terminal.style("Words by author", "bold")]
    for name, words, colour in counted:
        shown = visible(name)
        shown = shown if len(shown) <= width else shown[: width - 1] + "…"
        rgb = palette.ON_BLACK[palette.place(colour)]
        bar = "▪" * round(20 * words / total)
        lines.append(
            f"{_INDENT}{terminal.style(shown, rgb=rgb)}{' ' * (width - len(shown))}"
            f" {words:>9,} {words / total:>5.0%} {terminal.style(bar, rgb=rgb)}".rstrip()
        )
    return "\n".join(lines)


def _colour(note: Note) -> str:
    return palette.ON_BLACK[palette.place(note.parties[0].colour)] if note.parties else ""
