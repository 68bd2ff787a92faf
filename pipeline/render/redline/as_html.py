"""A redline as one web page: no network, everything inside, whole without a script.

In: a Redline, and what its page shows beside the changes. Out: HTML in the document's language.
Every mark is an ``ins``, a ``del`` or a span with its author as text, so that the page can be
printed, read aloud, and read back: who removes each ``del`` has new, who removes each ``ins`` has
old (``data-b`` says what each block is on either side).
"""

import base64
import functools
import hashlib
import json

from markupsafe import Markup

from pipeline import resources
from pipeline.model.background import Background
from pipeline.model.change import Redline
from pipeline.render.document.as_html import templates
from pipeline.render.document.wording import digits, direction, primary_language, wording
from pipeline.render.redline.as_paper import running_line, side_view
from pipeline.render.redline.body import redline_body
from pipeline.render.redline.languages import redline_wording
from pipeline.render.redline.notes import NoteWriter, party_class, party_key
from pipeline.render.redline.origins import encode
from pipeline.render.redline.pictures import inside_page
from pipeline.render.redline.statement import letters, statement
from pipeline.render.redline.table import rows_by_entry
from pipeline.render.redline.wording import RedlineWording
from pipeline.render.terminal import visible

_NO_BACKGROUND = Background()


def render(
    redline: Redline,
    *,
    background: Background = _NO_BACKGROUND,
    changes_only: bool = False,
    hide_deletions: bool = False,
    colours: str = "party",
) -> str:
    """Return the redline as one page; ``changes_only`` leaves out what nothing touched.

    ``hide_deletions``: whoever opens the page sees no deleted word before they ask for them.
    ``colours``: "party", "legal" (insertions blue, deletions red) or "none".
    """
    document = redline.new_document or redline.old_document
    settings = document.settings if document else None
    language = settings.language if settings else "en"
    added = redline_wording(language)
    script = (resources.directory("styles") / "redline-web.js").read_text(encoding="utf-8")
    style = (resources.directory("styles") / "redline-web.css").read_text(encoding="utf-8")
    old, new = (side_view(side, language, added) for side in (redline.old, redline.new))
    origins = encode(background, added, settings.repository if settings else "")
    body = redline_body(
        redline,
        NoteWriter(redline, added, waiting=[]),
        on_paper=False,
        changes_only=changes_only,
        pictures=inside_page(background.images),
        origins=origins,
    )
    title = settings.title if settings else added.redline
    return (
        templates()
        .get_template("redline-web.html.jinja")
        .render(
            language=language,
            colours=colours,
            direction=direction(language),
            words=wording(language),
            added=added,
            page=added.page,
            own=_own_language(added, language),
            title=title,
            short=(settings.subtitle or settings.title) if settings else added.redline,
            running=running_line(redline, added),
            notice=settings.notice if settings else "",
            changes_only=changes_only,
            hide_deletions=hide_deletions,
            notes=redline.notes,
            old=old,
            new=new,
            statement=statement(redline, added),
            style=style,
            script=script,
            script_hash=_hash(script),
            script_words=_for_script(added),
            origins=origins.table,
            parties=_parties(redline, added),
            kinds=[
                (kind.value, digits(number, added.language))
                for kind, number in redline.statistics.kinds
            ],
            total=digits(len(redline.changes), added.language),
            sections=body.sections,
            digits=functools.partial(digits, language=added.language),
            counts={
                section.anchor: digits(
                    len({id for entry in section.entries for id in entry.changes}), added.language
                )
                for section in body.sections
            },
            footnotes=body.notes,
            tables=rows_by_entry(redline, added),
        )
    )


def _own_language(added: RedlineWording, language: str) -> Markup:
    """Say of the page's own words what language they are in, where the document's is another."""
    if added.language == primary_language(language):
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(added.language, direction(added.language))


def _for_script(added: RedlineWording) -> str:
    page = added.page
    words = {
        "position": page.position,
        "shown": page.shown,
        "copy": page.copy,
        "copied": page.copied,
    }
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _hash(script: str) -> str:
    """Name the one script that the page may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _parties(redline: Redline, added: RedlineWording) -> list[dict[str, object]]:
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
            found[key] = {"key": key, "css": "p0", "letters": "?", "name": added.unknown}
    return [
        view | {"changes": digits(counts[key], added.language)}
        for key, view in sorted(found.items())
    ]
