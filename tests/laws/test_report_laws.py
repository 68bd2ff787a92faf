"""Whatever a report says, in whichever of its texts, the comment shows it and does nothing."""

import copy
import json
import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RenderError
from pipeline.model.change import ChangeKind, Code
from pipeline.model.diagnostic import Severity
from pipeline.model.report import (
    ChangedFile,
    Contributor,
    End,
    FieldEdit,
    Finding,
    OtherFile,
    Passage,
    Piece,
    PieceOp,
    Report,
)
from pipeline.render.report import as_json, as_markdown
from pipeline.render.report.read import read
from tests.support.github import show

# What Markdown, GitHub, GitLab and mail programs give a meaning, in parts that are put together.
ATOMS = (
    *r"@ all org/team # 1 GH- gh-9 ! ~ * ** **** _ __ ` `` ``` ~~~ < > b> </del> </li>".split(),
    *r"<script> <!-- --> [ ] ( ) x \ | $ & ^ % = &#64; &lt; http:// HTTPS:// :// www.".split(),
    *r"wWw. e.example".split(),
    *r"a@b.example mailto: xmpp:a@b ftp://x.y : :: +1 :+1 smile: /close # --- === - 1. +".split(),
    *r"### [^1] [^1]: [[ ]] ^[ { } ' o/r#3 user/repo@1234567 ab12cd34 … “ — é 字 1) 12".split(),
    *("", " ", "  ", "\t", "\n", "\n\n", "\u200b", "\u2028", "\u202e", "\u2060", "\ufeff"),
    *("\u00a0", "\u3000", "\x1b[2J", "\x00", "# Approved", "1. x", "x @", "@all fixes #1"),
)
TEXT = st.lists(st.sampled_from(ATOMS) | st.characters(), max_size=5).map("".join)
ELEMENTS = {"p", "strong", "code", "h3", "ul", "li", "br", "em", "ins", "del", "span"}
HEADINGS = {"Findings", "What to look at", "Moves between groups", "Changes"}
ID = "1" * 40


def harmless(comment: str) -> None:
    shown = show(comment)
    assert shown.active() == {}
    assert shown.addresses == []
    assert shown.elements <= ELEMENTS
    assert set(shown.headings) <= HEADINGS
    assert not [line for line in comment.splitlines() if line.startswith(("/", "::"))]


# --- One text after the other ---------------------------------------------------------------------

PASSAGE = Passage(
    Code.MOD, "(1)", "(2)", ("a note",),
    (Piece(PieceOp.EQUAL, "one"), Piece(PieceOp.DELETE, "two"), Piece(PieceOp.INSERT, "three")),
)  # fmt: skip
FILE = ChangedFile(
    "Group A, 1. Japan", "a.md", "b.md", "entry", "changed", "agreed", ("A", "B"), ("Japan",),
    (Contributor(("India",), "M", ("1234567",), "claimed"),), 1, 2, 3,
    ((ChangeKind.INSERTION, 2),), (FieldEdit("status", "draft", "withdrawn"),), (PASSAGE,),
)  # fmt: skip
REPORT = Report(
    End("main", ID), End("topic", ID), (("entries", 1),),
    (Finding(Severity.ERROR, "E101", "wrong", "mend it", "a.md", 1, 1, True),),
    (FILE,), (OtherFile("x", "check"),), "Complete.", ("a note",),
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a JSON value that holds something: the container, and the key."""
    found: list[tuple[Any, Any]] = []
    for key in range(len(value)) if isinstance(value, list) else value:
        found.append((value, key))
        if isinstance(value[key], dict | list):
            found += places(value[key])
    return found


DOCUMENT = json.loads(as_json.render(REPORT))
TEXTS = [
    number for number, (where, key) in enumerate(places(DOCUMENT)) if isinstance(where[key], str)
]


@pytest.mark.parametrize("number", TEXTS)
def test_no_text_of_a_report_works(number: int) -> None:
    for atom in ATOMS:
        document = copy.deepcopy(DOCUMENT)
        container, key = places(document)[number]
        container[key] = atom
        try:
            report = read(json.dumps(document).encode())
        except RenderError:
            continue
        harmless(as_markdown.render(report))


# --- All at once ----------------------------------------------------------------------------------


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type, their texts hostile."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        made: Any = kind
        return st.builds(made, **{each.name: any_of(hints[each.name]) for each in fields(kind)})
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return st.lists(any_of(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, arguments))
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin is types.UnionType:
        return st.one_of(*map(any_of, arguments))
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    simple: Mapping[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        int: st.integers(0, 3),
        bool: st.booleans(),
    }
    return simple[kind]


@given(any_of(Report))
@settings(max_examples=300)
def test_no_texts_of_a_report_work(report: Report) -> None:
    harmless(as_markdown.render(report))


@given(st.sampled_from(range(len(places(DOCUMENT)))), st.data())
@settings(max_examples=300)
def test_a_report_in_which_one_value_is_another_is_shown_or_refused(
    number: int, data: st.DataObject
) -> None:
    document = copy.deepcopy(DOCUMENT)
    container, key = places(document)[number]
    scalars = TEXT | st.integers() | st.floats() | st.booleans() | st.none()
    container[key] = data.draw(scalars | st.lists(scalars, max_size=3) | st.just({}))
    try:
        report = read(json.dumps(document).encode())
    except RenderError:
        return
    harmless(as_markdown.render(report))


# --- Much of it -----------------------------------------------------------------------------------


def calls_of(times: int) -> int:
    """Count the calls that it takes to render a report of so many of each."""
    made = 0

    def count(*_: object) -> None:
        nonlocal made
        made += 1

    (finding,), (file,) = REPORT.findings, REPORT.files
    elsewhere = replace(finding, severity=Severity.NOTE, touched=False)
    passage = replace(PASSAGE, pieces=PASSAGE.pieces[1:] * times)
    files = (*(file,) * times, replace(file, passages=(passage,)))
    large = replace(REPORT, findings=(finding, elsewhere) * times, files=files)
    sys.setprofile(count)
    try:
        as_markdown.render(large)
    finally:
        sys.setprofile(None)
    return made


def test_ten_times_the_report_takes_ten_times_the_steps() -> None:
    assert calls_of(1000) < 12 * calls_of(100)
