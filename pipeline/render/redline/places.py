"""What each file is to the reader: "Group C, 1. Mr. Jimson Olufuye (27 November 2013)".

In: a redline. Out: one ``Place`` for each file pair, in reading order; without a document a
file's path says it all.
"""

from dataclasses import dataclass

from pipeline.model.change import FilePair, Redline
from pipeline.model.text import Annex, Group, Recommendation, RollingDocument
from pipeline.render.document.headings import party_name
from pipeline.render.document.wording import digits, long_date, wording
from pipeline.render.redline.wording import ENGLISH, RedlineWording
from pipeline.render.terminal import visible


@dataclass(frozen=True, slots=True)
class Place:
    """A file's place in print.

    ``group``: the key of the group that it stands (or stood) in, None for what is in no group.
    ``entry``, ``annex``: as new has it, else as old had it.
    """

    name: str
    group: str | None = None
    number: int = 0
    entry: Recommendation | None = None
    annex: Annex | None = None
    is_abstract: bool = False
    is_settings: bool = False


def places(redline: Redline, words: RedlineWording = ENGLISH) -> tuple[Place, ...]:
    """Name each file pair of a redline; ``words``: what the redline itself adds."""
    new = _entries(redline.new_document)
    old = _entries(redline.old_document)
    return tuple(_place(file, redline, old, new, words) for file in redline.files)


Entries = dict[str, tuple[Group, int, Recommendation]]


def _entries(document: RollingDocument | None) -> Entries:
    if document is None:
        return {}
    return {
        entry.path: (group, number, entry)
        for group in document.groups
        for number, entry in enumerate(group.entries, 1)
    }


def _place(
    file: FilePair, redline: Redline, old: Entries, new: Entries, added: RedlineWording
) -> Place:
    path = file.new_path or file.old_path
    found = new.get(file.new_path) or old.get(file.old_path)
    document = redline.new_document or redline.old_document
    if document is None:
        return Place(visible(path))
    language = document.settings.language
    words = wording(language)
    if found:
        group, number, entry = found
        label = words.group.format(group.key) if group.key else added.not_categorized
        number = number if file.new_path else 0
        counted = f"{words.number.format(digits(number, language))} " if number else ""
        return Place(
            f"{label}, {counted}{entry_name(entry, language, added)}", group.key, number, entry
        )
    for side in (redline.new_document, redline.old_document):
        for index, annex in enumerate(side.annexes if side else (), 1):
            if annex.path == path:
                return Place(f"{words.annex.format(index)}: {annex.title}", annex=annex)
        if side and side.settings.abstract == path:
            return Place(words.abstract, is_abstract=True)
        if side and side.settings.path == path:
            return Place(added.settings, is_settings=True)
    return Place(visible(path))


def entry_name(entry: Recommendation, language: str, added: RedlineWording = ENGLISH) -> str:
    """Name an entry by whose text it is and of which day."""
    front_matter = entry.front_matter
    names = [party_name(party, language) for party in front_matter.submitters]
    shown = ", ".join(names[:3]) + (added.and_others if len(names) > 3 else "")
    return f"{shown[:1].upper()}{shown[1:]} ({long_date(front_matter.date, language)})"


def group_name(redline: Redline, key: str) -> str:
    """Name a group in a sentence: "group C", or what holds the rest."""
    return f"group {key}" if key else "the entries that could not be categorized"
