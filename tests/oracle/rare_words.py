"""The rare-word oracle: which commit wrote a word, where a real history leaves no doubt.

It knows nothing of matching. A commit *raises* a word, a run of two or three words inside a
sentence, or a sentence, where its tree, all Markdown files together, has more of it than its
parent's; a merge only where a file unlike every parent's has more than in each parent. Moves,
renames, wrapping and clean merges raise nothing. A word of the last commit is *sure* where

- alone: the word has one raiser, as text too, which is its origin;
- run: a run of two or three words around it has one raiser, and no ancestor of that had the word;
- copied: its sentence of eight words or more has several raisers, all descending from one, and
  no text before had the word;
- typed: both pairs around it have one raiser, no merge, no ancestor had the pairs, and no line or
  sentence that this takes away holds the word.

*Bound*: where a run or the sentence has one raiser, the origin is that commit or an ancestor.
History comes from git's own programs, words from the few regular expressions below; an ideograph
is a word, as the contract has it, since Chinese has no spaces to tell words by.
"""

import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # a word each
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:['’‐-][^\W_{_HAN}]+)*")
_FRONT = re.compile(r"\A---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_UNSEEN = re.compile(
    r"\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\]\n]*\]"  # targets of links
    r"|^[ \t>]*\[(?!\^)[^\]\n]+\]:.*$"  # their definitions
    r"|\[\^[^\]\n]+\]:?"  # labels of footnotes
    r"|^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+"  # labels of lists
    r"|^[ \t]*(?:`{3,}|~{3,}).*$"  # fences
    r"|<!--(?:(?!-->)[\s\S])*-->|<[^>\n]*>|&#?\w+;",  # comments, tags, addresses, entities
    re.MULTILINE,
)
_SENTENCE = re.compile(
    r"(?<=[.?!:;|。！？])\s+|\n\s*\n|^#+ |\n(?=[ \t]*(?:[-*+#>|]|\d+[.)]) ?)", re.M
)
_LONG = 8
_SEEN = "\0"  # before a word that is text, not a target or a tag
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

Item = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word of a file at the last commit: its origin where it is sure, and by which tier; the
    commit that the origin is or descends to, where that is known."""

    word: str
    tier: str = ""
    origin: str = ""
    bound: str = ""


@dataclass(slots=True)
class _Commit:
    number: int
    parents: list[int]
    changes: list[dict[str, tuple[str, str]]]  # for each parent, path to blobs before and after
    raised: set[Item] = field(default_factory=set)


class Oracle:
    """Verdicts for every word of every Markdown file at a repository's HEAD."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._blobs = subprocess.Popen(
            ["git", "-C", str(path), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._commits: list[_Commit] = []
        self._names: list[str] = []
        self._read_history()
        self._ancestors: list[int] = []  # bits of each commit's ancestors, itself left out
        self._raisers: defaultdict[Item, list[int]] = defaultdict(list)
        for commit in self._commits:
            bits = 0
            for parent in commit.parents:
                bits |= self._ancestors[parent] | 1 << parent
            self._ancestors.append(bits)
            for item in self._raises(commit):
                self._raisers[item].append(commit.number)

    def files(self) -> Iterator[tuple[str, list[Verdict]]]:
        """Yield each Markdown file at HEAD with its words in order."""
        listed = self._git("ls-tree", "-r", "-z", "HEAD").decode("utf-8", "surrogateescape")
        for entry in sorted(listed.split("\0"), key=lambda entry: entry.partition("\t")[2]):
            head, _, path = entry.partition("\t")
            if _is_markdown(path) and head.startswith("100"):
                yield path, self._judge(self._text(head.split()[2]))

    def is_ancestor(self, name: str, other: str) -> bool:
        """Tell whether a commit is another or one of its ancestors."""
        one, two = self._number[name], self._number[other]
        return one == two or bool(self._ancestors[two] >> one & 1)

    # History.

    def _git(self, *arguments: str) -> bytes:
        command = ["git", "-C", str(self._path), *arguments]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def _read_history(self) -> None:
        lines = self._git("rev-list", "--topo-order", "--reverse", "--parents", "HEAD").decode()
        self._number: dict[str, int] = {}
        pairs: list[tuple[str, str]] = []
        for number, line in enumerate(lines.splitlines()):
            name, *parents = line.split()
            self._number[name] = number
            self._names.append(name)
            self._commits.append(_Commit(number, [self._number[one] for one in parents], []))
            pairs += [(parent, name) for parent in parents or [_EMPTY_TREE]]
        trees = dict(
            line.split()
            for line in self._git("log", "--format=%H %T", "HEAD").decode().splitlines()
        )
        trees[_EMPTY_TREE] = _EMPTY_TREE
        asked = list(
            dict.fromkeys(
                (trees[old], trees[new]) for old, new in pairs if trees[old] != trees[new]
            )
        )
        answer = subprocess.run(
            ["git", "-C", str(self._path), "diff-tree", "--stdin", "-r", "-z", "--no-renames"],
            input="".join(f"{old} {new}\n" for old, new in asked).encode(),
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8", "surrogateescape")
        changes: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
        fields = iter(answer.replace("\n", "\0").split("\0"))
        current: dict[str, tuple[str, str]] = {}
        for one in fields:
            if one.startswith(":"):
                old_mode, new_mode, old, new, _ = one[1:].split(" ")
                path = next(fields)
                if _is_markdown(path):
                    blobs = (
                        old if old_mode.startswith("100") else "",
                        new if new_mode.startswith("100") else "",
                    )
                    if blobs[0] != blobs[1]:
                        current[path] = blobs
            elif one:
                old, new = one.split(" ")
                current = changes[old, new] = {}
        for old, new in pairs:
            found = changes.get((trees[old], trees[new]), {})
            self._commits[self._number[new]].changes.append(found)

    def _text(self, blob: str) -> str:
        if not blob:
            return ""
        assert self._blobs.stdin and self._blobs.stdout
        self._blobs.stdin.write(blob.encode() + b"\n")
        self._blobs.stdin.flush()
        size = int(self._blobs.stdout.readline().split()[2])
        raw = self._blobs.stdout.read(size + 1)[:-1]
        return raw.decode("utf-8", "replace")

    # Raising.

    def _raises(self, commit: _Commit) -> set[Item]:
        if len(commit.parents) <= 1:
            change: Counter[Item] = Counter()
            for old, new in commit.changes[0].values():
                lost, gained = _differing(self._text(old), self._text(new))
                change.update(_items(gained))
                change.subtract(_items(lost))
            return {item for item, count in change.items() if count > 0}
        unlike = set.intersection(*[set(changes) for changes in commit.changes])
        raised: set[Item] = set()
        for path in unlike:
            most: Counter[Item] = Counter()
            for changes in commit.changes:
                most |= Counter(_items([self._text(changes[path][0])]))
            mine = Counter(_items([self._text(commit.changes[0][path][1])]))
            raised.update(item for item, count in mine.items() if count > most[item])
        return raised

    # Judging.

    def _judge(self, text: str) -> list[Verdict]:
        verdicts: list[Verdict] = []
        for words in _sentences(_FRONT.sub("", text)):
            for place in range(len(words)):
                verdicts.append(self._judge_word(words, place))
        return verdicts

    def _judge_word(self, words: Item, place: int) -> Verdict:
        word = words[place]
        runs = [
            words[start : start + size]
            for size in (2, 3)
            for start in range(place - size + 1, place + 1)
            if start >= 0 and start + size <= len(words)
        ]
        long = [("", *words)] if len(words) >= _LONG else []
        single = [self._raisers[run][0] for run in (*runs, *long) if len(self._raisers[run]) == 1]
        bound = self._names[min(single)] if single else ""
        alone = self._raisers[word,]
        if len(alone) == 1 and self._raisers[_SEEN, word] == alone:
            return Verdict(word, "alone", self._names[alone[0]], bound)
        for run in runs:
            raisers = self._raisers[run]
            if len(raisers) == 1 and not self._had(word, raisers[0]):
                return Verdict(word, "run", self._names[raisers[0]], bound)
        if long:
            raisers = self._raisers[long[0]]
            first = raisers[0] if raisers else -1
            if (
                len(raisers) > 1
                and all(self._ancestors[one] >> first & 1 for one in raisers[1:])
                and not self._had(word, first)
            ):
                return Verdict(word, "copied", self._names[first], bound)
        if 0 < place < len(words) - 1:
            before = self._raisers[words[place - 1 : place + 1]]
            after = self._raisers[words[place : place + 2]]
            if (
                len(before) == len(after) == 1
                and before == after
                and len(self._commits[before[0]].parents) < 2
                and word not in self._taken_away(before[0])
            ):
                return Verdict(word, "typed", self._names[before[0]], bound)
        return Verdict(word, bound=bound)

    def _had(self, word: str, commit: int) -> bool:
        return any(self._ancestors[commit] >> raiser & 1 for raiser in self._raisers[word,])

    @lru_cache(maxsize=100_000)  # noqa: B019 (an oracle lives as long as the program)
    def _taken_away(self, commit: int) -> frozenset[str]:
        """Return the words of lines and sentences that a commit takes away."""
        words: set[str] = set()
        for old, new in self._commits[commit].changes[0].values():
            before, after = self._text(old), self._text(new)
            for cut in (str.splitlines, lambda text: [" ".join(one) for one in _sentences(text)]):
                gone = Counter(cut(before)) - Counter(cut(after))
                words.update(word for line in gone for word in _WORD.findall(line))
        return frozenset(words)


def _is_markdown(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


def _differing(old: str, new: str) -> tuple[list[str], list[str]]:
    """Leave out the stretches between empty lines that both have."""
    before, after = Counter(_stretches(old)), Counter(_stretches(new))
    return list((before - after).elements()), list((after - before).elements())


def _stretches(text: str) -> list[str]:
    return re.split(r"\n[ \t\r]*\n", text)


@lru_cache(maxsize=20_000)
def _items_of(text: str) -> tuple[Item, ...]:
    items: list[Item] = [(word,) for word in _WORD.findall(text)]
    if "`" in text:  # words are counted as they stand, and as they are read
        items += [(word,) for word in _WORD.findall(text.replace("`", ""))]
    for words in _sentences(text):
        items += ((_SEEN, word) for word in words)
        items += pairwise(words)
        items += zip(words, words[1:], words[2:], strict=False)
        if len(words) >= _LONG:
            items.append(("", *words))
    return tuple(items)


def _items(texts: Iterable[str]) -> Iterator[Item]:
    for text in texts:
        yield from _items_of(text)


def _sentences(text: str) -> list[Item]:
    seen = _UNSEEN.sub(" ", text).replace("`", "")
    found = (tuple(_WORD.findall(one)) for one in _SENTENCE.split(seen))
    return [words for words in found if words]
