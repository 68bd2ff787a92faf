"""Parties: their letters, their colours, their place in an alphabetical order.

A state has its ISO 3166 code, found by its name in one of the document's languages; others have
the initials of their name. Letters are unique in a document.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from pipeline.model.text import Party, PartyKind

# Names of states as the United Nations print them, where CLDR has another
# (https://www.un.org/en/about-us/member-states).
_UN_NAMES = {
    "bolivia plurinational state of": "BO",
    "brunei darussalam": "BN",
    "cabo verde": "CV",
    "congo": "CG",
    "cote divoire": "CI",
    "czech republic": "CZ",
    "democratic peoples republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "holy see": "VA",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "lao peoples democratic republic": "LA",
    "micronesia federated states of": "FM",
    "myanmar": "MM",
    "netherlands kingdom of the": "NL",
    "peoples republic of china": "CN",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "russian federation": "RU",
    "state of palestine": "PS",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "the former yugoslav republic of macedonia": "MK",
    "timor leste": "TL",
    "turkey": "TR",
    "united kingdom": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states": "US",
    "united states of america": "US",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
    "российская федерация": "RU",
    "соединенные штаты америки": "US",
    "республика корея": "KR",
    "federation de russie": "RU",
    "etats unis damerique": "US",
    "republique de coree": "KR",
    "federacion de rusia": "RU",
    "estados unidos de america": "US",
    "republica de corea": "KR",
    "الاتحاد الروسي": "RU",
    "الولايات المتحدة الامريكية": "US",
    "جمهورية كوريا": "KR",
    "俄罗斯联邦": "RU",
    "美利坚合众国": "US",
    "大韩民国": "KR",
}
_FIXED = {PartyKind.SECRETARIAT: "SEC", PartyKind.CHAIR: "CHR"}
_NO_STATES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "ZZ"})
_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def declare(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Give letters and colours to the parties of document.yaml, in its order.

    The secretariat has colour 0 and does not count. Letters that are given are kept.
    """
    declared = tuple(parties)
    taken = {party.letters for party in declared if party.letters}
    return _complete(declared, taken, 1)


def declare_on_the_spot(
    known: Iterable[Party], named: Iterable[Party]
) -> Mapping[tuple[str, str], Party]:
    """Give letters and colours to parties that document.yaml does not list, in order of name.

    Returns them by name and honorific; their colours follow those of ``known``.
    """
    listed = tuple(known)
    distinct = {(party.name, party.honorific): party for party in named}
    taken = {party.letters for party in listed}
    first = 1 + max((party.colour for party in listed), default=0)
    completed = _complete((distinct[key] for key in sorted(distinct)), taken, first)
    return {(party.name, party.honorific): party for party in completed}


def sort_name(party: Party) -> str:
    """Return what a party is sorted by: its name without article, case or accents."""
    return _plain(party.name)


def _complete(parties: Iterable[Party], taken: set[str], colour: int) -> tuple[Party, ...]:
    result = []
    for party in parties:
        letters = party.letters or _free(party, taken)
        taken.add(letters)
        is_secretariat = party.kind is PartyKind.SECRETARIAT
        result.append(replace(party, letters=letters, colour=0 if is_secretariat else colour))
        colour += not is_secretariat
    return tuple(result)


def _free(party: Party, taken: set[str]) -> str:
    """Return letters that nobody has: the code or initials, else longer or other ones."""
    first = _FIXED.get(party.kind, "") if party.kind else ""
    if party.kind is PartyKind.STATE:
        first = _state(_plain(party.name), _LANGUAGES)
    elif party.kind is None:  # loading every language's names takes a while: for states only
        first = _state(_plain(party.name), _LANGUAGES[:1])
    words = [word for word in _plain(party.name).upper().split() if word.isascii()]
    words = words or _plain(party.id).upper().split()
    spelled = re.sub(r"[^A-Z]", "", "".join(words))
    initials = re.sub(r"[^A-Z]", "", _initials(party) or "".join(word[0] for word in words))
    candidates = [first, initials[:4] if len(initials) > 1 else "", spelled[:2], spelled[:3]]
    candidates += [f"{spelled[:1]}{letter}" for letter in spelled[2:]]
    candidates += [f"{one}{other}" for one in "XYZPQ" for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    candidates += [
        f"{one}{two}{three}"
        for one in "XYZ"
        for two in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for three in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    return next(
        letters
        for letters in map(str, candidates)
        if 2 <= len(letters) <= 4 and letters not in taken
    )


def _initials(party: Party) -> str:
    """Return the initials of the words that are written with a capital."""
    plain = unicodedata.normalize("NFKD", party.name)
    words: list[str] = re.findall(r"[A-Za-z][A-Za-z'’\u0300-\u036f]*", plain)
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 4:
        return words[0]  # an acronym: "ICC"
    return "".join(word[0] for word in words if word[0].isupper())


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w\s]", "", letters.replace("-", " ")).casefold().split())


def _state(plain_name: str, languages: Iterable[str]) -> str:
    """Return the ISO 3166 alpha-2 code of a state, by its name in one of the languages."""
    if plain_name in _un_names():
        return _un_names()[plain_name]
    for language in languages:
        if plain_name in _territories(language):
            return _territories(language)[plain_name]
    return ""


@cache
def _un_names() -> dict[str, str]:
    return {_plain(name): code for name, code in _UN_NAMES.items()}


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale  # slow to load, and most documents give every letter

    return {
        _plain(name): code
        for code, name in dict[str, str](Locale(language).territories).items()
        if re.fullmatch(r"[A-Z]{2}", code) and code not in _NO_STATES
    }
