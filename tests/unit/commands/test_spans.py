"""Tokens of a block and their origins, joined to spans."""

from pipeline.commands.phrases import find_tokens, phrase_tokens
from pipeline.commands.spans import join_removed, join_spans, spell
from pipeline.model.position import Position
from pipeline.model.text import Block, BlockKind
from pipeline.model.trace import Origin, Reason, Removal

A = Origin("a" * 40, 0)
B = Origin("b" * 40, 0)
MOVED = Origin("a" * 40, 0, via="b" * 40, reason=Reason.MOVED)
UNSURE = Origin("a" * 40, 0, confidence=0.9)


def block(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, (), Position("a.md", 1, 1))


def spans(text: str, *origins: Origin, first: int = 0, last: int | None = None) -> list[str]:
    return [span.text for span in join_spans(block(text), origins, first, last)]


def test_neighbours_of_one_origin_join_and_the_space_goes_with_the_word_before() -> None:
    assert spans("one two  three", A, A, B) == ["one two  ", "three"]


def test_spans_join_to_the_text_whatever_stands_around() -> None:
    text = " (one),\ttwo\n—three  "
    assert "".join(spans(text, A, B, A, A, B, B, A)) == text


def test_way_and_certainty_part_spans() -> None:
    assert spans("one two three", A, MOVED, UNSURE) == ["one ", "two ", "three"]


def test_a_range_covers_its_tokens_alone() -> None:
    assert spans("one two three four", A, B, B, A, first=1, last=3) == ["two three"]


def test_a_block_without_words_has_no_spans() -> None:
    assert spans("") == []


def removal(text: str, number: int, by: str = "c" * 40, block: int = 0) -> Removal:
    return Removal(text, "a.md", block, Origin("a" * 40, number), by)


def test_removed_words_join_where_they_were_typed_in_a_row() -> None:
    lost = [removal("lack", 4), removal("of", 5), removal("money", 9), removal("too", 10, "d" * 40)]
    lost += [removal("far", 11, "d" * 40, block=1)]
    assert [span.text for span in join_removed(lost)] == ["lack of", "money", "too", "far"]


def test_tokens_are_spelled_as_text_is_set() -> None:
    assert spell(["(", "8", ")", "“", "Encourages", "”", ",", "and"]) == "(8) “Encourages”, and"
    assert spell(["建", "议", "，", "草", "案"]) == "建议，草案"


def test_phrases_are_found_without_overlap() -> None:
    assert list(find_tokens(["a", "a", "a", "b"], ("a", "a"))) == [0]
    assert list(find_tokens([], ("a",))) == []
    assert phrase_tokens(" “an equal footing” ") == ("an", "equal", "footing")
    assert phrase_tokens("“”") == ()
