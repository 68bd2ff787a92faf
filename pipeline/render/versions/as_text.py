"""The versions for a terminal, in the order of history: the newest stands last."""

from pipeline.model.versions import Issued, VersionList
from pipeline.render.provenance.describe import day, short
from pipeline.render.terminal import Piece, Terminal, visible


def render(listed: VersionList, terminal: Terminal) -> str:
    """Return one version a paragraph: label, date, commit, who issued it; counts below."""
    if not listed.versions:
        said = f"No versions yet: no annotated tag is called {visible(listed.pattern)}."
        hint = " Issue one with: redraft release v1"
        return terminal.wrap([Piece(said), Piece(hint, ("dim",))]) + "\n"
    width = max(len(visible(issued.revision.label)) for issued in listed.versions)
    return "\n".join(_version(issued, width, terminal) for issued in listed.versions) + "\n"


def _version(issued: Issued, width: int, terminal: Terminal) -> str:
    revision = issued.revision
    label = visible(revision.label)
    by = f"  {visible(revision.issued_by.name)}" if revision.issued_by else ""
    indent = " " * (width + 2)
    name = terminal.style(label, "bold") + " " * (len(indent) - len(label))
    head = f"{name}{day(revision.date):>11}  {short(revision.id)}{by}"
    return f"{head}\n{terminal.wrap([Piece(_changes(issued), ('dim',))], indent)}"


def _changes(issued: Issued) -> str:
    if not issued.since:
        return "the first version"
    tally = issued.tally
    if tally is None:
        return f"since {issued.since}: nothing to compare"
    counts = [
        _count(tally.insertions, "insertion"),
        _count(tally.deletions, "deletion"),
        _count(tally.moves, "move"),
        _count(tally.other, "other change"),
    ]
    said = ", ".join(count for count in counts if count)
    words = f" (+{tally.words_inserted:,} −{tally.words_deleted:,} words)" if said else ""
    return f"since {issued.since}: {said or 'no changes'}{words}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""
