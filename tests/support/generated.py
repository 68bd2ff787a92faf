"""Histories whose answer is known by construction.

A generated word is an object that knows the commit that first wrote it. Events move, copy, lose
and find such objects; layout and markup are put on only when a file is rendered. So the truth
needs no matching: it is read off the objects that the last commit holds.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.history import BlobChange, CommitStep
from tests.support.vocabulary import Vocabulary, script_of

AUTHORS = ("India", "Japan", "Brazil", "Secretariat", "Chair")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word as written once; copies of it are the same object, marked or not."""

    text: str
    origin: str
    identity: int
    mark: str = ""  # emphasis, link, or [^label] of the note that it calls
    after: str = ""  # punctuation behind it


Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block; ``number`` stays with it through edits, so that branches can be merged.

    ``kind``: paragraph, heading, item or note; ``label`` is a note's.
    """

    number: int
    sentences: tuple[Sentence, ...]
    kind: str = "paragraph"
    label: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """Paragraphs, and the layout in which they are written."""

    paragraphs: tuple[Paragraph, ...]
    width: int = 72
    bullet: str = "-"
    line_end: str = "\n"
    meta: str = ""


State = Mapping[str, File]


@dataclass(frozen=True, slots=True)
class Made:
    """A commit as it was made; ``pull`` is the request's last commit where it is a squash."""

    name: str
    parents: tuple[str, ...]
    author: str
    state: State
    event: str
    co_authors: tuple[str, ...] = ()
    pull: str = ""
    alias: bool = False  # the author signs by another name and address, which .mailmap knows


@dataclass(slots=True)
class History:
    """A history in the making: commits in order, the state at the head of the main branch."""

    rng: random.Random
    vocabulary: Vocabulary
    commits: list[Made] = field(default_factory=list)
    state: dict[str, File] = field(default_factory=dict)
    head: str = ""
    removers: dict[int, str] = field(default_factory=dict)  # by identity, the last remover
    words: dict[int, Word] = field(default_factory=dict)
    twins: dict[int, Word] = field(default_factory=dict)  # of picked words, those first written
    numbers: int = 0

    def next_name(self) -> str:
        """Return the id of the commit that is being made: forty digits, in order of time."""
        return f"{len(self.commits) + 1:040x}"

    def number(self) -> int:
        """Count up: for words and paragraphs."""
        self.numbers += 1
        return self.numbers

    def word(self, text: str) -> Word:
        """Write a word now."""
        made = Word(text, self.next_name(), self.number())
        self.words[made.identity] = made
        return made

    def new_word(self, like: str, unlike: Sequence[str] = ()) -> Word:
        """Write a word of the same script as another, none of those beside it."""
        while True:
            text = self.vocabulary.word(self.rng, script_of(like))
            if text != like and text not in unlike:
                return self.word(text)

    def new_sentence(self) -> Sentence:
        """Write a sentence: a capital, sometimes a comma, a full stop."""
        texts = self.vocabulary.sentence(self.rng)
        texts[0] = texts[0][0].upper() + texts[0][1:]
        words = [self.word(text) for text in texts]
        stop = "。" if script_of(texts[-1]) == "zh" else "."
        if len(words) > 8 and stop == ".":
            middle = self.rng.randrange(3, len(words) - 2)
            words[middle] = replace(words[middle], after=",")
        words[-1] = replace(words[-1], after=stop)
        return tuple(words)

    def new_paragraph(self, kind: str = "paragraph") -> Paragraph:
        """Write a paragraph of one to five sentences, a heading of one short one."""
        if kind == "heading":
            words = self.new_sentence()[: self.rng.randint(1, 5)]
            return Paragraph(self.number(), (tuple(replace(w, after="") for w in words),), kind)
        count = 1 if kind == "item" else self.rng.randint(1, 5)
        return Paragraph(self.number(), tuple(self.new_sentence() for _ in range(count)), kind)

    def new_file(self, words: int) -> File:
        """Write a file of about so many words."""
        paragraphs: list[Paragraph] = [self.new_paragraph("heading")]
        while sum(len(s) for p in paragraphs for s in p.sentences) < words:
            kind = self.rng.choices(("paragraph", "item", "heading"), (7, 2, 1))[0]
            paragraphs.append(self.new_paragraph(kind))
        return File(tuple(paragraphs))

    def commit(
        self,
        state: State,
        event: str,
        parents: Sequence[str] | None = None,
        *,
        pull: str = "",
        move_head: bool = True,
        co_authors: Sequence[str] | None = None,
        alias: bool = False,
    ) -> str:
        """Make a commit; by default on the head of the main branch, which then moves."""
        name = self.next_name()
        if parents is None:
            parents = (self.head,) if self.head else ()
        author = self.rng.choice(AUTHORS)
        if co_authors is None:
            co_authors = (self.rng.choice(AUTHORS),) if self.rng.random() < 0.15 else ()
        made = Made(
            name, tuple(parents), author, dict(state), event, tuple(co_authors), pull, alias
        )
        self._note_removals(made)
        self.commits.append(made)
        if move_head:
            self.state, self.head = dict(state), name
        return name

    def truth(self, word: Word) -> str:
        """Return a word's origin; of a picked one, the first writing, once it is an ancestor."""
        twin = self.twins.get(word.identity)
        return twin.origin if twin and twin.origin in ancestors(self) else word.origin

    def at(self, name: str) -> Made:
        """Return a commit by its id."""
        return self.commits[int(name, 16) - 1]

    def _note_removals(self, made: Made) -> None:
        """A commit of one parent removes what that had; a merge what all its parents have."""
        if not made.parents:
            return
        kept = identities(made.state)
        pull = [made.pull] if made.pull else []
        had = [identities(self.at(parent).state) for parent in (*made.parents, *pull)]
        lost = set.intersection(*had) - kept
        for identity in lost:
            self.removers[identity] = made.name


def identities(state: State) -> set[int]:
    """Return which words stand somewhere in a state."""
    return {
        word.identity
        for file in state.values()
        for paragraph in file.paragraphs
        for sentence in paragraph.sentences
        for word in sentence
    }


def file_words(file: File) -> Iterator[Word]:
    """Yield a file's words in the order of its text."""
    for paragraph in file.paragraphs:
        for sentence in paragraph.sentences:
            yield from sentence


def render(file: File) -> str:
    """Write a file as Markdown."""
    blocks: list[str] = []
    notes = {paragraph.label for paragraph in file.paragraphs if paragraph.label}
    for paragraph in file.paragraphs:
        text = " ".join(_render_sentence(sentence, notes) for sentence in paragraph.sentences)
        if paragraph.kind == "heading":
            blocks.append(f"## {text}")
        elif paragraph.kind == "note":
            blocks.append(paragraph.label + ": " + "\n    ".join(_wrap(text, file.width - 8)))
        elif paragraph.kind == "item":
            lines = _wrap(text, file.width - 4)
            blocks.append(f"{file.bullet} " + "\n    ".join(lines))
        else:
            blocks.append("\n".join(_wrap(text, file.width)))
    front = f"---\nstatus: {file.meta}\n---\n\n" if file.meta else ""
    return (front + "\n\n".join(blocks) + "\n").replace("\n", file.line_end)


def _render_sentence(sentence: Sentence, notes: Collection[str]) -> str:
    """Write a sentence; a note is called only in a file where it stands."""
    text = ""
    for word in sentence:
        written = word.text
        if word.mark == "link":
            written = f"[{written}](https://example.org/{word.identity})"
        elif word.mark.startswith("[^"):
            written += word.mark if word.mark in notes else ""
        elif word.mark:
            written = f"{word.mark}{written}{word.mark}"
        glued = script_of(word.text) == "zh" and text and not text[-1].isspace()
        text += ("" if glued or not text else " ") + written + word.after
    return text


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def steps(history: History, *, pulls: bool = True) -> tuple[list[CommitStep], dict[str, str]]:
    """Turn a history into the steps of a walk, and the texts of its blobs by id."""
    texts: dict[str, str] = {}
    blobs: dict[int, str] = {}
    trees: dict[str, dict[str, str]] = {}
    drawn: list[CommitStep] = []
    wanted = {made.name for made in history.commits}
    if not pulls:
        wanted = ancestors(history)
    for made in history.commits:
        if made.name not in wanted:
            continue
        tree = trees[made.name] = {}
        for path, file in made.state.items():
            if id(file) not in blobs:
                text = render(file)
                blobs[id(file)] = text
                texts[text] = text
            tree[path] = blobs[id(file)]
        pull = made.pull if pulls else ""
        changes = tuple(
            _changes(trees[parent] if parent else {}, tree)
            for parent in ([*made.parents, *([pull] if pull else [])] or [""])
        )
        drawn.append(CommitStep(made.name, made.parents, changes, False, pull))
    return drawn, texts


def ancestors(history: History) -> set[str]:
    """Return the commits that the head of the main branch rests on, pull requests left out."""
    found: set[str] = set()
    waiting = [history.head]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += history.at(name).parents
    return found


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[BlobChange, ...]:
    return tuple(
        BlobChange(path, old.get(path, ""), new.get(path, ""))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def removal_truth(history: History) -> Counter[tuple[str, str, str]]:
    """Count the words that stand nowhere at the head: text, origin, remover."""
    standing = identities(history.state)
    standing |= {history.twins[one].identity for one in standing if one in history.twins}
    reachable = ancestors(history) | {made.name for made in history.commits}
    return Counter(
        (history.words[identity].text, history.truth(history.words[identity]), remover)
        for identity, remover in history.removers.items()
        if identity not in standing and remover in reachable
    )
