"""What share of a generated history's changes a redline has right: fates known by construction."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from pipeline.model.change import Lineage, Op, Redline, Snapshot
from pipeline.model.credit import Credit
from pipeline.model.history import Agent, Commit, Revision
from pipeline.model.text import FileText, Party, Source
from pipeline.parse.file_text import read_file_text
from pipeline.parse.scan import read_words
from pipeline.parse.words import split_words
from pipeline.provenance.trace import trace
from pipeline.redline.compare import compare
from tests.support.generated import History, State, Word, file_words, identities, render, steps

_START = datetime.datetime(2014, 2, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of words: put in since old, and named rightly; taken out, and named rightly; kept,
    and shown as changed all the same (neither equal nor moved). Then of paragraphs: those that
    must move, as few words as can be; those that are shown as moved; those of them that should.
    """

    inserted: int = 0
    inserted_right: int = 0
    removed: int = 0
    removed_right: int = 0
    kept: int = 0
    shown_changed: int = 0
    moves: int = 0
    moves_shown: int = 0
    moves_right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            *(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__)
        )


def redline_of(history: History, old: str, new: str) -> Redline:
    """Compare two commits of a generated history."""
    walked, texts = steps(history)
    traces = trace(walked, lambda blob: read_words(texts[blob], heading=False), [old, new])
    commits = {
        made.name: Commit(
            made.name,
            made.parents,
            (Agent(made.author, f"{made.author}@x.example"),),
            Agent(made.author, f"{made.author}@x.example"),
            _START + datetime.timedelta(hours=number),
            _START + datetime.timedelta(hours=number),
            made.event,
        )
        for number, made in enumerate(history.commits)
    }

    def files(name: str) -> tuple[FileText, ...]:
        state = history.at(name).state
        return tuple(_file(path, render(state[path])) for path in sorted(state))

    def lineage(tip: str, other: str) -> Lineage:
        beyond = set(traces[other].history)
        alone = [id for id in traces[tip].history if id not in beyond]
        wanted = {*alone, *(parent for id in alone for parent in commits[id].parents)}
        at = {id: files(id) for id in wanted}
        return Lineage(
            tuple(commits[id] for id in alone),
            {id: {file.path: file.blob for file in found} for id, found in at.items()},
            {(file.path, file.blob): file for found in at.values() for file in found},
        )

    return compare(
        *(
            Snapshot(Revision(name, name[-4:], _START), files(name), traces[name])
            for name in (old, new)
        ),
        commits=commits,
        credit=lambda commit: Credit((Party(commit.authors[0].name),)),
        ahead=lineage(new, old),
        behind=lineage(old, new),
    )


_FILES: dict[tuple[str, str], FileText] = {}


def _file(path: str, text: str) -> FileText:
    key = path, text
    if key not in _FILES:
        _FILES[key] = read_file_text(Source(path, text, text), heading=False)
    return _FILES[key]


def score(history: History, old: str, new: str, report: Callable[..., None] | None = None) -> Score:
    """Compare a redline with what is known: ``old`` must be an ancestor of ``new``.

    ``report`` hears of each inserted word that is wrong.
    """
    redline = redline_of(history, old, new)
    before, after = history.at(old).state, history.at(new).state
    had, has = identities(before), identities(after)
    # Copied and restored words are their copier's; "first written by" names who wrote them.
    commits = {
        change.id: {commit.id for commit in (change.commit, change.origin) if commit}
        for change in redline.changes
    }
    placed = _placed(history)
    result: Counter[str] = Counter()
    for state, is_new in ((before, False), (after, True)):
        for path, file in state.items():
            numbers = [p.number for p in file.paragraphs for s in p.sentences for _ in s]
            for number, word, (op, change) in zip(
                numbers, file_words(file), _fates(redline, path, is_new=is_new), strict=True
            ):
                named = commits.get(change, set())
                makers = {word.origin, history.truth(word), placed.get((number, word.identity))}
                _judge(word, op, named, makers, is_new, had, has, history, result, report)
    _judge_moves(redline, before, after, result)
    return Score(**{name: result[name] for name in Score.__dataclass_fields__})


def _placed(history: History) -> dict[tuple[int, int], str]:
    """Which commit first had a word, by identity, in a paragraph, by number: who copied it there,
    or brought it back."""
    placed: dict[tuple[int, int], str] = {}
    for made in history.commits:
        for file in made.state.values():
            for paragraph in file.paragraphs:
                for sentence in paragraph.sentences:
                    for word in sentence:
                        placed.setdefault((paragraph.number, word.identity), made.name)
    return placed


def _judge_moves(redline: Redline, before: State, after: State, result: Counter[str]) -> None:
    """Count the paragraphs that left their file, or their order in it, and those shown as such.

    In a file any of those that crossed may be the one that moved: as many as the heaviest chain
    leaves out are needed, and each must have crossed another. Text that stands more than once on
    both sides never moves: which of them went where nobody could say.
    """
    repeated = _repeated(before) & _repeated(after)
    same = {file.new_path: file.old_path for file in redline.files if file.new_path}
    were = {
        paragraph.number: (path, k, {w.identity for s in paragraph.sentences for w in s})
        for path, file in before.items()
        for k, paragraph in enumerate(file.paragraphs)
    }
    for path, file in after.items():
        fates = iter(_fates(redline, path, is_new=True))
        here: list[tuple[int, int, bool]] = []  # place in old, words kept, shown as moved
        for paragraph in file.paragraphs:
            words = [word for sentence in paragraph.sentences for word in sentence]
            ops = [op for op, _ in islice(fates, len(words))]
            old_path, place, had = were.get(paragraph.number, ("", 0, set()))
            kept = [op for op, word in zip(ops, words, strict=True) if word.identity in had]
            if len(kept) < 4 or 2 * len(kept) < max(len(had), len(words)):
                continue
            if tuple(word.text for word in words) in repeated:
                continue
            shown = 2 * kept.count(Op.MOVED_TO) > len(kept)
            if old_path != same.get(path):
                result["moves"] += 1
                result["moves_shown"] += shown
                result["moves_right"] += shown
            else:
                here.append((place, len(kept), shown))
        crossed = [
            any((place < other) != (k < n) for n, (other, _, _) in enumerate(here) if n != k)
            for k, (place, _, _) in enumerate(here)
        ]
        needed = len(here) - _heaviest([(place, weight) for place, weight, _ in here])
        right = sum(shown and cross for (_, _, shown), cross in zip(here, crossed, strict=True))
        result["moves"] += needed
        result["moves_shown"] += sum(shown for _, _, shown in here)
        result["moves_right"] += min(needed, right)


def _repeated(state: State) -> set[tuple[str, ...]]:
    """The paragraphs, word by word, that a state has more than once."""
    counts = Counter(
        tuple(word.text for sentence in paragraph.sentences for word in sentence)
        for file in state.values()
        for paragraph in file.paragraphs
    )
    return {words for words, count in counts.items() if count > 1}


def _heaviest(items: list[tuple[int, int]]) -> int:
    """How many items the rising chain of the greatest weight holds (every pair is looked at)."""
    best: list[tuple[int, int]] = []  # weight and length of the best chain that ends here
    for k, (place, weight) in enumerate(items):
        before = [best[n] for n in range(k) if items[n][0] < place]
        total, length = max(before, default=(0, 0))
        best.append((total + weight, length + 1))
    return max(best, default=(0, 0))[1]


def _judge(
    word: Word,
    op: Op,
    named: set[str],
    makers: set[str | None],
    is_new: bool,
    had: set[int],
    has: set[int],
    history: History,
    result: Counter[str],
    report: Callable[..., None] | None = None,
) -> None:
    changed = op in (Op.INSERT, Op.DELETE)
    if is_new and word.identity not in had:
        result["inserted"] += 1
        result["inserted_right"] += changed and bool(makers & named)
        if report and not (changed and makers & named):
            report("inserted", word, op, named)
    elif not is_new and word.identity not in has:
        result["removed"] += 1
        result["removed_right"] += changed and history.removers.get(word.identity) in named
    else:
        result["kept"] += 1
        result["shown_changed"] += changed


def _fates(redline: Redline, path: str, *, is_new: bool) -> list[tuple[Op, int]]:
    """The fate of each word of a file, in order: its run's operation and change."""
    lost = (Op.DELETE, Op.MOVED_FROM) if is_new else (Op.INSERT, Op.MOVED_TO)
    fates = []
    for file in redline.files:
        if (file.new_path if is_new else file.old_path) == path:
            for block in file.blocks:
                # Words are cut in the block's whole text: a run may end inside one.
                ends, text = [], ""
                for run in block.runs:
                    if run.op not in lost:
                        text += run.text
                        ends.append((len(text), run.op, run.change))
                at = 0
                for token in split_words(text):
                    at = text.index(token, at)
                    if token[0].isalnum():
                        fates.append(next((op, c) for end, op, c in ends if end > at))
                    at += len(token)
    return fates
