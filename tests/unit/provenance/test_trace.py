from pipeline.model.trace import Reason
from tests.support.graph import graph, origins, removed, told


def test_a_word_keeps_its_origin_through_edits_around_it():
    assert origins(
        base=("states should act", []), next=("all states should now act", ["base"])
    ) == ("all:next states:base should:base now:next act:base")


def test_a_merge_keeps_the_authors_of_both_sides():
    #  base --- left ---- merge
    #      \--- right ---/
    assert origins(
        base=("states should act", []),
        left=("all states should act", ["base"]),
        right=("states should act now", ["base"]),
        merge=("all states should act now", ["left", "right"]),
    ) == ("all:left states:base should:base act:base now:right")


def test_a_reverted_word_gets_its_first_origin_back():
    trace = graph(
        base=("states should act", []),
        edit=("states shall act", ["base"]),
        revert=("states should act", ["edit"]),
    )
    states, should, act = [origin for _, origin in told(trace, "states should act")]
    assert (states.commit, states.via) == ("base", "")
    assert (should.commit, should.via, should.reason) == ("base", "revert", Reason.RESTORED)
    assert act.reason is Reason.WRITTEN
    assert removed(trace) == "shall:edit-revert"


def test_case_is_a_change_and_punctuation_is_none():
    assert origins(base=("states, should act", []), next=("States should act!", ["base"])) == (
        "States:next should:base act:base"
    )


def test_punctuation_has_an_origin_of_its_own():
    trace = graph(
        base=("states should act", []),
        comma=("states, should act", ["base"]),
        more=("states, should act now.", ["comma"]),
    )
    assert [
        (token, origin.commit) for token, origin in told(trace, "states, should act now.")
    ] == [
        ("states", "base"), (",", "comma"), ("should", "base"), ("act", "base"),
        ("now", "more"), (".", "more"),
    ]  # fmt: skip


def test_a_moved_paragraph_keeps_its_origins_and_names_its_mover():
    trace = graph(
        base=({"a.md": "one two three four five\n\nsix seven", "b.md": "other text"}, []),
        move=({"a.md": "six seven", "b.md": "other text\n\none two three four five"}, ["base"]),
    )
    moved = trace.origins["b.md"][1]
    assert {(o.commit, o.via, o.reason) for o in moved} == {("base", "move", Reason.MOVED)}
    assert not trace.removals


def test_a_renamed_file_stays_as_it_was():
    trace = graph(
        base=({"a.md": "one two three\n\nfour five six"}, []),
        rename=({"b.md": "one two three\n\nfour five seven"}, ["base"]),
    )
    assert [origin.commit for block in trace.origins["b.md"] for origin in block] == [
        *["base"] * 5,
        "rename",
    ]
    assert {origin.via for block in trace.origins["b.md"] for origin in block} == {""}
    assert removed(trace, "b.md") == "six:base-rename"


def test_a_removal_is_the_branch_commits_and_not_the_merges():
    trace = graph(
        base=("one two three\n\nfour five six", []),
        drop=("four five six", ["base"]),
        side=("one two three\n\nfour five six seven", ["base"]),
        merge=("four five six seven", ["drop", "side"]),
    )
    assert removed(trace) == "one:base-drop two:base-drop three:base-drop"


def test_a_merge_that_takes_out_what_both_have_is_the_remover():
    trace = graph(
        base=("one two three four", []),
        left=("zero one two three four", ["base"]),
        right=("one two three four five", ["base"]),
        merge=("zero one two four five", ["left", "right"]),
    )
    assert removed(trace) == "three:base-merge"


def test_a_squash_takes_its_words_from_the_pull_request():
    trace = graph(
        pulls={"squash": "second"},
        base=("states should act", []),
        first=("all states should act", ["base"]),
        second=("all states should act now", ["first"]),
        squash=("all states should act now", ["base"]),
    )
    assert [origin.commit for origin in trace.origins["a.md"][0]] == [
        "first", "base", "base", "base", "second",
    ]  # fmt: skip


def test_what_stands_in_a_cut_commit_is_beyond_it():
    trace = graph(
        cut=["base"], base=("states should act", []), next=("states should act now", ["base"])
    )
    states, *_, now = trace.origins["a.md"][0]
    assert (states.commit, states.reason) == (None, Reason.BEYOND)
    assert now.commit == "next" and now.confidence < 1
    assert trace.boundary == ("base",) and not trace.complete
