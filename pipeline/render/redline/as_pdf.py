"""A redline as PDF: the HTML for paper, laid out with notes in the margin, its JSON attached."""

from collections.abc import Sequence

from pipeline.model.change import Redline
from pipeline.render.pdf.layout import (
    Attachment,
    Layout,
    language_sheets,
    layout,
    style_sheet,
)
from pipeline.render.redline import as_json, as_paper
from pipeline.render.redline.languages import redline_wording
from pipeline.render.redline.statement import statement


def render(
    redline: Redline,
    *,
    style_sheets: Sequence[str] = (),
    changes_only: bool = False,
    colours: str = "party",
) -> Layout:
    """Lay a redline out; ``style_sheets`` are the repository's own, over the built-in ones.

    ``colours``: "party", "legal" or "none".

    Raises RenderError as ``layout`` does.
    """
    words = redline_wording(_language(redline))
    return layout(
        as_paper.render(redline, changes_only=changes_only, colours=colours),
        style_sheets=(
            style_sheet("document.css"),
            style_sheet("redline.css"),
            *language_sheets(_language(redline)),
            *style_sheets,
        ),
        date=redline.new.date,
        description=" ".join(statement(redline, words).split()),  # no space that does not break
        identifier=f"{redline.old.id}...{redline.new.id}",
        attachments=[
            Attachment(
                "redline.json",
                as_json.render(redline).encode(),
                "application/json",
                words.json_described,
            )
        ],
        margin_notes=True,
    )


def _language(redline: Redline) -> str:
    document = redline.new_document or redline.old_document
    return document.settings.language if document else "en"
