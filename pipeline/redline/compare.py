"""Two traced texts → a redline, proved complete.

In: two snapshots and the commits that each side has alone, all as values. Out: a ``Redline``.
Words are paired by identity first, by text only where histories do not meet; every difference
gets the one commit that made it.
"""

from collections.abc import Callable, Mapping

from pipeline.model.change import Lineage, Redline, Snapshot
from pipeline.model.credit import Credit
from pipeline.model.history import Commit
from pipeline.redline.assemble import Assembly
from pipeline.redline.attribute import Attribution
from pipeline.redline.blocks import Place, pair_blocks
from pipeline.redline.clauses import find_clauses
from pipeline.redline.files import pair_files
from pipeline.redline.matching import Pair, match_identities, match_texts, with_phrases
from pipeline.redline.material import Material
from pipeline.redline.moves import name_moves
from pipeline.redline.passing import with_passing
from pipeline.redline.pictures import same_pictures
from pipeline.redline.proof import prove
from pipeline.redline.statistics import count
from pipeline.redline.words import Words, read_words

_NOTHING = Lineage()


def compare(
    old: Snapshot,
    new: Snapshot,
    *,
    commits: Mapping[str, Commit],
    credit: Callable[[Commit], Credit],
    ahead: Lineage = _NOTHING,
    behind: Lineage = _NOTHING,
    everything: bool = False,
) -> Redline:
    """Compare two snapshots.

    ``ahead``: the commits of new's history that old's lacks, ``behind`` the other way round. Both
    are empty only where old and new are one commit. ``commits`` answers for every commit that the
    traces name, ``credit`` for under whom it is shown. ``everything``: tell also what came and
    went in between. Raises IncompleteRedline where the proof fails.
    """
    unchanged = _unchanged(old, new)
    old_words, new_words = read_words(old, unchanged), read_words(new, unchanged)
    attribution = Attribution(old, new, old_words, new_words, ahead, behind)
    files = pair_files(old.files, new.files, old_words, new_words)
    pairing = pair_blocks(old_words, new_words, files)
    olds = {(f, i): words for f, blocks in enumerate(old_words) for i, words in enumerate(blocks)}
    news = {(g, j): words for g, blocks in enumerate(new_words) for j, words in enumerate(blocks)}
    # What stands where it stood and reads the same needs no look at its words.
    kept = {
        place: there
        for place, there in pairing.in_place.items()
        if olds[place].block.text == news[there].block.text
    }
    partners = {
        place: there
        for place, there in (pairing.in_place | pairing.moved).items()
        if place not in kept
    }
    identities = {
        place: with_phrases(olds[place], news[there], match_identities(olds[place], news[there]))
        for place, there in partners.items()
    }
    left = {
        place: _left(words, identities.get(place, ()), 0)
        for place, words in olds.items()
        if place not in kept and words.block.text not in pairing.repeated
    }
    sources = {there: place for place, there in partners.items()}
    stayed = set(kept.values())
    right = {
        there: _left(words, identities.get(sources.get(there, (-1, -1)), ()), 1)
        for there, words in news.items()
        if there not in stayed and words.block.text not in pairing.repeated
    }
    clauses = find_clauses(olds, news, left, right)
    taken_old: dict[Place, set[int]] = {}
    taken_new: dict[Place, set[int]] = {}
    for clause in clauses:
        span = range(clause.length)
        taken_old.setdefault(clause.old, set()).update(clause.old_start + k for k in span)
        taken_new.setdefault(clause.new, set()).update(clause.new_start + k for k in span)
    matches = {
        place: match_texts(
            olds[place],
            news[there],
            identities[place],
            taken_old.get(place, set()),
            taken_new.get(there, set()),
        )
        for place, there in partners.items()
    }
    moves = name_moves(old, new, old_words, new_words, pairing, matches, clauses, attribution)
    assembly = Assembly(
        Material(
            old,
            new,
            old_words,
            new_words,
            files,
            pairing,
            identities,
            matches,
            clauses,
            moves,
            attribution,
            unchanged,
        )
    )
    pairs = tuple(assembly.file_pair(pair) for pair in files)
    changes = assembly.changes.finish(commits, credit)
    prove(pairs, old.files, new.files)
    if everything:
        pairs = with_passing(pairs, new, new_words, ahead, commits)
    named = {change.commit.id: change.commit for change in changes if change.commit}
    named |= {change.origin.id: change.origin for change in changes if change.origin}
    return Redline(
        old.revision,
        new.revision,
        pairs,
        changes,
        {id: named[id] for id in sorted(named, key=lambda id: (named[id].committed, id))},
        count(pairs, changes),
        old.document,
        new.document,
        notes=_notes(old, new, attribution),
        complete_history=old.trace.complete and new.trace.complete,
        boundary=tuple(sorted({*old.trace.boundary, *new.trace.boundary})),
        unreadable=tuple(sorted({*old.trace.unreadable, *new.trace.unreadable})),
    )


def _unchanged(old: Snapshot, new: Snapshot) -> frozenset[str]:
    """The files that are the same blob at the same path: most of a large document.

    One that shows a picture that changed is none of them.
    """
    blobs = {file.path: file.blob for file in old.files if file.blob}
    same = [file for file in new.files if blobs.get(file.path) == file.blob]
    if old.others != new.others:
        same = [file for file in same if same_pictures(old, new, file.path, file.path, file)]
    return frozenset(file.path for file in same)


def _left(words: Words, pairs: tuple[Pair, ...], side: int) -> set[int]:
    return set(range(len(words))) - {pair[side] for pair in pairs}


def _notes(old: Snapshot, new: Snapshot, attribution: Attribution) -> tuple[str, ...]:
    notes = []
    if attribution.is_undoing:
        notes.append(
            f"{new.revision.label} is an ancestor of {old.revision.label}: "
            "each change names the commit that it undoes"
        )
    if attribution.is_diverged:
        notes.append(
            f"{old.revision.label} is no ancestor of {new.revision.label}: what only its side "
            "has is shown as deleted, by no commit of the other's history"
        )
    seen: dict[str, None] = dict.fromkeys((*old.trace.notes, *new.trace.notes))
    return (*notes, *seen)
