"""What holds for check on any sources: no fault of ours, every place is real, mends are mends."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.commands.fix import fix
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.text import Source
from pipeline.parse.document import read_document
from pipeline.rules.catalogue import CATALOGUE
from pipeline.rules.judge import judge
from tests.support.reading import source_lines, sources

MANY = settings(max_examples=150, deadline=None)
FOLDER = "recommendations/"
DOCUMENT = """\
title: T
language: en
groups: [{key: A, title: One, questions: [2]}, {key: NO, title: Two}]
parties: [{id: japan, name: Japan, kind: state}, {id: india, name: India, letters: IN}]
"""
KEYS = st.sampled_from(
    [
        *("date", "submitters", "group", "status", "order", "heading", "questions", "replaces"),
        *("replaced_by", "submission", "source", "on_behalf_of", "Date", "titel", "<<", "é", "a b"),
    ]
)
VALUES = st.sampled_from(
    [
        *("2014-02-07", "2014-2-7", "2014-02-30", "07/02/2014", "12:30:00", "012", "1.10", "NO"),
        *("[japan]", "japan", "[japn, {name: X}]", "{name: X}", "[[a]]", "[1, 2]", "A", "~", ""),
        *(
            "withdrawn",
            "superseded",
            "one",
            "two",
            "*x*",
            "&a b",
            "!x y",
            "a: b",
            "'q",
            '"\\u202e"',
        ),
        *("> \n  folded\n  text", "|\n  kept", "[^1] *em*", '"<b>x</b>"', "\t", "\x07", "#", "@x"),
    ]
)
FRONT_MATTER = st.lists(st.tuples(KEYS, VALUES), max_size=6).map(
    lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs)
)
ENOUGH = st.just("date: 2014-02-07\nsubmitters: [japan]\n")
OPENINGS = st.sampled_from(["---\n", "---\n", "---\n", "", "\n---\n", "--- \n"])
ODD = st.sampled_from(
    ["", "\u202e", "\u200b", "\x1b[31m", "\ufeff", "e\u0301", "St\u0430tes", "\u2028"]
)


@st.composite
def entries(draw: st.DrawFn) -> str:
    front_matter = draw(
        st.one_of(FRONT_MATTER, ENOUGH, st.tuples(ENOUGH, FRONT_MATTER).map("".join))
    )
    opening = draw(OPENINGS)
    body = draw(sources(draw(st.sampled_from(["\n", "\r\n", "\r"]))))
    text = f"{opening}{front_matter}{opening}{draw(ODD)}\n{body}{draw(ODD)}"
    return text.removeprefix("\ufeff")  # as what decodes sources does


def judged(texts: dict[str, str]) -> tuple[dict[str, Source], tuple[Diagnostic, ...]]:
    all_texts = {"document.yaml": DOCUMENT} | texts
    made = {FOLDER + path: Source(FOLDER + path, text) for path, text in all_texts.items()}
    tree = [TreeFile(path, "", FileKind.FILE, 1) for path in made]
    return made, judge(read_document(made), tree, is_covered=lambda each: each < "\u4e00")


@MANY
@given(st.lists(entries(), min_size=1, max_size=3))
def test_every_fault_has_a_code_a_place_in_its_file_and_a_hint(texts: list[str]) -> None:
    made, found = judged(
        {f"{'one two three'.split()[at]}.md": each for at, each in enumerate(texts)}
    )
    for each in found:
        assert each.code in CATALOGUE
        assert each.hint
        assert each.position is not None
        lines = source_lines(made[each.position.path].text)
        for place in (each.position, *([each.end] if each.end else [])):
            assert 1 <= place.line <= len(lines), each
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, each


@MANY
@given(entries())
def test_documents_of_any_words_are_answered(text: str) -> None:
    made = {FOLDER + "document.yaml": Source(FOLDER + "document.yaml", text)}
    reading = read_document(made)
    assert reading.diagnostics or reading.document
    judge(reading, [], is_covered=None)


@MANY
@given(entries())
def test_mends_come_to_an_end_and_make_no_new_errors(text: str) -> None:
    made, found = judged({"one.md": text})
    errors = len([each for each in found if each.severity == "error"])
    for _ in range(6):
        mended = fix(found, made)
        if not mended:
            break
        made, found = judged(
            {path.removeprefix(FOLDER): mended.get(path, each.text) for path, each in made.items()}
        )
    assert not any(each.edits for each in found)
    syntax = [each for each in found if each.code in {"E103", "E101", "E102"}]
    assert len(syntax) <= errors


@MANY
@given(sources(), sources())
def test_mends_keep_the_words_of_a_body(one: str, other: str) -> None:
    text = f"---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n\n{one}\u200b\n{other}\n"
    made, found = judged({"one.md": text})
    mended = fix(found, made).get(FOLDER + "one.md", text)
    assert re.sub(r"\s", "", mended) == re.sub(r"[\s\u200b]", "", text).replace("e\u0301", "é")
