"""Rules on what decides under whose name changes are shown: .mailmap and the parties' addresses.

Both are part of the repository, so a pull request can change them; whoever merges it must know.
"""

from collections.abc import Iterator, Mapping

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.text import DocumentSettings, Party


def mailmap(old: str, new: str, since: str) -> Iterator[Diagnostic]:
    """N313: .mailmap is not what it was; ``old`` and ``new`` are its texts, "" where there is
    none, ``since`` is the revision that ``old`` is of."""
    if old == new:
        return
    before, after = old.rstrip("\n").split("\n"), new.rstrip("\n").split("\n")
    line = next(
        (number for number, text in enumerate(after) if before[number : number + 1] != [text]),
        len(after),
    )
    yield Diagnostic.of(
        "N313",
        f".mailmap, which decides who a commit is by, has changed since {since}",
        Position(".mailmap", min(line + 1, max(len(after), 1)), 1),
        hint=f"see what: git diff {since} -- .mailmap",
    )


def addresses(old: DocumentSettings, new: DocumentSettings, since: str) -> Iterator[Diagnostic]:
    """N314: an address that was listed by another party, or by none, and one that is gone."""
    before, after = _listed(old), _listed(new)
    for address, (key, party) in after.items():
        _, other = before.get(address, ("", None))
        if other is not None and other.id == party.id:
            continue
        place = f", until {since} those of “{other.name}”" if other else ""
        yield Diagnostic.of(
            "N314",
            f"changes by {address} are shown under “{party.name}”{place}",
            new.positions.get(key),
            hint=f"make sure that it is an address of theirs; it is new since {since}",
        )
    for address, (_, party) in before.items():
        if address not in after:
            yield Diagnostic.of(
                "N314",
                f"changes by {address} are no longer shown under “{party.name}”",
                new.positions.get("parties"),
                hint=f"list it again if it is still theirs; {since} has it",
            )


def _listed(settings: DocumentSettings) -> Mapping[str, tuple[str, Party]]:
    return {
        address.casefold(): (f"parties.{index}.emails.{number}", party)
        for index, party in enumerate(settings.parties)
        for number, address in enumerate(party.emails)
    }
