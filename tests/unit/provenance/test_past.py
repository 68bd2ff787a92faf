"""What a commit can know of the past: its ancestors' sentences, and where they still stand."""

from pipeline.provenance.past import Past
from pipeline.provenance.texts import Sentence, Text
from pipeline.provenance.versions import Row, Version

SENTENCE = Sentence(0, 0, (1, 2), (1, 2))
OTHER = Sentence(1, 1, (3,), (3,))


def came_in(*places: tuple[int, str]) -> Past:
    """The sentence in files, by commit; each time its tokens have numbers of their own."""
    past = Past()
    for commit, path in places:
        past.add_sentence(commit, path, SENTENCE, Row((2 * commit, 2 * commit + 1)))
    return past


def test_a_sentence_is_known_as_an_ancestor_first_had_it_then_as_this_file_did():
    for others in (0, 100):  # a template's sentence stands in many files
        places = [(1, "b.md"), (2, "a.md"), (3, "b.md"), (4, "a.md")]
        past = came_in(*places, *[(5 + number, f"{number}.md") for number in range(others)])
        past.ancestry = 0b10110
        assert [one.commit for one in past.recall(0, "a.md")] == [1, 2, 4]
        assert [one.commit for one in past.recall(0, "c.md")] == [1]
        past.ancestry = 0b01000
        assert [one.commit for one in past.recall(0, "b.md")] == [3]
        past.ancestry = 0
        assert past.recall(0, "a.md") == []
        past.add_sentence(200, "a.md", SENTENCE, Row((400, 401)))
        past.ancestry = 1 << 200 | 0b10110
        assert [one.commit for one in past.recall(0, "a.md")] == [1, 2, 4, 200]


def test_every_ancestor_is_one_before_and_after_the_first_that_is_none():
    past = Past()
    past.ancestry = 0b1011_0111
    assert [past.is_ancestor(commit) for commit in range(9)] == [
        True, True, True, False, True, True, False, True, False,
    ]  # fmt: skip


def test_a_sentence_stands_where_its_first_token_does():
    past = came_in((1, "a.md"), (2, "b.md"))
    text = Text((OTHER, SENTENCE, SENTENCE), (3,))
    rows = Row((0,)), Row((6, 7)), Row((4, 5))
    tree = {"b.md": Version("blob", text, rows, 2)}
    assert past.place_of(SENTENCE, Row((4, 5)), tree) == (tree["b.md"], 2)
    assert past.place_of(SENTENCE, Row((2, 3)), tree) is None
    moved = {"b.md": Version("blob", text, (rows[0], rows[2], rows[1]), 2)}
    assert past.place_of(SENTENCE, Row((4, 5)), moved) == (moved["b.md"], 1)


def test_what_stood_somewhere_is_looked_for_there_first_then_everywhere():
    past = came_in((1, "a.md"), (2, "b.md"))
    text, mine, others = Text((SENTENCE,), (1,)), Row((4, 5)), Row((2, 3))
    known = past.known[0][1]
    there = {"b.md": Version("blob", text, (mine,), 2)}
    assert past.stands(known, there)
    assert past.stands(known, there)
    assert past.stands(known, {"a.md": Version("blob", text, (mine,), 3)})
    assert not past.stands(known, {"a.md": Version("blob", text, (others,), 3)})
    assert not past.stands(known, {"a.md": Version("blob", Text((OTHER,), (1,)), (mine,), 3)})


def test_a_word_is_rare_by_the_number_of_sentences_that_have_it():
    past = Past()
    for number in range(7):
        words = (1, 2) if number < 3 else (1, 10 + number)
        past.add_sentence(0, "a.md", Sentence(number, number, words, words), Row((0, 1)))
    assert past.rare([1, 2, 13, 999], 1.0) == {2, 13, 999}
    assert past.rare([1, 2, 13, 999], 2.0) == {13, 999}
