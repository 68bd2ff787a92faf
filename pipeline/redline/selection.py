"""Some of a redline's changes: the others are shown as new has them.

In: a proved redline and the changes to keep. Out: a redline that says that it is a selection.
Rejecting all of a selection does not give old; accepting all still gives new.
"""

from dataclasses import replace

from pipeline.model.change import Change, FilePair, Op, Redline, RedlineBlock, Run
from pipeline.redline.statistics import count


def by_author(redline: Redline, author: str) -> Redline:
    """Keep the changes of an author or a party, by name, letters, id or e-mail, case apart."""
    wanted = author.strip().casefold()
    kept = frozenset(change.id for change in redline.changes if wanted in _names(change))
    return select(redline, kept, f"by {author.strip()}")


def people(redline: Redline) -> tuple[str, ...]:
    """Name those who made the changes, for who asked for somebody else."""
    return tuple(
        sorted({party.name for change in redline.changes for party in change.credit.parties})
    )


def select(redline: Redline, kept: frozenset[int], selection: str) -> Redline:
    """Keep the changes of these numbers."""
    files = tuple(_file(file, kept) for file in redline.files)
    changes = tuple(change for change in redline.changes if change.id in kept)
    named = {change.commit.id for change in changes if change.commit}
    named |= {change.origin.id for change in changes if change.origin}
    return replace(
        redline,
        files=files,
        changes=changes,
        commits={id: commit for id, commit in redline.commits.items() if id in named},
        statistics=count(files, changes),
        selection=f"{len(changes)} of {len(redline.changes)} changes, {selection}",
    )


def _names(change: Change) -> set[str]:
    names = {change.credit.by}
    for party in change.credit.parties:
        names |= {party.id, party.name, party.short, party.letters, *party.emails}
    for author in change.commit.authors if change.commit else ():
        names |= {author.name, author.email, str(author)}
    return {name.casefold() for name in names if name}


def _file(file: FilePair, kept: frozenset[int]) -> FilePair:
    blocks = (_block(block, kept) for block in file.blocks)
    return replace(
        file,
        blocks=tuple(block for block in blocks if block is not None),
        metadata=tuple(entry for entry in file.metadata if entry.change in kept),
        changes=tuple(id for id in file.changes if id in kept),
    )


def _block(block: RedlineBlock, kept: frozenset[int]) -> RedlineBlock | None:
    """Accept the block's other changes; None where nothing of it is left."""
    runs = tuple(run for old in block.runs if (run := _run(old, kept)) is not None)
    changes = tuple(id for id in block.changes if id in kept)
    touched = changes or any(run.change or run.also for run in runs)
    if block.new is None and not touched:
        return None
    return replace(block, runs=runs, changes=changes, code=block.code if touched else None)


def _run(run: Run, kept: frozenset[int]) -> Run | None:
    also = tuple(id for id in run.also if id in kept)
    if run.change in kept or not run.change:
        return replace(run, also=also)
    if run.op in (Op.DELETE, Op.MOVED_FROM):
        return None
    first, rest = (also[0], also[1:]) if also else (0, ())
    marks = run.new_marks
    return replace(
        run, op=Op.EQUAL, change=first, also=rest, folded=False, old_marks=marks, new_marks=marks
    )
