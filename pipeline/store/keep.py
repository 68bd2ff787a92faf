"""A walk → the pages that keep it, all or those that it adds to what was kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.model.history import CommitStep
from pipeline.provenance.grams import Grams
from pipeline.provenance.journal import Journal
from pipeline.provenance.removals import Lost
from pipeline.provenance.state import State
from pipeline.provenance.texts import Growing, Item
from pipeline.provenance.versions import LateTree, Tree, Version
from pipeline.store.folder import slot_files, slots_path
from pipeline.store.index import Written
from pipeline.store.log import GONE, LateLost, Log, Refs, bucket_of
from pipeline.store.pages import Value
from pipeline.store.records import Records
from pipeline.store.series import Series
from pipeline.store.slots import remove_files, write_slots


def keep(
    log: Log,
    state: State,
    steps: Sequence[CommitStep],
    tree: Tree,
    refs: Refs,
) -> bool:
    """Add to a log what was walked since it was read; False where it could not be written.

    ``steps``: those walked since; ``tree``: the files of the last of them.
    """
    first = len(log)
    journal = state.journal
    _keep_texts(log.records, journal)
    latest: dict[str, int] = dict(log.value("tree")) if first else {}
    paths = set(log.paths) if first else set()
    for number, step in enumerate(steps, first):
        made = {
            path: GONE if version is None else _keep_version(log.records, version, latest.get(path))
            for path, version in journal.made[number - first].items()
        }
        latest |= {path: code for path, code in made.items() if code != GONE}
        log.all_made.append(made)
        id = bytes.fromhex(step.commit)
        about = journal.parents[number], journal.numbers.firsts[number], journal.in_doubt[number]
        log.all_commits.append((id, *about, step.date))
        changes = tuple(tuple(map(tuple, each)) for each in step.changes)
        log.all_steps.add(step, (step.commit, step.parents, changes, step.pull))
        paths.update(change.path for each in step.changes for change in each)
    values: Written = {
        ("tree", 0): _keep_tree(log.records, tree),
        ("paths", 0): sorted(paths),
        ("losers", 0): sorted(journal.losers),
        ("renames", 0): journal.renames,
        ("unreadable", 0): journal.unreadable,
        ("beyond", 0): journal.numbers.beyond,
        ("next", 0): journal.numbers.next,
    }
    values |= _lost_pages(log, journal)
    values |= log.indexes.written(journal.texts, state.past, log.counts.get("sentence", 0))
    for series in log.series:
        values |= dict(series.to_write())
    parents = {parent for step in steps for parent in (*step.parents, step.pull)}
    tips = ({*log.tips} | {step.commit for step in steps}) - parents
    counts = {series.kind: len(series) for series in log.series}
    told = {"tips": sorted(tips), "refs": dict(refs), "counts": counts}
    return _write(log, values, told, state.past.grams)


def _write(log: Log, values: Written, about: Mapping[str, Value], grams: Grams) -> bool:
    """Write a save's pages; a file that was written for it goes where they cannot be written."""
    path = log.pages.path
    files = slot_files(path)
    try:
        pages, slots = write_slots(log.pages, grams, log.slots)
    except OSError:
        return False
    is_kept = log.pages.write(values | pages, {**about, "slots": slots})
    if slots["file"] != log.slots.get("file"):
        remove_files(log.pages, files if is_kept else (slots_path(path, slots["file"]),))
    return is_kept


def _keep_tree(records: Records, tree: Tree) -> dict[str, int]:
    """Return a tree's versions by number; those that were not read are numbers still."""
    if not isinstance(tree, LateTree):
        return {path: _keep_version(records, version, None) for path, version in tree.items()}
    return {
        path: code if isinstance(code, int) else _keep_version(records, code, None)
        for path, code in tree.codes.items()
    }


def _keep_version(records: Records, version: Version, before: int | None) -> int:
    """Return a version's number and whether it is text, in one; ``before``: of another so."""
    known = None if before is None or not before & 1 else before >> 1
    return records.number_of_version(version, known) << 1 | (version.text is not None)


def _keep_texts(records: Records, journal: Journal) -> None:
    """Keep the words and sentences that are new; those that were read are there already."""
    _add(records.tokens, journal.texts.tokens)
    _add(records.marks, journal.texts.marks)
    _add(records.sentences, journal.texts.sentences)
    _add(records.ways, journal.numbers.ways)


def _add(kept: Series[Item], known: Growing[Item]) -> None:
    for number in range(len(kept), len(known)):
        kept.append(known[number])


def _lost_pages(log: Log, journal: Journal) -> dict[tuple[str, int], Value]:
    """Return the pages of what files lost that since have more."""
    stored = journal.lost.stored if isinstance(journal.lost, LateLost) else {}
    buckets: defaultdict[int, dict[str, list[Value]]] = defaultdict(dict)
    for path, lost in journal.lost.items():
        added = lost[stored.get(path, 0) :]
        if added:
            buckets[bucket_of(path)][path] = [_lost_record(one, log.records) for one in added]
    pages: dict[tuple[str, int], Value] = {}
    for number, added_by_path in buckets.items():
        page = dict(log.pages.read("lost", number) or {}) if len(log.tips) else {}
        for path, added in added_by_path.items():
            page[path] = [*page.get(path, ()), *added]
        pages["lost", number] = page
    return pages


def _lost_record(lost: Lost, records: Records) -> Value:
    row = records.number_of_row(lost.row, lost.sentence)
    places = None if isinstance(lost.places, range) else tuple(lost.places)
    return lost.commit, lost.block, row, places
