"""The blocks of a file with who wrote them, as marshalled values and back."""

from collections.abc import Sequence

from pipeline.model.provenance import Span, TracedBlock
from pipeline.model.text import BlockKind
from pipeline.model.trace import Origin, Reason
from pipeline.store.pages import Value


def encode_blocks(blocks: Sequence[TracedBlock]) -> Value:
    """Return all blocks of a file as they are kept, without the file's name."""
    return [
        (
            block.kind.value,
            block.line,
            block.label,
            [(span.text, *_origin(span.origin)) for span in block.spans],
        )
        for block in blocks
    ]


def decode_blocks(raw: Value, id: str) -> tuple[TracedBlock, ...]:
    """Return the blocks of a file; ``id``: the file's."""
    kinds, reasons, origin = _KINDS, _REASONS, Origin._make
    return tuple(  # made by the ten thousand: by comprehensions, and no enumeration is asked
        [
            TracedBlock(
                f"{id}#{number}",
                kinds[kind],
                line,
                label,
                tuple(
                    [
                        Span(text, origin((commit, first, via, reasons[reason], confidence)))
                        for text, commit, first, via, reason, confidence in spans
                    ]
                ),
            )
            for number, (kind, line, label, spans) in enumerate(raw, 1)
        ]
    )


_KINDS = {kind.value: kind for kind in BlockKind}
_REASONS = {reason.value: reason for reason in Reason}


def _origin(origin: Origin) -> tuple[str | None, int, str, str, float]:
    return origin.commit, origin.number, origin.via, origin.reason.value, origin.confidence
