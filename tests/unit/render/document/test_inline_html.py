"""A block's text with its marks as HTML."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.model.position import Position
from pipeline.model.text import Block, BlockKind, Mark, MarkKind
from pipeline.render.document.inline import inline_html, kept_together, safe_link


def block(text: str, *marks: Mark) -> Block:
    return Block(BlockKind.PARAGRAPH, text, (), Position("a.md", 1, 1), marks)


def html(text: str, *marks: Mark, kept=(), bold=()) -> str:
    return str(
        inline_html(
            block(text, *marks),
            note=lambda label: Markup("<n>{}</n>").format(label),
            image=lambda mark, alt: Markup('<img src="{}" alt="{}">').format(mark.target, alt),
            kept=kept,
            bold=bold,
        )
    )


def test_marks_nest_as_they_open():
    strong = Mark(MarkKind.STRONG, 4, 15)
    emphasis = Mark(MarkKind.EMPHASIS, 8, 11)
    expected = "one <strong>two <em>six</em> ten</strong>"
    assert html("one two six ten", emphasis, strong) == expected


def test_text_is_escaped():
    assert html("a < b & <script>") == "a &lt; b &amp; &lt;script&gt;"


def test_a_newline_is_a_break():
    assert html("one\ntwo") == "one<br>two"


def test_a_note_stands_where_it_is_called_even_at_the_end():
    call = Mark(MarkKind.FOOTNOTE, 3, 3, "a")
    end = Mark(MarkKind.FOOTNOTE, 7, 7, "b")
    assert html("one two", call, end) == "one<n>a</n> two<n>b</n>"


def test_an_image_takes_the_place_of_its_alternative_text():
    assert html("a map here", Mark(MarkKind.IMAGE, 2, 5, "m.png")) == (
        'a <img src="m.png" alt="map"> here'
    )
    assert html("ab", Mark(MarkKind.IMAGE, 1, 1, "m.png")) == 'a<img src="m.png" alt="">b'


@pytest.mark.parametrize(
    ("target", "is_safe"),
    [
        ("https://un.example/a?b=c", True),
        ("mailto:chair@un.example", True),
        ("HTTP://un.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("other.md", False),
        ("http://[", False),
    ],
)
def test_only_links_that_a_reader_may_follow_are_links(target, is_safe):
    assert (safe_link(target) == target) is is_safe
    assert ("href" in html("one", Mark(MarkKind.LINK, 0, 3, target))) is is_safe


def test_what_is_kept_together_stands_around_marks_and_never_cuts_a_link():
    emphasis = Mark(MarkKind.EMPHASIS, 0, 7)
    assert html("one two six", emphasis, kept=[(4, 11)]) == (
        '<em>one </em><span class="nb"><em>two</em> six</span>'
    )
    link = Mark(MarkKind.LINK, 0, 7, "https://a.example")
    assert "nb" not in html("one two six", link, kept=[(4, 11)])
    assert "nb" in html("one two six", link, kept=[(0, 7)])


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("held on 14 November 2013 in the city of Geneva", "en", ["14 November 2013", "of Geneva"]),
        ("le 1er août 2023, puis le 2 mai et la fin", "fr", ["1er août 2023,", "2 mai", "la fin"]),
        ("el 7 de febrero de 2025 y nada más ahora", "es", ["7 de febrero de 2025", "más ahora"]),
        ("до 7 февраля 2025 года и все", "ru", ["7 февраля 2025 года", "и все"]),
        ("في 12 آذار/مارس 2024 ثم انتهى الأمر كله", "ar", ["12 آذار/مارس 2024", "الأمر كله"]),
        ("见2024年3月12日的文件", "zh", ["2024年3月12日"]),
        ("one", "en", []),
        ("see " + "x" * 40 + " end", "en", []),
        ("ask Mr. Olufuye about it today", "en", ["Mr. Olufuye", "it today"]),
        ("by Mr. Per Linner of the Group", "en", ["Mr. Per Linner", "the Group"]),
        ("new mechanisms (Questions 4, 8 and 9); a b", "en", ["(Questions 4, 8 and 9);", "a b"]),
        ("le rôle (Questions 2 et 3) de la fin", "fr", ["(Questions 2 et 3)", "la fin"]),
    ],
)
def test_dates_names_and_last_words_stay_on_a_line(text, language, kept):
    ranges = kept_together(text, language, frozenset({"Mr."}))
    assert sorted(text[low:high] for low, high in ranges) == sorted(kept)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.text += "\n"
        elif tag not in ("img", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(
    st.text(alphabet="ab &<é中\n", max_size=30),
    st.lists(
        st.tuples(
            st.sampled_from([MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.CODE, MarkKind.LINK]),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
        max_size=6,
    ),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3),
)
def test_every_character_stands_once_and_elements_nest(text, marks, kept):
    def inside(number: int) -> int:
        return min(number, len(text))

    made = [
        Mark(kind, *sorted((inside(a), inside(b))), target="https://a.example")
        for kind, a, b in marks
        if kind is not MarkKind.LINK or (inside(a), inside(b)) == sorted((inside(a), inside(b)))
    ]
    ranges = [tuple(sorted((inside(a), inside(b)))) for a, b in kept]
    reader = _Text()
    reader.feed(html(text, *made, kept=ranges))
    reader.close()
    assert reader.text == text
    assert not reader.open


def test_thirty_thousand_marks_take_no_time():
    text = "ab " * 30_000
    marks = [Mark(MarkKind.EMPHASIS, at, at + 2) for at in range(0, len(text), 3)]
    start = time.process_time()
    assert html(text, *marks).count("<em>") == 30_000
    assert time.process_time() - start < 5


def test_an_endless_word_may_break_and_chinese_breaks_by_itself():
    word = "x" * 300_000
    start = time.process_time()
    written = html(f"a {word} b")
    assert time.process_time() - start < 2
    assert written.count("<wbr>") == 4_999
    assert written.replace("<wbr>", "") == f"a {word} b"
    assert "<wbr>" not in html("水" * 500)
    assert "<wbr>" not in html("https://a.example/" + "y" * 100)
