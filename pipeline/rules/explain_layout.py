"""What stops a PDF, and what a PDF warns of."""

from pipeline.model.diagnostic import Explanation

LAYOUT = (
    Explanation(
        "E070",
        "No font for Chinese",
        "The Chinese font is large, so it is installed only where it is asked for. The command in "
        "the message adds it.",
    ),
    Explanation(
        "E071",
        "A system library that is missing",
        "PDFs are laid out with Pango and HarfBuzz, which come from the system, not from Python. "
        "The message names the packages.",
    ),
    Explanation(
        "E072",
        "A layout that takes too long",
        "A layout has a limit of time, longer for longer documents, so that a hostile entry "
        "cannot block the rest. Extreme tables, lists and words are what reaches it; split them.",
    ),
    Explanation(
        "E073",
        "A layout that takes too much memory",
        "A layout has a limit of memory, more for longer documents. Extreme tables, lists, images "
        "and words are what reaches it; split them.",
    ),
    Explanation(
        "E074",
        "A footnote that was lost",
        "Every PDF is held against its text: as many notes as calls, each on the page of its call "
        "or the next. This one was not so and was not written. Padding together with a border of "
        "@footnote makes notes vanish; so does a call in a line that finds no room for its note.",
    ),
    Explanation(
        "E075",
        "Text that nests too deep for the layout",
        "Lists and quotations within one another, deeper than a page could show. Use fewer levels.",
    ),
    Explanation(
        "E076",
        "An image that cannot be printed",
        "The file is no image that a PDF can hold, or it is damaged. Save it as PNG or JPEG.",
    ),
    Explanation(
        "E078",
        "No room for a temporary file",
        "The layout writes the list of its fonts to a temporary folder, and that folder is full "
        "or may not be written. Make room, or name another one in TMPDIR.",
    ),
    Explanation(
        "W070",
        "A style sheet with something unknown in it",
        "A property or a value of styles/document.css is not understood and is left out; the "
        "message is the layout's own.",
    ),
    Explanation(
        "W071",
        "Provenance that is not complete",
        "Part of the history is missing, so provenance.json in the PDF does not tell the author "
        "of every word. `git fetch --unshallow` completes a shallow clone.",
    ),
)
