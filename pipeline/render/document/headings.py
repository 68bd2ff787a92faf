"""The headings of entries: generated from front matter, or given by it.

In: an entry and the document's language. Out: the heading as pieces of plain text, each one
either quiet or the name of a submitter, so that a renderer can set the names apart.
"""

from dataclasses import dataclass

from pipeline.model.text import FrontMatter, OnBehalfOf, Party
from pipeline.render.document.wording import (
    join_names,
    long_date,
    primary_language,
    wording,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a heading; ``is_name`` where it names those whose text it is."""

    text: str
    is_name: bool = False


def generated_heading(front_matter: FrontMatter, language: str) -> tuple[Piece, ...]:
    """Compose an entry's heading.

    English inflects ("Draft recommendations from X and Y submitted by T (7 February 2014)");
    every other language lists ("X; Y — 7 février 2014"), so that no name needs a case.
    """
    if wording(language) is wording("en"):
        return _english(front_matter)
    return _listed(front_matter, language)


def heading_text(pieces: tuple[Piece, ...]) -> str:
    """Return a heading as plain text."""
    return "".join(piece.text for piece in pieces)


def party_name(party: Party, language: str) -> str:
    """Name a party as running text does: with its article or its honorific."""
    if primary_language(language) == "zh":
        return party.name + party.honorific
    if primary_language(language) != "en":
        return " ".join(filter(None, (party.honorific, party.name)))
    return " ".join(filter(None, (party.article, party.honorific, party.name)))


def _english(front_matter: FrontMatter) -> tuple[Piece, ...]:
    names = Piece(join_names([party_name(p, "en") for p in front_matter.submitters], "en"), True)
    behalf = _on_behalf_of(front_matter.on_behalf_of, "en")
    behalf = f" {behalf}" if behalf else ""
    date = f" ({long_date(front_matter.date, 'en')})"
    sender = front_matter.transmitted_by
    if sender is None:
        return (Piece("Draft recommendations submitted by "), names, Piece(behalf + date))
    submitted = wording("en").transmitter.format(party_name(sender, "en"))
    return (Piece("Draft recommendations from "), names, Piece(f"{behalf} {submitted}{date}"))


def _listed(front_matter: FrontMatter, language: str) -> tuple[Piece, ...]:
    words = wording(language)
    names = words.semicolon.join(party_name(p, language) for p in front_matter.submitters)
    more = []
    if front_matter.on_behalf_of:
        more.append(_on_behalf_of(front_matter.on_behalf_of, language))
    if front_matter.transmitted_by:
        sender = party_name(front_matter.transmitted_by, language)
        more.append(words.transmitter.format(sender))
    opening, closing = words.brackets
    aside = opening + words.semicolon.join(more) + closing if more else ""
    return (
        Piece(names, True),
        Piece(aside + words.dash + long_date(front_matter.date, language)),
    )


def _on_behalf_of(on_behalf_of: OnBehalfOf | None, language: str) -> str:
    if on_behalf_of is None:
        return ""
    words = wording(language)
    text = words.on_behalf_of.format(on_behalf_of.label)
    if on_behalf_of.members:
        opening, closing = words.brackets
        text += opening + join_names(on_behalf_of.members, language) + closing
    return text
