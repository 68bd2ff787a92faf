"""What stands under an entry's heading: new, removed, moved, and the fields that changed.

In: a file pair and its place. Out: lines of Markup.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.model.change import Change, Code, FilePair, MetadataChange
from pipeline.model.text import Status
from pipeline.render.document.wording import long_date, wording
from pipeline.render.redline.notes import NoteWriter, colour_class
from pipeline.render.redline.places import Place
from pipeline.render.redline.statement import inside
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible

_AS_WORDS = frozenset({"under-discussion", "agreed-ad-referendum"})


@dataclass(frozen=True, slots=True)
class BannerWriter:
    """Writes the lines of one file after the other."""

    changes: Mapping[int, Change]
    notes: NoteWriter
    language: str

    def lines(self, file: FilePair, place: Place, *, says_whole: bool) -> list[Markup]:
        """Write a file's lines; ``says_whole``: that it is new, or removed, too."""
        scope = file.new_path or file.old_path
        words = self.notes.words
        lines = []
        if says_whole and not (file.old_path and file.new_path):
            lines.append(self._whole(file, scope, is_new=not file.old_path))
        for id in file.changes:
            change = self.changes[id]
            if change.moved:
                origin = words.renamed_from.format(visible(change.moved[0]))
                said = Markup('<b class="mvw">{}</b>{}').format(words.renamed, origin)
                lines.append(self._banner(change, said, scope))
        for entry in file.metadata:
            change = self.changes[entry.change]
            if entry.field == "group" and change.moved:
                lines.append(self._banner(change, self._moved_here(change), scope))
            else:
                lines.append(self._field(entry, change, place, scope))
        return lines

    def _field(self, entry: MetadataChange, change: Change, place: Place, scope: str) -> Markup:
        words = self.notes.words
        tag, note = self.notes.mark([change], change, scope=scope)
        old = entry.old
        if entry.field == "status" and old is None and place.entry is not None:
            old = "received"
        parts = [
            Markup('<{0} class="{1}">{2}</{0}>').format(
                Markup(element), colour_class(change), in_words(value, words)
            )
            for element, value in (("del", old), ("ins", entry.new))
            if value
        ]
        return Markup('<p class="meta bar">{}{}{}{}{}{}</p>').format(
            tag,
            note,
            field_name(entry.field, words),
            words.colon,
            Markup(" ").join(parts),
            self.notes.flush(),
        )

    def _moved_here(self, change: Change) -> Markup:
        assert change.moved is not None
        words = self.notes.words
        source = change.moved[0]
        group = (
            words.group.format(source) if source else words.quoted(inside(words.not_categorized))
        )
        separator = wording(words.language).separator
        commit = change.commit
        when = f"{separator}{long_date(commit.date.date(), self.language)}" if commit else ""
        names = [visible(party.name) for party in change.credit.parties]
        article = next((f"{p.article} " for p in change.credit.parties if p.article), "")
        named = wording(words.language).last.join(names)
        by = words.credit.format(f"{article if words is ENGLISH else ''}{named}") if names else ""
        return Markup('<b class="mvw">{}</b>{}{}{}').format(
            words.moved_here, words.origin.format(group), by, when
        )

    def _whole(self, file: FilePair, scope: str, *, is_new: bool) -> Markup:
        """Say that an entry is new or removed, with the tag of the change that most of it is."""
        words = self.notes.words
        sizes: Counter[int] = Counter()
        for block in file.blocks:
            for run in block.runs:
                if run.change and self.changes[run.change].code in (Code.ADD, Code.SUP):
                    sizes[run.change] += len(run.text) + 1
        said = Markup("<b>{}</b>").format(words.new_entry if is_new else words.removed)
        code = "ADD" if is_new else "SUP"
        if not sizes:
            return Markup('<p class="banner bar"><span class="k">{}</span>{}</p>').format(
                code, said
            )
        largest = max(sizes, key=lambda id: (sizes[id], -id))
        return self._banner(self.changes[largest], said, scope, code)

    def _banner(self, change: Change, said: Markup, scope: str, code: str = "") -> Markup:
        tag, note = self.notes.mark([change], change, scope=scope)
        return Markup('<p class="banner bar"><span class="k">{}</span>{}{}{}{}</p>').format(
            code or change.code.value, tag, note, said, self.notes.flush()
        )


def in_words(value: str, words: RedlineWording = ENGLISH) -> str:
    """Say a field's value as people do: "under discussion"."""
    if words is not ENGLISH and value in set(Status):
        said = wording(words.language)
        gone = {Status.WITHDRAWN: said.withdrawn, Status.SUPERSEDED: said.superseded}
        return inside((said.statuses | gone).get(Status(value), words.term(value)))
    return value.replace("-", " ") if value in _AS_WORDS else visible(value)


def field_name(name: str, words: RedlineWording = ENGLISH) -> str:
    """Name a field at the start of a line."""
    shown = words.term(visible(name.replace("_", " ")))
    return shown[:1].upper() + shown[1:]
