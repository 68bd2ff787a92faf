"""What a walk has come to: all that the next commit can know."""

from dataclasses import dataclass, field

from pipeline.provenance.journal import Journal
from pipeline.provenance.past import Past
from pipeline.provenance.texts import Texts
from pipeline.provenance.versions import Numbers, Tree


@dataclass(slots=True)
class State:
    """The parts of a walk's state, in memory or read from elsewhere when they are asked for.

    ``places``: the commits' numbers in the walk, by id. ``trees``, ``ancestry``: the files of
    commits and the bits of their ancestors and themselves, by number.
    """

    journal: Journal = field(default_factory=lambda: Journal(Numbers(), Texts()))
    past: Past = field(default_factory=Past)
    places: dict[str, int] = field(default_factory=dict)
    trees: dict[int, Tree] = field(default_factory=dict)
    ancestry: dict[int, int] = field(default_factory=dict)
