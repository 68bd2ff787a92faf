import datetime

import pytest

from pipeline.model.history import Agent
from pipeline.replay.plan import Edit, Move, Place, Step
from pipeline.replay.states import replay

ANN = Agent("Ann", "ann@a.example")
NOON = datetime.datetime(2014, 1, 1, 12, tzinfo=datetime.UTC)


def step(name: str, branch: str = "main", **what: object) -> Step:
    return Step(name, branch, ANN, NOON, ANN, NOON, f"{name}\n", **what)  # type: ignore[arg-type]


def states(last: dict[str, str], *steps: Step) -> list[tuple[tuple[int, ...], dict[str, str]]]:
    return [(state.parents, dict(state.files)) for state in replay(steps, last)]


def test_the_first_text_is_the_last_with_everything_undone():
    assert states(
        {"a.md": "one big word\n"},
        step("begin", adds=("a.md",)),
        step("edit", edits=(Edit("a.md", "a word", "one word"),)),
        step("again", edits=(Edit("a.md", "one word", "one big word"),)),
    ) == [
        ((), {"a.md": "a word\n"}),
        ((0,), {"a.md": "one word\n"}),
        ((1,), {"a.md": "one big word\n"}),
    ]


def test_a_merge_has_both_sides_and_both_parents():
    #  begin ── right ── merge
    #      └─── left ────┘
    assert states(
        {"a.md": "left and right\n"},
        step("begin", adds=("a.md",)),
        step("left", "b", edits=(Edit("a.md", "LEFT", "left"),)),
        step("right", edits=(Edit("a.md", "RIGHT", "right"),)),
        step("merge", merges="b"),
    ) == [
        ((), {"a.md": "LEFT and RIGHT\n"}),
        ((0,), {"a.md": "left and RIGHT\n"}),
        ((0,), {"a.md": "LEFT and right\n"}),
        ((2, 1), {"a.md": "left and right\n"}),
    ]


def test_a_squash_has_the_words_and_one_parent():
    assert states(
        {"a.md": "new\n"},
        step("begin", adds=("a.md",)),
        step("branch", "b", edits=(Edit("a.md", "old", "new"),)),
        step("squash", squashes="b"),
    )[2] == ((0,), {"a.md": "new\n"})


def test_what_is_still_open_is_no_part_of_the_last_files():
    assert states(
        {"a.md": "old\n"},
        step("begin", adds=("a.md",)),
        step("open", "b", edits=(Edit("a.md", "old", "new"),)),
    ) == [((), {"a.md": "old\n"}), ((0,), {"a.md": "new\n"})]


def test_a_file_is_split_renamed_and_removed():
    head = "---\nx\n---\n"
    assert states(
        {"b.md": f"{head}\n- two\n\n- three\n", "d.md": f"{head}\n- one\n"},
        step("begin", adds=("a.md", "c.md")),
        step("rename", renames=(("c.md", "d.md"),)),
        step(
            "split",
            adds=("b.md",),
            moves=(
                Move("- three", Place("a.md", "- two"), Place("b.md", "---")),
                Move("- two", Place("a.md", "- one"), Place("b.md", "---")),
                Move("- one", Place("a.md", "---"), Place("d.md", "---")),
            ),
            removes=(("a.md", head),),
        ),
    )[:2] == [
        ((), {"a.md": f"{head}\n- one\n\n- two\n\n- three\n", "c.md": head}),
        ((0,), {"a.md": f"{head}\n- one\n\n- two\n\n- three\n", "d.md": head}),
    ]


@pytest.mark.parametrize(
    ("last", "edit", "complaint"),
    [
        ("a b\n", Edit("a.md", "x", "c"), "0 times"),
        ("b b\n", Edit("a.md", "x", "b"), "2 times"),
    ],
)
def test_an_edit_that_does_not_fit_is_found_out(last: str, edit: Edit, complaint: str):
    with pytest.raises(ValueError, match=complaint):
        states({"a.md": last}, step("begin", adds=("a.md",)), step("edit", edits=(edit,)))


def test_a_file_that_no_step_adds_is_found_out():
    with pytest.raises(ValueError, match=r"b\.md"):
        states({"a.md": "a\n", "b.md": "b\n"}, step("begin", adds=("a.md",)))


def test_a_move_from_a_wrong_place_is_found_out():
    wrong = Move("- b", Place("a.md", "- c"), Place("a.md", "---"))
    with pytest.raises(ValueError, match="not after"):
        states(
            {"a.md": "---\n\n- b\n\n- a\n\n- c\n"},
            step("begin", adds=("a.md",)),
            step("move", moves=(wrong, Move("- b", Place("a.md", "---"), Place("a.md", "- a")))),
        )
