"""Whence every word of a page comes, for its card: small enough to go into the page.

In: stretches of one origin by block, and their commits. Out: for each block its stretches as
"length:number length:number", and what each number means, in the document's language, as JSON.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.background import Background, Stretch
from pipeline.model.history import UNCOMMITTED
from pipeline.model.trace import Origin, Reason
from pipeline.render.document.wording import digits, wording
from pipeline.render.records import commit_address
from pipeline.render.redline.notes import party_class
from pipeline.render.redline.statement import short_date
from pipeline.render.redline.wording import RedlineWording
from pipeline.render.terminal import visible


@dataclass(frozen=True, slots=True)
class Encoded:
    """``blocks``: by path of NEW, in the order of the file; ``table``: JSON for a script."""

    blocks: Mapping[str, Sequence[str]]
    table: str


def encode(background: Background, words: RedlineWording, repository: str) -> Encoded:
    """Number the origins in reading order; ``repository``: the address that links begin with."""
    numbers: dict[tuple[object, ...], int] = {}
    told: list[dict[str, object]] = []

    def number(origin: Origin) -> int:
        key = (origin.commit, origin.via, origin.reason, origin.confidence)
        if key not in numbers:
            numbers[key] = len(told)
            told.append(_told(origin, background, words, repository))
        return numbers[key]

    def block(stretches: Sequence[Stretch]) -> str:
        return " ".join(f"{length}:{number(origin)}" for length, origin in stretches)

    blocks = {path: tuple(map(block, found)) for path, found in background.stretches.items()}
    # "<" could end the element that holds the table
    return Encoded(blocks, json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))


def _told(
    origin: Origin, background: Background, words: RedlineWording, repository: str
) -> dict[str, object]:
    """Say in a few lines who wrote words, who put them where they stand, and how sure that is."""
    page = words.page
    said: dict[str, object] = {"css": "p0", "name": words.unknown, "by": "", "steps": []}
    steps: list[dict[str, str]] = []
    first = "" if origin.commit is None else origin.commit
    writing = Reason.UNCOMMITTED if first == UNCOMMITTED else Reason.WRITTEN
    if not first:
        steps.append({"did": page.origins[origin.reason.value]})
    for id, reason in ((first, writing), (origin.via, origin.reason)):
        if id and id in background.commits:
            steps.append(_step(id, reason, background, words, repository))
    if first in background.credits:
        credit = background.credits[first]
        said["css"] = party_class(credit.parties[0]) if credit.parties else "p0"
        names = (party.short or party.name for party in credit.parties)
        said["name"] = visible(wording(words.language).separator.join(names))
        said["by"] = visible(words.by.format(credit.by)) if credit.by else ""
    if origin.confidence < 1:
        percent = digits(round(100 * origin.confidence), words.language)
        steps.append({"did": page.sure.format(percent)})
    return said | {"steps": steps}


def _step(
    id: str, reason: Reason, background: Background, words: RedlineWording, repository: str
) -> dict[str, str]:
    commit = background.commits[id]
    step = {"did": words.page.origins[reason.value]}
    if id == UNCOMMITTED:
        return step
    step |= {
        "who": visible(", ".join(agent.name for agent in commit.authors)),
        "when": short_date(commit.date, words.language),
        "commit": id[:7],
        "pull": visible(commit.pull_request),
        "summary": visible(commit.summary),
        "url": commit_address(repository, id) or "",
    }
    return {key: value for key, value in step.items() if value}
