"""Pictures in a redline: framed, with their alternative text as a caption that marks can hold.

In: the bytes of both sides' images. Out: addresses for a page (``data:``) or for a layout, and
Markup. A picture never stands without its caption: so none can pass for the redline's own marks.
"""

import base64
from collections.abc import Callable, Mapping

from markupsafe import Markup

from pipeline.render.document.as_html import image_address
from pipeline.render.document.images import media_type
from pipeline.render.terminal import visible

Picture = Callable[[str, bool], str | None]  # a path, and whether as new has it
Images = Mapping[tuple[str, str], bytes]  # by "old" or "new", and path


def no_picture(path: str, is_new: bool) -> str | None:
    """Show no picture: its alternative text stands alone."""
    return None


def inside_page(images: Images) -> Picture:
    """Return addresses that hold the pictures themselves."""

    def address(path: str, is_new: bool) -> str | None:
        data = images.get(("new" if is_new else "old", path))
        kind = media_type(data) if data else None
        if data is None or kind is None:
            return None
        return f"data:{kind};base64,{base64.b64encode(data).decode()}"

    return address


def for_layout(images: Images) -> tuple[Picture, dict[str, bytes]]:
    """Return addresses for a layout, and the bytes by the names that it knows them by."""
    named = {f"{side}/{path}": data for (side, path), data in images.items() if media_type(data)}

    def address(path: str, is_new: bool) -> str | None:
        name = f"{'new' if is_new else 'old'}/{path}"
        return image_address(name) if name in named else None

    return address, named


def picture_html(address: str | None, path: str, alternative: str, *, on_paper: bool) -> Markup:
    """Write a picture with its caption, or the caption alone between brackets.

    A page's caption is the alternative text, no more, since it is read back as the text.
    """
    shown = Markup('<span class="img" title="{}">{}</span>').format(visible(path), alternative)
    if address is None:
        return shown
    said = alternative or visible(path) if on_paper else ""  # aloud once: a page has its caption
    return Markup('<span class="pic"><img src="{}" alt="{}">{}</span>').format(address, said, shown)
