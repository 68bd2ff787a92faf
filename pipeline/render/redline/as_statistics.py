"""A redline counted: by kind, by party, by file, as a table for the terminal."""

from collections.abc import Sequence

from pipeline.model.change import Redline, Tally
from pipeline.render.redline.places import places
from pipeline.render.redline.statement import letters, revision_name, statement
from pipeline.render.terminal import visible

_HEAD = ("changes", "ins.", "del.", "moves", "other", "+words", "−words")
_NAME = 34  # columns


def render(redline: Redline) -> str:
    """Return the counts; those of the parties, and those of the files, add up to the total."""
    names = {
        file.new_path or file.old_path: place.name
        for file, place in zip(redline.files, places(redline), strict=True)
    }
    statistics = redline.statistics
    parties = [(f"{letters(party):<4} {party.name}", tally) for party, tally in statistics.parties]
    files = [(names.get(path, path), tally) for path, tally in statistics.files]
    lines = [f"{visible(revision_name(redline.old))} → {visible(revision_name(redline.new))}", ""]
    lines += _table([*parties, *files, ("In all", statistics.total)], len(parties))
    kinds = ", ".join(f"{number} {kind}" for kind, number in statistics.kinds)
    lines += ["", f"Kinds: {kinds}" if kinds else "No change"]
    opened, closed = statistics.brackets
    if opened or closed:
        lines.append(f"Square brackets: {opened:+d} “[”, {closed:+d} “]”")
    lines += ["", visible(statement(redline))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _table(rows: Sequence[tuple[str, Tally]], parties: int) -> list[str]:
    width = min(max(len(name) for name, _ in rows), _NAME)
    lines = [f"{'':<{width}} " + " ".join(f"{head:>7}" for head in _HEAD)]
    for number, (name, tally) in enumerate(rows):
        if number in (parties, len(rows) - 1):
            lines.append("")
        shown = visible(name)
        shown = shown if len(shown) <= width else shown[: width - 1] + "…"
        counts = (
            tally.changes,
            tally.insertions,
            tally.deletions,
            tally.moves,
            tally.other,
            tally.words_inserted,
            tally.words_deleted,
        )
        lines.append(f"{shown:<{width}} " + " ".join(f"{count or '–':>7}" for count in counts))
    return lines
