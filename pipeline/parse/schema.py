"""What may stand in an entry's front matter, in an annex's and in document.yaml.

pydantic models: ``validation`` fills them, ``json_schema`` shows them to editors. The contract,
section 3, is their specification.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from pipeline.model.text import PartyKind, Status
from pipeline.parse.fields import Address, Day, Https, Key, Letters, Name, Text, Whole

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
Order = Literal["date", "alphabetical"]


class Fields(BaseModel):
    """A mapping of which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PersonFields(Fields):
    """A party on the spot."""

    name: Text = Field(description="as it is printed, without article or honorific")
    honorific: Text | None = Field(None, description="Mr., Ms., H.E. …")
    article: Text | None = Field(None, description="the, where the name needs it in a sentence")
    kind: PartyKind | None = Field(None, description="what sort of participant it is")


def _party_or_id(value: Any) -> str:
    return "party" if isinstance(value, (dict, PersonFields)) else "id"


Who = Annotated[
    Annotated[Text, Tag("id")] | Annotated[PersonFields, Tag("party")],
    Discriminator(_party_or_id),
]


class OnBehalfFields(Fields):
    """Those for whom a submission speaks."""

    label: Text = Field(description="how they are called together")
    members: tuple[Text, ...] = Field((), description="their names")


class SourceFields(Fields):
    """Where an entry came from."""

    type: Text = Field(description="email, document, web …")
    ref: Text | None = Field(None, description="a message id, an address, a file's name")


class EntryFields(Fields):
    """Front matter of a recommendation."""

    date: Day = Field(description="submitted on, as 2014-02-07")
    submitters: tuple[Who, ...] = Field(
        min_length=1, description="whose text it is: a party's id, or {name, honorific, …}"
    )
    submission: Text | None = Field(None, description="joins the entries of one submission")
    group: Text | None = Field(None, description="a group's key; absent: not categorized")
    transmitted_by: Who | None = Field(None, description="who sent it, where not the submitter")
    on_behalf_of: OnBehalfFields | None = Field(None, description="those for whom it speaks")
    order: Whole | None = Field(None, description="sorts first in its group")
    status: Status = Field(Status.RECEIVED, description="where it stands in the negotiation")
    replaces: tuple[Text, ...] = Field((), description="ids of entries whose place it takes")
    replaced_by: Text | None = Field(None, description="id of the entry that took its place")
    questions: tuple[Whole, ...] | None = Field(None, description="absent: its group's")
    heading: str | None = Field(None, description="inline Markdown in place of the heading")
    source: SourceFields | None = Field(None, description="where it came from")


class AnnexFields(Fields):
    """Front matter of an annex."""

    title: Text


class GroupFields(Fields):
    """A section of the document."""

    key: Key = Field(description="what entries write under group")
    title: Text
    questions: tuple[Whole, ...] = Field((), description="of the questionnaire")


class PartyFields(Fields):
    """Whoever submits or changes text."""

    id: Name = Field(description="what entries write under submitters")
    name: Text = Field(description="as it is printed, without article or honorific")
    short: Text | None = Field(None, description="for margins and running heads")
    letters: Letters | None = Field(None, description="two to four capitals, as IN or SEC")
    article: Text | None = Field(None, description="the, where the name needs it in a sentence")
    honorific: Text | None = Field(None, description="Mr., Ms., H.E. …")
    kind: PartyKind | None = Field(None, description="what sort of participant it is")
    emails: tuple[Address, ...] = Field((), description="addresses from which it commits")


class DocumentFields(Fields):
    """document.yaml."""

    title: Text
    language: Language
    groups: tuple[GroupFields, ...] = Field(
        description="the sections, in order; [] until there are any"
    )
    subtitle: Text | None = None
    organization: tuple[Text, ...] = Field((), description="the cover's lines, from the top")
    body: Text | None = Field(None, description="the working group or committee")
    symbol: Text | None = Field(None, description="the document's symbol")
    notice: Text | None = Field(None, description="a line that the cover must carry")
    abstract: Text | None = Field(None, description="a Markdown file; default abstract.md")
    uncategorized: Text | None = Field(None, description="title of the last section")
    annexes: tuple[Text, ...] | None = Field(None, description="Markdown files, in their order")
    order: Order = Field("date", description="of the entries in a group")
    parties: tuple[PartyFields, ...] = Field((), description="in the order of their colours")
    versions: Text = Field("v*", description="a pattern of the tags that are versions")
    repository: Https | None = Field(None, description="address from which links are made")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an entry's front matter, the others among its $defs."""
    schema = EntryFields.model_json_schema()
    for name, model in (("annex", AnnexFields), ("document", DocumentFields)):
        inner = model.model_json_schema()
        schema.setdefault("$defs", {}).update(inner.pop("$defs", {}))
        schema["$defs"][name] = inner
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_null(schema)}


def _without_null(schema: Any) -> Any:
    """Take out null, by which the models mean a key that is not there: it is no value (E117)."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items()}
    if {"type": "null"} in kept.get("anyOf", ()):
        choices = [each for each in kept.pop("anyOf") if each != {"type": "null"}]
        kept.pop("default", None)
        kept |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    return kept
