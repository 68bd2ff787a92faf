"""The sentences that every format of a redline says alike.

In: a redline or one of its changes. Out: plain English text.
"""

import datetime
import re
from pathlib import PurePosixPath

from pipeline.model.change import Change, ChangeKind, Passing, Redline
from pipeline.model.history import UNCOMMITTED, Commit, Revision
from pipeline.model.text import Party
from pipeline.render.terminal import visible

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def statement(redline: Redline) -> str:
    """Say that the redline is complete, with its counts and both commits, or what was picked."""
    if redline.selection:
        return (
            f"A selection: {redline.selection}; all other changes are shown as accepted. "
            f"Accepting all gives {_at(redline.new)}."
        )
    total = redline.statistics.total
    counts = [
        _counted(total.insertions, "insertion"),
        _counted(total.deletions, "deletion"),
        _counted(total.moves, "move"),
        _counted(total.other, "other change"),
    ]
    folded = redline.statistics.folded
    said = f" ({_counted(folded, 'kept word')} shown as changed)" if folded else ""
    return (
        f"Complete: {', '.join(counts)}{said}; "
        f"accepting all gives {_at(redline.new)}, rejecting all gives {_at(redline.old)}."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _at(revision: Revision) -> str:
    if revision.id == UNCOMMITTED:
        return "the working tree (not committed)"
    if revision.id.startswith(revision.label):
        return f"commit {revision.id[:7]}"
    return f"{visible(revision.label)} (commit {revision.id[:7]})"


def revision_name(revision: Revision) -> str:
    """Name a revision in a heading: "Version 2", a commit's first digits, or what was typed."""
    if revision.id == UNCOMMITTED:
        return "Working tree"
    if revision.is_version:
        return f"Version {re.sub(r'^v(?=[0-9])', '', visible(revision.label))}"
    if revision.id.startswith(revision.label):
        return f"Commit {revision.id[:7]}"
    return visible(revision.label)


def short_date(date: datetime.datetime) -> str:
    """Write a day for a note: "3 Feb 2014"."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def short_id(change: Change) -> str:
    """Return a change's commit as a note names it."""
    if change.commit is None:
        return change.reason
    return "not committed" if change.commit.id == UNCOMMITTED else change.commit.id[:7]


def letters(party: Party) -> str:
    """Return a party's letters; of one that has none, the initials of its name."""
    if party.letters:
        return party.letters
    words = re.findall(r"[^\W\d_]+", party.name)
    initials = "".join(word[0] for word in words)[:3]
    return (initials or "?").upper()


def who(change: Change) -> tuple[str, str]:
    """Return under whom a change is shown, and who made it where that is another."""
    names = ", ".join(party.short or party.name for party in change.credit.parties)
    by = f"by {change.credit.by}" if change.credit.by else ""
    return visible(names) or "not known", visible(by)


def tag(change: Change) -> str:
    """Return the mark's tag: "IN 2", "IN+JP 4"."""
    parties = change.credit.parties
    return f"{'+'.join(letters(party) for party in parties[:2]) or '?'} {change.id}"


def entry_id(path: str) -> str:
    """Return a file's id."""
    return PurePosixPath(path).stem


def summary(change: Change) -> str:
    """Say a change that is no text in words; "" where the marks say it all."""
    old, new = (value and visible(value) for value in (change.old_value, change.new_value))
    match change.kind:
        case ChangeKind.MOVE if change.moved:
            return visible(f"from {change.moved[0] or 'none'} to {change.moved[1] or 'none'}")
        case ChangeKind.NUMBERING:
            return f"Numbering: {old or 'none'} → {new or 'none'}"
        case ChangeKind.LINK:
            return f"Link: {cut(old or 'none')} → {cut(new or 'none')}"
        case ChangeKind.HEADING_LEVEL:
            return f"Level: {old} → {new}"
        case ChangeKind.FORMATTING:
            return f"Formatting: {_formatting(old, new)}"
        case ChangeKind.METADATA:
            return f"{old or 'none'} → {new or 'none'}"
    return ""


def _formatting(old: str | None, new: str | None) -> str:
    if old is None:
        return f"{new} added"
    if new is None:
        return f"{old} removed"
    return f"{old} → {new}"


def passing(entry: Passing) -> tuple[str, str]:
    """Say of text that came and went, or went and came back, who did either, and when."""

    def by(commit: Commit | None) -> str:
        if commit is None:
            return "not known"
        id = "not committed" if commit.id == UNCOMMITTED else commit.id[:7]
        return f"{visible(commit.authors[0].name)}, {short_date(commit.date)}, {id}"

    if entry.came_back:
        return "Taken out and brought back", f"brought back by {by(entry.last)}"
    return "Came and went", f"written by {by(entry.first)}; removed by {by(entry.last)}"


def cut(text: str, length: int = 40) -> str:
    """Cut a long text in its middle."""
    if len(text) <= length:
        return text
    half = (length - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
