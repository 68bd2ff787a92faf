"""A report as the comment on a pull request, and as an e-mail: Markdown, verdict first.

GitHub takes 65,536 characters. What is longer is cut by weight: the verdict, what to look at and
the errors stay, then come the files' headings, warnings, and of each file's passages the first
before the next; the end says what was left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from pipeline.model.diagnostic import Severity
from pipeline.model.report import (
    ChangedFile,
    Contributor,
    End,
    Finding,
    Passage,
    Piece,
    PieceOp,
    Report,
    Standing,
)
from pipeline.render.report.attention import attention
from pipeline.render.report.defuse import code, in_a_row, inline, mark, shorten

LIMIT = 60_000  # of GitHub's 65,536 characters, so that a marker and some links find room
_CLOSING = 600  # characters for what is said of that which was left out
_WEIGHTS = {Severity.ERROR: 1, Severity.WARNING: 4, Severity.NOTE: 1000}
_ID = re.compile("[0-9a-f]{40}")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BULLETS = ("-", "*", "+")
_STANDINGS: Mapping[Standing, str] = {
    "submitter": "the submitter",
    "entered": "entered for the submitter",
    "claimed": "who claims to act for the submitter",
    "other": "not a submitter",
}
_UNPROVEN = "Names and addresses are as the commits give them; Git proves none."
_PLURALS = {"entry": "entries", "annex": "annexes"}
_INSERT, _DELETE = PieceOp.INSERT, PieceOp.DELETE
_MARKED = (_INSERT, _DELETE)


@dataclass(frozen=True, slots=True)
class Link:
    """A file that goes with the report: what it is, and its https address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class _Part:
    """Some lines: how much they weigh (0 most), and what they are where they are left out.

    ``is_under``: means nothing without the last part before it that is not.
    """

    weight: int
    text: str
    what: str = ""
    is_under: bool = False


def render(report: Report, links: Sequence[Link] = (), *, limit: int = LIMIT) -> str:
    """Return the comment, of at most ``limit`` characters."""
    parts = [
        _Part(0, _verdict(report)),
        *([_Part(0, _links(links))] if links else []),
        *_findings(report),
        *_attention(report),
        *_moves(report),
        *_changes(report),
        *([_Part(0, f"{_statement(report)}\n")] if report.files else []),
    ]
    kept = _within(parts, limit - _CLOSING)
    text = _EMPTY_LINES.sub("\n\n", "\n".join(parts[number].text for number in sorted(kept)))
    lost = Counter(
        part.what for number, part in enumerate(parts) if part.what and number not in kept
    )
    if lost:
        said = ", ".join(_counted(number, what) for what, number in sorted(lost.items()))
        text += f"\n*Left out, to keep this short: {said}. The files that go with this have all.*\n"
    return text


def _statement(report: Report) -> str:
    said = inline(report.statement, first=True)
    return f"{said}  \n{_UNPROVEN}" if said else _UNPROVEN


def _within(parts: Sequence[_Part], limit: int) -> set[int]:
    """Return the numbers of the parts that fit, heavier ones first."""
    over: list[int] = []
    for number, part in enumerate(parts):
        over.append(over[-1] if part.is_under else number)
    kept: set[int] = set()
    for number in sorted(range(len(parts)), key=lambda number: parts[number].weight):
        length = len(parts[number].text) + 1
        if length <= limit and (over[number] == number or over[number] in kept):
            limit -= length
            kept.add(number)
    return kept


def _verdict(report: Report) -> str:
    counts = Counter(each.severity for each in report.findings)
    errors = counts[Severity.ERROR]
    if errors:
        verb = "keeps" if errors == 1 else "keep"
        said = f"**{_counted(errors, 'error')} {verb} this from going into the document.**"
    else:
        said = "**No errors.**"
    if warnings := counts[Severity.WARNING]:
        said += f" {_counted(warnings, 'warning')}."
    return f"{said} {_size(report)}\n\n{_ends(report)}\n"


def _size(report: Report) -> str:
    files = [file for file in report.files if file.kind not in ("settings", "people")]
    if not files:
        return "No text changes."
    said = []
    for verb, fates in (
        ("changes", ("changed", "renamed")),
        ("adds", ("new",)),
        ("removes", ("removed",)),
    ):
        nouns = Counter(_noun(file) for file in files if file.fate in fates)
        things = [
            "the abstract" if noun == "abstract" else _counted(number, noun)
            for noun, number in sorted(nouns.items())
        ]
        said += [f"{verb} {' and '.join(things)}"] if things else []
    into = _counted(sum(file.words_in for file in files), "word")
    out = sum(file.words_out for file in files)
    return f"This {', '.join(said)}: {into} in, {out:,} out."


def _noun(file: ChangedFile) -> str:
    return file.kind if file.kind in ("entry", "annex", "abstract") else "file"


def _ends(report: Report) -> str:
    base, head = report.base, report.head
    if base.commit == head.commit:
        return f"Nothing lies between: {code(base.label)} is {_commit(head)}, too."
    named = "" if head.commit.startswith(head.label) else f" of {code(head.label)}"
    left = "" if base.commit.startswith(base.label) else f", where it left {code(base.label)},"
    return f"From {_commit(base)}{left} to {_commit(head)}{named}."


def _commit(end: End) -> str:
    """Return a commit so that a host links it; what is none stays text."""
    if not _ID.fullmatch(end.commit):
        return code(end.commit)
    return end.commit[:7] if end.commit.strip("0") else "the working tree"


def _links(links: Sequence[Link]) -> str:
    return " · ".join(f"[{inline(link.name)}](<{link.address}>)" for link in links) + "\n"


def _attention(report: Report) -> Iterator[_Part]:
    found = attention(report)
    if found:
        yield _Part(1, "### What to look at\n")
    for number, each in enumerate(found):
        paths = ", ".join(code(path) for path in each.paths)
        more = f" and {each.others:,} more" if each.others else ""
        where = f" ({paths}{more})" if paths else ""
        yield _Part(
            1 + number // 30, f"- {inline(each.text, first=True)}{where}", "thing to look at"
        )
    if found:
        yield _Part(1, "")


def _findings(report: Report) -> Iterator[_Part]:
    shown, elsewhere = [], Counter[Severity]()
    for each in report.findings:
        if each.touched or each.severity is Severity.ERROR:
            shown.append(each)
        else:
            elsewhere[each.severity] += 1
    if shown:
        yield _Part(1, "### Findings\n")
    for number, each in enumerate(shown):
        yield _Part(_WEIGHTS[each.severity] + number // 50, _finding(each), each.severity)
    if shown:
        yield _Part(2, "")
    if elsewhere:
        said = " and ".join(_counted(number, what) for what, number in sorted(elsewhere.items()))
        yield _Part(
            4, f"In files that this does not change: {said} (`redraft check` lists them).\n"
        )


def _finding(each: Finding) -> str:
    place = f"{code(f'{each.path}:{each.line}:{each.column}')} " if each.path else ""
    hint = f"; {inline(each.hint)}" if each.hint else ""
    return f"- {place}{each.severity} {_led(each.code)} {inline(each.message)}{hint}"


def _led(name: str, *, first: bool = False) -> str:
    """Return a stranger's name and our colon; read as one, lest ":+1" becomes an emoji by it."""
    return inline(f"{shorten(name, 500)}:", 501, first=first)


def _moves(report: Report) -> Iterator[_Part]:
    moved = [file for file in report.files if file.groups]
    if moved:
        yield _Part(2, "### Moves between groups\n")
    for file in moved:
        old, new = (inline(key, 40) if key else "not categorized" for key in file.groups)
        people = ", ".join(dict.fromkeys(_names(each) for each in file.contributors))
        yield _Part(2, f"- {_led(file.name, first=True)} {old} → {new} (by {people})", "move")
    if moved:
        yield _Part(2, "")


def _changes(report: Report) -> Iterator[_Part]:
    shown = [file for file in report.files if file.passages or file.fate != "changed"]
    if shown:
        yield _Part(3, "### Changes\n")
    for file in shown:
        yield _Part(3, _heading(file), "file")
        for number, each in enumerate(file.passages):
            yield _Part(5 + number // 3, f"- {_passage(each)}", "passage", is_under=True)
        if file.passages:
            yield _Part(3, "", is_under=True)


def _heading(file: ChangedFile) -> str:
    fate = "" if file.fate == "changed" else f" · {file.fate}"
    if file.fate == "renamed":
        fate += f" from {code(file.old_path)}"
    kinds = ", ".join(_counted(number, kind) for kind, number in file.kinds)
    moved = f", {file.words_moved:,} moved" if file.words_moved else ""
    words = f"{_counted(file.words_in, 'word')} in, {file.words_out:,} out{moved}"
    people = "; ".join(_contributor(each, file) for each in file.contributors)
    lines = [f"**{inline(file.name) or '(nameless)'}**{fate}  ", f"{code(file.path)}  "]
    lines += [f"{words} ({kinds})  ", f"By {people}\n"]
    return "\n".join(lines)


def _contributor(each: Contributor, file: ChangedFile) -> str:
    by = f" · by {inline(each.by, 80)}" if each.by else ""
    shown = [inline(commit, 40) for commit in each.commits]  # plain, so that a host links it
    commits = ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
    standing = ""
    if file.kind == "entry":
        standing = f", {_STANDINGS[each.standing]}"
    return f"{_names(each)}{by} ({commits}){standing}"


def _names(each: Contributor) -> str:
    return ", ".join(inline(name, 80) for name in each.names[:5])


def _passage(each: Passage) -> str:
    labels = [label for label in (each.old_label, each.new_label) if label not in _BULLETS]
    label = " → ".join(dict.fromkeys(filter(None, (shorten(label, 40) for label in labels))))
    start = f"{each.code} {_led(label)} " if label else f"{each.code}: "
    pieces = _joined(each.pieces)
    texts = in_a_row([_spaced(piece.text) for piece in pieces])
    shown: list[str] = []
    for number, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        after = texts[number + 1] if number + 1 < len(pieces) else ""
        if piece.op is _INSERT and number and pieces[number - 1].op is _DELETE:
            shown[-1] = f"{shown[-1].rstrip()} "  # two marks that touch could be read as one
        elif piece.op is _DELETE and after and pieces[number + 1].op is _INSERT:
            after = " "
        shown.append(_marked(piece.op, text, shown[-1] if shown else " ", after))
    notes = f" *({inline('; '.join(each.notes), 200)})*" if each.notes else ""
    return start + "".join(shown).strip() + notes


def _spaced(text: str) -> str:
    """Return text on one line, with one space where spaces begin or end it."""
    shown = shorten(text, 4000)
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and shown else ""
    return f"{left}{shown}{right}"


def _marked(op: PieceOp, text: str, before: str, after: str) -> str:
    """Return a piece marked where it came or went, the spaces around it outside."""
    shown = text.strip(" ")
    left = " " if text.startswith(" ") else ""
    right = " " if text.endswith(" ") and shown else ""
    if op is _INSERT:
        shown = mark(shown, before + left, right + after, "**", "ins")
    elif op is _DELETE:
        shown = mark(shown, before + left, right + after, "~~", "del")
    return left + shown + right


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join neighbours of one fate: two marks that touch would be read as one."""
    told = (
        (piece.op if piece.op in _MARKED and shorten(piece.text, 10) else PieceOp.EQUAL, piece.text)
        for piece in pieces
        if _spaced(piece.text)
    )
    return [Piece(op, "".join(text for _, text in run)) for op, run in groupby(told, itemgetter(0))]


def _counted(number: int, noun: str) -> str:
    """Count in words; the noun is one of ours."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"
