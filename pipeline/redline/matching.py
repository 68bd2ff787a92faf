"""Which tokens of two blocks are the same: by identity first, then by text in what is left.

In: two ``Words``. Out: pairs of token numbers that rise on both sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from pipeline.redline.chain import heaviest_chain
from pipeline.redline.stopwords import is_function_word
from pipeline.redline.words import Words

Pair = tuple[int, int]

_LARGEST_TABLE = 40_000_000  # cells of one exact comparison; beyond, the rare words cut it first
_WEIGHED_TABLE = 20_000  # cells up to which equal answers are told apart by what they keep
_MATTER = 2  # words of matter that hold a phrase in its place, whoever wrote it
_WEAK = 3  # tokens: a kept stretch no longer than this, without a word of matter, is no anchor


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


def with_phrases(old: Words, new: Words, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Add what reads the same in the same place: stretches with words of matter enough.

    A sentence that stands twice may have lent its words to its twin; where both still stand,
    neither moved.
    """
    found: list[Pair] = []
    end = len(old)
    i0 = j0 = 0
    for i, j in (*pairs, (end, len(new))):
        left, right = range(i0, i), range(j0, j)
        if left and right:
            stretch: list[Pair] = []
            for a, b in (*_common_texts(old, new, left, right, set()), (-1, -1)):
                if stretch and (a, b) != (stretch[-1][0] + 1, stretch[-1][1] + 1):
                    if sum(_matters(old, k) for k, _ in stretch) >= _MATTER:
                        found += stretch
                    stretch = []
                stretch.append((a, b))
        if i < end:
            found.append((i, j))
        i0, j0 = i + 1, j + 1
    return tuple(found)


def match_texts(
    old: Words, new: Words, pairs: Sequence[Pair], taken_old: set[int], taken_new: set[int]
) -> tuple[Pair, ...]:
    """Pair what reads the same between the pairs known by identity, leaving what is taken.

    Stretches of function words and punctuation hold nothing: which "of" among changed words is
    the old one is no matter, and is decided anew with the words around it.
    """
    matched: list[Pair] = []
    end = len(old)
    i0 = j0 = done = 0
    for i, j in (*_anchors(old, new, pairs), (end, len(new))):
        start = done
        while done < len(pairs) and pairs[done] < (i, j):
            done += 1
        left = [k for k in range(i0, i) if k not in taken_old]
        right = [k for k in range(j0, j) if k not in taken_new]
        if left and right:
            matched += _common_texts(old, new, left, right, set(pairs[start:done]))
        if i < end:
            matched.append((i, j))
        i0, j0 = i + 1, j + 1
    return tuple(matched)


def _anchors(old: Words, new: Words, pairs: Sequence[Pair]) -> list[Pair]:
    """Leave out the weak stretches between two changes."""
    anchors: list[Pair] = []
    start = 0
    for end in range(1, len(pairs) + 1):
        if end < len(pairs) and pairs[end] == (pairs[end - 1][0] + 1, pairs[end - 1][1] + 1):
            continue
        stretch = pairs[start:end]
        inside = start > 0 and end < len(pairs)
        weak = inside and len(stretch) <= _WEAK and not any(_matters(old, i) for i, _ in stretch)
        if not weak:
            anchors += stretch
        start = end
    return anchors


def _matters(words: Words, number: int) -> bool:
    return words.are_words[number] and not is_function_word(words.texts[number])


def _common_texts(
    old: Words, new: Words, left: Sequence[int], right: Sequence[int], same: set[Pair]
) -> list[Pair]:
    if len(left) * len(right) > _WEIGHED_TABLE:
        pairs = common([old.texts[k] for k in left], [new.texts[k] for k in right])
        return [(left[a], right[b]) for a, b in pairs]
    return _heaviest_common(old, new, left, right, same)


def _heaviest_common(
    old: Words, new: Words, left: Sequence[int], right: Sequence[int], same: set[Pair]
) -> list[Pair]:
    """Of the longest common subsequences take the one that keeps the most words of matter, then
    the one in the fewest pieces, then the one that identities speak for."""
    rows, columns = len(left), len(right)
    # From the end, so that the walk below goes forward; [1] where the cell's own pair is taken.
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    taken = [[0] * (columns + 1) for _ in range(rows + 1)]
    for a in range(rows - 1, -1, -1):
        i = left[a]
        text, matters = old.texts[i], _matters(old, i)
        for b in range(columns - 1, -1, -1):
            if text == new.texts[right[b]]:
                value = 1_000_000_000 + 1_000_000 * matters + ((i, right[b]) in same)
                follows = taken[a + 1][b + 1] + 1_000 if taken[a + 1][b + 1] else 0
                taken[a][b] = value + max(best[a + 1][b + 1], follows)
            best[a][b] = max(best[a + 1][b], best[a][b + 1], taken[a][b])
    pairs: list[Pair] = []
    a = b = 0
    inside = False  # whether the pair before is this one's neighbour
    while a < rows and b < columns:
        if taken[a][b] and (
            taken[a][b] == best[a][b] or (inside and taken[a][b] + 1_000 >= best[a][b])
        ):
            pairs.append((left[a], right[b]))
            inside, a, b = True, a + 1, b + 1
        elif best[a + 1][b] == best[a][b]:
            inside, a = False, a + 1
        else:
            inside, b = False, b + 1
    return pairs


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
