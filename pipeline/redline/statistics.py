"""What a redline holds, counted: by kind, by party, by file; each adds up to the total."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields

from pipeline.model.change import Change, ChangeKind, FilePair, Op, Run, Statistics, Tally
from pipeline.model.text import Party
from pipeline.redline.words import WORD

_WORDED = {
    Op.INSERT: "words_inserted",
    Op.DELETE: "words_deleted",
    Op.MOVED_TO: "words_moved",
}


def count(files: Sequence[FilePair], changes: Sequence[Change]) -> Statistics:
    """Count changes and words; a change of several parties counts for its first."""
    by_id = {change.id: change for change in changes}
    where: dict[int, str] = {}
    words: defaultdict[int, Counter[str]] = defaultdict(Counter)
    folded = 0
    brackets = [0, 0]
    for file in files:
        path = file.new_path or file.old_path
        for id in (*file.changes, *(entry.change for entry in file.metadata)):
            where.setdefault(id, path)
        for block in file.blocks:
            for id in block.changes:
                where.setdefault(id, path)
            for run in block.runs:
                for id in (run.change, *run.also):
                    if id and (id not in where or run.op is Op.MOVED_TO):
                        where[id] = path
                if run.op in _WORDED and run.change:
                    words[run.change][_WORDED[run.op]] += _count_words(run.text)
                folded += _count_words(run.text) if run.folded and run.op is Op.INSERT else 0
                _count_brackets(run, brackets)
    tallies = {id: _tally(change, words[id]) for id, change in by_id.items()}
    parties: dict[Party, list[Tally]] = defaultdict(list)
    for change in changes:
        parties[shown_party(change)].append(tallies[change.id])
    by_file: dict[str, list[Tally]] = defaultdict(list)
    for change in changes:
        by_file[where.get(change.id, "")].append(tallies[change.id])
    kinds = Counter(change.kind for change in changes)
    return Statistics(
        _sum(list(tallies.values())),
        tuple((kind, kinds[kind]) for kind in ChangeKind if kinds[kind]),
        tuple(
            (party, _sum(parties[party]))
            for party in sorted(parties, key=lambda party: (party.colour, party.name))
        ),
        tuple((path, _sum(by_file[path])) for path in by_file),
        folded,
        (brackets[0], brackets[1]),
    )


def shown_party(change: Change) -> Party:
    """Return under whom a change is counted and coloured."""
    if change.credit.parties:
        return change.credit.parties[0]
    return Party(name="not known" if change.commit is None else change.commit.authors[0].name)


def _count_words(text: str) -> int:
    return len(WORD.findall(text))


def _tally(change: Change, words: Counter[str]) -> Tally:
    kind = change.kind
    return Tally(
        insertions=int(kind in (ChangeKind.INSERTION, ChangeKind.REPLACEMENT)),
        deletions=int(kind in (ChangeKind.DELETION, ChangeKind.REPLACEMENT)),
        moves=int(kind is ChangeKind.MOVE),
        other=int(
            kind
            not in (
                ChangeKind.INSERTION,
                ChangeKind.DELETION,
                ChangeKind.REPLACEMENT,
                ChangeKind.MOVE,
            )
        ),
        words_inserted=words["words_inserted"],
        words_deleted=words["words_deleted"],
        words_moved=words["words_moved"],
        changes=1,
    )


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        **{
            field.name: sum(getattr(tally, field.name) for tally in tallies)
            for field in fields(Tally)
        }
    )


def _count_brackets(run: Run, brackets: list[int]) -> None:
    sign = {Op.INSERT: 1, Op.DELETE: -1}.get(run.op, 0)
    if run.folded or not sign:
        return
    brackets[0] += sign * run.text.count("[")
    brackets[1] += sign * run.text.count("]")
