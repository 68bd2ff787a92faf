"""recommendations/ beside what the working group's own document says of itself.

The tables are typed from the rolling document of 2014: its contents, its labels, its notes.
"""

import re
from pathlib import Path

import pytest

from pipeline.model.reading import ReadDocument
from pipeline.model.text import BlockKind, Source
from pipeline.parse.document import read_document
from pipeline.resources import directory

# group, submitters, date; in the order of the contents
ENTRIES = """
A  Russian Federation                       2013-12-12
A  Japan                                    2014-02-07
A  Avri Doria                               2014-02-12
B  Russian Federation                       2013-12-12
B  Japan                                    2014-02-07
B  Avri Doria                               2014-02-12
C  Jimson Olufuye                           2013-11-27
C  Russian Federation                       2013-12-12
C  Japan                                    2014-02-07
C  Avri Doria                               2014-02-12
D  United States of America                 2013-11-09
D  Russian Federation                       2013-12-12
D  Japan                                    2014-02-07
D  Avri Doria                               2014-02-12
E  Russian Federation                       2013-12-12
E  Japan                                    2014-02-07
E  Avri Doria                               2014-02-12
-  Brazil, Mexico, Sweden, United Kingdom   2013-11-08
-  India                                    2013-11-25
-  Carlos Alonso                            2013-11-08
"""

GROUPS = """
A  Implementation of the Tunis Agenda                  2 3
B  Public policy issue and possible mechanisms         4 8 9
C  Role of stakeholders                                5 6 7 14 17
D  Developing countries                                10 15
E  Barriers for participation in enhanced cooperation  11 12 13 16
-  Recommendations which could not be categorized
"""

# The labels of an entry's items, nested ones deeper; "-" is an item without one.
LABELS = {
    "russia-2013-12-12-a": "-",
    "russia-2013-12-12-b": "- - -",
    "russia-2013-12-12-c": "-",
    "russia-2013-12-12-d": "- - -",
    "russia-2013-12-12-e": "- - -",
    "japan-2014-02-07-a": "(1) (2) (3)",
    "japan-2014-02-07-b": "(1) (2)",
    "japan-2014-02-07-c": "(1) (2) (3) (4)",
    "japan-2014-02-07-d": "(1) >1) >2) >3) >4) >5) >6) (2)",
    "japan-2014-02-07-e": "(1) (2) (3)",
    "doria-2014-02-12-a": "- - - - - - - -",
    "doria-2014-02-12-b": "- -",
    "doria-2014-02-12-c": "- - - - >i. >ii. >iii. >iv. >v. >vi. >vii.",
    "doria-2014-02-12-d": "- - - - - - -",
    "doria-2014-02-12-e": "- - >- >- >- >- >- >- >- -",
    "olufuye-2013-11-27": "1. 2.",
    "united-states-2013-11-09": "-",
    "brazil-mexico-sweden-united-kingdom-2013-11-08": "- - - -",
    "india-2013-11-25": "- >- >- >- - - - - - - - (i) (ii) (iii) (iv)",
    "alonso-2013-11-08": "a) b) c) d) e) f) g) h) i) j) k) l)",
}

# The numbers at the end of the Russian Federation's items.
TRAILING = {"a": [1], "b": [9, 10, 11], "c": [8], "d": [2, 3, 4], "e": [5, 6, 7]}

BEHALF = (
    "Draft recommendation submitted by Ms. Avri Doria on behalf of a group of WGEC Members and "
    "Observers (Avri Doria, Grace Githaiga, Lea Kaspar, and Joy Liddicoat) (12 February 2014)"
)


@pytest.fixture(scope="module")
def read() -> ReadDocument:
    folder = directory("recommendations")
    sources = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = f"recommendations/{path.relative_to(folder).as_posix()}"
            sources[name] = Source(name, path.read_text(encoding="utf-8"))
    return read_document(sources)


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(re.split(r"\s{2,}", line)) for line in table.strip().splitlines()]


def test_there_is_nothing_wrong_with_it(read: ReadDocument):
    assert read.diagnostics == ()


def test_entries_stand_as_in_the_contents(read: ReadDocument):
    assert read.document is not None
    assert [
        (
            group.key or "-",
            ", ".join(party.name for party in entry.front_matter.submitters),
            entry.front_matter.date.isoformat(),
        )
        for group in read.document.groups
        for entry in group.entries
    ] == rows(ENTRIES)


def test_groups_have_their_titles_and_questions(read: ReadDocument):
    assert read.document is not None
    found = [
        (group.key or "-", group.title, *([" ".join(map(str, group.questions))] * bool(group.key)))
        for group in read.document.groups
    ]
    assert found == rows(GROUPS)


def test_there_are_eight_submissions_of_twenty_entries(read: ReadDocument):
    front_matters = [file.front_matter for file in read.files if file.front_matter]
    assert len(front_matters) == 20
    submissions = {each.submission: (each.submitters, each.date) for each in front_matters}
    assert len(submissions) == 8
    for each in front_matters:
        assert submissions[each.submission] == (each.submitters, each.date)


def test_transmitters_and_those_spoken_for(read: ReadDocument):
    told = {
        file.id: file.front_matter.transmitted_by or file.front_matter.on_behalf_of
        for file in read.files
        if file.front_matter
    }
    linner = told.pop("brazil-mexico-sweden-united-kingdom-2013-11-08")
    reddy = told.pop("india-2013-11-25")
    assert [(str(each.honorific), each.name) for each in (linner, reddy)] == [  # type: ignore[union-attr]
        ("Mr.", "Per Linner"),
        ("Mr.", "Reddy"),
    ]
    spoken = {id: who for id, who in told.items() if who}
    assert sorted(spoken) == [f"doria-2014-02-12-{part}" for part in "abcde"]
    for who in spoken.values():
        assert who.members == ("Avri Doria", "Grace Githaiga", "Lea Kaspar", "Joy Liddicoat")  # type: ignore[union-attr]


def test_labels_are_the_authors(read: ReadDocument):
    found = {
        file.id: " ".join(
            ">" * (block.depth - 1) + block.label for block in file.text.blocks if block.label
        )
        for file in read.files
        if file.front_matter
    }
    assert found == LABELS


def test_numbers_at_the_end_stay_there(read: ReadDocument):
    for part, numbers in TRAILING.items():
        (file,) = (file for file in read.files if file.id == f"russia-2013-12-12-{part}")
        texts = [block.text for block in file.text.blocks]
        assert [int(found) for text in texts for found in re.findall(r"; \((\d+)\)$", text)] == (
            numbers
        )


def test_given_headings(read: ReadDocument):
    given = {file.id: file.heading.text for file in read.files if file.heading}
    assert given == {
        **{f"doria-2014-02-12-{part}": BEHALF for part in "abcde"},
        "india-2013-11-25": "Draft recommendations submitted by India (25 November 2013)",
        "alonso-2013-11-08": "Recommendations submitted by Mr. Carlos Alonso (8 November 2013)",
    }


def test_four_notes_one_on_a_heading_one_on_a_subtitle(read: ReadDocument):
    notes = {
        file.id: len(file.text.footnote_definitions)
        for file in read.files
        if file.text.footnote_definitions
    }
    assert notes == {"abstract": 2, "doria-2014-02-12-a": 1, "india-2013-11-25": 1}
    (heading,) = (file.heading for file in read.files if file.id == "doria-2014-02-12-a")
    assert heading is not None
    assert [mark.target for mark in heading.marks] == ["bullets"]
    (india,) = (file for file in read.files if file.id == "india-2013-11-25")
    assert india.text.blocks[0].kind is BlockKind.HEADING
    assert [mark.target for mark in india.text.blocks[0].marks] == ["reddy"]


def test_two_annexes_the_second_of_eighteen_questions(read: ReadDocument):
    assert read.document is not None
    assert [annex.title for annex in read.document.annexes] == [
        "Message from the Chair of the WGEC to the WGEC mailing list regarding the submission of "
        "draft recommendations",
        "Questionnaire of the UN Commission on Science and Technology for Development (WGEC)",
    ]
    labels = [block.label for block in read.document.annexes[1].blocks if block.label]
    assert labels == [f"{number}." for number in range(1, 19)]


def test_every_address_leads_nowhere():
    for path in directory("recommendations").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for host in re.findall(r"(?:@|https?://)([\w.-]+)", text):
                assert host.endswith(".example"), f"{path}: {host}"


def test_it_says_what_it_is(read: ReadDocument):
    assert read.settings is not None
    assert read.settings.notice == "Demonstration: paraphrased text, invented edits"


def test_nothing_else_lies_there():
    folder = Path(directory("recommendations"))
    suffixes = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert suffixes == {".md", ".yaml"}
