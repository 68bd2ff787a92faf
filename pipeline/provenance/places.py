"""What stayed in its place: files of the same name, renamed ones, and their sentences in order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import is_not

from pipeline.align.sequences import align
from pipeline.model.history import BlobChange
from pipeline.provenance.drafts import KEEP, Draft, Held, take_whole
from pipeline.provenance.texts import Sentence, Text
from pipeline.provenance.versions import Row, Tree, Version

_RENAMED = 0.5  # share of the smaller file's words that a renamed file keeps in whole sentences


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after; where the names differ it was renamed. None: not on that side."""

    old_path: str
    new_path: str
    blob: str  # the new one
    old: Version | None
    new: Text | None


def pair_files(
    changes: Iterable[BlobChange], before: Tree, texts: dict[str, Text | None]
) -> list[FileChange]:
    """Pair changed files by name; then gone and new ones by blob, then by sentences they share.

    A renamed file is the same file: its sentences keep their places.
    """
    pairs: list[FileChange] = []
    gone: list[str] = []
    fresh: list[BlobChange] = []
    for change in changes:
        if change.old and change.new:
            pairs.append(
                FileChange(
                    change.path,
                    change.path,
                    change.new,
                    before.get(change.path),
                    texts[change.new],
                )
            )
        elif change.new:
            fresh.append(change)
        else:
            gone.append(change.path)
    renamed = _renames(gone, fresh, before, texts) if gone and fresh else {}
    for change in fresh:
        old_path = renamed.get(change.path, "")
        old = before.get(old_path)
        pairs.append(FileChange(old_path, change.path, change.new, old, texts[change.new]))
    kept = set(renamed.values())
    pairs += [FileChange(path, "", "", before.get(path), None) for path in gone if path not in kept]
    return pairs


def _renames(
    gone: Sequence[str],
    fresh: Sequence[BlobChange],
    before: Tree,
    texts: dict[str, Text | None],
) -> dict[str, str]:
    """Map new names to old ones."""
    by_blob: defaultdict[str, list[str]] = defaultdict(list)
    holders: defaultdict[int, set[str]] = defaultdict(set)
    sizes: dict[str, int] = {}
    for path in gone:
        version = before.get(path)
        if version is None:
            continue
        by_blob[version.blob].append(path)
        if version.text is not None:
            sizes[path] = sum(len(sentence.words) for sentence in version.text.sentences)
            for sentence in version.text.sentences:
                holders[sentence.key].add(path)
    found: dict[str, str] = {}
    scored: list[tuple[float, str, str]] = []
    for change in fresh:
        same = by_blob.get(change.new)
        if same:
            found[change.path] = min(
                same, key=lambda path: (_name(path) != _name(change.path), path)
            )
            same.remove(found[change.path])
            continue
        text = texts[change.new]
        if text is None:
            continue
        shared: defaultdict[str, int] = defaultdict(int)
        for sentence in text.sentences:
            for path in holders.get(sentence.key, ()):
                shared[path] += len(sentence.words)
        size = sum(len(sentence.words) for sentence in text.sentences)
        for path, words in shared.items():
            share = words / max(1, min(size, sizes[path]))
            if share >= _RENAMED:
                scored.append((-share, change.path, path))
    used = set(found.values())
    for _, path, old_path in sorted(scored):
        if path not in found and old_path not in used:
            found[path] = old_path
            used.add(old_path)
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def keep_in_place(
    change: FileChange,
) -> tuple[list[Row | Draft], list[Held]]:
    """Let the sentences that kept their order in a file keep their tokens, ways and all.

    Returns, for each sentence of the new text, its row or a draft, and the old sentences that are
    left. Of two sentences that crossed, the one with fewer words moved.
    """
    old = change.old.text.sentences if change.old and change.old.text else ()
    new = change.new.sentences if change.new else ()
    rows = change.old.rows if change.old else ()
    start = _same_start(old, new)
    tail = _same_start(old[start:][::-1], new[start:][::-1])
    kept: list[Row | Draft] = list(rows[:start])
    left: list[Held] = []
    old_end, new_end = len(old) - tail, len(new) - tail

    def hold(index: int) -> Held:
        return Held(change.new_path or change.old_path, index, old[index], rows[index], change.old)

    at = start
    for match in align(
        [sentence.key for sentence in old[start:old_end]],
        [sentence.key for sentence in new[start:new_end]],
        _weigher(new[start:new_end]),
    ):
        left += [hold(index) for index in range(at, start + match.old)]
        kept += [
            Draft(change.new_path, index, new[index])
            for index in range(len(kept), start + match.new)
        ]
        for place in range(match.length):
            index, counterpart = start + match.old + place, start + match.new + place
            if old[index] is new[counterpart]:
                kept.append(rows[index])
            else:  # punctuation alone differs
                held, draft = hold(index), Draft(change.new_path, counterpart, new[counterpart])
                take_whole(draft, held, KEEP)
                kept.append(draft)
                left.append(held)
        at = start + match.old + match.length
    left += [hold(index) for index in range(at, old_end)]
    kept += [Draft(change.new_path, index, new[index]) for index in range(len(kept), new_end)]
    kept += rows[old_end:]
    return kept, left


def _same_start(old: Sequence[Sentence], new: Sequence[Sentence]) -> int:
    """Count the sentences that two texts have the same at their beginning."""
    differ = list(map(is_not, old, new))
    return differ.index(True) if True in differ else len(differ)


def _weigher(sentences: Sequence[Sentence]) -> Callable[[int], int]:
    weights = {sentence.key: len(sentence.words) + 1 for sentence in sentences}
    return weights.__getitem__
