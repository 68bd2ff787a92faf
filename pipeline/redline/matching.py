"""Which tokens of two blocks are the same: by identity first, then by text in what is left.

In: two ``Words``. Out: pairs of token numbers that rise on both sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from pipeline.redline.chain import heaviest_chain
from pipeline.redline.words import Words

Pair = tuple[int, int]

_LARGEST_TABLE = 40_000_000  # cells of one exact comparison; beyond, the rare words cut it first


def match_identities(old: Words, new: Words) -> tuple[Pair, ...]:
    """Pair tokens that were written once, as many as stay in order."""
    places: defaultdict[object, list[int]] = defaultdict(list)
    for number, identity in enumerate(old.identities):
        if identity is not None:
            places[identity].append(number)
    return heaviest_chain(
        (i, j, 1)
        for j, identity in enumerate(new.identities)
        if identity is not None
        for i in places.get(identity, ())[:20]
    )


def match_texts(
    old: Words, new: Words, anchors: Sequence[Pair], taken_old: set[int], taken_new: set[int]
) -> tuple[Pair, ...]:
    """Pair what reads the same between the anchors, leaving what is taken; anchors included."""
    matched: list[Pair] = []
    i0 = j0 = 0
    for i, j in (*anchors, (len(old), len(new))):
        left = [k for k in range(i0, i) if k not in taken_old]
        right = [k for k in range(j0, j) if k not in taken_new]
        if left and right:
            pairs = common([old.texts[k] for k in left], [new.texts[k] for k in right])
            matched += [(left[a], right[b]) for a, b in pairs]
        if i < len(old):
            matched.append((i, j))
        i0, j0 = i + 1, j + 1
    return tuple(matched)


def common(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Yield a longest common subsequence; for very long ones, one that keeps the rare words."""
    start, end_old, end_new = 0, len(old), len(new)
    while start < min(end_old, end_new) and old[start] == new[start]:
        yield start, start
        start += 1
    tail = 0
    while (
        min(end_old, end_new) - tail > start and old[end_old - tail - 1] == new[end_new - tail - 1]
    ):
        tail += 1
    end_old, end_new = end_old - tail, end_new - tail
    for i, j in _middle(old[start:end_old], new[start:end_new]):
        yield start + i, start + j
    for k in range(tail):
        yield end_old + k, end_new + k


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    if not old or not new:
        return
    if len(old) * len(new) <= _LARGEST_TABLE:
        for block in LCSseq.opcodes(list(old), list(new)).as_matching_blocks():
            for k in range(block.size):
                yield block.a + k, block.b + k
        return
    counts_old, counts_new = Counter(old), Counter(new)
    once = {text: j for j, text in enumerate(new) if counts_new[text] == 1}
    anchors = heaviest_chain(
        (i, once[text], 1) for i, text in enumerate(old) if counts_old[text] == 1 and text in once
    )
    if not anchors:  # nothing rare in common: shown old and new, whole
        return
    i0 = j0 = 0
    for i, j in (*anchors, (len(old), len(new))):
        for a, b in common(old[i0:i], new[j0:j]):
            yield i0 + a, j0 + b
        if i < len(old):
            yield i, j
        i0, j0 = i + 1, j + 1
