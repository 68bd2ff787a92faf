import random

from pipeline.align.chains import heaviest_chain
from pipeline.align.sequences import Match, align


def words(text: str) -> list[str]:
    return text.split()


def test_equal_ends_match_and_the_middle_is_left():
    assert align(words("a b c d"), words("a x c d")) == (Match(0, 0, 1), Match(2, 2, 2))


def test_nothing_matches_nothing():
    assert align([], words("a b")) == ()
    assert align(words("a b"), words("c d")) == ()


def test_of_two_stretches_that_crossed_the_lighter_moved():
    weights = {"heading": 1, "paragraph": 90}
    matches = align(
        words("x heading paragraph y"), words("x paragraph heading y"), lambda item: weights[item]
    )
    assert Match(2, 1, 1) in matches
    assert all(match.old != 1 for match in matches)


def test_repeated_items_match_beside_unique_ones():
    old, new = words("the cat and the dog"), words("the dog and the cat and the dog")
    matched = sum(match.length for match in align(old, new))
    assert matched == 5


def test_matches_are_equal_stretches_in_order():
    random.seed(7)
    for _ in range(300):
        old = [random.choice("abcdef") for _ in range(random.randrange(20))]
        new = [random.choice("abcdef") for _ in range(random.randrange(20))]
        ends = (0, 0)
        for match in align(old, new):
            assert match.length > 0
            assert ends <= (match.old, match.new)
            assert ends[0] <= match.old and ends[1] <= match.new
            assert (
                old[match.old : match.old + match.length]
                == new[match.new : match.new + match.length]
            )
            ends = (match.old + match.length, match.new + match.length)


def test_many_equal_items_take_no_quadratic_time():
    assert align(["a"] * 200_000 + ["b"], ["c"] + ["a"] * 200_000) == ()


def test_the_heaviest_chain_against_all_subsets():
    random.seed(3)
    for _ in range(200):
        count = random.randrange(1, 9)
        positions = [random.randrange(10) for _ in range(count)]
        weights = [random.randrange(1, 5) for _ in range(count)]
        chain = heaviest_chain(positions, weights)
        chosen = [positions[item] for item in chain]
        assert chosen == sorted(set(chosen))
        best = 0
        for mask in range(1 << count):
            items = [item for item in range(count) if mask >> item & 1]
            kept = [positions[item] for item in items]
            if kept == sorted(set(kept)):
                best = max(best, sum(weights[item] for item in items))
        assert sum(weights[item] for item in chain) == best
