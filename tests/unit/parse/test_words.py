"""Text → tokens."""

import pytest

from pipeline.parse.words import is_word, split_words, token_ranges


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("States should act.", "States|should|act|."),
        ("e-waste, l'État, l’État", "e-waste|,|l'État|,|l’État"),
        ("re\u2010use re\u2011use", "re\u2010use|re\u2011use"),
        ("(8) 1.10 50%", "(|8|)|1|.|10|50|%"),
        ("well--known end- -start 'quoted' o’", "well|-|-|known|end|-|-|start|'|quoted|'|o|’"),
        ("snake_case __init__", "snake|_|case|_|_|init|_|_"),
        ("[shall][should]{-US}", "[|shall|]|[|should|]|{|-|US|}"),
        ("加强合作，第3次。", "加|强|合|作|，|第|3|次|。"),
        ("GDPを増やす 한국어", "GDPを増やす".replace("増", "|増|") + "|한국어"),
        ("государства — члены", "государства|—|члены"),
        ("مُحَمَّد، می\u200cخواهم", "مُحَمَّد|،|می\u200cخواهم"),
        ("cafe\u0301-creme\u0300s", "cafe\u0301-creme\u0300s"),
        ("हिन्दी में", "हिन्दी|में"),
        ("\u0301alone 😀!", "\u0301|alone|😀|!"),
        ("x² H₂O n°1", "x²|H₂O|n|°|1"),
        (" \t\n\u00a0", ""),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert "|".join(split_words(text)) == tokens


def test_ranges_are_those_of_the_tokens() -> None:
    assert list(token_ranges("a, e-b")) == [("a", 0, 1), (",", 1, 2), ("e-b", 3, 6)]


@pytest.mark.parametrize(
    ("token", "answer"), [("a", True), ("中", True), ("8", True), ("-", False)]
)
def test_words_and_punctuation(token: str, answer: bool) -> None:
    assert is_word(token) is answer
