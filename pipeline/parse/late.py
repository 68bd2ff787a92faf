"""The readers of whole texts, each loaded when it is first called.

Their grammars take longer to load than an answer that is kept takes to give: commands that may
need no text at all read through these.
"""

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.text import DocumentSettings, Field, FileText, Source

Words = tuple[tuple[str, ...], ...]  # the tokens of each block


def read_words(text: str, *, heading: bool) -> Words:
    """See ``scan.read_words``."""
    from pipeline.parse.scan import read_words

    return read_words(text, heading=heading)


def read_file_text(source: Source, *, heading: bool, tokens: bool = True) -> FileText:
    """See ``file_text.read_file_text``."""
    from pipeline.parse.file_text import read_file_text

    return read_file_text(source, heading=heading, tokens=tokens)


def read_front_fields(source: Source, *, heading: bool) -> tuple[Field, ...]:
    """See ``file_text.read_front_fields``."""
    from pipeline.parse.file_text import read_front_fields

    return read_front_fields(source, heading=heading)


def read_fields(source: Source) -> tuple[Field, ...]:
    """See ``file_text.read_fields``."""
    from pipeline.parse.file_text import read_fields

    return read_fields(source)


def read_settings(source: Source) -> tuple[DocumentSettings | None, tuple[Diagnostic, ...]]:
    """See ``settings.read_settings``."""
    from pipeline.parse.settings import read_settings

    return read_settings(source)
