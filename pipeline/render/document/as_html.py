"""The rolling document as HTML for paper: what the layout turns into pages.

In: a RollingDocument and the revision it stands at. Out: one HTML text without style sheets;
images are named by ``image_address``, and the layout is given their bytes.
"""

import functools
from collections.abc import Mapping
from urllib.parse import quote

import jinja2

from pipeline import resources
from pipeline.model.history import Revision
from pipeline.model.text import RollingDocument
from pipeline.render.document.view import Tombstone, document_view, honorifics
from pipeline.render.document.writer import HtmlWriter

_IMAGES = "redraft:image/"


def render(
    document: RollingDocument,
    *,
    revision: Revision,
    tombstones: Mapping[str, Tombstone] | None = None,
    attached: bool = True,
) -> str:
    """Return the document for paper; footnotes stand in the text, where they are called."""
    writer = HtmlWriter(
        language=document.settings.language,
        honorifics=honorifics(document),
        on_paper=True,
        image_address=image_address,
    )
    view = document_view(
        document,
        revision=revision,
        writer=writer,
        tombstones=tombstones or {},
        attached=attached,
    )
    return templates().get_template("document.html.jinja").render(view=view)


def image_address(path: str) -> str:
    """Return the address under which the layout knows an image, from its path."""
    return _IMAGES + quote(path)


@functools.cache
def templates() -> jinja2.Environment:
    """Return the built-in templates: every value is escaped, and a name that is not there fails."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.directory("styles")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
