"""Runs of ``*``, ``_`` and ``~~`` → emphasis, strong and strikethrough.

CommonMark's rules for what opens and what closes, and its procedure "process emphasis"; ``~~`` is
GFM's. What pairs with nothing stays text.
"""

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from pipeline.model.text import MarkKind
from pipeline.parse.inline_state import InlineState, Run, Span


def read_run(state: InlineState, position: int) -> int:
    """Read the run of delimiters at a position."""
    content = state.content
    character = content[position]
    end = position
    while end < len(content) and content[end] == character:
        end += 1
    length = end - position
    node = len(state.nodes)
    state.text(position, length)
    if character == "~" and length != 2:
        return end
    before = content[position - 1] if position else " "
    after = content[end] if end < len(content) else " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if character == "_":
        can_open = left and (not right or mark_before)
        can_close = right and (not left or mark_after)
    else:
        can_open, can_close = left, right
    if can_open or can_close:
        run = Run(character, length, length, node, can_open, can_close, len(state.runs))
        state.runs.append(run)
    return end


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def pair_runs(state: InlineState, bottom: int) -> None:
    """Pair delimiter runs from number ``bottom`` on into emphasis, strong and strikethrough.

    The specification's "process emphasis": each closer takes the nearest opener of its sort;
    where none was found, later closers of the same sort do not look below that place again.
    """
    openers: list[Run] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for run in state.runs[bottom:]:
        sort = (run.character, run.can_open, run.length % 3)
        while run.can_close and run.left:
            floor = floors.get(sort, -1)
            at = len(openers) - 1
            while at >= 0 and openers[at].index >= floor and not _matches(openers[at], run):
                at -= 1
            if at < 0 or openers[at].index < floor:
                floors[sort] = run.index
                break
            opener = openers[at]
            del openers[at + 1 :]
            _join(state, opener, run)
            if not opener.left:
                openers.pop()
        if run.can_open and run.left:
            openers.append(run)


def _matches(opener: Run, closer: Run) -> bool:
    if opener.character != closer.character:
        return False
    if opener.character == "~" or not (opener.can_close or closer.can_open):
        return True
    total = opener.length + closer.length
    return total % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _join(state: InlineState, opener: Run, closer: Run) -> None:
    """Use up one or two delimiters of both runs for a mark."""
    used = 2 if opener.left >= 2 and closer.left >= 2 else 1
    if opener.character == "~":
        kind = MarkKind.STRIKETHROUGH
    else:
        kind = MarkKind.STRONG if used == 2 else MarkKind.EMPHASIS
    opener.left -= used
    closer.left -= used
    first, last = state.nodes[opener.node], state.nodes[closer.node]
    offset = first.offset + opener.left
    first.text = first.text[: opener.left]
    last.text = last.text[used:]
    last.offset += used
    state.spans.append(Span(kind, opener.node, closer.node, offset, is_inner=True))
