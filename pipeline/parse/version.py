"""Which CommonMark parser reads the blocks: what is kept of its work is not another's."""

from markdown_it import __version__ as PARSER_VERSION  # noqa: N812

__all__ = ["PARSER_VERSION"]
