"""A redline as one web page: no network, everything inside, whole without a script.

In: a Redline. Out: HTML. Every mark is an ``ins``, a ``del`` or a span with its author as text,
so that the page can be printed, read aloud, and read back: who removes each ``del`` has new, who
removes each ``ins`` has old (``data-b`` says what each block is on either side).
"""

import base64
import hashlib

from pipeline import resources
from pipeline.model.change import Redline
from pipeline.render.document.as_html import templates
from pipeline.render.document.wording import direction, wording
from pipeline.render.redline.as_paper import running_line, side_view
from pipeline.render.redline.body import redline_body
from pipeline.render.redline.notes import NoteWriter, party_class, party_key
from pipeline.render.redline.statement import letters, statement
from pipeline.render.redline.table import rows_by_entry
from pipeline.render.terminal import visible


def render(redline: Redline, *, changes_only: bool = False, colours: str = "party") -> str:
    """Return the redline as one page; ``changes_only`` leaves out what nothing touched.

    ``colours``: "party", "legal" (insertions blue, deletions red) or "none".
    """
    document = redline.new_document or redline.old_document
    settings = document.settings if document else None
    language = settings.language if settings else "en"
    script = (resources.directory("styles") / "redline-web.js").read_text(encoding="utf-8")
    style = (resources.directory("styles") / "redline-web.css").read_text(encoding="utf-8")
    old, new = side_view(redline.old, language), side_view(redline.new, language)
    body = redline_body(
        redline, NoteWriter(redline, waiting=[]), on_paper=False, changes_only=changes_only
    )
    title = settings.title if settings else "Redline"
    return (
        templates()
        .get_template("redline-web.html.jinja")
        .render(
            language=language,
            colours=colours,
            direction=direction(language),
            words=wording(language),
            title=title,
            short=(settings.subtitle or settings.title) if settings else "Redline",
            subtitle=running_line(redline),
            running=running_line(redline),
            notice=settings.notice if settings else "",
            notes=redline.notes,
            old=old,
            new=new,
            statement=statement(redline),
            style=style,
            script=script,
            script_hash=_hash(script),
            parties=_parties(redline),
            kinds=[(kind.value, number) for kind, number in redline.statistics.kinds],
            total=len(redline.changes),
            sections=body.sections,
            counts={
                section.anchor: len({id for entry in section.entries for id in entry.changes})
                for section in body.sections
            },
            footnotes=body.sequence.notes,
            tables=rows_by_entry(redline),
        )
    )


def _hash(script: str) -> str:
    """Name the one script that the page may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _parties(redline: Redline) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    counts: dict[str, int] = {}
    for change in redline.changes:
        key = party_key(change)
        counts[key] = counts.get(key, 0) + 1
        if key not in found and change.credit.parties:
            party = change.credit.parties[0]
            found[key] = {
                "key": key,
                "css": party_class(party),
                "letters": letters(party),
                "name": visible(party.name),
            }
        elif key not in found:
            found[key] = {"key": key, "css": "p0", "letters": "?", "name": "not known"}
    return [view | {"changes": counts[key]} for key, view in sorted(found.items())]
