"""Rules on entries beside each other and beside document.yaml: ids, groups, dates, order."""

import datetime
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.align.nearest import nearest
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.position import Position
from pipeline.model.reading import ReadFile, Role
from pipeline.model.text import DocumentSettings, FrontMatter, Party, Status

_TEXTS = frozenset({".doc", ".docx", ".markdown", ".md", ".odt", ".pages", ".rtf", ".txt"})
# Capitals that look like a Latin one (Unicode's confusables.txt)
_AS_LATIN = str.maketrans(
    "АВЕКМНОРСТУХІЈЅ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJS" + "ABEZHIKMNOPTYX"
)
_ODD_AFTER = datetime.timedelta(days=366)
_FIRST_DAY = datetime.date(1945, 1, 1)


def groups(settings: DocumentSettings, entries: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """E104, W131: groups and questions that document.yaml does not have."""
    keys = [group.key for group in settings.groups]
    questions = {question for group in settings.groups for question in group.questions}
    for front_matter in _front_matters(entries):
        is_known = not front_matter.group or front_matter.group in keys
        if not is_known and "groups" in settings.positions:
            meant = meant_group(front_matter.group, keys)
            one_of = f"use one of {', '.join(keys[:12])}" if keys else "declare it there"
            hint = f"{one_of}, or remove the line for “not categorized”"
            yield _at(
                front_matter,
                "group",
                "E104",
                f"group “{front_matter.group}” is not in document.yaml",
                f"did you mean {meant}?" if meant else hint,
            )
        for index, question in enumerate(front_matter.questions or ()):
            if questions and question not in questions:
                yield _at(
                    front_matter,
                    f"questions.{index}",
                    "W131",
                    f"question {question} belongs to no group of document.yaml",
                    f"the groups have questions {min(questions)} to {max(questions)}",
                )


def meant_group(group: str, keys: Sequence[str]) -> str:
    """Return the key that a group's name is like, or the only one that is a word of it, else ""."""
    looks = {_as_it_looks(key): key for key in keys}
    look = _as_it_looks(group)
    words = {looks[word] for word in re.findall(r"\w+", look) if word in looks}
    if look in looks:
        return looks[look]
    return words.pop() if len(words) == 1 else nearest(group, keys)


def _as_it_looks(key: str) -> str:
    return unicodedata.normalize("NFKC", key).upper().translate(_AS_LATIN)


def unread(paths: Iterable[str], folder: str) -> Iterator[Diagnostic]:
    """W315: files beside the entries that hold texts but are not read, for their names' ends."""
    for path in sorted(paths):
        inside = path.removeprefix(folder)
        stem, extension = posixpath.splitext(inside)
        is_text = extension.lower() in _TEXTS and extension != ".md"
        if path.startswith(folder) and "/" not in inside and is_text:
            yield Diagnostic.of(
                "W315",
                f"this file is not read: its name ends in {extension}, not in .md",
                Position(path, 1, 1),
                hint=f"save its text as {stem}.md, or keep the file elsewhere",
            )


def references(entries: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """E302 to E304, N305: what an entry replaces, or what replaced it."""
    by_id = {file.id: file for file in entries}
    for file in by_id.values():
        front_matter = file.front_matter
        if front_matter is None:
            continue
        named = [(f"replaces.{index}", id) for index, id in enumerate(front_matter.replaces)]
        if front_matter.replaced_by:
            named.append(("replaced_by", front_matter.replaced_by))
        for key, id in named:
            code = "E303" if key == "replaced_by" else "E302"
            if id == file.id:
                verb = "is replaced by" if key == "replaced_by" else "replaces"
                yield _at(front_matter, key, "E304", f"“{id}” {verb} itself", "name another entry")
            elif id not in by_id:
                meant = nearest(id.removesuffix(".md"), by_id)
                hint = f"did you mean {meant}?" if meant else "write a file's name without .md"
                yield _at(front_matter, key, code, f"there is no entry “{id}”", hint)
        yield from _one_sided(file, front_matter, by_id)
    yield from _circles(by_id)


def _one_sided(
    file: ReadFile, front_matter: FrontMatter, by_id: Mapping[str, ReadFile]
) -> Iterator[Diagnostic]:
    successor = by_id.get(front_matter.replaced_by)
    if successor is None or successor.front_matter is None or successor.id == file.id:
        return
    if file.id not in successor.front_matter.replaces:
        yield _at(
            front_matter,
            "replaced_by",
            "N305",
            f"“{successor.id}” does not say that it replaces this entry",
            f"write replaces: [{file.id}] there, so that a redline pairs them",
        )


def _circles(by_id: Mapping[str, ReadFile]) -> Iterator[Diagnostic]:
    """Report an entry from which ``replaced_by`` leads back to it, once a circle."""
    told: set[str] = set()
    for start in sorted(by_id):
        trail: list[str] = []
        id = start
        while id in by_id and id not in trail and id not in told:
            trail.append(id)
            front_matter = by_id[id].front_matter
            id = front_matter.replaced_by if front_matter else ""
        if id in trail and len(trail) - trail.index(id) > 1:
            front_matter = by_id[id].front_matter
            assert front_matter is not None
            circle = " → ".join([*trail[trail.index(id) :], id][:6])
            yield _at(
                front_matter,
                "replaced_by",
                "E304",
                f"these entries replace each other in a circle: {circle}",
                "keep the newest one without replaced_by",
            )
        told.update(trail)


def names(entries: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """E301, W311, W312: file names that are the same id, or that programs confuse."""
    first: dict[str, str] = {}
    alike: dict[str, str] = {}
    for file in entries:
        path = file.source.path
        plain = unicodedata.normalize("NFC", file.id).casefold()
        if file.id in first:
            yield Diagnostic.of(
                "E301",
                f"the id “{file.id}” is already that of {first[file.id]}",
                Position(path, 1, 1),
                hint="rename one of the two files; a file's name is its id",
            )
        elif plain in alike:
            yield Diagnostic.of(
                "W311",
                f"the id “{file.id}” is hardly told from that of {alike[plain]}",
                Position(path, 1, 1),
                hint="rename one of the two files; some systems take them for the same",
            )
        first.setdefault(file.id, path)
        alike.setdefault(plain, path)
        odd = next((each for each in file.id if not (each.isalnum() or each in "-_.")), "")
        if odd:
            yield Diagnostic.of(
                "W312",
                f"the file's name, which is its id, holds {_named(odd)}",
                Position(path, 1, 1),
                hint="use letters, digits, hyphens and full stops only",
            )


def order(settings: DocumentSettings, entries: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """W306: two entries of a group with the same ``order``."""
    taken: dict[tuple[str, int], str] = {}
    for file in entries:
        front_matter = file.front_matter
        if front_matter is None or front_matter.order is None:
            continue
        place = (front_matter.group, front_matter.order)
        if place in taken:
            yield _at(
                front_matter,
                "order",
                "W306",
                f"order {front_matter.order} is already that of “{taken[place]}” in this group",
                "give each its own number; equal ones are sorted by date",
            )
        taken.setdefault(place, file.id)


def submissions(entries: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """W307: entries of one submission that differ in date or submitters."""
    first: dict[str, ReadFile] = {}
    for file in entries:
        front_matter = file.front_matter
        if front_matter is None or not front_matter.submission:
            continue
        other = first.setdefault(front_matter.submission, file)
        earlier = other.front_matter
        assert earlier is not None
        if not front_matter.submitters or not earlier.submitters:
            continue
        if front_matter.date != earlier.date and datetime.date.min not in {
            front_matter.date,
            earlier.date,
        }:
            yield _at(
                front_matter,
                "date",
                "W307",
                f"“{other.id}” of the same submission has the date {earlier.date}",
                "a submission is what one submitter sent on one date; use another submission",
            )
        elif {_who(party) for party in front_matter.submitters} != {
            _who(party) for party in earlier.submitters
        }:
            yield _at(
                front_matter,
                "submitters",
                "W307",
                f"“{other.id}” of the same submission has other submitters",
                "a submission is what one submitter sent on one date; use another submission",
            )


def dates(entries: Sequence[ReadFile], latest: datetime.date | None) -> Iterator[Diagnostic]:
    """W132: dates after that of the revision, far after all others, or before all that can be.

    ``latest``: the revision's date; None for the working tree, which has none.
    """
    known = sorted(
        front_matter.date
        for front_matter in _front_matters(entries)
        if front_matter.date > _FIRST_DAY
    )
    for front_matter in _front_matters(entries):
        date = front_matter.date
        if date == datetime.date.min:
            continue
        if date < _FIRST_DAY:
            yield _at(front_matter, "date", "W132", f"{date} is long ago", "check the year")
        elif latest is not None and date > latest + datetime.timedelta(days=1):
            yield _at(
                front_matter,
                "date",
                "W132",
                f"{date} is after the date of this revision, {latest}",
                "check the year and the month",
            )
        elif latest is None and len(known) > 1 and date == known[-1]:
            others = [each for each in known if each != date]
            if others and date - others[-1] > _ODD_AFTER:
                yield _at(
                    front_matter,
                    "date",
                    "W132",
                    f"{date} is more than a year after every other entry ({others[-1]})",
                    "check the year",
                )


def only_entries(files: Iterable[ReadFile]) -> tuple[ReadFile, ...]:
    """Return the files that are entries."""
    return tuple(file for file in files if file.role is Role.ENTRY)


def is_set_aside(file: ReadFile) -> bool:
    """Tell whether an entry is withdrawn or superseded, so that its body is not printed."""
    front_matter = file.front_matter
    return front_matter is not None and front_matter.status in {
        Status.WITHDRAWN,
        Status.SUPERSEDED,
    }


def _front_matters(entries: Iterable[ReadFile]) -> Iterator[FrontMatter]:
    return (file.front_matter for file in entries if file.front_matter is not None)


def _who(party: Party) -> str:
    return party.id or party.name


def _named(character: str) -> str:
    if character == " ":
        return "a space"
    if 0xDC80 <= ord(character) <= 0xDCFF:  # surrogateescape
        return f"the byte 0x{ord(character) - 0xDC00:02X}, which is not UTF-8"
    return f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}"


def _at(front_matter: FrontMatter, key: str, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic.of(code, message, front_matter.positions.get(key), hint=hint)
