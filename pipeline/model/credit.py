"""Under whom changes are shown."""

from dataclasses import dataclass

from pipeline.model.text import Party


@dataclass(frozen=True, slots=True)
class Credit:
    """Under whom a commit's changes are shown (contract, section 3).

    ``parties``: those of ``On-behalf-of``, else of the author's e-mail, else the author by name.
    ``by``: who made or committed it, where that is not of the party; "" where it is.
    """

    parties: tuple[Party, ...]
    by: str = ""
