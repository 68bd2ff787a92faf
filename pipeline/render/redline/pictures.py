"""Pictures in a redline: framed, with their alternative text as a caption that marks can hold.

In: the bytes of both sides' images. Out: addresses for a page (``data:``) or for a layout, and
Markup. A picture never stands without its caption: so none can pass for the redline's own marks.
"""

import base64
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline.model.change import NEW_OPS, OLD_OPS, RedlineBlock, Run, RunMark
from pipeline.model.text import MarkKind
from pipeline.render.document.as_html import image_address
from pipeline.render.document.images import media_type
from pipeline.render.document.writer import image_path
from pipeline.render.terminal import visible

Images = Mapping[tuple[str, str], bytes]  # by "old" or "new", and path
_PAGE = 48 << 20  # characters of pictures that a page holds: one that is shown often counts often


@dataclass(slots=True)
class Pictures:
    """Addresses of pictures by side and path; ``left``: characters that may still be shown."""

    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left: int = _PAGE

    def is_same(self, old: str, new: str) -> bool:
        """Whether a path of old and one of new name the same picture, or none."""
        return self.addresses.get(("old", old)) == self.addresses.get(("new", new))

    def take(self, path: str, is_new: bool) -> str | None:
        """Return an address to show; None where there is no picture, or no room for it."""
        address = self.addresses.get(("new" if is_new else "old", path))
        if address is None or len(address) > self.left:
            return None
        self.left -= len(address)
        return address


def inside_page(images: Images) -> Pictures:
    """Return addresses that hold the pictures themselves."""
    known = {data: kind for data in images.values() if (kind := media_type(data))}
    texts = {
        data: f"data:{kind};base64,{base64.b64encode(data).decode()}"
        for data, kind in known.items()
    }
    return Pictures({key: texts[data] for key, data in images.items() if data in texts})


def for_layout(images: Images) -> tuple[Pictures, dict[str, bytes]]:
    """Return addresses for a layout, and the bytes by the names that it knows them by."""
    named: dict[str, bytes] = {}
    names: dict[bytes, str] = {}
    for (side, path), data in images.items():
        if media_type(data) is not None and data not in names:  # what is the same has one name
            names[data] = f"{side}/{path}"
            named[names[data]] = data
    addresses = {key: image_address(names[data]) for key, data in images.items() if data in names}
    return Pictures(addresses), named


@dataclass(slots=True)
class BlockPictures:
    """The pictures of one block, each before the first words of its caption, once a side.

    A caption is the alternative text, which may change word by word.
    """

    pictures: Pictures
    block: RedlineBlock
    on_paper: bool
    _both: frozenset[RunMark] = frozenset()
    _last: dict[bool, RunMark | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        runs = self.block.runs
        old = {_image(run.old_marks) for run in runs if run.op in OLD_OPS}
        new = {_image(run.new_marks) for run in runs if run.op in NEW_OPS}
        self._both = frozenset(mark for mark in old & new if mark is not None)

    def before(self, run: Run) -> Markup:
        """Return what stands before a run: its picture of old, struck, and that of new."""
        parts = []
        old, new = (_image(run.old_marks), _image(run.new_marks))
        for is_new, mark, ops in ((False, old, OLD_OPS), (True, new, NEW_OPS)):
            if run.op not in ops:
                continue
            begins = mark is not None and mark != self._last.get(is_new)
            self._last[is_new] = mark
            if mark is None or not begins:
                continue
            if not self._stays(mark):
                parts.append(self._framed(mark, is_new, "now" if is_new else "was"))
            elif is_new or run.op not in NEW_OPS:
                other = self._last.get(not is_new)
                if other != mark or run.op in NEW_OPS & OLD_OPS:
                    parts.append(self._framed(mark, is_new, ""))
        return Markup().join(parts)

    def whole(self, mark: RunMark, alternative: str) -> Markup:
        """Return the picture and the caption of a block that nothing touched."""
        pictures = (
            self._framed(mark, True, "")
            if self._stays(mark)
            else self._framed(mark, False, "was") + self._framed(mark, True, "now")
        )
        return pictures + self.caption(mark, alternative, True)

    def caption(self, mark: RunMark, alternative: str, is_new: bool) -> Markup:
        """Return the alternative text between brackets."""
        path = self._path(mark, is_new)
        named = alternative
        if self.on_paper and not named:  # a page says it in the title
            named = mark.title or posixpath.basename(mark.target)
        return Markup('<span class="img" title="{}">{}</span>').format(visible(path), named)

    def _path(self, mark: RunMark, is_new: bool) -> str:
        own, other = self.block.new_path, self.block.old_path
        return image_path((own if is_new else other) or own or other, mark.target)

    def _stays(self, mark: RunMark) -> bool:
        """Whether a picture is the same on both sides of the block."""
        same = self.pictures.is_same(self._path(mark, False), self._path(mark, True))
        return mark in self._both and same

    def _framed(self, mark: RunMark, is_new: bool, css: str) -> Markup:
        address = self.pictures.take(self._path(mark, is_new), is_new)
        if address is None:
            return Markup()
        said = visible(self._path(mark, is_new)) if self.on_paper else ""  # the caption says it
        return Markup('<span class="{}"><img src="{}" alt="{}"></span>').format(
            f"pic {css}".strip(), address, said
        )


def _image(marks: Sequence[RunMark]) -> RunMark | None:
    return next((mark for mark in marks if mark.kind is MarkKind.IMAGE), None)
