"""Mends of WeasyPrint 70 that the layout's process applies to itself, each as small as can be.

``split_first_line`` breaks a line after its first word where a text fits without the space at
its end but not with it, and an element follows: the space, which hangs over the margin, is
counted. The wrong answer has a mark (one word alone), so only such answers are asked again.

``instantiateVariableFont`` refuses an axis that the font does not have, and the whole font would
be embedded: a family without optical sizes inherits ``font-variation-settings`` all the same.

``_linebox_layout`` sends footnotes on to the next page, and those that come from the page before
once more, to make room for the first lines of a paragraph, even where their policy is that line
and note stay together (its issue 2502). Without that one step the paragraph goes to the next
page, and every note stands on the page that calls it; with it, some are lost.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import weasyprint.layout.block
import weasyprint.layout.inline
import weasyprint.pdf.fonts
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from weasyprint.text import line_break


def apply() -> None:
    """Mend this process; a second call changes nothing."""
    if weasyprint.layout.inline.split_first_line is line_break.split_first_line:
        weasyprint.layout.inline.split_first_line = _with_hanging_space(line_break.split_first_line)
        weasyprint.pdf.fonts.instantiateVariableFont = _with_own_axes
        _replace(
            weasyprint.layout.block,
            "_linebox_layout",
            "report = not context.in_column and can_break_now and not could_break_before",
            "report = False",
        )


def _replace(module: ModuleType, name: str, line: str, by: str) -> None:
    """Change one line of a function; RuntimeError where WeasyPrint has another one there."""
    source = inspect.getsource(getattr(module, name))
    if source.count(line) != 1:
        raise RuntimeError(f"this WeasyPrint is not the one that {__name__} mends: {name}")
    exec(compile(source.replace(line, by), module.__file__ or name, "exec"), module.__dict__)


def _with_hanging_space(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    def mended(
        text: str, style: Any, context: Any, max_width: Any, *rest: Any, **options: Any
    ) -> Any:
        line = split_first_line(text, style, context, max_width, *rest, **options)
        _, length, resume_at, *_ = line
        if resume_at is None or not text.endswith(" ") or style["white_space"] != "normal":
            return line
        fitted = text.encode()[:length].decode().strip(" ")
        whole = text.rstrip(" ")
        if " " in fitted or fitted == whole:
            return line
        without = split_first_line(whole, style, context, max_width, *rest, **options)
        if without[2] is not None or without[3] > max_width:
            return line
        return split_first_line(text, style, context, None, *rest, **options)

    return mended


def _with_own_axes(font: TTFont, axes: dict[str, float], **options: Any) -> TTFont:
    own = {axis.axisTag for axis in font["fvar"].axes}
    limits = {tag: value for tag, value in axes.items() if tag in own}
    return instantiateVariableFont(font, limits, **options)
