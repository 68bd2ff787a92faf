"""All that the history walked so far has said, and which of it a commit can know.

The index is one for the whole graph, never one a branch: what it finds is put to the test of the
current commit's ancestry, one bit a commit.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pipeline.provenance.grams import Grams
from pipeline.provenance.texts import Sentence, Text, names
from pipeline.provenance.versions import Row, Tree, Version

_MANY = 16  # times that a sentence came in from which they are sought by file


class Known(NamedTuple):
    """A sentence as it came into a file: by which commit of the walk, and its provenance there."""

    commit: int
    path: str
    sentence: Sentence
    row: Row


class GrowingSet(Protocol):
    """Numbers that are only added to, and may lie elsewhere than in memory."""

    def __contains__(self, number: int, /) -> bool: ...
    def __iter__(self) -> Iterator[int]:
        """Go over those that were added since it was opened."""

    def add(self, number: int, /) -> None:
        """Add a number."""


class Past:
    """An index of every sentence that a commit brought into a file."""

    def __init__(self) -> None:
        self.ancestry = 0
        self.grams = Grams()
        self.known: dict[int, list[Known]] = defaultdict(list)  # by the sentence's key
        self.versions: dict[str, list[tuple[int, str, Version]]] = defaultdict(list)  # by blob
        self.neighbours: GrowingSet = set()
        self.counts = array("I")  # by word, the number of different sentences that hold it
        self.sentences = 0
        self._stood: dict[int, tuple[str, int]] = {}  # where it was found, by its first token
        self._by_path: dict[int, dict[str, list[Known]]] = {}  # the same as ``known``, where long

    @property
    def ancestry(self) -> int:
        """The bits of the current commit's ancestors."""
        return self._ancestry

    @ancestry.setter
    def ancestry(self, bits: int) -> None:
        self._ancestry = bits
        self._solid = (~bits & (bits + 1)).bit_length() - 1  # all before are ancestors

    def is_ancestor(self, commit: int) -> bool:
        """Tell whether a commit of the walk is among the current commit's ancestors."""
        return commit < self._solid or bool(self._ancestry >> commit & 1)

    def bits(self, words: Sequence[int]) -> float:
        """Measure how rare words are together: the sum of each one's surprise, in bits."""
        counts = self.counts
        total = self.sentences + 1
        return sum(
            math.log2(total / (counts[word] + 1)) if word < len(counts) else math.log2(total)
            for word in words
        )

    def bits_of_names(self, sentence: Sentence, places: Iterable[int]) -> float:
        """Measure how rare some words of a sentence are together; of a name, which punctuation
        joins ("https://example.org/a", "MAX_SIZE"), only the rarest word counts."""
        counting = set(places)
        for first, end in names(sentence):
            bits = [self.bits((word,)) for word in sentence.words[first:end]]
            counting.difference_update(set(range(first, end)) - {first + bits.index(max(bits))})
        return self.bits([sentence.words[place] for place in sorted(counting)])

    def rare(self, words: Iterable[int], bits: float) -> set[int]:
        """Choose the words that are as rare as this, each by itself."""
        counts = self.counts
        most = (self.sentences + 1) / 2**bits - 1
        return {word for word in words if word >= len(counts) or counts[word] <= most}

    def recall(self, key: int, path: str) -> list[Known]:
        """List how the current commit's ancestors had a sentence: as it first came, then each
        time that it came into this file."""
        everywhere = self.known.get(key, ())
        first = next((known for known in everywhere if self.is_ancestor(known.commit)), None)
        if first is None:
            return []
        here = self._in_files(key).get(path, ()) if len(everywhere) > _MANY else everywhere
        return [first] + [
            known
            for known in here
            if known.path == path and known is not first and self.is_ancestor(known.commit)
        ]

    def recall_best(self, key: int, path: str) -> Known | None:
        """Return how an ancestor had a sentence: in this file, else as it first came."""
        found = self.recall(key, path)
        return next((known for known in found if known.path == path), found[0] if found else None)

    def recall_version(self, blob: str, path: str) -> Version | None:
        """Return the latest ancestor's version of a file with this content; None if none had."""
        for commit, other, version in reversed(self.versions.get(blob, [])):
            if other == path and self.is_ancestor(commit):
                return version
        return None

    def were_neighbours(self, first: Sentence, second: Sentence) -> bool:
        """Tell whether two sentences, by their words, ever followed each other."""
        return (first.key << 32 | second.key) in self.neighbours

    def place_of(self, sentence: Sentence, row: Row, tree: Tree) -> tuple[Version, int] | None:
        """Find where what once came in still stands, there or where else it went."""
        number = row.numbers[0]
        for _, path, other, _ in self.known[sentence.key]:
            version = tree.get(path)
            if version is None or version.text is None:
                continue
            for index, one in enumerate(version.text.sentences):
                if one is other and version.rows[index].numbers[0] == number:
                    self._stood[number] = path, index
                    return version, index
        return None

    def stands(self, known: Known, tree: Tree) -> bool:
        """Tell whether what came in then still stands, there or where else it went."""
        number = known.row.numbers[0]
        path, index = self._stood.get(number, ("", 0))
        version = tree.get(path)
        if (
            version is not None
            and version.text is not None
            and index < len(version.rows)
            and version.rows[index].numbers[0] == number
            and version.text.sentences[index].key == known.sentence.key
        ):
            return True  # mostly it is where it was when another copy of it was made
        return self.place_of(known.sentence, known.row, tree) is not None

    def add_sentence(self, commit: int, path: str, sentence: Sentence, row: Row) -> None:
        """Note that a commit brought a sentence into a file."""
        known = self.known[sentence.key]
        if not known:
            self.sentences += 1
            counts = self.counts
            words = set(sentence.words)
            if words and max(words) >= len(counts):
                counts.extend([0] * (max(words) + 1024))
            for word in words:
                counts[word] += 1
        one = Known(commit, path, sentence, row)
        known.append(one)
        if sentence.key in self._by_path:
            self._by_path[sentence.key][path].append(one)

    def add_version(self, commit: int, path: str, version: Version) -> None:
        """Note what a file was at a commit that changed or merged it."""
        self.versions[version.blob].append((commit, path, version))

    def add_neighbours(self, text: Text, index: int) -> None:
        """Note what stands before and after a sentence that came in."""
        sentences = text.sentences
        for first in (index - 1, index):
            if 0 <= first < len(sentences) - 1:
                self.neighbours.add(sentences[first].key << 32 | sentences[first + 1].key)

    def _in_files(self, key: int) -> Mapping[str, Sequence[Known]]:
        """Index by file how a sentence came in: one of a template does so thousands of times."""
        files = self._by_path.get(key)
        if files is None:
            files = self._by_path[key] = defaultdict(list)
            for known in self.known[key]:
                files[known.path].append(known)
        return files
