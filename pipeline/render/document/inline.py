"""A block's text with its marks as HTML.

In: a block, and the functions that know about footnotes and images. Out: Markup, in which every
character of the text stands once and in order; nothing but elements is added.
"""

import bisect
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from pipeline.model.text import Block, Mark, MarkKind
from pipeline.render.document.wording import month_names, primary_language, wording

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
_TAGS = {
    MarkKind.EMPHASIS: "em",
    MarkKind.STRONG: "strong",
    MarkKind.CODE: "code",
    MarkKind.STRIKETHROUGH: "s",
}
LONGEST_KEPT = 34  # characters that may be kept on one line: half of it
_LAST_TWO_WORDS = re.compile(r"\S+ \S+\Z")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
# A word that no line holds, in a script with spaces; laid out whole it takes quadratic time.
_ENDLESS = re.compile(
    r"([^\s\u0e00-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]"
    r"{200,})"
)
_PIECE = 60  # characters: about a line

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """An element on a range of the text; of a lower layer stands around one of a higher."""

    layer: int
    start: int
    end: int
    opening: Markup
    closing: Markup


def inline_html(
    block: Block,
    *,
    note: Callable[[str], Markup],
    image: Callable[[Mark, str], Markup],
    kept: Iterable[Range] = (),
    bold: Iterable[Range] = (),
) -> Markup:
    """Return a block's content.

    ``note`` makes a footnote's call from its label; ``image`` an image from its mark and its
    alternative text. ``kept``: ranges that stay on one line; ``bold``: ranges set semibold.
    Elements nest as they open; where two overlap, the inner one is cut in two.
    """
    marks = [mark for mark in block.marks if mark.kind not in (MarkKind.IMAGE, MarkKind.FOOTNOTE)]
    links = sorted((mark.start, mark.end) for mark in marks if mark.kind is MarkKind.LINK)
    names = [_Span(2, low, high, Markup("<b>"), Markup("</b>")) for low, high in bold]
    whole = [
        _Span(0, low, high, Markup('<span class="nb">'), Markup("</span>"))
        for low, high in _joined(kept)
        if not (_is_inside(links, low) or _is_inside(links, high))
    ]
    spans = sorted(
        [*whole, *map(_span, marks), *names], key=lambda span: (span.start, span.layer, -span.end)
    )
    calls: dict[int, list[Mark]] = {}
    images: dict[int, Mark] = {}
    for mark in block.marks:
        if mark.kind is MarkKind.FOOTNOTE:
            calls.setdefault(mark.start, []).append(mark)
        elif mark.kind is MarkKind.IMAGE:
            images[mark.start] = mark
    points = {0, len(block.text), *calls}
    points.update(edge for span in spans for edge in (span.start, span.end))
    points.update(edge for mark in images.values() for edge in (mark.start, mark.end))
    ordered = sorted(points)
    parts: list[Markup] = []
    stack: list[_Span] = []
    active: list[_Span] = []
    opened = hidden = 0
    for start, end in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        active = [span for span in active if span.end > start]
        while opened < len(spans) and spans[opened].start <= start:
            if spans[opened].end > start:
                active.append(spans[opened])
            opened += 1
        active.sort(key=lambda span: (span.layer, span.start, -span.end))
        _change(parts, stack, active)
        parts += [note(mark.target) for mark in calls.get(start, ())]
        if start in images:
            mark = images[start]
            hidden = mark.end
            parts.append(image(mark, block.text[mark.start : mark.end]))
        if start >= hidden:
            parts.append(_lines(block.text[start:end]))
    _change(parts, stack, [])
    return Markup("").join(parts)


def kept_together(text: str, language: str, honorifics: frozenset[str]) -> list[Range]:
    """Find what must not be broken over two lines: a day and its month, an honorific and a
    name, a list of questions, the last two words of the text. Chinese breaks by its own rules."""
    patterns = [_dates(language), _questions(language)]
    patterns += [
        re.compile(rf"(?<!\w){re.escape(honorific)} \S{{1,24}}(?: [^\W\d_a-zа-я]\S{{1,24}})?")
        for honorific in sorted(honorifics)
    ]
    found = [
        match.span()
        for pattern in patterns
        for match in pattern.finditer(text)
        if match.end() - match.start() <= LONGEST_KEPT
    ]
    offset = max(0, len(text) - LONGEST_KEPT)
    last = _LAST_TWO_WORDS.search(text[offset:])
    starts_a_word = last and (offset + last.start() == 0 or text[offset + last.start() - 1] == " ")
    if last and starts_a_word and not _CJK.search(last.group()):
        found.append((last.start() + offset, last.end() + offset))
    return found


def safe_link(target: str) -> str | None:
    """Return a link's target where it may be followed from a document, else None: http, https
    and mailto only, since a PDF hands any other scheme to the reader's computer."""
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        return None
    return target if scheme in SAFE_SCHEMES else None


@functools.cache
def _dates(language: str) -> re.Pattern[str]:
    """Return what a date looks like in running text, with the brackets and marks beside it."""
    if primary_language(language) == "zh":
        return re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
    names = "|".join(re.escape(name) for name in month_names(language))
    day_and_month = rf"\b\d{{1,2}}(?:er)? (?:de )?(?:{names})\b"
    return re.compile(rf"\(?{day_and_month}(?: (?:de )?\d{{4}}\b(?: года)?)?[).,;]*")


@functools.cache
def _questions(language: str) -> re.Pattern[str]:
    """Return what a list of questions looks like in running text: "(Questions 4, 8 and 9);"."""
    words = wording(language)
    named = "|".join(re.escape(each.format("")) for each in (words.questions, words.question))
    between = "|".join(re.escape(each) for each in (words.separator, words.last))
    return re.compile(rf"\(?(?:{named})\d+(?:(?:{between})\d+)*[).,;]*")


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Join ranges that overlap or touch."""
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _is_inside(links: list[Range], place: int) -> bool:
    """Whether an element that ends at the place would cut a link in two."""
    index = bisect.bisect_left(links, (place, 0)) - 1
    return index >= 0 and links[index][0] < place < links[index][1]


def _span(mark: Mark) -> _Span:
    if mark.kind is MarkKind.LINK:
        target = safe_link(mark.target)
        if target is None:
            opening, closing = Markup('<span class="nolink">'), Markup("</span>")
        else:
            opening, closing = Markup('<a class="ext" href="{}">').format(target), Markup("</a>")
    else:
        tag = _TAGS[mark.kind]
        opening, closing = Markup(f"<{tag}>"), Markup(f"</{tag}>")
    return _Span(1, mark.start, mark.end, opening, closing)


def _change(parts: list[Markup], stack: list[_Span], wanted: list[_Span]) -> None:
    """Close what ends and open what begins; what stood inside one that ends is opened again."""
    shared = 0
    while shared < min(len(stack), len(wanted)) and stack[shared] is wanted[shared]:
        shared += 1
    while len(stack) > shared:
        parts.append(stack.pop().closing)
    for span in wanted[shared:]:
        parts.append(span.opening)
        stack.append(span)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(
        Markup("").join(
            Markup("<wbr>").join(map(escape, _pieces(part))) if number % 2 else escape(part)
            for number, part in enumerate(_ENDLESS.split(line))
        )
        for line in text.split("\n")
    )


def _pieces(word: str) -> list[str]:
    return [word[start : start + _PIECE] for start in range(0, len(word), _PIECE)]
