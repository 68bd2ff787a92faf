"""Tokens and their origins → spans of one origin; whitespace goes with the token before it."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.provenance import RemovedSpan, Span
from pipeline.model.text import Block
from pipeline.model.trace import Origin, Reason, Removal
from pipeline.parse.words import token_ranges

_CLOSING = frozenset(".,;:!?)]}»”’%…、。，；：！？）」』】")
_OPENING = ("(", "[", "{", "«", "“", "‘", "/", "（", "「", "『", "【")


def join_spans(
    block: Block, origins: Sequence[Origin], first: int = 0, last: int | None = None
) -> Iterator[Span]:
    """Join neighbouring tokens of one origin, of a whole block or of a range of its tokens.

    The spans of a whole block join to its text; those of a range to what the range covers.
    """
    places = [(start, end) for _, start, end in token_ranges(block.text)]
    if len(places) != len(origins):
        raise AssertionError(f"{block.position}: {len(places)} tokens, {len(origins)} traced")
    places = places[first:last]
    keys = [_key(origin) for origin in origins[first:last]]
    start = places[0][0] if first and places else 0
    final = len(places) - 1
    for index, key in enumerate(keys):
        if index < final:
            if keys[index + 1] == key:
                continue
            end = places[index + 1][0]
        else:
            end = len(block.text) if last is None else places[index][1]
        yield Span(block.text[start:end], origins[first + index])
        start = end


def join_removed(removals: Iterable[Removal]) -> Iterator[RemovedSpan]:
    """Join removed tokens of one block, one origin and one remover that were typed in a row."""
    run: list[Removal] = []
    for removal in removals:
        if run and not _goes_on(run[-1], removal):
            yield _removed_span(run)
            run = []
        run.append(removal)
    if run:
        yield _removed_span(run)


def _goes_on(one: Removal, other: Removal) -> bool:
    return (
        one.block == other.block
        and one.removed_by == other.removed_by
        and one.confidence == other.confidence
        and _key(one.origin) == _key(other.origin)
        and other.origin.number == one.origin.number + 1
    )


def _removed_span(run: Sequence[Removal]) -> RemovedSpan:
    first = run[0]
    text = spell([removal.text for removal in run])
    return RemovedSpan(text, first.block, first.origin, first.removed_by, first.confidence)


def spell(tokens: Iterable[str]) -> str:
    """Join tokens whose whitespace is no longer known, as such text is usually set."""
    text = ""
    for token in tokens:
        is_close = token in _CLOSING or text.endswith(_OPENING) or not text
        is_dense = _is_ideograph(token) and _is_ideograph(text[-1:])
        text += token if is_close or is_dense else f" {token}"
    return text


def _is_ideograph(token: str) -> bool:
    """Tell ideographs and the full-width punctuation between them."""
    first = token[:1]
    is_wide = "\u2e80" <= first <= "\u9fff" or "\uff00" <= first <= "\uffef"
    return is_wide or first >= "\U00020000"


def _key(origin: Origin) -> tuple[str | None, str, Reason, float]:
    return origin.commit, origin.via, origin.reason, origin.confidence
