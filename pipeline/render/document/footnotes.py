"""Footnotes in one sequence through the document.

In: calls, in reading order, each with a key and a way to its note's content. Out: the call as
Markup; on paper the note stands inside the text and the layout takes it to the foot of its page,
on the web the notes are listed at the end.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.render.document.wording import digits, wording


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote as printed: its number, written as the language does, and its content."""

    anchor: str
    number: str
    content: str


class NoteSequence:
    """Numbers footnotes as they are called; a note that is called again keeps its number.

    A call inside a note is a link alone: its own note follows the outer one, since the layout
    cannot take a footnote out of a footnote.
    """

    def __init__(self, *, language: str, on_paper: bool) -> None:
        self._language = language
        self._on_paper = on_paper
        self._numbers: dict[Hashable, int] = {}
        self._notes: dict[int, Note] = {}
        self._pending: list[Note] = []
        self._depth = 0

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note so far, by number."""
        return tuple(self._notes[number] for number in sorted(self._notes))

    def call(self, key: Hashable, content: Callable[[], Markup]) -> Markup:
        """Return the call of the note that ``key`` names, and the note itself on paper.

        ``key``: a file and a label; equal keys are one note. ``content`` is asked for once.
        """
        if key in self._numbers:
            return self._link(self._numbers[key])
        number = self._numbers[key] = len(self._numbers) + 1
        self._depth += 1
        body = content()
        self._depth -= 1
        note = Note(f"fn{number}", digits(number, self._language), body)
        self._notes[number] = note
        if not self._on_paper:
            return self._link(number, anchor=f"call{number}")
        if self._depth:
            self._pending.append(note)
            return self._link(number)
        followers, self._pending = self._pending, []
        return Markup("").join(
            [self._floating(note, "fn"), *(self._floating(each, "fn nested") for each in followers)]
        )

    def _floating(self, note: Note, css: str) -> Markup:
        return Markup('<small class="{}" id="{}" data-n="{}">{}</small>').format(
            css, note.anchor, note.number, note.content
        )

    def _link(self, number: int, anchor: str = "") -> Markup:
        shown = digits(number, self._language)
        return Markup('<a class="call"{} href="#fn{}" title="{}">{}</a>').format(
            Markup(' id="{}"').format(anchor) if anchor else "",
            number,
            wording(self._language).footnote.format(shown),
            shown,
        )
