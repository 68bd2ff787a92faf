"""The rolling document as one Markdown text.

In: a RollingDocument and the revision it stands at. Out: Markdown that GitHub and pandoc read:
tables, footnotes in one sequence, anchors as HTML; list labels as their authors wrote them.
"""

from collections.abc import Mapping

from pipeline.model.history import Revision
from pipeline.model.text import RollingDocument
from pipeline.render.document.as_html import templates
from pipeline.render.document.inline_markdown import escaped
from pipeline.render.document.markdown_writer import MarkdownWriter
from pipeline.render.document.view import Tombstone, document_view


def render(
    document: RollingDocument,
    *,
    revision: Revision,
    tombstones: Mapping[str, Tombstone] | None = None,
) -> str:
    """Return the document as Markdown; every paragraph is one line."""
    view = document_view(
        document,
        revision=revision,
        writer=MarkdownWriter(language=document.settings.language),
        tombstones=tombstones or {},
        attached=False,
    )
    environment = templates().overlay(autoescape=False)
    environment.filters["md"] = escaped
    return environment.get_template("document.md.jinja").render(view=view)
