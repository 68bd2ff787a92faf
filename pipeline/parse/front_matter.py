"""An entry's front matter: YAML text → FrontMatter, each fault at its line and column."""

import datetime
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from pipeline.align.nearest import nearest
from pipeline.errors import SourceError
from pipeline.model.diagnostic import Diagnostic, Severity
from pipeline.model.position import Position
from pipeline.model.text import FrontMatter, OnBehalfOf, Party, Status
from pipeline.parse.schema import EntryFields, PersonFields
from pipeline.parse.validation import node_at, positions, salvage, traps_in, validate
from pipeline.parse.yaml_events import Mapping, Node, Scalar, read_yaml

NO_DATE = datetime.date.min
# Keys whose values are no text, so that no program misreads them as something else
_TYPED = frozenset({"date", "order", "questions"})


@dataclass(frozen=True, slots=True)
class ReadFrontMatter:
    """Front matter as read, the scalar of its ``heading:``, and the faults."""

    front_matter: FrontMatter | None
    heading: Scalar | None
    diagnostics: tuple[Diagnostic, ...]


def read_front_matter(
    text: str, path: str, first_line: int, parties: MappingOf[str, Party] | None
) -> ReadFrontMatter:
    """Read an entry's front matter; ``parties`` are document.yaml's by id, None: take any id.

    Keys with faults are left out, required ones replaced by placeholders: NO_DATE, no submitters.
    """
    try:
        root, found = read_mapping(text, path, first_line)
    except SourceError as error:
        return ReadFrontMatter(None, None, error.diagnostics)
    opening = Position(path, max(first_line - 1, 1), 1)
    fields, faults, broken = validate(EntryFields, root, opening)
    warnings = traps_in(root, broken, _TYPED)
    if fields is None:
        made_up = {"date": NO_DATE, "submitters": ["?"]}
        fields = salvage(EntryFields, root, broken, made_up)
        if "submitters" in broken or root.get("submitters") is None:
            fields = fields.model_copy(update={"submitters": ()})
    heading = node_at(root, ["heading"])
    value, unknown = _front_matter(fields, root, parties)
    return ReadFrontMatter(
        value,
        heading if isinstance(heading, Scalar) and not heading.is_empty else None,
        (*found, *faults, *unknown, *warnings),
    )


def read_mapping(text: str, path: str, first_line: int) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """Read YAML that must be keys with values; nothing at all counts as no keys."""
    root, found = read_yaml(text, path, first_line)
    if root is None:
        place = Position(path, max(first_line - 1, 1), 1)
        return Mapping((), place, place), found
    if not isinstance(root, Mapping):
        raise SourceError.of(
            "E109",
            "this is no line of the form “key: value”",
            position=root.position,
            hint="write one key a line, as date: 2014-02-07",
        )
    return root, found


def _front_matter(
    fields: EntryFields, root: Mapping, parties: MappingOf[str, Party] | None
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    found: list[Diagnostic] = []
    submitters = []
    for index, who in enumerate(fields.submitters):
        party = _party(who, node_at(root, ["submitters", index]), parties, found)
        if party is not None and party in submitters:
            node = node_at(root, ["submitters", index])
            found.append(
                Diagnostic(
                    "W134",
                    f"“{party.name}” is listed twice among the submitters",
                    node.position if node else None,
                    node.end if node else None,
                    hint="remove one",
                    severity=Severity.WARNING,
                )
            )
        elif party is not None:
            submitters.append(party)
    transmitter = None
    if fields.transmitted_by is not None:
        node = node_at(root, ["transmitted_by"])
        transmitter = _party(fields.transmitted_by, node, parties, found)
    speaks_for = fields.on_behalf_of
    if fields.status is Status.SUPERSEDED and not fields.replaced_by:
        status = node_at(root, ["status"])
        found.append(
            Diagnostic(
                "E120",
                "a superseded entry must say what took its place",
                status.position if status else root.position,
                status.end if status else None,
                hint="write replaced_by: and the id of that entry",
            )
        )
    return (
        FrontMatter(
            date=fields.date,
            submitters=tuple(submitters),
            submission=fields.submission or "",
            group=fields.group or "",
            transmitted_by=transmitter,
            on_behalf_of=OnBehalfOf(speaks_for.label, speaks_for.members) if speaks_for else None,
            order=fields.order,
            status=fields.status,
            replaces=fields.replaces,
            replaced_by=fields.replaced_by or "",
            questions=fields.questions,
            heading=fields.heading or "",
            source_type=fields.source.type if fields.source else "",
            source_ref=(fields.source.ref or "") if fields.source else "",
            positions=positions(root),
        ),
        tuple(found),
    )


def _party(
    who: str | PersonFields,
    node: Node | None,
    parties: MappingOf[str, Party] | None,
    found: list[Diagnostic],
) -> Party | None:
    """Resolve a party's id, or take the one on the spot; a name that is listed is that party."""
    if isinstance(who, PersonFields):
        listed = next(
            (each for each in (parties or {}).values() if who.name in {each.name, each.short}), None
        )
        base = listed or Party(who.name, kind=who.kind)
        return replace(
            base,
            honorific=who.honorific or base.honorific,
            article=who.article or base.article,
        )
    if parties is None:
        return Party(who, id=who)
    if who in parties:
        return parties[who]
    by_name = {each.name: each.id for each in parties.values()}
    meant = by_name.get(who) or nearest(who, parties)
    hint = f"did you mean {meant}?" if meant else "list it under parties, or write {name: …}"
    found.append(
        Diagnostic(
            "E119",
            f"there is no party “{who}” in document.yaml",
            node.position if node else None,
            node.end if node else None,
            hint=hint,
        )
    )
    return None
