"""Pair the blocks of old and new: in place along the heaviest in-order chain, moved otherwise.

In: the words of each block and the file pairs. Out: a ``BlockPair`` for each block, old and new.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise

from pipeline.model.text import Block, BlockKind
from pipeline.redline.chain import heaviest_chain
from pipeline.redline.files import FilePairing
from pipeline.redline.stopwords import is_function_word
from pipeline.redline.words import WORD, Identity, Words

Place = tuple[int, int]  # file number, block number
Pair = tuple[int, int]  # block numbers of old and of new

_IN_PLACE = 0.25  # share of the smaller block's words that a block in its place keeps
_MOVED = 0.5  # of a block that stands elsewhere
_ALIKE = 0.4  # Dice of the telling words, for text that history does not join
_ALIKE_ELSEWHERE = 0.5
_IN_ORDER_ELSEWHERE = 0.3  # Dice of neighbouring tokens: the same words in the same order
_TELLING_ELSEWHERE = 5  # words that a block must tell to be found elsewhere by its text alone
_ALONE = 4  # words of a block that is known by its text alone where it stands once on each side
_COPIES = 20  # a word that stands in more blocks tells no block apart
_LANDMARK = 16  # a heading that stands weighs as much as four words of a paragraph more


@dataclass(frozen=True, eq=False)
class Pairing:
    """What belongs together: in place (of a file pair) or moved; old place to new place.

    ``repeated``: texts that stand more than once on both sides: which of them went where nobody
    could say, so they never move.
    """

    in_place: dict[Place, Place]
    moved: dict[Place, Place]
    repeated: frozenset[str] = frozenset()

    @cached_property
    def stayed(self) -> Mapping[Place, Place]:
        """New place to old place, of what is in place."""
        return {there: place for place, there in self.in_place.items()}

    @cached_property
    def sources(self) -> Mapping[Place, Place]:
        """New place to old place, of what moved."""
        return {there: place for place, there in self.moved.items()}

    @cached_property
    def chains(self) -> Mapping[int, list[tuple[int, int]]]:
        """What is in place, by old file: block numbers of old and of new, both rising."""
        chains: dict[int, list[tuple[int, int]]] = {}
        for (f, i), (_, j) in sorted(self.in_place.items()):
            chains.setdefault(f, []).append((i, j))
        return chains


def pair_blocks(
    old: Sequence[Sequence[Words]], new: Sequence[Sequence[Words]], files: Sequence[FilePairing]
) -> Pairing:
    """Pair each block at most once; what stays unpaired was inserted or deleted."""
    both = [(f, g) for f, g in files if f is not None and g is not None]
    chains = {f: list(_chain_by_identity(old[f], new[g])) for f, g in both}
    in_place = {(f, i): (g, j) for f, g in both for i, j in chains[f]}
    repeated = _repeated(old) & _repeated(new)
    free_old, free_new = _free(old, repeated), _free(new, repeated)
    moved = _moved_by_identity(free_old, free_new, in_place)
    arrived = set(moved.values())
    for find in (_alike, _by_place):
        for f, g in both:
            left = [(f, i) not in moved for i in range(len(old[f]))]
            right = [(g, j) not in arrived for j in range(len(new[g]))]
            chains[f] += _in_gaps(find, old[f], new[g], chains[f], left, right)
            chains[f].sort()
        in_place = {(f, i): (g, j) for f, g in both for i, j in chains[f]}
        if find is _alike:  # what only stands in the place of another may be found elsewhere
            moved |= _moved_by_text(free_old, free_new, in_place, moved)
            arrived = set(moved.values())
    return Pairing(in_place, moved, repeated)


def _repeated(files: Sequence[Sequence[Words]]) -> frozenset[str]:
    counts = Counter([words.block.text for blocks in files for words in blocks])
    return frozenset(text for text, count in counts.items() if count > 1)


def _free(files: Sequence[Sequence[Words]], repeated: frozenset[str]) -> dict[Place, Words]:
    """The blocks that may be found elsewhere, by place."""
    return {
        (f, i): words
        for f, blocks in enumerate(files)
        for i, words in enumerate(blocks)
        if words.block.text not in repeated
    }


def _shared(
    olds: Iterable[tuple[Place, Words]],
    news: Iterable[tuple[Place, Words]],
    *,
    telling: bool = False,
) -> Counter[tuple[Place, Place]]:
    """Count the words that blocks share by identity; ``telling``: only those that tell."""
    holders: defaultdict[Identity, list[Place]] = defaultdict(list)
    for place, words in olds:
        for identity in _counted(words, telling):
            holders[identity].append(place)
    shared: Counter[tuple[Place, Place]] = Counter()
    for there, words in news:
        for identity in _counted(words, telling):
            places = holders.get(identity, ())
            if len(places) <= _COPIES:
                for place in places:
                    shared[place, there] += 1
    return shared


def _counted(words: Words, telling: bool) -> Iterator[Identity]:
    for identity, text, is_word in zip(words.identities, words.texts, words.are_words, strict=True):
        if identity and is_word and not (telling and is_function_word(text)):
            yield identity


def _chain_by_identity(old: Sequence[Words], new: Sequence[Words]) -> tuple[tuple[int, int], ...]:
    alone = {(i, j): count for i, j, count in _alone(old, new)}
    left, right = {i for i, _ in alone}, {j for _, j in alone}
    shared = _shared(
        (((0, i), words) for i, words in enumerate(old) if i not in left),
        (((0, j), words) for j, words in enumerate(new) if j not in right),
    )
    candidates = []
    for (i, j), count in alone.items():
        candidates.append((i, j, 4 * count + 1 + _same_shape(old[i].block, new[j].block)))
    for ((_, i), (_, j)), count in shared.items():
        if count >= _IN_PLACE * min(old[i].size, new[j].size):
            one, other = old[i].block, new[j].block
            bonus = (one.text == other.text) + _same_shape(one, other)
            if one.kind is other.kind is BlockKind.HEADING and one.text == other.text:
                bonus += _LANDMARK
            candidates.append((i, j, 4 * min(count, old[i].size, new[j].size) + bonus))
    if not shared:  # no history joins them: what was edited has its say in the order, too
        unequal = [i for i in range(len(old)) if i not in left]
        candidates += _alike_pairs(
            old, new, unequal, [j for j in range(len(new)) if j not in right]
        )
    return heaviest_chain(candidates)


def _alone(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[int, int, int]]:
    """Pair what reads the same and stands once on either side, and count its words, roughly.

    These are most blocks of most files: identity could tell nothing else of them, and would cost
    a look at each of their words.
    """
    times_old = Counter([words.block.text for words in old])
    times_new = Counter([words.block.text for words in new])
    places = {words.block.text: j for j, words in enumerate(new)}
    for i, words in enumerate(old):
        text = words.block.text
        if times_old[text] == 1 == times_new.get(text):
            count = len(WORD.findall(text))
            if count >= _ALONE:
                yield i, places[text], count


def _moved_by_identity(
    old: Mapping[Place, Words], new: Mapping[Place, Words], in_place: dict[Place, Place]
) -> dict[Place, Place]:
    left, right = _unpaired(old, set(in_place)), _unpaired(new, set(in_place.values()))
    shared = _shared(left, right, telling=True)
    told = {place: _telling(words).total() for place, words in left}
    arriving = {there: _telling(words).total() for there, words in right}
    by_text = {words.block.text: place for place, words in left}
    for there, words in right:
        place = by_text.get(words.block.text)
        if place is not None and arriving[there] >= _TELLING_ELSEWHERE:
            shared[place, there] = arriving[there]
    scored = []
    for (place, there), count in shared.items():
        smaller, larger = sorted((told[place], arriving[there]))
        if count >= _MOVED * smaller and count >= _IN_PLACE * larger:
            scored.append((-min(count, smaller), larger, place, there))
    return _greedy(scored)


def _in_gaps(
    find: Callable[[Sequence[Words], Sequence[Words], list[int], list[int]], Iterable[Pair]],
    old: Sequence[Words],
    new: Sequence[Words],
    anchors: Sequence[Pair],
    free_old: Sequence[bool],
    free_new: Sequence[bool],
) -> list[Pair]:
    """Find pairs among the free blocks between two pairs that stay in order."""
    found: list[Pair] = []
    i0 = j0 = 0
    for i, j in (*anchors, (len(old), len(new))):
        left = [k for k in range(i0, i) if free_old[k]]
        right = [k for k in range(j0, j) if free_new[k]]
        i0, j0 = i + 1, j + 1
        if left and right:
            found += find(old, new, left, right)
    return found


def _alike(
    old: Sequence[Words], new: Sequence[Words], left: Sequence[int], right: Sequence[int]
) -> Iterable[Pair]:
    """Pair blocks that read alike, as many as stay in order."""
    return heaviest_chain(_alike_pairs(old, new, left, right))


def _alike_pairs(
    old: Sequence[Words], new: Sequence[Words], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield blocks that read alike, with the weight that their pair has in a chain."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    told_old = {i: _telling(old[i]) for i in left}
    for i in left:
        for text in told_old[i]:
            holders[text].append(i)
    for j in right:
        told = _telling(new[j])
        shared: Counter[int] = Counter()
        for text, count in told.items():
            if len(holders.get(text, ())) <= _COPIES:
                for i in holders.get(text, ()):
                    shared[i] += min(count, told_old[i][text])
        for i, count in shared.items():
            if 2 * count >= _ALIKE * (told.total() + told_old[i].total()):
                bonus = _same_shape(old[i].block, new[j].block)
                yield i, j, 4 * count + bonus


def _by_place(
    old: Sequence[Words], new: Sequence[Words], left: Sequence[int], right: Sequence[int]
) -> Iterable[Pair]:
    """Pair what is left where only one can be meant: the cells of a row, blocks without words."""
    if len(left) != len(right):
        return _rest_of_row(old, new, left, right)
    return [
        (a, b)
        for a, b in zip(left, right, strict=True)
        if _one_place(old[a], new[b], alone=len(left) == 1)
    ]


def _rest_of_row(
    old: Sequence[Words], new: Sequence[Words], olds: Sequence[int], news: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair the cells that go on a row, whatever rows come or went after it."""
    pairs: list[tuple[int, int]] = []
    for i, j in zip(olds, news, strict=False):
        a, b = old[i].block.cell, new[j].block.cell
        before, there = (old[i - 1].block.cell, new[j - 1].block.cell) if i and j else (None, None)
        if not (a and b and before and there):
            break
        if (a.row, b.row) != (before.row, there.row):
            break
        if (a.column, before.column) != (b.column, there.column):
            break
        pairs.append((i, j))
    return pairs


def _one_place(old: Words, new: Words, *, alone: bool) -> bool:
    a, b = old.block, new.block
    if a.cell and b.cell:
        return a.cell.column == b.cell.column
    if not old.texts and not new.texts:
        return a.kind == b.kind
    return alone and _same_shape(a, b) and a.kind is not BlockKind.CODE


def _moved_by_text(
    old: Mapping[Place, Words],
    new: Mapping[Place, Words],
    in_place: dict[Place, Place],
    moved: dict[Place, Place],
) -> dict[Place, Place]:
    """Find moved blocks that history does not join: on another branch, imported, typed again."""
    left = {place: _telling(words) for place, words in _unpaired(old, set(in_place) | set(moved))}
    right = {
        place: _telling(words)
        for place, words in _unpaired(new, set(in_place.values()) | set(moved.values()))
    }
    holders: defaultdict[str, list[Place]] = defaultdict(list)
    for place, told in left.items():
        if told.total() >= _TELLING_ELSEWHERE:
            for text in told:
                holders[text].append(place)
    scored = []
    for there, told in right.items():
        if told.total() < _TELLING_ELSEWHERE:
            continue
        shared: Counter[Place] = Counter()
        for text, count in told.items():
            places = holders.get(text, ())
            if len(places) <= _COPIES:
                for place in places:
                    shared[place] += min(count, left[place][text])
        for place, count in shared.items():
            total = told.total() + left[place].total()
            is_alike = 2 * count >= _ALIKE_ELSEWHERE * total
            if is_alike and _reads_on(old[place], new[there]):
                scored.append((-count, total, place, there))
    return _greedy(scored)


def _reads_on(old: Words, new: Words) -> bool:
    one, other = Counter(pairwise(old.texts)), Counter(pairwise(new.texts))
    return 2 * (one & other).total() >= _IN_ORDER_ELSEWHERE * (one.total() + other.total())


def _greedy(scored: Iterable[tuple[int, int, Place, Place]]) -> dict[Place, Place]:
    """Take the best pairs first, each block once; ties go to the nearest, then the first."""
    chosen: dict[Place, Place] = {}
    used: set[Place] = set()
    for *_, place, there in sorted(scored, key=lambda s: (s[0], s[1], s[2][0] != s[3][0], s[2:])):
        if place not in chosen and there not in used:
            chosen[place] = there
            used.add(there)
    return chosen


def _unpaired(blocks: Mapping[Place, Words], paired: set[Place]) -> list[tuple[Place, Words]]:
    return [(place, words) for place, words in blocks.items() if place not in paired]


def _telling(words: Words) -> Counter[str]:
    """The words that tell a block apart, function words left out (unless it has no others)."""
    texts = list(compress(words.texts, words.are_words))
    telling = [text for text in texts if not is_function_word(text)]
    return Counter(telling or texts)


def _same_shape(old: Block, new: Block) -> bool:
    return (old.kind, old.level, old.label, old.depth) == (
        new.kind,
        new.level,
        new.label,
        new.depth,
    )
