"""Each change names the one commit that made it, whatever way its text came."""

from pipeline.model.change import ChangeKind, Redline
from pipeline.redline.attribute import ELSEWHERE, UNDONE
from tests.support.drawn import History, told

ROLE = (
    "The Group recognises that all stakeholders have a role, whatever their size, in the process."
)
GONE = "A paragraph which somebody will take out of the text altogether, as it says nothing new."
STAYS = "Here is a passage that stays where it is, long enough that others have to move around it."
MOVES = "This one is going to be moved to the end of the document by an editor."
LAST = "Last comes a paragraph with an edit which is taken back again by the commit after it."


def paragraphs(*texts: str) -> dict[str, str]:
    return {"a.md": "\n\n".join(texts) + "\n"}


def by_kind(history: History, redline: Redline) -> list[tuple[str, str]]:
    return [
        (change.kind.value, history.name(change.commit.id if change.commit else None))
        for change in redline.changes
    ]


# Five of nine people did what is there to see
FIVE_NAMED = [
    "States should publish [-a report|Bob-]{+an account|Bob+} on the Internet "
    "[-each year|Cy-]{+every spring|Cy+}.",
    "The Group recognises that all stakeholders have a role[-, whatever their size,|Dana-] "
    "in the process.",
    f"[-{GONE}|Eve-]",
    f"[<{MOVES}|Fay<]",
    STAYS,
    LAST,
    f"{{>{MOVES}|Fay>}}",
]


def test_nine_people_of_whom_five_are_seen() -> None:
    """Bob and Cy edit a paragraph, Dana cuts a clause, Eve a paragraph, Fay moves one; what Gil
    does Hal reverts; Ivy re-wraps lines."""
    history = History()
    first = "States should publish a report on the Internet each year."
    old = history.commit(paragraphs(first, ROLE, GONE, MOVES, STAYS, LAST), author="Ann")
    one = first.replace("a report", "an account")
    history.commit(paragraphs(one, ROLE, GONE, MOVES, STAYS, LAST), author="Bob")
    two = one.replace("each year", "every spring")
    history.commit(paragraphs(two, ROLE, GONE, MOVES, STAYS, LAST), author="Cy")
    role = ROLE.replace(", whatever their size,", "")
    history.commit(paragraphs(two, role, GONE, MOVES, STAYS, LAST), author="Dana")
    history.commit(paragraphs(two, role, MOVES, STAYS, LAST), author="Eve")
    history.commit(paragraphs(two, role, STAYS, LAST, MOVES), author="Fay")
    other = LAST.replace("an edit which", "a change that")
    history.commit(paragraphs(two, role, STAYS, other, MOVES), author="Gil")
    history.commit(paragraphs(two, role, STAYS, LAST, MOVES), author="Hal")
    wrapped = [text.replace(" the ", "\nthe ") for text in (two, role, STAYS, LAST, MOVES)]
    new = history.commit(paragraphs(*wrapped), author="Ivy")

    assert told(history.redline(old, new)).splitlines() == FIVE_NAMED


def test_nine_people_through_branches_a_rename_and_a_re_wrap() -> None:
    """The same nine: Bob and Cy on branches that Max merges, the file renamed by Rae, each
    line re-wrapped by Ivy on the way."""

    def wrapped(*texts: str) -> str:
        return "\n\n".join(text.replace(" the ", "\nthe ") for text in texts) + "\n"

    history = History()
    first = "States should publish a report on the Internet each year."
    old = history.commit(paragraphs(first, ROLE, GONE, MOVES, STAYS, LAST), author="Ann")
    one = first.replace("a report", "an account")
    two = first.replace("each year", "every spring")
    both = one.replace("each year", "every spring")
    bob = history.commit(
        paragraphs(one, ROLE, GONE, MOVES, STAYS, LAST), author="Bob", parents=[old]
    )
    cy = history.commit(paragraphs(two, ROLE, GONE, MOVES, STAYS, LAST), author="Cy", parents=[old])
    history.commit(
        paragraphs(both, ROLE, GONE, MOVES, STAYS, LAST), author="Max", parents=[bob, cy]
    )
    ivy = {"a.md": wrapped(both, ROLE, GONE, MOVES, STAYS, LAST)}
    history.commit(ivy, author="Ivy")
    role = ROLE.replace(", whatever their size,", "")
    history.commit({"a.md": wrapped(both, role, GONE, MOVES, STAYS, LAST)}, author="Dana")
    history.commit({"a.md": wrapped(both, role, MOVES, STAYS, LAST)}, author="Eve")
    renamed = wrapped(both, role, MOVES, STAYS, LAST)
    history.commit({"a.md": None, "b.md": renamed}, author="Rae")
    history.commit({"b.md": wrapped(both, role, STAYS, LAST, MOVES)}, author="Fay")
    other = LAST.replace("an edit which", "a change that")
    history.commit({"b.md": wrapped(both, role, STAYS, other, MOVES)}, author="Gil")
    new = history.commit({"b.md": wrapped(both, role, STAYS, LAST, MOVES)}, author="Hal")

    redline = history.redline(old, new)
    assert told(redline).splitlines() == FIVE_NAMED
    named = [name for _, name in by_kind(history, redline)]
    assert named == ["Rae", "Bob", "Cy", "Dana", "Eve", "Fay"]


def test_two_authors_in_one_phrase_stay_two() -> None:
    history = History()
    old = history.commit(paragraphs("Members should consider a common approach to spam."))
    history.commit(paragraphs("Members shall consider a common approach to spam."), author="Bob")
    new = history.commit(paragraphs("Members shall adopt a common approach to spam."), author="Cy")
    assert told(history.redline(old, new)) == (
        "Members [-should|Bob-]{+shall|Bob+} [-consider|Cy-]{+adopt|Cy+} a common approach to spam."
    )


def test_an_edit_of_new_text_keeps_both_authors() -> None:
    history = History()
    old = history.commit(paragraphs(ROLE))
    history.commit(paragraphs(ROLE, "All governments should be transparent."), author="Bob")
    new = history.commit(
        paragraphs(ROLE, "All governments should be transparent and accountable."), author="Cy"
    )
    assert told(history.redline(old, new)).splitlines()[1] == (
        "{+All governments should be transparent |Bob+}{+and accountable|Cy+}{+.|Bob+}"
    )


def test_a_merge_is_not_named_for_what_its_branches_did() -> None:
    #  old --- left ----- merge
    #     \--- right ----/
    history = History()
    old = history.commit(paragraphs(ROLE, STAYS, LAST))
    left = history.commit(
        paragraphs(ROLE.replace("a role", "a place"), STAYS, LAST), author="Left", parents=[old]
    )
    right = history.commit(paragraphs(ROLE, STAYS), author="Right", parents=[old])
    merge = history.commit(
        paragraphs(ROLE.replace("a role", "a place"), STAYS), author="Merger", parents=[left, right]
    )
    assert by_kind(history, history.redline(old, merge)) == [
        ("replacement", "Left"),
        ("deletion", "Right"),
    ]


def test_what_is_not_text_is_found_through_a_merge() -> None:
    history = History()
    old = history.commit(paragraphs("## Role", ROLE, STAYS))
    left = history.commit(paragraphs("### Role", ROLE, STAYS), author="Left", parents=[old])
    right = history.commit(
        paragraphs("## Role", ROLE.replace("role", "*role*"), STAYS), author="Right", parents=[old]
    )
    merge = history.commit(
        paragraphs("### Role", ROLE.replace("role", "*role*"), STAYS),
        author="Merger",
        parents=[left, right],
    )
    assert by_kind(history, history.redline(old, merge)) == [
        ("heading-level", "Left"),
        ("formatting", "Right"),
    ]


def test_a_merge_that_chooses_an_older_value_is_named() -> None:
    #  base --- old (### ) --- merge (##: as the branch, which never changed it)
    #      \--- branch ------/
    history = History()
    base = history.commit(paragraphs("## Role", ROLE))
    old = history.commit(paragraphs("### Role", ROLE), author="Bob", parents=[base])
    branch = history.commit(paragraphs("## Role", ROLE, STAYS), author="Cy", parents=[base])
    merge = history.commit(
        paragraphs("## Role", ROLE, STAYS), author="Merger", parents=[old, branch]
    )
    assert by_kind(history, history.redline(old, merge)) == [
        ("heading-level", "Merger"),
        ("insertion", "Cy"),
    ]


def test_a_renamed_file_is_the_same_file() -> None:
    history = History()
    old = history.commit({"a.md": f"{ROLE}\n\n{STAYS}\n"})
    history.commit({"a.md": None, "b.md": f"{ROLE}\n\n{STAYS}\n"}, author="Bob")
    new = history.commit({"b.md": f"{ROLE}\n\n{STAYS} More.\n"}, author="Cy")
    redline = history.redline(old, new)
    assert by_kind(history, redline) == [("move", "Bob"), ("insertion", "Cy")]
    assert redline.changes[0].moved == ("a.md", "b.md")
    assert [block.old_path for block in redline.files[0].blocks] == ["a.md", "a.md"]


def test_fields_are_by_who_changed_them_last() -> None:
    history = History()
    old = history.commit({"a.md": f"---\nstatus: draft\ngroup: A\n---\n{ROLE}\n"})
    history.commit({"a.md": f"---\nstatus: received\ngroup: A\n---\n{ROLE}\n"}, author="Bob")
    history.commit({"a.md": f"---\nstatus: agreed\ngroup: A\n---\n{ROLE}\n"}, author="Cy")
    new = history.commit({"a.md": f"---\nstatus: agreed\ngroup: B\n---\n{ROLE}\n"}, author="Dana")
    redline = history.redline(old, new)
    assert [
        (entry.field, entry.old, entry.new, redline.changes[entry.change - 1].kind)
        for entry in redline.files[0].metadata
    ] == [
        ("status", "draft", "agreed", ChangeKind.METADATA),
        ("group", "A", "B", ChangeKind.MOVE),
    ]
    assert by_kind(history, redline) == [("metadata", "Cy"), ("move", "Dana")]


def test_text_restored_in_between_is_equal() -> None:
    history = History()
    old = history.commit(paragraphs(ROLE, GONE, STAYS))
    history.commit(paragraphs(ROLE, STAYS), author="Bob")
    new = history.commit(paragraphs(ROLE, GONE, STAYS), author="Cy")
    assert history.redline(old, new).changes == ()


def test_text_brought_back_is_by_who_brought_it_and_says_who_wrote_it() -> None:
    history = History()
    history.commit(paragraphs(ROLE, GONE, STAYS), author="Ann")
    old = history.commit(paragraphs(ROLE, STAYS), author="Bob")
    new = history.commit(paragraphs(ROLE, GONE, STAYS), author="Cy")
    redline = history.redline(old, new)
    assert by_kind(history, redline) == [("insertion", "Cy")]
    origin = redline.changes[0].origin
    assert origin is not None
    assert origin.authors[0].name == "Ann"


def test_backwards_each_change_names_the_commit_that_it_undoes() -> None:
    history = History()
    new = history.commit(paragraphs(ROLE, STAYS))
    history.commit(paragraphs(ROLE.replace("a role", "a place"), STAYS), author="Bob")
    old = history.commit(paragraphs(ROLE.replace("a role", "a place")), author="Cy")
    redline = history.redline(old, new)
    assert by_kind(history, redline) == [("replacement", "Bob"), ("insertion", "Cy")]
    assert {change.reason for change in redline.changes} == {UNDONE}
    assert "ancestor" in redline.notes[0]


def test_between_branches_what_only_old_has_is_nobodys_deletion() -> None:
    #  base --- old (Bob)
    #      \--- new (Cy)
    history = History()
    base = history.commit(paragraphs(ROLE, STAYS))
    old = history.commit(paragraphs(ROLE, STAYS, LAST), author="Bob", parents=[base])
    new = history.commit(
        paragraphs(ROLE.replace("a role", "a place"), STAYS), author="Cy", parents=[base]
    )
    redline = history.redline(old, new)
    assert [(c.kind.value, c.reason) for c in redline.changes] == [
        ("replacement", ""),
        ("deletion", ELSEWHERE),
    ]
    assert "no ancestor" in redline.notes[0]


def test_a_withdrawn_entry_keeps_its_text_and_names_the_change() -> None:
    history = History()
    old = history.commit({"a.md": f"---\nstatus: received\n---\n{ROLE}\n"})
    new = history.commit({"a.md": f"---\nstatus: withdrawn\n---\n{ROLE}\n"}, author="Bob")
    redline = history.redline(old, new)
    (block,) = redline.files[0].blocks
    assert [(run.op.value, run.text, run.change) for run in block.runs] == [("equal", ROLE, 1)]
    assert redline.changes[0].code == "SUP"


def test_a_word_that_only_changed_its_order_is_by_who_put_it_there() -> None:
    history = History()
    first = "the the the state at rest the state rest and reward the."
    last = "the the state rest the at rest the state and reward the."
    old = history.commit(paragraphs(ROLE, first), author="Ann")
    history.commit(paragraphs(ROLE, last), author="Bob")
    new = history.commit(paragraphs(ROLE.replace("a role", "a place"), last), author="Cy")
    # "the" has the neighbours that it had, as often as before
    assert {who for _, who in by_kind(history, history.redline(old, new))} == {"Bob", "Cy"}


def test_a_heading_stays_where_an_edited_paragraph_crosses_it() -> None:
    history = History()
    old = history.commit(
        paragraphs(
            "## Summary",
            "Verify chained merkle roots across slot boundaries.",
            "## Motivation",
            "Currently it is not required that a set chains correctly from slot to slot.",
        ),
        author="Ann",
    )
    new = history.commit(
        paragraphs(
            "## Summary",
            "Specify the protocol under both.",
            "## Motivation",
            "Block ids are a unique identifier of every block, and chained merkle roots across "
            "slot numbers are what a client looks at when it begins from a snapshot of the chain.",
        ),
        author="Bob",
    )
    redline = history.redline(old, new)
    assert "Motivation" in told(redline).splitlines()
    assert {who for _, who in by_kind(history, redline)} == {"Bob"}


def test_a_space_that_went_is_by_who_took_it_out_though_other_lines_read_the_same() -> None:
    history = History()
    rows = ["where :", ROLE, "where :", STAYS]
    old = history.commit(paragraphs(*rows), author="Ann")
    half = history.commit(paragraphs("where:", *rows[1:]), author="Bob")
    new = history.commit(paragraphs("where:", ROLE, "where:", STAYS), author="Cy")
    made = by_kind(history, history.redline(old, new))
    assert all(who in ("Bob", "Cy") for _, who in made)
    assert made
    assert by_kind(history, history.redline(half, new)) == [("formatting", "Cy")]
