"""The parties' colours (WCAG contrast 5 or more on their ground, told apart by colour-blind eyes).

Place 0 is the secretariat's, the others go by the order of ``parties`` in document.yaml; from the
tenth party they come round again.
"""

ON_WHITE = (
    "#565d68", "#1e579f", "#a11d05", "#4c2654", "#806e05",
    "#7359db", "#bb1f54", "#4e270b", "#181391", "#037687",
)  # fmt: skip
ON_BLACK = (
    "#a6aeba", "#72adfb", "#f18a76", "#c79ad2", "#cab861",
    "#b7affd", "#fa8fa4", "#cf9f80", "#8fa5f0", "#69c4d6",
)  # fmt: skip


def place(number: int) -> int:
    """Return the place in a palette of a party's ``colour``."""
    return number if number < len(ON_WHITE) else 1 + (number - 1) % (len(ON_WHITE) - 1)
