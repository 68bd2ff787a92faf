"""Letters and colours of parties."""

import pytest

from pipeline.model.text import Party, PartyKind
from pipeline.parse.parties import declare, declare_on_the_spot, sort_name

STATE = PartyKind.STATE


def letters(*parties: Party) -> list[str]:
    return [party.letters for party in declare(parties)]


@pytest.mark.parametrize(
    ("name", "code"),  # ISO 3166-1 alpha-2
    [
        ("Japan", "JP"),
        ("Russian Federation", "RU"),
        ("United States of America", "US"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Côte d’Ivoire", "CI"),
        ("Viet Nam", "VN"),
        ("Republic of Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Türkiye", "TR"),
        ("Netherlands (Kingdom of the)", "NL"),
        ("Royaume-Uni", "GB"),
        ("Российская Федерация", "RU"),
        ("中国", "CN"),
        ("الاتحاد الروسي", "RU"),
    ],
)
def test_a_state_has_its_iso_code_in_any_language(name: str, code: str) -> None:
    assert letters(Party(name, kind=STATE)) == [code]


def test_others_have_initials() -> None:
    assert letters(
        Party("International Chamber of Commerce", kind=PartyKind.BUSINESS),
        Party("Jimson Olufuye", kind=PartyKind.INDIVIDUAL),
        Party("CSTD Secretariat", kind=PartyKind.SECRETARIAT),
        Party("APC"),
        Party("Google"),
    ) == ["ICC", "JO", "SEC", "APC", "GO"]


def test_letters_are_unique_and_given_ones_are_kept() -> None:
    found = letters(
        Party("Jo Otto"),
        Party("Jan Olsen"),
        Party("Japan", kind=STATE, letters="JO"),
        Party("日本国民会議"),
        Party("全国協議会"),
    )
    assert found[2] == "JO"
    assert len(set(found)) == 5
    assert all(2 <= len(each) <= 4 and each.isascii() and each.isupper() for each in found)


def test_a_thousand_parties_of_one_name_still_differ() -> None:
    found = letters(*(Party("Ann Lee", id=f"p{number}") for number in range(1000)))
    assert len(set(found)) == 1000


def test_colours_go_by_the_order_and_the_secretariat_has_none() -> None:
    parties = declare(
        [Party("Japan"), Party("Secretariat", kind=PartyKind.SECRETARIAT), Party("India")]
    )
    assert [party.colour for party in parties] == [1, 0, 2]


def test_parties_on_the_spot_follow_by_name_whatever_the_order_of_files() -> None:
    known = declare([Party("Japan", id="japan", kind=STATE)])
    named = [Party("Zed Young"), Party("Ann Lee"), Party("Ann Lee")]
    one = declare_on_the_spot(known, named)
    assert one == declare_on_the_spot(known, reversed(named))
    assert [(name, party.letters, party.colour) for (name, _), party in one.items()] == [
        ("Ann Lee", "AL", 2),
        ("Zed Young", "ZY", 3),
    ]


def test_names_sort_without_case_and_accents() -> None:
    assert sort_name(Party("Émilie")) < sort_name(Party("eva")) < sort_name(Party("Fiji"))
