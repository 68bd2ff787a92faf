"""What text and HTML say alike about spans: who, when, how, how sure; and how much each wrote."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.credit import Credit
from pipeline.model.history import UNCOMMITTED, Commit
from pipeline.model.provenance import Provenance, Span, TracedBlock
from pipeline.model.text import Party
from pipeline.model.trace import Reason

SHORT = 7  # digits of a commit's id
_LONGEST = 200  # characters of a summary
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_HOW = {
    Reason.WRITTEN: "written",
    Reason.MOVED: "moved",
    Reason.COPIED: "copied",
    Reason.RESTORED: "brought back",
    Reason.UNCOMMITTED: "put",
    Reason.BEYOND: "older than the history that is here",
    Reason.UNREADABLE: "cannot be read",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of the spans of one block that share an origin's commit and way.

    ``number``: from 1 in the block, by first appearance. ``parties``: those it is shown under.
    ``facts``: by whom where that is not the party, date, commit, pull request. ``how``: reason and
    certainty. ``way``: who put the text where it stands, where that is another commit.
    """

    number: int
    parties: tuple[Party, ...]
    facts: tuple[str, ...]
    how: tuple[str, ...]
    way: tuple[str, ...]
    summary: str
    commit: Commit | None
    words: int


def notes(block: TracedBlock, answer: Provenance) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """Return the notes of a block, and for each of its spans the number of its note."""
    numbers: dict[tuple[object, ...], int] = {}
    firsts: list[Span] = []
    words: Counter[int] = Counter()
    marks = []
    for span in block.spans:
        number = numbers.setdefault(_key(span), len(numbers) + 1)
        if number > len(firsts):
            firsts.append(span)
        words[number] += count_words(span.text)
        marks.append(number)
    found = tuple(
        _note(number, span, words[number], answer) for number, span in enumerate(firsts, 1)
    )
    return found, tuple(marks)


def _key(span: Span) -> tuple[object, ...]:
    origin = span.origin
    return origin.commit, origin.via, origin.reason, origin.confidence, span.stood


def _note(number: int, span: Span, words: int, answer: Provenance) -> Note:
    origin = span.origin
    commit = answer.commits.get(origin.commit or "")
    credit = answer.credits[commit.id] if commit else Credit(())
    via = answer.commits.get(origin.via)
    way: tuple[str, ...] = ()
    if via is not None:
        mover = answer.credits[via.id]
        done = f"{_HOW[origin.reason]} here {day(via.date)}"
        stood = (f"from {span.stood}",) if span.stood else ()
        way = (done, short(via.id), who(mover), *by(mover), *stood)
    is_written = via is not None or origin.reason is Reason.UNCOMMITTED
    how = "written" if is_written else _HOW[origin.reason]
    return Note(
        number,
        credit.parties,
        (*by(credit), *facts(commit)) if commit else (),
        (how, certainty(origin.confidence)) if commit else (how,),
        way,
        summary(commit) if commit else "",
        commit,
        words,
    )


def summary(commit: Commit) -> str:
    """Return a commit's summary, cut where it is no summary."""
    if commit.id == UNCOMMITTED:
        return ""
    said = commit.summary
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def facts(commit: Commit) -> tuple[str, ...]:
    """Return a commit's date, short id and pull request."""
    pull = (commit.pull_request,) if commit.pull_request else ()
    return (day(commit.date), short(commit.id), *pull)


def who(credit: Credit) -> str:
    """Return under whom a commit is shown."""
    return names(credit.parties)


def names(parties: Sequence[Party]) -> str:
    """Return the names of parties as a sentence has them; "Unknown author" for none."""
    listed = [party.name for party in parties] or ["Unknown author"]
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def by(credit: Credit) -> tuple[str, ...]:
    """Return who made a commit, where that is not of the party."""
    return (f"by {credit.by}",) if credit.by else ()


def day(date: datetime.datetime) -> str:
    """Return a date as "10 Feb 2014", in its own zone."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def short(id: str) -> str:
    """Return a commit's id in print."""
    return "not committed" if id == UNCOMMITTED else id[:SHORT]


def certainty(confidence: float) -> str:
    """Return how sure an origin is: "certain" only where nothing but equality decided."""
    return "certain" if confidence == 1 else f"{confidence:.0%} sure"


def count_words(text: str) -> int:
    """Count the words of a text, ideographs one each."""
    return sum(1 for _ in _words(text))


def _words(text: str) -> Iterable[str]:
    start = True
    for character in text:
        if not character.isalnum():
            start = True
        elif "\u2e80" <= character <= "\u9fff" or character >= "\U00020000":
            start = True
            yield character
        elif start:
            start = False
            yield character


def shares(answer: Provenance) -> tuple[tuple[str, int, int], ...]:
    """Return how many words each party wrote, with its colour, the most first, then by name.

    Words whose author is not known stand under "unknown". A word of several parties counts for
    each of them.
    """
    counts: Counter[str] = Counter()
    colours: dict[str, int] = {}
    for span in spans(answer):
        words = count_words(span.text)
        commit = span.origin.commit
        parties = answer.credits[commit].parties if commit else ()
        for party in parties or (Party("unknown"),):
            counts[party.name] += words
            colours[party.name] = party.colour
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, words, colours[name]) for name, words in ordered if words)


def total_words(answer: Provenance) -> int:
    """Count the words of the answer, each once."""
    return sum(count_words(span.text) for span in spans(answer))


def spans(answer: Provenance) -> Iterable[Span]:
    """Return all spans of the answer."""
    return (span for file in answer.files for block in file.blocks for span in block.spans)


def beyond(answer: Provenance) -> int:
    """Count the words whose author the history that is here does not tell."""
    return sum(count_words(span.text) for span in spans(answer) if span.origin.commit is None)


def statement(answer: Provenance) -> str:
    """Say in one sentence whether the history was complete."""
    if answer.complete:
        return f"history complete, {_count(answer.history, 'commit')}"
    parts = []
    if answer.boundary:
        places = ", ".join(short(id) for id in answer.boundary[:3])
        more = f" and {len(answer.boundary) - 3} more" if len(answer.boundary) > 3 else ""
        words = _count(beyond(answer), "word")
        parts.append(f"{words} of this answer lie beyond {places}{more}, where the history is cut")
    if answer.unreadable:
        what = answer.unreadable[0]
        more = f" and {len(answer.unreadable) - 1} more" if len(answer.unreadable) > 1 else ""
        parts.append(f"{what}{more} cannot be read")
    return "INCOMPLETE: " + "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
