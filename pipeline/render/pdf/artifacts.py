"""What a page draws that is no content: running heads, and change bars.

In: a page's operators, and the bars beside its changed lines. Out: the same, marked as artifacts
of pagination (ISO 32000-1, 14.8.2.2).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from pipeline.render.pdf.boxes import Box
from pipeline.render.pdf.margin import Bar

_POINTS = 0.75  # a CSS pixel
_BAR_WIDTH = 1.3  # points
_BAR_OFFSET = 4.2 * 72 / 25.4  # points from the text


def make_artifacts(operators: list[Any], ids: Mapping[int, bytes]) -> None:
    """Turn marked content into artifacts of pagination, by its ids."""
    if not ids:
        return
    for index, operator in enumerate(operators):
        if operator == b"BDC" and (kind := ids.get(operators[index - 1].get("MCID"))) is not None:
            properties = pydyf.Dictionary({"Type": "/Pagination"})
            if kind:
                properties["Subtype"] = b"/" + kind
            operators[index - 2 : index] = ["/Artifact", properties]


def draw_bars(page: Box, stream: Any, bars: Sequence[Bar], root: Any) -> None:
    """Draw bars beside the text; the stream's axes are points from the top left corner."""
    left = page.margin_left * _POINTS - _BAR_OFFSET
    if root.get("dir") == "rtl":
        left = (page.margin_left + page.width) * _POINTS + _BAR_OFFSET - _BAR_WIDTH
    rectangles = b" ".join(
        b"%.2f %.2f %.2f %.2f re"
        % (left, bar.top * _POINTS + 2, _BAR_WIDTH, (bar.bottom - bar.top) * _POINTS - 4)
        for bar in bars
    )
    stream.stream.append(b"/Artifact BMC q 0.11 0.11 0.1 rg " + rectangles + b" f Q EMC")
