"""Which files of old and new are the same: by path, by what they replace, by their words.

In: the files of two snapshots. Out: pairs of file numbers, in reading order.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.model.text import FileText
from pipeline.redline.words import Identity, Words

FilePairing = tuple[int | None, int | None]

_SAME_FILE = 0.5  # share of the smaller file's words that a renamed file keeps


def pair_files(
    old: Sequence[FileText],
    new: Sequence[FileText],
    old_words: Sequence[Sequence[Words]],
    new_words: Sequence[Sequence[Words]],
) -> tuple[FilePairing, ...]:
    """Pair files; new ones keep their order, removed ones follow whom they followed in old."""
    paired: dict[int, int] = {}  # old to new
    by_path = {file.path: number for number, file in enumerate(new)}
    for i, file in enumerate(old):
        if file.path in by_path:
            paired[i] = by_path[file.path]
    left = [i for i in range(len(old)) if i not in paired]
    right = [j for j in range(len(new)) if j not in paired.values()]
    for i, j in _renamed(old, new, old_words, new_words, left, right):
        paired[i] = j
    return _in_reading_order(paired, len(old), len(new))


def _renamed(
    old: Sequence[FileText],
    new: Sequence[FileText],
    old_words: Sequence[Sequence[Words]],
    new_words: Sequence[Sequence[Words]],
    left: Sequence[int],
    right: Sequence[int],
) -> list[tuple[int, int]]:
    """Pair files that are on one side only: the best share of words first, then ids."""
    holders: defaultdict[Identity, list[int]] = defaultdict(list)
    sizes_old = {i: sum(words.size for words in old_words[i]) for i in left}
    sizes_new = {j: sum(words.size for words in new_words[j]) for j in right if left}
    for i in left:
        for identity in {key for words in old_words[i] for key in words.identities if key}:
            holders[identity].append(i)
    scored: list[tuple[float, bool, int, int]] = []
    for j in right if left else ():
        shared: Counter[int] = Counter()
        for identity in {key for words in new_words[j] for key in words.identities if key}:
            for i in holders.get(identity, ())[:20]:
                shared[i] += 1
        replaced = _replaced(new[j])
        for i in left:
            smaller = max(1, min(sizes_old[i], sizes_new[j]))
            share = min(1.0, shared[i] / smaller)
            same_id = old[i].id == new[j].id or old[i].id in replaced
            if share >= _SAME_FILE or same_id:
                scored.append((-share, not same_id, i, j))
    chosen: list[tuple[int, int]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            chosen.append((i, j))
            used_old.add(i)
            used_new.add(j)
    return chosen


def _replaced(file: FileText) -> set[str]:
    """The ids that an entry says it takes the place of."""
    return {
        name.strip()
        for field in file.fields
        if field.name.split("[")[0].split(".")[0] == "replaces"
        for name in field.value.split(",")
    }


def _in_reading_order(paired: dict[int, int], olds: int, news: int) -> tuple[FilePairing, ...]:
    followers: defaultdict[int, list[int]] = defaultdict(list)  # new (or -1) to removed ones
    before = -1
    for i in range(olds):
        if i in paired:
            before = paired[i]
        else:
            followers[before].append(i)
    partner = {j: i for i, j in paired.items()}
    ordered: list[FilePairing] = [(i, None) for i in followers[-1]]
    for j in range(news):
        ordered.append((partner.get(j), j))
        ordered += [(i, None) for i in followers[j]]
    return tuple(ordered)
