"""What is wrong."""

from pipeline.model.diagnostic import Explanation

ENTRIES: tuple[Explanation, ...] = ()
