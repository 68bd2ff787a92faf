"""A redline as PDF: the HTML for paper, laid out with notes in the margin, its JSON attached."""

from collections.abc import Mapping, Sequence

from pipeline.errors import RenderError
from pipeline.model.background import Background
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
from pipeline.render.redline.pictures import Pictures, for_layout
from pipeline.render.redline.statement import statement

_NO_BACKGROUND = Background()
_PICTURES = frozenset({"E072", "E073", "E076"})  # too slow, too large, no picture


def render(
    redline: Redline,
    *,
    background: Background = _NO_BACKGROUND,
    style_sheets: Sequence[str] = (),
    changes_only: bool = False,
    hide_deletions: bool = False,
    colours: str = "party",
) -> Layout:
    """Lay a redline out; ``style_sheets`` are the repository's own, over the built-in ones.

    ``colours``: "party", "legal" or "none". Pictures that cannot be laid out are left out.

    Raises RenderError as ``layout`` does.
    """
    words = redline_wording(_language(redline))
    pictures, images = for_layout(background.images)

    def laid_out(pictures: Pictures, images: Mapping[str, bytes]) -> Layout:
        return layout(
            as_paper.render(
                redline,
                changes_only=changes_only,
                hide_deletions=hide_deletions,
                colours=colours,
                pictures=pictures,
            ),
            style_sheets=(
                style_sheet("document.css"),
                style_sheet("redline.css"),
                *language_sheets(_language(redline)),
                *style_sheets,
            ),
            date=redline.new.date,
            description=" ".join(statement(redline, words).split()),  # no space that does not break
            identifier=f"{redline.old.id}...{redline.new.id}",
            images=images,
            attachments=[
                Attachment(
                    "redline.json",
                    as_json.render(redline).encode("utf-8", "backslashreplace"),
                    "application/json",
                    words.json_described,
                )
            ],
            margin_notes=True,
        )

    try:
        return laid_out(pictures, images)
    except RenderError as error:
        if not images or not _PICTURES.issuperset(each.code for each in error.diagnostics):
            raise
        return laid_out(Pictures(), {})


def _language(redline: Redline) -> str:
    document = redline.new_document or redline.old_document
    return document.settings.language if document else "en"
