"""The matching steps one by one, each by a history in which it decides."""

from pipeline.model.history import UNCOMMITTED
from pipeline.model.trace import Reason
from tests.support.graph import Drawn, graph, removed, told

# So that words are rare: other files of the first commit.
FILLER = {
    f"filler/{number}.md": "\n\n".join(
        f"The {number} x{number}y{block} of states and w{number * block} with {block} z{block}."
        for block in range(40)
    )
    for number in range(20)
}
CLAUSE = "unhindered multilateral deliberation benefits landlocked archipelagos immensely"


def history(*versions: dict[str, str]) -> dict[str, Drawn]:
    """A line of commits c0, c1, …, each with the filler."""
    return {
        f"c{number}": ({**FILLER, **files}, [f"c{number - 1}"] if number else [])
        for number, files in enumerate(versions)
    }


def word_origins(path: str, *versions: dict[str, str]) -> dict[str, tuple]:
    """By word of the last version: commit, via, reason."""
    trace = graph(**history(*versions))
    return {
        token: (origin.commit, origin.via, origin.reason)
        for token, origin in told(trace, versions[-1][path], path)
    }


# In place.


def test_of_two_blocks_that_cross_the_lighter_moves():
    long = "A long paragraph of many words that stays."
    found = word_origins("a.md", {"a.md": f"Short.\n\n{long}"}, {"a.md": f"{long}\n\nShort."})
    assert found["long"] == ("c0", "", Reason.WRITTEN)
    assert found["Short"] == ("c0", "c1", Reason.MOVED)


def test_a_file_that_is_renamed_and_edited_is_the_same_file():
    trace = graph(
        **history(
            {"a.md": "One two three.\n\nFour five six seven.\n\nEight nine."},
            {"b.md": "One two three.\n\nFour five six seven.\n\nEight ten."},
            {"b.md": "One two three.\n\nEight ten."},
        )
    )
    assert {o.via for block in trace.origins["b.md"] for o in block} == {""}
    assert removed(trace, "b.md") == "nine:c0-c1 Four:c0-c2 five:c0-c2 six:c0-c2 seven:c0-c2"


def test_a_rename_by_case_alone_is_one():
    found = word_origins("readme.md", {"README.md": "One two."}, {"readme.md": "One two."})
    assert found["two"] == ("c0", "", Reason.WRITTEN)


# Moves.


def test_a_sentence_moves_to_another_file():
    found = word_origins(
        "b.md",
        {"a.md": "Zebra quagga okapi giraffe.\n\nStay.", "b.md": "Here."},
        {"a.md": "Stay.", "b.md": "Here.\n\nZebra quagga okapi giraffe."},
    )
    assert found["okapi"] == ("c0", "c1", Reason.MOVED)


def test_a_common_heading_does_not_move_between_files_alone():
    found = word_origins(
        "b.md",
        {"a.md": "The states\n\nOne thing.", "b.md": "Here."},
        {"a.md": "One thing.", "b.md": "Here.\n\nThe states"},
    )
    assert found["states"] == ("c1", "", Reason.WRITTEN)


def test_a_common_heading_moves_in_company():
    found = word_origins(
        "b.md",
        {"a.md": "The states\n\nZebra quagga okapi giraffe.\n\nStay.", "b.md": "Here."},
        {"a.md": "Stay.", "b.md": "Here.\n\nThe states\n\nZebra quagga okapi giraffe."},
    )
    assert found["states"] == ("c0", "c1", Reason.MOVED)


# Returns and copies of whole sentences.


def test_a_long_sentence_that_stands_elsewhere_is_copied():
    text = f"All states know that {CLAUSE}."
    trace = graph(**history({"a.md": text}, {"a.md": text, "b.md": text}))
    for origin in trace.origins["b.md"][0]:
        assert (origin.commit, origin.via, origin.reason) == ("c0", "c1", Reason.COPIED)
        assert origin.confidence < 1


def test_a_short_sentence_that_stands_elsewhere_is_written_anew():
    found = word_origins(
        "b.md",
        {"a.md": "Zebra quagga okapi."},
        {"a.md": "Zebra quagga okapi.", "b.md": "Zebra quagga okapi."},
    )
    assert found["okapi"] == ("c1", "", Reason.WRITTEN)


def test_a_clause_that_stands_in_another_entry_is_its_typists():
    found = word_origins(
        "b.md",
        {"a.md": f"We hold that {CLAUSE} in all respects whatever others say."},
        {
            "a.md": f"We hold that {CLAUSE} in all respects whatever others say.",
            "b.md": f"Japan recommends one new thing, since {CLAUSE}, as was agreed by many.",
        },
    )
    assert found["archipelagos"] == ("c1", "", Reason.WRITTEN)


def test_a_paragraph_of_short_sentences_comes_back_as_a_group():
    gone = "Zebra quagga.\n\nOkapi giraffe.\n\nTapir bongo.\n\nSaola kouprey."
    found = word_origins(
        "a.md", {"a.md": f"Stay.\n\n{gone}"}, {"a.md": "Stay."}, {"a.md": f"Stay here.\n\n{gone}"}
    )
    assert found["giraffe"] == ("c0", "c2", Reason.RESTORED)


def test_an_edit_undone_gives_a_word_its_first_origin_back_while_the_file_changed():
    found = word_origins(
        "a.md",
        {"a.md": "States should cooperate fully.\n\nOther."},
        {"a.md": "States must cooperate fully.\n\nOther."},
        {"a.md": "States should cooperate fully.\n\nOther thing."},
    )
    assert found["should"] == ("c0", "c2", Reason.RESTORED)
    assert found["States"] == ("c0", "", Reason.WRITTEN)
    assert found["thing"] == ("c2", "", Reason.WRITTEN)


# Edits.


def test_words_of_an_edited_sentence_stay():
    found = word_origins(
        "a.md",
        {"a.md": "Zebra quagga okapi giraffe tapir bongo."},
        {"a.md": "Zebra quagga gazelle giraffe tapir bongo kudu."},
    )
    assert found["okapi" if "okapi" in found else "bongo"] == ("c0", "", Reason.WRITTEN)
    assert found["gazelle"] == found["kudu"] == ("c1", "", Reason.WRITTEN)


def test_a_common_word_between_clauses_written_anew_is_written_anew():
    kept = "Landlocked archipelagos deliberate"
    found = word_origins(
        "a.md",
        {"a.md": f"{kept} quietly near harbours and reefs before lunch beside dear friends."},
        {"a.md": f"{kept} loudly in distant towns and foreign cities beside dear friends."},
    )
    assert found["and"] == ("c1", "", Reason.WRITTEN)
    assert found["deliberate"][0] == found["beside"][0] == found["friends"][0] == "c0"


def test_a_common_word_between_two_edits_stays():
    found = word_origins(
        "a.md",
        {"a.md": "The delegates examined reports of states before lunch."},
        {"a.md": "The delegates examined drafts of experts before lunch."},
    )
    assert found["of"] == ("c0", "", Reason.WRITTEN)


def test_an_edited_sentence_of_another_file_is_moved():
    found = word_origins(
        "b.md",
        {"a.md": "Zebra quagga okapi giraffe tapir bongo.\n\nStay.", "b.md": "Here."},
        {"a.md": "Stay.", "b.md": "Here.\n\nZebra quagga gazelle giraffe tapir bongo."},
    )
    assert found["tapir"] == ("c0", "c1", Reason.MOVED)
    assert found["gazelle"] == ("c1", "", Reason.WRITTEN)


# Clauses.


def test_a_clause_leaves_one_sentence_for_another():
    found = word_origins(
        "a.md",
        {"a.md": f"We hold that {CLAUSE} in all respects.\n\nMany others say little today."},
        {"a.md": f"We hold that in all respects.\n\nMany others, as {CLAUSE}, say little today."},
    )
    assert found["archipelagos"] == ("c0", "c1", Reason.MOVED)
    assert found["as"] == ("c1", "", Reason.WRITTEN)


def test_a_rare_word_that_left_its_sentence_is_kept_in_its_file():
    found = word_origins(
        "a.md",
        {"a.md": "One kept thing here remains quite so.\n\nThe zanzibar of states and w1 with 3."},
        {"a.md": "One kept thing zanzibar here remains quite so.\n\nThe of states and w1 with 3."},
    )
    assert found["zanzibar"] == ("c0", "c1", Reason.MOVED)


def test_a_common_word_that_left_its_sentence_is_not():
    found = word_origins(
        "a.md",
        {"a.md": "One kept thing here remains quite so.\n\nThe states of zanzibar and w1 with 3."},
        {"a.md": "One kept thing states here remains quite so.\n\nThe of zanzibar and w1 with 3."},
    )
    assert found["states"] == ("c1", "", Reason.WRITTEN)


# The past, by likeness.


def test_a_sentence_comes_back_edited():
    gone = f"All states at this table know that {CLAUSE} and will say so."
    back = gone.replace("will say", "shall say").replace("know", "agree")
    found = word_origins(
        "a.md", {"a.md": f"Stay.\n\n{gone}"}, {"a.md": "Stay."}, {"a.md": f"Stay.\n\n{back}"}
    )
    assert found["archipelagos"] == ("c0", "c2", Reason.RESTORED)
    assert found["agree"] == ("c2", "", Reason.WRITTEN)


def test_a_short_sentence_edited_is_copied_with_the_one_beside_it():
    """Between its two edits no run of words is long enough to be known by."""
    long = f"They welcome {CLAUSE}."
    found = word_origins(
        "b.md",
        {"a.md": f"Parties cherish auroras over quiet fjords forever. {long}"},
        {
            "a.md": f"Parties cherish auroras over quiet fjords forever. {long}",
            "b.md": f"Parties cherish auroras above quiet fjords forever. {long}",
        },
    )
    assert found["auroras"] == found["fjords"] == ("c0", "c1", Reason.COPIED)
    assert found["above"] == ("c1", "", Reason.WRITTEN)


def test_a_rare_run_comes_back_inside_another_sentence():
    found = word_origins(
        "a.md",
        {"a.md": f"Stay.\n\nWe hold that {CLAUSE} in all respects whatever others say here."},
        {"a.md": "Stay."},
        {"a.md": f"Stay.\n\nOne thing comes first, then, since {CLAUSE}, some more new things."},
    )
    assert found["archipelagos"] == ("c0", "c2", Reason.RESTORED)
    assert found["since"] == ("c2", "", Reason.WRITTEN)


def test_a_stock_phrase_typed_anew_is_no_return():
    phrase = "the states of and with the"
    found = word_origins(
        "a.md",
        {"a.md": f"Stay.\n\nWe hold zebra that {phrase} all respects whatever."},
        {"a.md": "Stay."},
        {"a.md": f"Stay.\n\nOne new thing comes first then since {phrase} some more new things."},
    )
    assert found["states"] == ("c2", "", Reason.WRITTEN)


def test_a_name_that_is_used_again_does_not_come_back():
    """A name counts as one word, however many it is made of; the same words apart come back."""
    for name, reason in (
        ("aurora.zebra.lagoon.tundra.cherish", Reason.WRITTEN),
        ("aurora zebra lagoon tundra cherish", Reason.RESTORED),
    ):
        found = word_origins(
            "a.md",
            {"a.md": f"Stay.\n\nWe hold {name} and w9."},
            {"a.md": "Stay."},
            {"a.md": f"Stay.\n\nSo {name} with w8 w7."},
        )
        assert found["zebra"][2] == reason


def test_the_frame_of_an_address_does_not_come_back():
    frame = "https://aurora.org/zebra/lagoon/blob/tree"
    others = {f"page{number}.md": f"{frame}/x{number}y{number}" for number in range(8)}
    found = word_origins(
        "a.md",
        {"a.md": f"Stay.\n\n{frame}/w9", **others},
        {"a.md": "Stay."},
        {"a.md": f"Stay.\n\n{frame}/w8"},
    )
    assert found["zebra"] == ("c2", "", Reason.WRITTEN)


# Merges.


def test_an_evil_merge_owns_what_no_parent_has():
    trace = graph(
        base=("One two three four five six.", []),
        left=("One two seven four five six.", ["base"]),
        right=("One two three four eight six.", ["base"]),
        merge=("One two seven four eight nine.", ["left", "right"]),
    )
    assert [origin.commit for origin in trace.origins["a.md"][0]] == [
        "base", "base", "left", "base", "right", "merge", "base",
    ]  # fmt: skip


def test_a_stock_phrase_that_one_branch_wrote_and_another_took_out_did_not_move():
    phrase = "on an equal footing with all"
    base = f"Ministers met {phrase} observers.\n\nThe chair thanked everyone."
    wrote = f"{base}\n\nYouth should speak {phrase} delegates."
    cut = "The chair thanked everyone."
    joined = f"{cut}\n\nYouth should speak {phrase} delegates."
    trace = graph(
        base=(base, []),
        wrote=(wrote, ["base"]),
        took=(cut, ["base"]),
        join=(joined, ["wrote", "took"]),
    )
    words = dict(told(trace, joined))
    assert words["footing"].commit == words["speak"].commit == "wrote"
    assert "footing:base-took" in removed(trace)


def test_a_picked_commit_is_the_earlier_one_once_both_are_ancestors():
    #  base -- topic ---------- merge
    #      \-- pick -- main ---/
    trace = graph(
        base=("One two three.", []),
        topic=("One two three.\n\nFour five six seven eight nine.", ["base"]),
        pick=("One two three.\n\nFour five six seven eight nine.", ["base"]),
        main=("One two three!\n\nFour five six seven eight nine.\n\nTen.", ["pick"]),
        merge=("One two three!\n\nFour five six seven eight nine.\n\nTen.", ["main", "topic"]),
    )
    assert {origin.commit for origin in trace.origins["a.md"][1]} == {"topic"}


def test_an_octopus_takes_from_each_arm():
    trace = graph(
        base=("One.\n\nTwo.\n\nThree.", []),
        a=("One a.\n\nTwo.\n\nThree.", ["base"]),
        b=("One.\n\nTwo b.\n\nThree.", ["base"]),
        c=("One.\n\nTwo.\n\nThree c.", ["base"]),
        merge=("One a.\n\nTwo b.\n\nThree c.", ["a", "b", "c"]),
    )
    assert [block[1].commit for block in trace.origins["a.md"]] == ["a", "b", "c"]


def test_a_squash_whose_text_is_not_the_requests_is_its_own():
    trace = graph(
        pulls={"squash": "pull"},
        base=("One two three.", []),
        pull=("One two three.\n\nZebra quagga.", ["base"]),
        squash=("One two three.\n\nOkapi giraffe.", ["base"]),
    )
    assert {origin.commit for origin in trace.origins["a.md"][1]} == {"squash"}


def test_a_squash_leaves_its_parents_words_alone():
    trace = graph(
        pulls={"squash": "pull"},
        base=("One two three.", []),
        main=("One two three.\n\nFour five.", ["base"]),
        pull=("One two three.\n\nFour five.\n\nSix.", ["base"]),
        squash=("One two three.\n\nFour five.\n\nSix.", ["main"]),
    )
    assert [block[0].commit for block in trace.origins["a.md"]] == ["base", "main", "pull"]


# What cannot be known.


def test_new_words_after_an_unreadable_version_are_beyond():
    trace = graph(
        base=("One two three.", []),
        dark=("\0unreadable", ["base"]),
        light=("One two four.", ["dark"]),
    )
    assert {origin.reason for origin in trace.origins["a.md"][0]} == {Reason.BEYOND}
    assert trace.unreadable == ("a.md at dark",)


def test_an_unreadable_file_is_not_answered():
    trace = graph(base=({"a.md": "One.", "b.md": "\0unreadable"}, []))
    assert list(trace.origins) == ["a.md"]
    assert not trace.complete


def test_the_working_tree_is_one_more_commit():
    trace = graph(**{"base": ("One two.", []), UNCOMMITTED: ("One two three.", ["base"])})
    *_, three, _ = trace.origins["a.md"][0]
    assert (three.commit, three.reason) == (UNCOMMITTED, Reason.UNCOMMITTED)
