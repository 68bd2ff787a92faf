"""Who wrote each word: the commit graph and its texts in, an origin for every token out.

The walk goes over all commits, parents first. For each it asks where every sentence that it
changed comes from; what no step of ``_explain`` explains, the commit wrote. The answer for a
revision is what the walk holds when it is there.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import cast

from pipeline.model.history import BlobChange, CommitStep
from pipeline.model.trace import Trace
from pipeline.provenance.answers import answer
from pipeline.provenance.drafts import Draft, Held, finish, tokens_left, written_words
from pipeline.provenance.graveyard import (
    are_beside_copies,
    known_runs,
    recall_alike,
    recall_beside,
    recall_runs,
)
from pipeline.provenance.merges import earliest_version, join, take_picked
from pipeline.provenance.moves import move_whole
from pipeline.provenance.pairs import Alignments, pair_alike
from pipeline.provenance.places import FileChange, keep_in_place, pair_files
from pipeline.provenance.removals import lost_in_merge, lost_tokens
from pipeline.provenance.returns import restore_file, restore_sentences
from pipeline.provenance.runs import move_runs
from pipeline.provenance.state import State
from pipeline.provenance.texts import Text
from pipeline.provenance.versions import Numbers, Row, Tree, Version, copy_tree, readable

Blocks = Sequence[tuple[str, ...]]
_Explained = dict[str, list[Row | Draft]]  # by path, one for each sentence of the new text
_ALIGNMENTS_KEPT = 10_000


def trace(
    steps: Iterable[CommitStep], words: Callable[[str], Blocks | None], at: Collection[str]
) -> Mapping[str, Trace]:
    """Trace every token at each of the revisions ``at``, which are commits of ``steps``.

    ``words`` gives the tokens of each block of a blob, by its id, or None where it cannot be
    read; it is asked once a blob. Origins come in the order of these blocks and tokens.
    """
    walk = Walk(words)
    walk.extend(needed(tuple(steps), at), at)
    return {id: walk.answer(id) for id in at}


def needed(steps: Sequence[CommitStep], at: Collection[str]) -> list[CommitStep]:
    """Leave out the steps that no revision asked about rests on: they have no say."""
    wanted = set(at)
    for step in reversed(steps):
        if step.commit in wanted:
            wanted.update(step.parents)
            wanted.add(step.pull)
    return [step for step in steps if step.commit in wanted]


class Walk:
    """The walk's state, which steps extend: all of a history at once, or what came since."""

    def __init__(self, words: Callable[[str], Blocks | None], state: State | None = None) -> None:
        self._words = words
        self.state = state = State() if state is None else state
        self.journal = state.journal
        self._texts = state.journal.texts
        self._numbers = state.journal.numbers
        self._past = state.past
        self._places = state.places
        self._trees = state.trees
        self._ancestry = state.ancestry
        self._read: dict[str, Text | None] = {}
        self._alignments: Alignments = {}
        self._children: defaultdict[int, int] = defaultdict(int)  # that are still to come
        self._answered: dict[str, tuple[int, int, Tree]] = {}

    def extend(self, steps: Sequence[CommitStep], at: Collection[str]) -> None:
        """Walk steps whose parents were walked or are among them; ``at``: which may be asked of.

        Later steps may have their parents among the last of these, those without children.
        """
        first = len(self._places)
        self._places |= {step.commit: number for number, step in enumerate(steps, first)}
        for step in steps:
            for parent in self._parents(step):
                self._children[parent] += 1
        collects = gc.isenabled()
        gc.disable()  # it would look at millions of values, none of them garbage in a cycle
        try:
            for number, step in enumerate(steps, first):
                self._walk_step(number, step)
                if step.commit in at:
                    tree = copy_tree(self._trees[number])
                    self._answered[step.commit] = number, self._ancestry[number], tree
                if len(self._alignments) > _ALIGNMENTS_KEPT:
                    self._alignments.clear()
        finally:
            if collects:
                gc.enable()

    def answer(self, id: str) -> Trace:
        """Answer for a commit that may be asked of."""
        number, ancestry, tree = self._answered[id]
        return answer(self.journal, number, ancestry, tree, readable(tree))

    def tree(self, id: str) -> Tree:
        """Return the files of a commit that may be asked of, or that has no children yet."""
        return self._trees[self._places[id]]

    def _parents(self, step: CommitStep) -> list[int]:
        pull = (step.pull,) if step.pull else ()
        return [self._places[parent] for parent in (*step.parents, *pull)]

    def _walk_step(self, number: int, step: CommitStep) -> None:
        self._numbers.begin_commit()
        parents = self._parents(step)
        self.journal.begin(step.commit, parents, step.is_cut)
        trees = [self._trees[parent] for parent in parents] or [{}]
        ancestries = [self._ancestry[parent] for parent in parents]
        known = 0
        for ancestry in ancestries:
            known |= ancestry
        self._past.ancestry = 0 if step.is_cut else known  # what is new after a cut is from beyond
        self._ancestry[number] = known | 1 << number
        if len(trees) == 1:
            made = self._one_parent(number, step.changes[0], trees[0])
        else:
            made = (self._squash if step.pull else self._merge)(number, step, trees, ancestries)
        tree = trees[0]
        for place, parent in enumerate(parents):
            self._children[parent] -= 1
            if not self._children[parent]:
                del self._trees[parent], self._ancestry[parent]
            elif not place:
                tree = copy_tree(tree)
        for path, version in made.items():
            if version is None:
                tree.pop(path, None)
            else:
                tree[path] = version
        self._trees[number] = tree
        if step.is_cut:
            self._numbers.mark_beyond(self._numbers.first_of(number))
        if self.journal.is_in_doubt(number):
            # Where text is hidden, what was changed since may be it; where a parent is, all may.
            for path in [*tree] if step.is_cut else [path for path in made if path in tree]:
                tree[path] = self._numbers.doubted(tree[path])
        self.journal.make({path: tree.get(path) for path in made})

    def _one_parent(
        self, number: int, changes: Sequence[BlobChange], before: Tree
    ) -> dict[str, Version | None]:
        texts = self._texts_of(number, changes)
        files = pair_files(changes, before, texts)
        explained, left = self._in_place(files)
        self._explain(number, files, explained, left, before)
        made = self._versions(number, files, explained)
        self.journal.remove(lost_tokens(number, left))
        return made

    def _explain(
        self,
        number: int,
        files: Sequence[FileChange],
        explained: _Explained,
        left: Sequence[Held],
        before: Tree,
    ) -> None:
        """Find where drafts come from: the steps in their order, the surest first."""
        drafts = _drafts(explained)
        if not drafts:
            return
        for file in files:
            if file.new is not None:
                earlier = self._past.recall_version(file.blob, file.new_path)
                if earlier is not None:
                    mine = [draft for draft in drafts if draft.path == file.new_path]
                    restore_file(mine, left, earlier, number, self._numbers)
        move_whole(drafts, left, number, self._past, self._numbers)
        restore_sentences(drafts, left, _texts(files), number, self._past, before, self._numbers)
        pair_alike(drafts, left, number, self._past, self._numbers, self._alignments)
        move_runs(drafts, left, number, self._past, self._numbers)
        hits = known_runs(drafts, self._past)
        if hits or are_beside_copies(drafts):
            stock, sentences = tokens_left(left), self._texts.sentences
            known = number, self._past, before, self._numbers
            recall_alike(hits, stock, sentences, *known, self._alignments)
            recall_beside(drafts, stock, *known, self._alignments)
            recall_runs(hits, stock, sentences, *known)

    def _merge(
        self, number: int, step: CommitStep, trees: Sequence[Tree], ancestries: Sequence[int]
    ) -> dict[str, Version | None]:
        """Take each file from the parents that have it so; explain what no parent has so."""
        made: dict[str, Version | None] = {}
        unlike: list[BlobChange] = []
        changed = [{change.path: change for change in changes} for changes in step.changes]
        paths = sorted(set().union(*changed))
        for path in paths:
            same = [parent for parent, paths in enumerate(changed) if path not in paths]
            if same:
                made[path] = _from_parents(path, same, trees, ancestries, self._numbers)
            else:
                unlike.append(changed[0][path])
        made |= _written_twice(trees, frozenset(paths), self._numbers)
        for path, version in made.items():
            if version is not None:
                self._past.add_version(number, path, version)
        made |= self._unlike(number, step.changes, unlike, trees)
        self.journal.remove(lost_in_merge(number, changed, made, trees, ancestries, self._numbers))
        return made

    def _unlike(
        self,
        number: int,
        changes: Sequence[Sequence[BlobChange]],
        unlike: Sequence[BlobChange],
        trees: Sequence[Tree],
    ) -> dict[str, Version | None]:
        """Explain files of a merge that no parent has so: against each parent, then joined."""
        gone = {change.path: None for change in unlike if not change.new}
        wanted = {change.path for change in unlike if change.new}
        if not wanted:
            return dict(gone)
        by_parent: list[_Explained] = []
        left_over: list[list[Held]] = []
        whole: set[tuple[str, int]] = set()  # sentences that some parent has
        for parent_changes, before in zip(changes, trees, strict=True):
            texts = self._texts_of(number, parent_changes)
            files = pair_files(parent_changes, before, texts)
            explained, left = self._in_place(files)
            explained = {path: rows for path, rows in explained.items() if path in wanted}
            move_whole(_drafts(explained), left, number, self._past, self._numbers)
            for path, rows in explained.items():
                whole.update((path, index) for index, one in enumerate(rows) if _is_whole(one))
            by_parent.append(explained)
            left_over.append(left)
        for explained, left in zip(by_parent, left_over, strict=True):
            drafts = [one for one in _drafts(explained) if (one.path, one.index) not in whole]
            pair_alike(drafts, left, number, self._past, self._numbers, self._alignments)
            move_runs(drafts, left, number, self._past, self._numbers)
        pool = [held for left in left_over for held in left]
        joined = {
            path: join([explained[path] for explained in by_parent], self._numbers)
            for path in by_parent[0]
        }
        files = [
            FileChange(change.path, change.path, change.new, None, self._read[change.new])
            for change in unlike
            if change.new
        ]
        self._explain(number, files, joined, pool, trees[0])
        return gone | self._versions(number, files, joined)

    def _squash(
        self, number: int, step: CommitStep, trees: Sequence[Tree], ancestries: Sequence[int]
    ) -> dict[str, Version | None]:
        """Take what a squash adds from its pull request, where that gives the file's text."""
        changes = step.changes[0]
        other = {change.path for change in step.changes[-1]}
        texts = self._texts_of(number, changes)
        files = pair_files(changes, trees[0], texts)
        explained, left = self._in_place(files)
        for path, rows in explained.items():
            version = trees[-1].get(path)
            if path not in other and version is not None and version.text is not None:
                explained[path] = [
                    row if isinstance(row, Row) else theirs
                    for row, theirs in zip(rows, version.rows, strict=True)
                ]
        self._explain(number, files, explained, left, trees[0])
        made = self._versions(number, files, explained)
        changed = [{change.path: change for change in one} for one in step.changes]
        self.journal.remove(
            lost_in_merge(number, changed[:1], made, trees, ancestries, self._numbers)
        )
        return made

    def _texts_of(self, number: int, changes: Iterable[BlobChange]) -> dict[str, Text | None]:
        """Read the new blobs of some changes; each blob is read once in the whole history."""
        for change in changes:
            if change.new and change.new not in self._read:
                blocks = self._words(change.new)
                self._read[change.new] = None if blocks is None else self._texts.read(blocks)
            if change.new and self._read[change.new] is None:
                self.journal.note_unreadable(number, change.path)
        return self._read

    def _in_place(self, files: Iterable[FileChange]) -> tuple[_Explained, list[Held]]:
        explained: _Explained = {}
        left: list[Held] = []
        for file in files:
            rows, held = keep_in_place(file)
            left += held
            if file.new_path and file.new is not None:
                explained[file.new_path] = rows
        return explained, left

    def _versions(
        self, number: int, files: Sequence[FileChange], explained: _Explained
    ) -> dict[str, Version | None]:
        """Make the files' versions; what is still without a source gets numbers of its own."""
        made: dict[str, Version | None] = {file.old_path: None for file in files if file.old_path}
        for file in files:
            if not file.new_path:
                continue
            if file.new is None:
                made[file.new_path] = Version(file.blob, None, (), number)
                continue
            first = self._numbers.next
            drafts = [one for one in explained[file.new_path] if isinstance(one, Draft)]
            rows = cast(list[Row], explained[file.new_path])  # as soon as the drafts are finished
            for draft in drafts:
                row = rows[draft.index] = finish(draft, self._numbers)
                if draft.row is None:
                    self._past.grams.add(draft.sentence, written_words(draft, row, first))
            new = [draft.index for draft in drafts]
            for index in new if file.old_path == file.new_path else range(len(rows)):
                sentence = file.new.sentences[index]
                self._past.add_sentence(number, file.new_path, sentence, rows[index])
                self._past.add_neighbours(file.new, index)
            if file.old is not None and file.old.text is None:
                self._numbers.mark_beyond(first)
                self.journal.doubt(number)
            if file.old_path and file.new_path != file.old_path:
                self.journal.rename(number, file.old_path, file.new_path)
            version = Version(file.blob, file.new, tuple(rows), number)
            self._past.add_version(number, file.new_path, version)
            made[file.new_path] = version
        return made


def _is_whole(one: Row | Draft) -> bool:
    return isinstance(one, Row) or not one.open


def _drafts(explained: _Explained) -> list[Draft]:
    return [one for rows in explained.values() for one in rows if isinstance(one, Draft)]


def _texts(files: Iterable[FileChange]) -> dict[str, Text]:
    return {file.new_path: file.new for file in files if file.new is not None}


def _from_parents(
    path: str,
    same: Sequence[int],
    trees: Sequence[Tree],
    ancestries: Sequence[int],
    numbers: Numbers,
) -> Version | None:
    """Take a file from the parents that have it so; a sentence that another branch wrote earlier
    in its version of the file (a cherry-pick) comes from there."""
    versions = [trees[parent][path] for parent in same if path in trees[parent]]
    if not versions:
        return None
    version = earliest_version(versions, numbers)
    for parent, tree in enumerate(trees):
        other = tree.get(path)
        if parent in same or other is None:
            continue
        is_own = not any(ancestries[mine] >> other.maker & 1 for mine in same)
        if is_own and not ancestries[parent] >> version.maker & 1:
            version = take_picked(version, other, numbers)
    return version


def _written_twice(
    trees: Sequence[Tree], changed: Collection[str], numbers: Numbers
) -> dict[str, Version | None]:
    """Join files that the parents have alike, but made each on its own."""
    found: dict[str, Version | None] = {}
    first = trees[0]
    for other in trees[1:]:
        for path, version in first.items():
            twin = other.get(path)
            if twin is not version and twin is not None and path not in changed:
                found[path] = earliest_version([found.get(path) or version, twin], numbers)
    return found
