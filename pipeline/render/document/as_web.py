"""The rolling document as one web page that needs nothing but itself.

In: a RollingDocument, the revision it stands at, its images. Out: HTML with styles, fonts and
images inside and a policy that lets the browser fetch nothing; it reads on a screen of any width,
in the dark, and prints.
"""

import base64
from collections.abc import Mapping

from markupsafe import Markup

from pipeline import resources
from pipeline.model.history import Revision
from pipeline.model.text import RollingDocument
from pipeline.render.document.as_html import templates
from pipeline.render.document.images import media_type
from pipeline.render.document.view import Tombstone, document_view, honorifics
from pipeline.render.document.web_fonts import font_faces
from pipeline.render.document.writer import HtmlWriter


def render(
    document: RollingDocument,
    *,
    revision: Revision,
    images: Mapping[str, bytes],
    own_style: str = "",
    tombstones: Mapping[str, Tombstone] | None = None,
) -> str:
    """Return the page; ``own_style`` is the document's own CSS, over the built-in one."""

    def address(path: str) -> str:
        data = images[path]
        return f"data:{media_type(data)};base64,{base64.b64encode(data).decode()}"

    writer = HtmlWriter(
        language=document.settings.language,
        honorifics=honorifics(document),
        on_paper=False,
        image_address=address,
    )
    view = document_view(
        document,
        revision=revision,
        writer=writer,
        tombstones=tombstones or {},
        attached=False,
    )
    template = templates().get_template("web.html.jinja")
    style = (resources.directory("styles") / "web.css").read_text(encoding="utf-8")
    text = template.render(view=view, style="")
    # A style sheet cannot close its own element: "</" means nothing in CSS.
    sheet = "\n".join((font_faces(text), style, own_style)).replace("</", "<\\/")
    return template.render(view=view, style=Markup(sheet))
