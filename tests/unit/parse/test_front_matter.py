"""Front matter into types: what is read, what is refused, what was meant."""

import datetime

import pytest

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.text import OnBehalfOf, Party, PartyKind, Status
from pipeline.parse.front_matter import NO_DATE, ReadFrontMatter, read_front_matter

JAPAN = Party("Japan", id="japan", short="JPN", kind=PartyKind.STATE)
INDIA = Party("India", id="india", kind=PartyKind.STATE)
PARTIES = {"japan": JAPAN, "india": INDIA}
ENOUGH = "date: 2014-02-07\nsubmitters: [japan]\n"


def read(text: str) -> ReadFrontMatter:
    return read_front_matter(text, "x.md", 2, PARTIES)


def found(text: str) -> list[tuple[str, str, str | None]]:
    return [(each.code, str(each.position), each.hint) for each in read(text).diagnostics]


def only(text: str) -> Diagnostic:
    (diagnostic,) = read(text).diagnostics
    return diagnostic


def test_everything_that_the_contract_lists() -> None:
    read_all = read(
        """\
submission: japan-2014-02-07     # joins the entries of one submission
group: A
date: 2014-02-07
submitters:
  - japan
  - {name: Carlos Alonso, honorific: Mr., kind: individual}
transmitted_by: {name: Per Linner, honorific: Mr.}
on_behalf_of: {label: a group of members, members: [Avri Doria, Grace Githaiga]}
order: 2
status: under-discussion
replaces: [old-one]
questions: [2, 3]
heading: Draft *recommendations*[^1]
source: {type: email, ref: <1@example.org>}
"""
    )
    assert read_all.diagnostics == ()
    value = read_all.front_matter
    assert value is not None
    assert value.date == datetime.date(2014, 2, 7)
    assert value.submitters == (
        JAPAN,
        Party("Carlos Alonso", honorific="Mr.", kind=PartyKind.INDIVIDUAL),
    )
    assert value.transmitted_by == Party("Per Linner", honorific="Mr.")
    assert value.on_behalf_of == OnBehalfOf("a group of members", ("Avri Doria", "Grace Githaiga"))
    assert (value.submission, value.group, value.order) == ("japan-2014-02-07", "A", 2)
    assert value.status is Status.UNDER_DISCUSSION
    assert (value.replaces, value.questions) == (("old-one",), (2, 3))
    assert (value.source_type, value.source_ref) == ("email", "<1@example.org>")
    assert read_all.heading is not None
    assert read_all.heading.text == "Draft *recommendations*[^1]"
    assert str(value.positions["replaces.0"]) == "x.md:12:12"


def test_a_party_on_the_spot_that_is_listed_is_that_party() -> None:
    value = read("date: 2014-02-07\nsubmitters: [{name: Japan, article: the}]\n").front_matter
    assert value is not None
    assert [(each.id, each.article) for each in value.submitters] == [("japan", "the")]


def test_what_is_left_out_has_its_default() -> None:
    value = read(ENOUGH).front_matter
    assert value is not None
    assert (value.group, value.status, value.questions) == ("", Status.RECEIVED, None)


def test_broken_keys_do_not_hide_the_others() -> None:
    value = read("date: 2014-02-30\nsubmitters: [japan]\ngroup: A\norder: x\n").front_matter
    assert value is not None
    assert (value.date, value.submitters, value.group, value.order) == (
        NO_DATE,
        (JAPAN,),
        "A",
        None,
    )
    value = read("date: 2014-02-07\nsubmitters: {x: y}\ngroup: A\n").front_matter
    assert value is not None
    assert (value.submitters, value.group) == ((), "A")


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("groop: A", "E105", "x.md:4:1", "did you mean group?"),
        ("Submission: a", "E105", "x.md:4:1", "did you mean submission?"),
        ("replaced-by: a", "E105", "x.md:4:1", "did you mean replaced_by?"),
        ("date: 2014-02-07", "E106", "x.md:4:1", "keep one of them; the first stands in line 2"),
        ("status: Withdrawn", "E110", "x.md:4:9", "did you mean withdrawn?"),
        ("order: 012", "E111", "x.md:4:8", "write 12"),
        ("order: 1.10", "E111", "x.md:4:8", "write 1"),
        ("order: -1", "E111", "x.md:4:8", "write digits only"),
        ("questions: 2", "E109", "x.md:4:12", "write [2]"),
        ("questions: [2, 03]", "E111", "x.md:4:16", "write 3"),
        ("group: [A]", "E109", "x.md:4:8", None),
        ("group: ~", "E117", "x.md:4:1", "write one, or remove the line"),
        ('group: ""', "E117", "x.md:4:8", "write one, or remove the line"),
        ("replaces:\n  -", "E117", "x.md:5:4", "write one, or remove the line"),
        ("transmitted_by: {honorific: Ms.}", "E107", "x.md:4:17", "write name: and its value"),
        ("transmitted_by: indai", "E119", "x.md:4:17", "did you mean india?"),
        ("transmitted_by: {name: X, kind: State}", "E110", "x.md:4:33", "did you mean state?"),
        ("on_behalf_of: members", "E109", "x.md:4:15", None),
        ('submission: "a\\u202Eb"', "E118", "x.md:4:13", "delete it"),
        ("status: superseded", "E120", "x.md:4:9", "write replaced_by: and the id of that entry"),
    ],
)
def test_a_fault_has_its_place_and_what_was_meant(
    line: str, code: str, place: str, hint: str | None
) -> None:
    (fault,) = found(ENOUGH + line + "\n")
    assert fault[:2] == (code, place)
    assert hint is None or fault[2] == hint


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("group: NO", "false"),
        ("group: on", "true"),
        ("submission: 1.10", "the number 1.1"),
        ("submission: 012", "the number 10"),
        ("submission: 12:30:00", "a number to the base of 60"),
    ],
)
def test_what_other_programs_misread_is_a_warning_that_can_be_mended(
    line: str, reading: str
) -> None:
    trap = only(ENOUGH + line + "\n")
    assert (trap.code, trap.severity) == ("W130", "warning")
    assert trap.message.endswith(f"as {reading}")
    value = line.partition(": ")[2]
    assert [edit.text for edit in trap.edits] == [f'"{value}"']


@pytest.mark.parametrize("line", ['group: "NO"', "group: 'on'", "group: A1", "order: 12"])
def test_what_no_program_misreads_is_none(line: str) -> None:
    assert found(ENOUGH + line + "\n") == []


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("2014-2-7", "write 2014-02-07"),
        ("2014/02/07", "write 2014-02-07"),
        ("07.02.2014", "write 2014-02-07 (7 February) or 2014-07-02 (2 July)"),
        ("25/12/2013", "write 2013-12-25"),
        ("7 February 2014", "write 2014-02-07"),
        ("Feb 7, 2014", "write 2014-02-07"),
        ("2014-02-07T23:59:59Z", "write 2014-02-07"),
        ("2014-02-29", "February 2014 goes from 01 to 28"),
        ("2014-13-02", "did you mean 2014-02-13?"),
        ("2014-00-40", "months go from 01 to 12"),
        ("0000-01-01", "write the year in four digits"),
        ("soon", "write year-month-day, as 2014-02-07"),
    ],
)
def test_dates_are_years_months_and_days_that_exist(date: str, hint: str) -> None:
    (fault,) = found(f"date: {date}\nsubmitters: [japan]\n")
    assert fault == ("E108", "x.md:2:7", hint)


def test_the_day_is_never_moved_by_its_mend() -> None:
    diagnostic = only("date: 2014-2-7\nsubmitters: [japan]\n")
    assert [edit.text for edit in diagnostic.edits] == ["2014-02-07"]
    assert only("date: 07.02.2014\nsubmitters: [japan]\n").edits == ()


def test_missing_keys_are_told_at_the_opening() -> None:
    assert [each[:2] for each in found("group: A\n")] == [("E107", "x.md:1:1")] * 2
    assert [each[:2] for each in found("")] == [("E107", "x.md:1:1")] * 2


def test_without_a_document_every_id_is_taken() -> None:
    read_any = read_front_matter("date: 2014-02-07\nsubmitters: [x]\n", "x.md", 2, None)
    assert read_any.diagnostics == ()
    assert read_any.front_matter is not None
    assert [each.id for each in read_any.front_matter.submitters] == ["x"]


def test_thousands_of_faults_are_not_all_told() -> None:
    text = ENOUGH + "".join(f"k{number}: x\n" for number in range(3000))
    assert len(read(text).diagnostics) == 50
