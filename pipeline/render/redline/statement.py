"""The sentences that every format of a redline says alike.

In: a redline or one of its changes, and the words of a language. Out: plain text, in English
where nothing else is asked.
"""

import datetime
import re
from pathlib import PurePosixPath

from pipeline.model.change import Change, ChangeKind, Passing, Redline
from pipeline.model.history import UNCOMMITTED, Commit, Revision
from pipeline.model.text import Party
from pipeline.render.document.wording import counted, digits, long_date, primary_language, wording
from pipeline.render.redline.wording import ENGLISH, Forms, RedlineWording
from pipeline.render.terminal import visible

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def statement(redline: Redline, words: RedlineWording = ENGLISH) -> str:
    """Say that the redline is complete, with its counts and both commits, or what was picked."""
    new = _at(redline.new, words)
    if redline.selection:
        return words.selection.format(_picked(redline.selection, words), new)
    total = redline.statistics.total
    counts = [
        _counted(total.insertions, words.insertions, words),
        _counted(total.deletions, words.deletions, words),
        _counted(total.moves, words.moves, words),
        _counted(total.other, words.others, words),
    ]
    folded = redline.statistics.folded
    said = _counted(folded, words.kept, words) if folded else ""
    listed = wording(words.language).separator.join(counts)
    return words.complete.format(f"{listed}{said}", new, _at(redline.old, words))


def _picked(selection: str, words: RedlineWording) -> str:
    """Say a selection, "2 of 9 changes, by India", in the language."""
    found = re.fullmatch(r"([0-9]+) of ([0-9]+) changes, (.*)", selection, re.DOTALL)
    if found is None:
        return selection
    some, total = (digits(found[group], words.language) for group in (1, 2))
    return words.picked.format(some, total, found[3])


def _counted(number: int, forms: Forms, words: RedlineWording) -> str:
    return counted(number, forms).format(digits(number, words.language))


def _at(revision: Revision, words: RedlineWording) -> str:
    if revision.id == UNCOMMITTED:
        return words.working_tree_at
    commit = inside(words.commit.format(revision.id[:7]))
    if revision.id.startswith(revision.label):
        return commit
    before, after = wording(words.language).brackets
    return f"{visible(revision.label)}{before}{commit}{after}"


def inside(name: str) -> str:
    """Write a name as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def revision_name(revision: Revision, words: RedlineWording = ENGLISH) -> str:
    """Name a revision in a heading: "Version 2", a commit's first digits, or what was typed."""
    if revision.id == UNCOMMITTED:
        return words.working_tree
    if revision.is_version:
        number = re.sub(r"^v(?=[0-9])", "", visible(revision.label))
        return wording(words.language).version.format(digits(number, words.language))
    if revision.id.startswith(revision.label):
        return words.commit.format(revision.id[:7])
    return visible(revision.label)


def short_date(date: datetime.datetime, language: str = "en") -> str:
    """Write a day for a note: "3 Feb 2014"."""
    code = primary_language(language)
    if code in ("fr", "es", "ru"):
        import babel.dates  # slow to load, and no need of most redlines

        return babel.dates.format_date(date.date(), format="medium", locale=code)
    if code in ("ar", "zh"):
        return long_date(date.date(), code)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def short_id(change: Change, words: RedlineWording = ENGLISH) -> str:
    """Return a change's commit as a note names it."""
    if change.commit is None:
        return words.term(change.reason)
    return words.not_committed if change.commit.id == UNCOMMITTED else change.commit.id[:7]


def letters(party: Party) -> str:
    """Return a party's letters; of one that has none, the initials of its name."""
    if party.letters:
        return party.letters
    words = re.findall(r"[^\W\d_]+", party.name)
    initials = "".join(word[0] for word in words)[:3] if len(words) > 1 else "".join(words)[:2]
    return (initials or "?").upper()


def who(change: Change, words: RedlineWording = ENGLISH) -> tuple[str, str]:
    """Return under whom a change is shown, and who made it where that is another."""
    separator = wording(words.language).separator
    names = separator.join(party.short or party.name for party in change.credit.parties)
    by = words.by.format(change.credit.by) if change.credit.by else ""
    return visible(names) or words.unknown, visible(by)


def tag(change: Change) -> str:
    """Return the mark's tag: "IN 2", "IN+JP 4"."""
    parties = change.credit.parties
    return f"{'+'.join(letters(party) for party in parties[:2]) or '?'} {change.id}"


def entry_id(path: str) -> str:
    """Return a file's id."""
    return PurePosixPath(path).stem


def summary(change: Change, words: RedlineWording = ENGLISH) -> str:
    """Say a change that is no text in words; "" where the marks say it all."""
    old, new = (value and visible(value) for value in (change.old_value, change.new_value))
    none = words.none
    match change.kind:
        case ChangeKind.MOVE if change.moved:
            source, target = change.moved
            return visible(words.from_to.format(source or none, target or none))
        case ChangeKind.NUMBERING:
            return words.numbering.format(f"{old or none}{words.becomes}{new or none}")
        case ChangeKind.LINK:
            return words.link.format(f"{cut(old or none)}{words.becomes}{cut(new or none)}")
        case ChangeKind.HEADING_LEVEL:
            levels = [words.term(str(level)) for level in (old, new)]
            return words.level.format(words.becomes.join(levels))
        case ChangeKind.FORMATTING:
            return words.formatting.format(_formatting(old, new, words))
        case ChangeKind.METADATA:
            return f"{old or none}{words.becomes}{new or none}"
    return ""


def _formatting(old: str | None, new: str | None, words: RedlineWording) -> str:
    if old is None:
        return words.added.format(words.term(str(new)))
    if new is None:
        return words.taken.format(words.term(old))
    return words.becomes.join((words.term(old), words.term(new)))


def passing(entry: Passing, words: RedlineWording = ENGLISH) -> tuple[str, str]:
    """Say of text that came and went, or went and came back, who did either, and when."""
    separator = wording(words.language).separator

    def by(commit: Commit | None) -> str:
        if commit is None:
            return words.unknown
        id = words.not_committed if commit.id == UNCOMMITTED else commit.id[:7]
        date = short_date(commit.date, words.language)
        return separator.join((visible(commit.authors[0].name), date, id))

    if entry.came_back:
        what, said = words.came_back
        return what, said.format(by(entry.last))
    what, said = words.came_and_went
    return what, said.format(by(entry.first), by(entry.last))


def cut(text: str, length: int = 40) -> str:
    """Cut a long text in its middle."""
    if len(text) <= length:
        return text
    half = (length - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
