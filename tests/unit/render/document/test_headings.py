"""Generated headings and dates, in each language."""

import datetime

import pytest

from pipeline.model.text import FrontMatter, OnBehalfOf, Party
from pipeline.render.document.headings import generated_heading, heading_text
from pipeline.render.document.wording import long_date, questions, wording

DATE = datetime.date(2014, 2, 7)
RUSSIA = Party("Russian Federation", article="the")
JAPAN = Party("Japan")
LINNER = Party("Per Linner", honorific="Mr.")
OTHERS = OnBehalfOf("a group of members", ("Ada Stone", "Lee Wood", "Kim Hill"))


def heading(*submitters: Party, language: str = "en", **fields: object) -> str:
    return heading_text(generated_heading(FrontMatter(DATE, submitters, **fields), language))


def test_english_inflects():
    assert heading(RUSSIA) == (
        "Draft recommendations submitted by the Russian Federation (7 February 2014)"
    )
    assert heading(RUSSIA, JAPAN, Party("Chile")) == (
        "Draft recommendations submitted by the Russian Federation, Japan and Chile"
        " (7 February 2014)"
    )
    assert heading(JAPAN, RUSSIA, transmitted_by=LINNER) == (
        "Draft recommendations from Japan and the Russian Federation submitted by"
        " Mr. Per Linner (7 February 2014)"
    )
    assert heading(LINNER, on_behalf_of=OTHERS) == (
        "Draft recommendations submitted by Mr. Per Linner on behalf of a group of members"
        " (Ada Stone, Lee Wood and Kim Hill) (7 February 2014)"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Japon ; Chili (transmission : Mme Pierre) — 7 février 2014"),
        ("es", "Japon; Chili (transmisión: Mme Pierre) — 7 de febrero de 2014"),
        ("ru", "Japon; Chili (отправитель: Mme Pierre) — 7 февраля 2014 года"),
        ("ar", "Japon؛ Chili (الإحالة: Mme Pierre) — ٧ شباط/فبراير ٢٠١٤"),
        ("zh", "Japon；Chili（转交：PierreMme）——2014年2月7日"),
    ],
)
def test_other_languages_list(language, expected):
    sender = Party("Pierre", honorific="Mme")
    parties = (Party("Japon", article="le"), Party("Chili", article="le"))
    assert heading(*parties, language=language, transmitted_by=sender) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1 March 2024"), ("fr", "1er mars 2024"), ("es", "1 de marzo de 2024"),
     ("ru", "1 марта 2024 года"), ("ar", "١ آذار/مارس ٢٠٢٤"), ("zh", "2024年3月1日"),
     ("fr-CH", "1er mars 2024"), ("xx", "1 March 2024")],
)  # fmt: skip
def test_dates_follow_the_language(language, expected):
    assert long_date(datetime.date(2024, 3, 1), language) == expected


def test_questions():
    assert questions((), "en") == ""
    assert questions((2,), "en") == "Question 2"
    assert questions((5, 6, 17), "en") == "Questions 5, 6 and 17"
    assert questions((2, 3), "ar") == "الأسئلة ٢ و٣"


def test_every_language_has_its_own_words():
    contents = {wording(language).contents for language in ("en", "fr", "es", "ru", "ar", "zh")}
    assert len(contents) == 6
