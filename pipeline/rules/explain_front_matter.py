"""What is wrong."""

from pipeline.model.diagnostic import Explanation

FRONT_MATTER: tuple[Explanation, ...] = ()
