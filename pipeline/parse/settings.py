"""document.yaml → DocumentSettings, each fault at its line and column."""

import functools
import posixpath

from pipeline.errors import SourceError
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import DocumentSettings, GroupSettings, Party, Source
from pipeline.parse.front_matter import read_mapping
from pipeline.parse.parties import declare
from pipeline.parse.schema import DocumentFields, GroupFields, PartyFields
from pipeline.parse.validation import positions, salvage, traps_in, validate

_MADE_UP = {"title": "?", "language": "en", "groups": []}


@functools.lru_cache(maxsize=8)  # several stages of one command ask for the same few
def read_settings(
    source: Source, *, letters: bool = True
) -> tuple[DocumentSettings | None, tuple[Diagnostic, ...]]:
    """Read document.yaml; ``letters``: give parties the letters and colours that they lack.

    None where it is no YAML of keys and values; keys with faults are left out, of ``positions``
    too, and then title and language have placeholders and ``groups`` is empty.
    """
    try:
        root, found = read_mapping(source.text, source.path, 1)
    except SourceError as error:
        return None, error.diagnostics
    fields, faults, broken = validate(DocumentFields, root, Position(source.path, 1, 1))
    lacks_groups = root.get("groups") is None or "groups" in broken
    if fields is None:
        fields = salvage(DocumentFields, root, broken, dict(_MADE_UP))
    warnings = traps_in(root, broken)
    folder = posixpath.dirname(source.path)

    parties = tuple(map(_party, fields.parties))

    def within(path: str) -> str:
        return posixpath.normpath(posixpath.join(folder, path))

    settings = DocumentSettings(
        path=source.path,
        title=fields.title,
        language=fields.language,
        groups=() if lacks_groups else tuple(map(_group, fields.groups)),
        subtitle=fields.subtitle or "",
        organization=fields.organization,
        body=fields.body or "",
        symbol=fields.symbol or "",
        notice=fields.notice or "",
        abstract=within(fields.abstract) if fields.abstract else "",
        uncategorized=fields.uncategorized or "",
        annexes=tuple(map(within, fields.annexes or ())),
        order=fields.order,
        parties=declare(parties) if letters else parties,
        version_pattern=fields.versions,
        repository=fields.repository or "",
        positions={
            name: place
            for name, place in positions(root).items()
            if name.partition(".")[0] not in broken
        },
    )
    return settings, (*found, *faults, *warnings)


def _group(fields: GroupFields) -> GroupSettings:
    return GroupSettings(fields.key, fields.title, fields.questions)


def _party(fields: PartyFields) -> Party:
    return Party(
        name=fields.name,
        id=fields.id,
        short=fields.short or "",
        letters=fields.letters or "",
        article=fields.article or "",
        honorific=fields.honorific or "",
        kind=fields.kind,
        emails=fields.emails,
    )
