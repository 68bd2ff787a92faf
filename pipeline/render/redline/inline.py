"""A redline block's content as HTML: each run under its mark, its tag before it.

In: a block's runs. Out: Markup in which every character of both texts stands once and in order.
The line says what was done (``ins``, ``del``, class ``mv`` for moves, ``fmt``, ``lnk``), the
class of a colour who did it.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from pipeline.model.change import Change, ChangeKind, Code, Op, RedlineBlock, Run, RunMark
from pipeline.model.text import MarkKind
from pipeline.render.document.inline import safe_link
from pipeline.render.redline.notes import NoteWriter, colour_class
from pipeline.render.redline.pictures import BlockPictures

_TAGS = {
    MarkKind.EMPHASIS: "em",
    MarkKind.STRONG: "strong",
    MarkKind.CODE: "code",
    MarkKind.STRIKETHROUGH: "s",
}
_ELEMENTS = {
    Op.INSERT: ("ins", ""),
    Op.DELETE: ("del", ""),
    Op.MOVED_TO: ("ins", "mv"),
    Op.MOVED_FROM: ("del", "mv"),
}
# Control characters, and those that turn the direction of what follows
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MOVED = frozenset({Op.MOVED_FROM, Op.MOVED_TO})

NoteCall = Callable[[str, bool], Markup]


class ContentWriter:
    """Writes the content of blocks; knows the changes, not where a block stands.

    ``hide_deletions``: on paper "[…]" stands for what is gone, or the words that replace it do.
    """

    def __init__(
        self, changes: Mapping[int, Change], notes: NoteWriter, hide_deletions: bool = False
    ) -> None:
        self._changes = changes
        self._notes = notes
        self._hides = hide_deletions and notes.waiting is None
        self._met: set[int] = set()  # splits and joins whose mark is set
        self._last: dict[Op, Change] = {}  # whose mark was the last of its line

    def content(
        self, block: RedlineBlock, *, call: NoteCall, pictures: BlockPictures, scope: str
    ) -> Markup:
        """Return a block's content.

        ``call`` makes a footnote's call from its label and whether it is new's; ``pictures``: of
        this block. ``scope``: the entry, for the notes.
        """
        shared = self._shared(block)
        parts = [self._tagged(id, shared, scope, away=False) for id in block.changes]
        groups = [list(runs) for _, runs in groupby(block.runs, key=_group_key)]
        for number, runs in enumerate(groups):
            if self._hides and runs[0].op in (Op.DELETE, Op.MOVED_FROM):
                after = groups[number + 1][0] if number + 1 < len(groups) else None
                parts.append(self._hidden(runs, after, shared, scope))
                continue
            before = groups[number - 1][-1] if number else None
            parts.append(self._group(runs, before, shared, scope, call, pictures))
        return Markup().join(parts)

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Write what is read elsewhere: a footnote begins with the tags of its own marks."""
        kept, self._last = self._last, {}
        yield
        self._last = kept

    def _shared(self, block: RedlineBlock) -> dict[int, list[Change]]:
        """Group the changes of a block that follow each other and are one commit's."""
        order = dict.fromkeys(
            [*block.changes, *(id for run in block.runs for id in (run.change, *run.also) if id)]
        )
        shared: dict[int, list[Change]] = {}
        last: list[Change] = []
        for id in order:
            change = self._changes[id]
            if (
                last
                and _person(last[-1]) == _person(change)
                and change.id == last[-1].id + 1
                and ChangeKind.MOVE not in (change.kind, last[-1].kind)
            ):
                last.append(change)
            else:
                last = [change]
            shared[id] = last
        return shared

    def _tagged(
        self, id: int, shared: Mapping[int, list[Change]], scope: str, *, away: bool
    ) -> Markup:
        change = self._changes[id]
        tag, note = self._notes.mark(shared.get(id, [change]), change, away=away, scope=scope)
        return tag + note

    def _hidden(
        self,
        runs: Sequence[Run],
        after: Run | None,
        shared: Mapping[int, list[Change]],
        scope: str,
    ) -> Markup:
        """The place of what is gone: its tag and note, and a sign where nothing took its place."""
        first = runs[0]
        change = self._changes[first.change]
        if change.kind is ChangeKind.FORMATTING or not "".join(run.text for run in runs).strip():
            return Markup()  # a paragraph's end, or a space
        tag = self._tagged(first.change, shared, scope, away=first.op is Op.MOVED_FROM)
        if after is not None and after.op is Op.INSERT and after.change == first.change:
            return tag
        css = "mv" if first.op is Op.MOVED_FROM else colour_class(change)
        return tag + Markup('<del class="{}">[…]</del> ').format(css)

    def _group(
        self,
        runs: Sequence[Run],
        before: Run | None,
        shared: Mapping[int, list[Change]],
        scope: str,
        call: NoteCall,
        pictures: BlockPictures,
    ) -> Markup:
        first = runs[0]
        if first.op is Op.EQUAL:
            return self._equal(runs, shared, scope, call, pictures)
        change = self._changes[first.change]
        if first.op in _MOVED and change.kind is ChangeKind.FORMATTING:
            return self._paragraph_mark(runs, before, change, shared, scope, call, pictures)
        is_new = first.op in (Op.INSERT, Op.MOVED_TO)
        away = first.op is Op.MOVED_FROM
        tag = self._tagged(first.change, shared, scope, away=away)
        last = self._last.get(first.op)
        self._last[first.op] = change
        replaces = before is not None and before.op is Op.DELETE and before.change == change.id
        if not (tag or replaces) and (last is None or _person(last) != _person(change)):
            tag = self._notes.again(change, away=away)  # without colours nothing else tells
        tag = tag or self._notes.aloud(change)
        inner, left, right = _trimmed(runs)
        element, css = _ELEMENTS[first.op]
        classes = [css or colour_class(change)]
        if before is not None and before.op is Op.DELETE and is_new and not left:
            classes.append("r")
        body = Markup().join(_run(run, is_new, call, pictures) for run in inner)
        if not body:
            return _space(element, left + right)
        return (
            _space(element, left)
            + tag
            + Markup('<{0} class="{1}"{2}>{3}</{0}>').format(
                Markup(element), " ".join(classes), self._notes.data([change]), body
            )
            + _space(element, right)
        )

    def _paragraph_mark(
        self,
        runs: Sequence[Run],
        before: Run | None,
        change: Change,
        shared: Mapping[int, list[Change]],
        scope: str,
        call: NoteCall,
        pictures: BlockPictures,
    ) -> Markup:
        """A paragraph that was split or joined: the mark between its parts, the text as it is.

        Of the two blocks of a split, the first that is met bears the mark at its end.
        """
        split = change.old_value == "one paragraph"
        met = change.id in self._met
        self._met.add(change.id)
        text = self._kept_text(runs, call, pictures)
        if met:
            return text
        element = "ins" if split else "del"
        pilcrow = self._tagged(change.id, shared, scope, away=False) + Markup(
            '<{0} class="{1} pm">¶</{0}>'
        ).format(Markup(element), colour_class(change))
        return text + pilcrow if split or before is None else pilcrow + text

    def _kept_text(self, runs: Sequence[Run], call: NoteCall, pictures: BlockPictures) -> Markup:
        """Text that only a paragraph mark moved: plain where it stands now, unseen where it stood.

        A page tells who reads it back which side it is of; on paper it stands once.
        """
        is_page = self._notes.waiting is not None
        if runs[0].op is Op.MOVED_TO:
            text = Markup().join(_run(run, True, call, pictures) for run in runs)
            return Markup('<ins class="plain">{}</ins>').format(text) if is_page else text
        if not is_page:
            return Markup()
        plain = Markup().join(_lines(run.text) for run in runs)
        return Markup("<del hidden>{}</del>").format(plain)

    def _equal(
        self,
        runs: Sequence[Run],
        shared: Mapping[int, list[Change]],
        scope: str,
        call: NoteCall,
        pictures: BlockPictures,
    ) -> Markup:
        ids = [id for id in (runs[0].change, *runs[0].also) if id]
        parts = [self._tagged(id, shared, scope, away=False) for id in ids if not self._gone(id)]
        body = Markup().join(_run(run, True, call, pictures) for run in runs)
        for id in ids:
            change = self._changes[id]
            colour = colour_class(change)
            if self._gone(id):
                body = Markup('<s class="gone {}">{}</s>').format(colour, body)
            elif change.kind in (ChangeKind.LINK, ChangeKind.FORMATTING):
                css = "lnk fmt" if change.kind is ChangeKind.LINK else "fmt"
                body = Markup('<span class="{} {}"{}{}>{}</span>').format(
                    css, colour, self._notes.data([change]), self._marks(runs[0]), body
                )
        return Markup().join([*parts, body])

    def _marks(self, run: Run) -> Markup:
        """Name a run's marks before and after, for who reads the page back."""
        if self._notes.waiting is None:
            return Markup()
        before, after = (json.dumps(_named(marks)) for marks in (run.old_marks, run.new_marks))
        return Markup(' data-old="{}" data-new="{}"').format(before, after)

    def _gone(self, id: int) -> bool:
        change = self._changes[id]
        return change.kind is ChangeKind.METADATA and change.code is Code.SUP


def _group_key(run: Run) -> tuple[object, ...]:
    return (run.op, run.change, run.also if run.op is Op.EQUAL else ())


def _person(change: Change) -> tuple[str, tuple[str, ...]]:
    return (
        change.commit.id if change.commit else change.reason,
        tuple(party.name for party in change.credit.parties),
    )


def _trimmed(runs: Sequence[Run]) -> tuple[list[Run], str, str]:
    """Take the spaces at the ends out of a change, so that no line is drawn under them."""
    inner = list(runs)
    left = right = ""
    if inner[0].text and not inner[0].new_marks and not inner[0].old_marks:
        text = inner[0].text.lstrip(" ")
        left = inner[0].text[: len(inner[0].text) - len(text)]
        inner[0] = _with_text(inner[0], text)
    if inner[-1].text and not inner[-1].new_marks and not inner[-1].old_marks:
        text = inner[-1].text.rstrip(" ")
        right = inner[-1].text[len(text) :]
        inner[-1] = _with_text(inner[-1], text)
    return inner, left, right


def _with_text(run: Run, text: str) -> Run:
    return Run(run.op, text, run.change, run.also, run.folded, run.old_marks, run.new_marks)


def _space(element: str, text: str) -> Markup:
    """White space that came or went: no line under it, and still marked."""
    if not text:
        return Markup()
    return Markup('<{0} class="sp">{1}</{0}>').format(Markup(element), text)


def _run(run: Run, is_new: bool, call: NoteCall, pictures: BlockPictures) -> Markup:
    """Return a run's text under its marks: new's, or old's where it is gone."""
    marks = run.new_marks if is_new else run.old_marks
    footnote = next((mark for mark in marks if mark.kind is MarkKind.FOOTNOTE), None)
    if footnote is not None and not run.text:
        return call(footnote.target, is_new)
    picture = next((mark for mark in marks if mark.kind is MarkKind.IMAGE), None)
    body = _lines(run.text)
    if picture is not None:
        body = pictures.caption(picture, run.text, is_new)
    for mark in marks:
        if mark.kind in _TAGS:
            body = Markup("<{0}>{1}</{0}>").format(Markup(_TAGS[mark.kind]), body)
    for mark in marks:
        if mark.kind is MarkKind.LINK:
            target = safe_link(mark.target)
            if target is None or not is_new:
                body = Markup('<span class="nolink">{}</span>').format(body)
            else:
                body = Markup('<a class="ext" href="{}">{}</a>').format(target, body)
    return pictures.before(run) + body


def _named(marks: Sequence[RunMark]) -> list[list[str]]:
    return [[mark.kind.value, mark.target] for mark in marks]


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_shown(line) for line in text.split("\n"))


def _shown(text: str) -> Markup:
    """Show text; a character that would command the reader's eyes is named instead."""
    parts, at = [], 0
    for found in _COMMANDS.finditer(text):
        parts.append(escape(text[at : found.start()]))
        code = f"{ord(found[0]):04X}"
        parts.append(Markup('<span class="ctl" title="U+{0}">[U+{0}]</span>').format(code))
        at = found.end()
    return Markup().join([*parts, escape(text[at:])])
