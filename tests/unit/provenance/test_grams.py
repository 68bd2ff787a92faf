from pipeline.provenance import grams
from pipeline.provenance.grams import Grams
from pipeline.provenance.texts import Sentence


def sentence(number: int, *words: int) -> Sentence:
    return Sentence(number, number, words, words)


def test_a_run_knows_its_last_sentence_and_how_often_it_was_typed():
    index = Grams()
    first, second = sentence(0, 1, 2, 3, 4, 5, 6), sentence(1, 9, 1, 2, 3, 4, 5)
    index.add(first, [True] * 6)
    assert index.last_sentences((1, 2, 3, 4, 5)) == [(0, 0)]
    assert index.was_typed_once((1, 2, 3, 4, 5))
    index.add(second, [True] + [False] * 5)  # moved there, but for the first word
    assert index.last_sentences((0, 1, 2, 3, 4, 5)) == [(1, 1)]
    assert index.was_typed_once((1, 2, 3, 4, 5))
    index.add(sentence(2, 1, 2, 3, 4, 5), [True] * 5)
    assert not index.was_typed_once((1, 2, 3, 4, 5))
    assert index.last_sentences((7, 7, 7, 7, 7)) == []


def test_a_run_weighs_the_less_the_oftener_it_was_typed():
    index = Grams()
    for number in range(4):
        index.add(sentence(number, 1, 2, 3), [True] * 3)
    assert index.weights(sentence(9, 1, 2, 3, 4)) == {(1, 2, 3): 0.25, (2, 3, 4): 1.0}


def test_what_is_known_stays_known_as_the_index_grows(monkeypatch):
    monkeypatch.setattr(grams, "_FIRST_SIZE", 64)
    index = Grams()
    made = [sentence(n, *range(10 * n + 1, 10 * n + 9)) for n in range(200)]
    for one in made:
        index.add(one, [True] * 8)
    for one in made:
        assert one.number in {number for _, number in index.last_sentences(one.words)}
