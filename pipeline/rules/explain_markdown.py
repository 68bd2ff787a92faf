"""What is wrong."""

from pipeline.model.diagnostic import Explanation

MARKDOWN: tuple[Explanation, ...] = ()
