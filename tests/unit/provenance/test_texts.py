import pytest

from pipeline.parse.words import split_words
from pipeline.provenance.texts import Texts, cut_sentences, names
from tests.support.graph import split_blocks


def cut(text: str) -> list[str]:
    (tokens,) = split_blocks(text)
    return [" ".join(sentence) for sentence in cut_sentences(tokens)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("States act. They meet.", 2),
        ("Do they? They do! Good.", 3),
        ("He said “Act.” They did.", 2),
        ("It costs 3.14 euros. Much.", 2),
        ("See J. Smith and others.", 1),
        ("Use example.org and e.g. this one.", 1),
        ("各国应当合作。会议通过。", 2),
        ("ينبغي للدول. أن تعزز؟ التعاون", 3),
        ("Государства должны. Они будут.", 2),
        ("No stop at all", 1),
        ("...", 1),
        ("the first of many things that we want; the second one", 2),
        ("one; two; three", 1),
        ("head of a table = = = = = coef std err", 2),
    ],
)
def test_a_sentence_ends_where_another_can_begin(text: str, sentences: int):
    found = cut(text)
    assert len(found) == sentences
    assert " ".join(found).split() == [token for block in split_blocks(text) for token in block]


def test_wrapping_changes_no_sentence():
    text = "States, all of them, act. They meet in May; they vote."
    assert cut(text) == cut(text.replace(" ", "\n"))


def test_endless_text_is_cut_and_an_edit_moves_few_cuts():
    words = [f"w{number}" for number in range(5000)]
    before = cut_sentences(words)
    after = cut_sentences(["new", *words])
    assert max(map(len, before)) < 500
    assert len(set(map(tuple, before)) & set(map(tuple, after))) >= len(before) - 3


def test_equal_sentences_are_one_and_know_those_of_the_same_words():
    texts = Texts()
    one = texts.read(split_blocks("States, act now."))
    two = texts.read(split_blocks("Other.\n\nStates act now!\n\nStates, act now."))
    assert two.sentences[2] is one.sentences[0]
    assert two.sentences[1] is not one.sentences[0]
    assert two.sentences[1].key == one.sentences[0].key != two.sentences[0].key
    assert two.blocks == (1, 1, 1)
    assert [texts.spell(token) for token in one.sentences[0].tokens] == [
        "States", ",", "act", "now", ".",
    ]  # fmt: skip


def test_a_block_without_tokens_has_no_sentences():
    assert Texts().read([(), ("a",)]).blocks == (0, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.org/a_b#c for more", [(1, 7)]),
        ("set MAX_SIZE to block.body.size", [(1, 3), (4, 7)]),
        ("Note: this is, and so (are) these; one", []),
        ("a/b", [(0, 2)]),
    ],
)
def test_what_punctuation_joins_is_a_name(text: str, found: list[tuple[int, int]]):
    sentence = Texts().read([split_words(text)]).sentences[0]
    assert list(names(sentence)) == found
