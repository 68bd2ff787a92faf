"""What happens in generated histories: one function an event, each a commit or several.

An event takes the history, changes it and says whether it found where to happen. Words that it
keeps are the same objects; words that it writes are new ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from tests.support.generated import (
    AUTHORS,
    File,
    History,
    Paragraph,
    Sentence,
    State,
    Word,
    file_words,
)
from tests.support.vocabulary import Vocabulary, script_of

Event = Callable[[History], bool]
_Spot = tuple[str, int, int]  # path, paragraph, sentence


# Where to act.


def _spots(state: State, least: int = 6, kind: str = "") -> list[_Spot]:
    return [
        (path, p, s)
        for path, file in sorted(state.items())
        for p, paragraph in enumerate(file.paragraphs)
        for s, sentence in enumerate(paragraph.sentences)
        if len(sentence) >= least and (not kind or paragraph.kind == kind)
    ]


def _sentence(state: State, spot: _Spot) -> Sentence:
    path, p, s = spot
    return state[path].paragraphs[p].sentences[s]


def _put(state: State, spot: _Spot, *sentences: Sentence) -> dict[str, File]:
    """Put sentences in the place of one; a paragraph that is left empty goes."""
    path, p, s = spot
    old = state[path].paragraphs[p]
    made = (*old.sentences[:s], *sentences, *old.sentences[s + 1 :])
    paragraphs = [replace(old, sentences=made)] if made else []
    return _with(
        state, path, (*state[path].paragraphs[:p], *paragraphs, *state[path].paragraphs[p + 1 :])
    )


def _with(state: State, path: str, paragraphs: tuple[Paragraph, ...]) -> dict[str, File]:
    return {**state, path: replace(state[path], paragraphs=paragraphs)}


def _paragraphs(state: State, least: int = 10) -> list[tuple[str, int]]:
    return [
        (path, p)
        for path, file in sorted(state.items())
        for p, paragraph in enumerate(file.paragraphs)
        if sum(map(len, paragraph.sentences)) >= least and paragraph.kind != "note"
    ]


def _path(h: History, state: State | None = None) -> str:
    return h.rng.choice(sorted(state or h.state))


def _fresh_path(h: History) -> str:
    return f"text/{h.number():04}.md"


def _done(h: History, state: State | None, event: str) -> bool:
    if not state or dict(state) == dict(h.state):
        return False
    h.commit(state, event)
    return True


# Edits of words.


def edited(h: History, sentence: Sentence, changes: int = 0) -> Sentence:
    """Replace, add and take out a few words; ends and punctuation stay where they are."""
    words = list(sentence)
    for _ in range(changes or h.rng.randint(1, 3)):
        at = h.rng.randrange(1, len(words) - 1)
        beside = [words[at - 1].text, words[at].text, words[at + 1].text]
        what = h.rng.choice(("replace", "replace", "insert", "delete"))
        if what == "replace":
            words[at] = replace(h.new_word(words[at].text, beside), after=words[at].after)
        elif what == "insert":
            words.insert(at, h.new_word(words[at].text, beside))
        elif len(words) > 6 and not words[at].after and words[at - 1].text != words[at + 1].text:
            del words[at]
    return tuple(words)


def word_edit(h: History) -> bool:
    state: State = h.state
    for _ in range(h.rng.randint(1, 4)):
        spots = _spots(state)
        if not spots:
            return False
        spot = h.rng.choice(spots)
        state = _put(state, spot, edited(h, _sentence(state, spot)))
    return _done(h, state, "word_edit")


def add(h: History) -> bool:
    path = _path(h)
    paragraphs = h.state[path].paragraphs
    if h.rng.random() < 0.5 and _spots({path: h.state[path]}):
        spot = h.rng.choice(_spots({path: h.state[path]}))
        return _done(h, _put(h.state, spot, _sentence(h.state, spot), h.new_sentence()), "add")
    at = h.rng.randint(1, len(paragraphs))
    return _done(
        h, _with(h.state, path, (*paragraphs[:at], h.new_paragraph(), *paragraphs[at:])), "add"
    )


def rewrite(h: History) -> bool:
    """Keep a clause of a sentence, write the rest anew.

    What is new repeats no two words in a row that go: these would have been kept.
    """
    spots = _spots(h.state, 12)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    sentence = _sentence(h.state, spot)
    start = h.rng.randrange(1, len(sentence) // 2)
    end = start + max(5, len(sentence) // 2)
    kept = sentence[start:end]
    gone = _pairs(sentence[:start]) | _pairs(sentence[end:])
    fresh = h.new_sentence()
    while not gone.isdisjoint(_pairs(fresh)):
        fresh = h.new_sentence()
    cut = len(fresh) // 2
    return _done(
        h, _put(h.state, spot, (*_plain(fresh[:cut]), *_plain(kept), *fresh[cut:])), "rewrite"
    )


def _pairs(words: Sentence) -> set[tuple[str, str]]:
    return {(one.text.lower(), other.text.lower()) for one, other in pairwise(words)}


def _plain(words: Sentence) -> Sentence:
    return tuple(replace(word, after="") for word in words)


def clause_move(h: History) -> bool:
    """Take a clause out of one sentence and put it into another."""
    spots = _spots(h.state, 14)
    if len(spots) < 2:
        return False
    source, target = h.rng.sample(spots, 2)
    sentence = _sentence(h.state, source)
    length = h.rng.randint(5, 8)
    start = h.rng.randrange(1, len(sentence) - length)
    clause = _plain(sentence[start : start + length])
    state = _put(h.state, source, (*sentence[:start], *sentence[start + length :]))
    other = _sentence(state, target)
    at = h.rng.randrange(1, len(other))
    return _done(h, _put(state, target, (*other[:at], *clause, *other[at:])), "clause_move")


def join_split(h: History) -> bool:
    """Make one sentence of two, or two of one."""
    if h.rng.random() < 0.5:
        spots = [
            s for s in _spots(h.state) if s[2] + 1 < len(h.state[s[0]].paragraphs[s[1]].sentences)
        ]
        if not spots:
            return False
        path, p, s = h.rng.choice(spots)
        first, second = h.state[path].paragraphs[p].sentences[s : s + 2]
        link = h.new_word(first[-1].text, [first[-1].text, second[0].text])
        joined = (*first[:-1], replace(first[-1], after=","), link, *second)
        state = _put(h.state, (path, p, s), joined)
        return _done(h, _put(state, (path, p, s + 1)), "join_split")
    spots = _spots(h.state, 14)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    sentence = _sentence(h.state, spot)
    at = h.rng.randrange(5, len(sentence) - 5)
    stop = sentence[-1].after
    first = (*sentence[: at - 1], replace(sentence[at - 1], after=stop))
    opening = h.word(_capital(h.vocabulary.word(h.rng, script_of(sentence[at].text))))
    return _done(h, _put(h.state, spot, first, (opening, *sentence[at:])), "join_split")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def case_punct(h: History) -> bool:
    """Change the case of a word (a new word), and punctuation (no word)."""
    spots = _spots(h.state)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    words = list(_sentence(h.state, spot))
    at = h.rng.randrange(1, len(words) - 1)
    if words[at].text.swapcase() != words[at].text:
        words[at] = replace(h.word(words[at].text.swapcase()), after=words[at].after)
    comma = h.rng.randrange(1, len(words) - 1)
    words[comma] = replace(words[comma], after="" if words[comma].after else ";")
    return _done(h, _put(h.state, spot, tuple(words)), "case_punct")


# People.


def coauthors(h: History) -> bool:
    """Edit words together with others, whom trailers name."""
    return _edit_by(h, "coauthors", co_authors=h.rng.sample(AUTHORS, 2))


def mailmap(h: History) -> bool:
    """Edit words under another name and address, which .mailmap knows."""
    return _edit_by(h, "mailmap", alias=True)


def _edit_by(
    h: History, event: str, *, co_authors: Sequence[str] = (), alias: bool = False
) -> bool:
    spots = _spots(h.state)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    state = _put(h.state, spot, edited(h, _sentence(h.state, spot)))
    h.commit(state, event, co_authors=co_authors, alias=alias)
    return True


# Layout and markup: no word changes.


def _marked(h: History, event: str, mark: str) -> bool:
    spots = _spots(h.state)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    words = list(_sentence(h.state, spot))
    at = h.rng.randrange(1, len(words) - 1)
    words[at] = replace(words[at], mark="" if words[at].mark else mark)
    return _done(h, _put(h.state, spot, tuple(words)), event)


def emphasis(h: History) -> bool:
    return _marked(h, "emphasis", h.rng.choice(("*", "**", "`")))


def link(h: History) -> bool:
    return _marked(h, "link", "link")


def footnote(h: History) -> bool:
    """Call a new note from a word; the note stands at the file's end."""
    path = _path(h)
    spots = _spots({path: h.state[path]})
    if not spots:
        return False
    spot = h.rng.choice(spots)
    label = f"[^{h.number()}]"
    words = list(_sentence(h.state, spot))
    at = h.rng.randrange(1, len(words) - 1)
    words[at] = replace(words[at], mark=label)
    state = _put(h.state, spot, tuple(words))
    note = Paragraph(h.number(), (h.new_sentence(),), "note", label)
    return _done(h, _with(state, path, (*state[path].paragraphs, note)), "footnote")


def reflow(h: History) -> bool:
    path = _path(h)
    file = h.state[path]
    return _done(
        h, {**h.state, path: replace(file, width=h.rng.choice((40, 60, 72, 100, 10_000)))}, "reflow"
    )


def reflow_edit(h: History) -> bool:
    path = _path(h)
    spots = _spots({path: h.state[path]})
    if not spots:
        return False
    spot = h.rng.choice(spots)
    state = _put(h.state, spot, edited(h, _sentence(h.state, spot)))
    return _done(
        h, {**state, path: replace(state[path], width=h.rng.choice((40, 60, 90)))}, "reflow_edit"
    )


def list_format(h: History) -> bool:
    path = _path(h)
    return _done(
        h, {**h.state, path: replace(h.state[path], bullet=h.rng.choice("-*+"))}, "list_format"
    )


def restructure(h: History) -> bool:
    """Make items of paragraphs, and paragraphs of items."""
    path = _path(h)
    paragraphs = list(h.state[path].paragraphs)
    chosen = [
        p
        for p, one in enumerate(paragraphs)
        if one.kind in ("paragraph", "item") and h.rng.random() < 0.4
    ]
    for p in chosen:
        kind = "item" if paragraphs[p].kind == "paragraph" else "paragraph"
        paragraphs[p] = replace(paragraphs[p], kind=kind)
    return _done(h, _with(h.state, path, tuple(paragraphs)), "restructure")


def crlf(h: History) -> bool:
    path = _path(h)
    file = h.state[path]
    return _done(
        h,
        {**h.state, path: replace(file, line_end="\n" if file.line_end == "\r\n" else "\r\n")},
        "crlf",
    )


def bot_format(h: History) -> bool:
    """Lay out every file anew at once."""
    width, bullet = h.rng.choice((50, 80, 120)), h.rng.choice("-*+")
    return _done(
        h,
        {path: replace(file, width=width, bullet=bullet) for path, file in h.state.items()},
        "bot_format",
    )


def meta(h: History) -> bool:
    path = _path(h)
    file = replace(h.state[path], meta=h.rng.choice(("draft", "received", "agreed")))
    return _done(h, {**h.state, path: file}, "meta")


# Moves, copies, files.


def reorder(h: History) -> bool:
    """Swap two sentences of a paragraph."""
    spots = [s for s in _spots(h.state) if len(h.state[s[0]].paragraphs[s[1]].sentences) > 2]
    if not spots:
        return False
    path, p, s = h.rng.choice(spots)
    sentences = list(h.state[path].paragraphs[p].sentences)
    other = h.rng.randrange(len(sentences))
    sentences[s], sentences[other] = sentences[other], sentences[s]
    paragraphs = list(h.state[path].paragraphs)
    paragraphs[p] = replace(paragraphs[p], sentences=tuple(sentences))
    return _done(h, _with(h.state, path, tuple(paragraphs)), "reorder")


def _taken_out(state: State, path: str, p: int) -> tuple[Paragraph, dict[str, File]]:
    paragraphs = state[path].paragraphs
    return paragraphs[p], _with(state, path, (*paragraphs[:p], *paragraphs[p + 1 :]))


def _put_in(h: History, state: State, path: str, *added: Paragraph) -> dict[str, File]:
    paragraphs = state[path].paragraphs
    at = h.rng.randint(min(1, len(paragraphs)), len(paragraphs))
    return _with(state, path, (*paragraphs[:at], *added, *paragraphs[at:]))


def move_within(h: History) -> bool:
    places = _paragraphs(h.state)
    if not places:
        return False
    path, p = h.rng.choice(places)
    paragraph, state = _taken_out(h.state, path, p)
    return _done(h, _put_in(h, state, path, paragraph), "move_within")


def _moved_across(h: History, event: str, change: Callable[[Paragraph], Paragraph]) -> bool:
    places = _paragraphs(h.state)
    if not places or len(h.state) < 2:
        return False
    path, p = h.rng.choice(places)
    paragraph, state = _taken_out(h.state, path, p)
    target = h.rng.choice([other for other in sorted(h.state) if other != path])
    return _done(h, _put_in(h, state, target, change(paragraph)), event)


def move_across(h: History) -> bool:
    return _moved_across(h, "move_across", lambda paragraph: paragraph)


def move_edit(h: History) -> bool:
    return _moved_across(h, "move_edit", lambda paragraph: _edited_paragraph(h, paragraph))


def _edited_paragraph(h: History, paragraph: Paragraph) -> Paragraph:
    sentences = list(paragraph.sentences)
    long = [s for s, sentence in enumerate(sentences) if len(sentence) >= 6]
    if long:
        at = h.rng.choice(long)
        sentences[at] = edited(h, sentences[at], 2)
    return replace(paragraph, sentences=tuple(sentences))


def copy(h: History) -> bool:
    return _copied(h, "copy", lambda paragraph: paragraph)


def copy_edit(h: History) -> bool:
    return _copied(h, "copy_edit", lambda paragraph: _edited_paragraph(h, paragraph))


def _copied(h: History, event: str, change: Callable[[Paragraph], Paragraph]) -> bool:
    places = _paragraphs(h.state, 15)
    if not places:
        return False
    path, p = h.rng.choice(places)
    paragraph = change(replace(h.state[path].paragraphs[p], number=h.number()))
    return _done(h, _put_in(h, h.state, _path(h), paragraph), event)


def rename(h: History) -> bool:
    return _renamed(h, "rename", lambda file: file)


def rename_edit(h: History) -> bool:
    def change(file: File) -> File:
        at = h.rng.randrange(len(file.paragraphs))
        paragraphs = list(file.paragraphs)
        paragraphs[at] = _edited_paragraph(h, paragraphs[at])
        return replace(file, paragraphs=tuple(paragraphs))

    return _renamed(h, "rename_edit", change)


def _renamed(h: History, event: str, change: Callable[[File], File]) -> bool:
    state = dict(h.state)
    file = state.pop(_path(h))
    return _done(h, {**state, _fresh_path(h): change(file)}, event)


def split(h: History) -> bool:
    path = _path(h)
    paragraphs = h.state[path].paragraphs
    if len(paragraphs) < 4:
        return False
    at = h.rng.randrange(2, len(paragraphs) - 1)
    state = _with(h.state, path, paragraphs[:at])
    return _done(
        h, {**state, _fresh_path(h): replace(h.state[path], paragraphs=paragraphs[at:])}, "split"
    )


def merge_files(h: History) -> bool:
    if len(h.state) < 3:
        return False
    first, second = h.rng.sample(sorted(h.state), 2)
    state = dict(h.state)
    gone = state.pop(second)
    return _done(
        h, _with(state, first, (*state[first].paragraphs, *gone.paragraphs)), "merge_files"
    )


def template(h: History) -> bool:
    """Start two files from the same frame, each with text of its own."""
    frame = [
        h.new_paragraph("heading"),
        h.new_paragraph(),
        h.new_paragraph("heading"),
        h.new_paragraph(),
    ]
    state = dict(h.state)
    state[_fresh_path(h)] = File(tuple(frame))
    h.commit(state, "template")
    own = [h.new_paragraph() for _ in range(2)]
    copied = [replace(paragraph, number=h.number()) for paragraph in frame]
    state = dict(h.state)
    state[_fresh_path(h)] = File((*copied[:2], own[0], *copied[2:], own[1]))
    return _done(h, state, "template")


# Removal and return.


def delete(h: History) -> bool:
    if h.rng.random() < 0.5:
        spots = _spots(h.state)
        return bool(spots) and _done(h, _put(h.state, h.rng.choice(spots)), "delete")
    places = _paragraphs(h.state)
    if not places:
        return False
    return _done(h, _taken_out(h.state, *h.rng.choice(places))[1], "delete")


def reintroduce(h: History) -> bool:
    return _returned(h, "reintroduce", lambda paragraph: paragraph)


def reintroduce_edit(h: History) -> bool:
    return _returned(h, "reintroduce_edit", lambda paragraph: _edited_paragraph(h, paragraph))


def _returned(h: History, event: str, change: Callable[[Paragraph], Paragraph]) -> bool:
    """Bring back a paragraph that the main branch once had."""
    standing = {word.identity for file in h.state.values() for word in file_words(file)}
    gone = [
        paragraph
        for made in _main_line(h)
        for _, file in sorted(made.state.items())
        for paragraph in file.paragraphs
        if sum(map(len, paragraph.sentences)) >= 15
        and paragraph.kind != "note"
        and not any(
            word.identity in standing for sentence in paragraph.sentences for word in sentence
        )
    ]
    if not gone:
        return False
    paragraph = replace(h.rng.choice(gone), number=h.number())
    return _done(h, _put_in(h, h.state, _path(h), change(paragraph)), event)


def _main_line(h: History) -> list:
    line = []
    name = h.head
    while name:
        line.append(h.at(name))
        name = line[-1].parents[0] if line[-1].parents else ""
    return line[::-1]


def revert(h: History) -> bool:
    """Put a file back as it was some commits ago."""
    line = _main_line(h)[-8:-1]
    choices = [
        (path, made.state[path])
        for made in line
        for path in sorted(made.state)
        if path in h.state and made.state[path] != h.state[path]
    ]
    if not choices:
        return False
    path, file = h.rng.choice(choices)
    return _done(h, {**h.state, path: file}, "revert")


# Branches. A branch changes paragraphs; merging is by paragraph, three ways.


def _branch_edit(h: History, state: State, busy: set[int]) -> dict[str, File] | None:
    """Edit, add, take out or move within one file, touching only paragraphs that are not busy."""
    places = [
        (path, p) for path, p in _paragraphs(state) if state[path].paragraphs[p].number not in busy
    ]
    if not places:
        return None
    path, p = h.rng.choice(places)
    paragraph = state[path].paragraphs[p]
    busy.add(paragraph.number)
    what = h.rng.choice(("edit", "edit", "add", "delete"))
    if what == "edit":
        paragraphs = list(state[path].paragraphs)
        paragraphs[p] = _edited_paragraph(h, paragraph)
        return _with(state, path, tuple(paragraphs))
    if what == "delete":
        return _taken_out(state, path, p)[1]
    fresh = h.new_paragraph()
    busy.add(fresh.number)
    paragraphs = list(state[path].paragraphs)
    return _with(state, path, (*paragraphs[: p + 1], fresh, *paragraphs[p + 1 :]))


def _branch(h: History, start: str, count: int, busy: set[int], event: str) -> str:
    """Make commits beside the main branch; return the last."""
    head = start
    for _ in range(count):
        state = _branch_edit(h, h.at(head).state, busy)
        if state is not None:
            head = h.commit(state, event, [head], move_head=False)
    return head


def merged(base: State, left: State, right: State) -> dict[str, File]:
    """Merge two states three ways, paragraph by paragraph; where both changed one, left's counts
    with what right put behind it."""
    result: dict[str, File] = {}
    for path in sorted(left.keys() | right.keys()):
        if path not in left or path not in right:
            kept = left.get(path) or right.get(path)
            if path not in base and kept:
                result[path] = kept
            continue
        mine, theirs = left[path], right[path]
        before = base.get(path)
        if before is None or theirs is before:
            result[path] = mine
            continue
        was = {paragraph.number: paragraph for paragraph in before.paragraphs}
        now = {paragraph.number: paragraph for paragraph in theirs.paragraphs}
        kept_paragraphs: list[Paragraph] = []
        for paragraph in mine.paragraphs:
            number = paragraph.number
            if number in was and number not in now and paragraph == was[number]:
                continue
            if number in was and number in now and paragraph == was[number]:
                paragraph = now[number]
            kept_paragraphs.append(paragraph)
        previous = -1
        mine_numbers = {paragraph.number for paragraph in mine.paragraphs}
        for paragraph in theirs.paragraphs:
            if paragraph.number not in was and paragraph.number not in mine_numbers:
                numbers = [one.number for one in kept_paragraphs]
                at = numbers.index(previous) + 1 if previous in numbers else len(numbers)
                kept_paragraphs.insert(at, paragraph)
            previous = paragraph.number
        result[path] = replace(mine, paragraphs=tuple(kept_paragraphs))
    return result


def branch(h: History) -> bool:
    """Work on a branch while the main branch goes on; merge."""
    start, busy = h.head, set[int]()
    topic = _branch(h, start, h.rng.randint(1, 3), busy, "branch")
    main = _branch(h, start, h.rng.randint(0, 2), busy, "branch")
    if topic == start:
        return False
    state = merged(h.at(start).state, h.at(main).state, h.at(topic).state)
    h.commit(state, "branch", [main, topic])
    return True


def octopus(h: History) -> bool:
    start, busy = h.head, set[int]()
    tips = [_branch(h, start, 1, busy, "octopus") for _ in range(3)]
    tips = [tip for tip in dict.fromkeys(tips) if tip != start]
    if len(tips) < 2:
        return False
    state: State = h.at(tips[0]).state
    for tip in tips[1:]:
        state = merged(h.at(start).state, state, h.at(tip).state)
    h.commit(state, "octopus", tips)
    return True


def criss_cross(h: History) -> bool:
    start, busy = h.head, set[int]()
    left = _branch(h, start, 1, busy, "criss_cross")
    right = _branch(h, start, 1, busy, "criss_cross")
    if start in (left, right):
        return False
    state = merged(h.at(start).state, h.at(left).state, h.at(right).state)
    first = h.commit(state, "criss_cross", [left, right], move_head=False)
    second = h.commit(state, "criss_cross", [right, left], move_head=False)
    first = _branch(h, first, 1, busy, "criss_cross")
    second = _branch(h, second, 1, busy, "criss_cross")
    h.commit(merged(state, h.at(first).state, h.at(second).state), "criss_cross", [first, second])
    return True


def conflict(h: History) -> bool:
    """Two branches edit one sentence apart; the merge takes both edits and adds a word."""
    spots = _spots(h.state, 16)
    if not spots:
        return False
    spot = h.rng.choice(spots)
    start = h.head
    words = list(_sentence(h.state, spot))
    third = len(words) // 3
    mine, theirs = list(words), list(words)
    mine[third] = replace(
        h.new_word(words[third].text, _beside(words, third)), after=words[third].after
    )
    left = h.commit(_put(h.state, spot, tuple(mine)), "conflict", [start], move_head=False)
    at = 2 * third
    theirs[at] = replace(h.new_word(words[at].text, _beside(words, at)), after=words[at].after)
    right = h.commit(
        _put(h.at(start).state, spot, tuple(theirs)), "conflict", [start], move_head=False
    )
    both = list(mine)
    both[at] = theirs[at]
    both.insert(third + 2, h.new_word(words[third].text, _beside(both, third + 2)))
    h.commit(_put(h.at(start).state, spot, tuple(both)), "conflict", [left, right])
    return True


def _beside(words: list[Word], at: int) -> list[str]:
    return [word.text for word in words[max(0, at - 2) : at + 3]]


def cherry_pick(h: History) -> bool:
    """Pick a branch's commit onto the main branch; sometimes merge the branch later.

    Of the picked words, the branch's commit is the origin once it is an ancestor; before, and
    without a merge, the pick is.
    """
    start, busy = h.head, set[int]()
    topic = _branch(h, start, 1, busy, "cherry_pick")
    if topic == start:
        return False
    name = h.next_name()
    known = {word.identity for file in h.state.values() for word in file_words(file)}
    picked: dict[int, Word] = {}
    state: dict[str, File] = {}
    for path, file in h.at(topic).state.items():
        paragraphs = []
        for paragraph in file.paragraphs:
            sentences = []
            for sentence in paragraph.sentences:
                made = []
                for word in sentence:
                    if word.identity not in known:
                        twin = Word(word.text, name, h.number(), word.mark, word.after)
                        h.words[twin.identity] = picked[word.identity] = twin
                        h.twins[twin.identity] = word
                        word = twin
                    made.append(word)
                sentences.append(tuple(made))
            paragraphs.append(replace(paragraph, sentences=tuple(sentences)))
        same = tuple(paragraphs) == file.paragraphs or not any(
            word.identity in {twin.identity for twin in picked.values()}
            for paragraph in paragraphs
            for sentence in paragraph.sentences
            for word in sentence
        )
        state[path] = file if same else replace(file, paragraphs=tuple(paragraphs))
    h.commit(state, "cherry_pick")
    if h.rng.random() < 0.7:
        main = _branch(h, h.head, 1, busy, "cherry_pick")
        more = _branch(h, topic, 1, busy, "cherry_pick")
        state = merged(h.at(start).state, h.at(main).state, h.at(more).state)
        back = {twin.identity: h.words[identity] for identity, twin in picked.items()}
        h.commit(
            {path: _renamed_words(file, back) for path, file in state.items()},
            "cherry_pick",
            [main, more],
        )
    return True


def _renamed_words(file: File, words: Mapping[int, Word]) -> File:
    """Put the topic's words in the place of the picked ones, once both are ancestors."""
    if not any(word.identity in words for word in file_words(file)):
        return file
    return replace(
        file,
        paragraphs=tuple(
            replace(
                paragraph,
                sentences=tuple(
                    tuple(
                        replace(words[word.identity], mark=word.mark, after=word.after)
                        if word.identity in words
                        else word
                        for word in sentence
                    )
                    for sentence in paragraph.sentences
                ),
            )
            for paragraph in file.paragraphs
        ),
    )


def revert_merge(h: History) -> bool:
    """Merge a branch, take the merge back, sometimes bring it in again."""
    if not branch(h):
        return False
    merge = h.at(h.head)
    main = h.at(merge.parents[0]).state
    h.commit(main, "revert_merge")
    word_edit(h)
    if h.rng.random() < 0.5:
        return _done(h, merged(main, h.state, merge.state), "revert_merge")
    return True


def squash(h: History) -> bool:
    """Squash a pull request of two or three commits whose ref is still there."""
    start, busy = h.head, set[int]()
    tip = _branch(h, start, h.rng.randint(2, 3), busy, "squash")
    if tip == start or h.at(tip).state == h.state:
        return False
    h.commit(h.at(tip).state, "squash", pull=tip)
    return True


EVENTS: Mapping[str, Event] = {
    event.__name__: event
    for event in (
        word_edit, add, rewrite, clause_move, join_split, reorder, move_within, move_across,
        move_edit, rename, rename_edit, reflow, reflow_edit, list_format, restructure, emphasis,
        delete, reintroduce, reintroduce_edit, revert, copy, copy_edit, split, merge_files, branch,
        case_punct, crlf, bot_format, meta, squash, cherry_pick, criss_cross, octopus, conflict,
        revert_merge, link, template, footnote, coauthors, mailmap,
    )
}  # fmt: skip


def generate(
    seed: int, vocabulary: str, event: str = "mixed", commits: int = 60, files: int = 8
) -> History:
    """Generate a history: files of about 400 words, then events until it has enough commits.

    ``mixed`` draws from all events; one event alone takes turns with edits of words.
    """
    history = History(Random(f"{seed} {vocabulary} {event}"), Vocabulary(vocabulary))
    state = {}
    for _ in range(files):
        state[_fresh_path(history)] = history.new_file(400)
    history.commit(state, "start")
    names = list(EVENTS) if event == "mixed" else [event, event, "word_edit", "delete"]
    while len(history.commits) < commits:
        EVENTS[history.rng.choice(names)](history)
    return history
