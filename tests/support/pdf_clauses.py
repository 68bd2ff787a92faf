"""The clauses of PDF/A-3a and PDF/UA-1 that a program can check, and a checker of them.

``CLAUSES`` names what is checked, clause by clause, in our words; whatever else the two standards
ask (that tags fit the meaning, that the reading order makes sense) is for people. So a file
without failures keeps the checked clauses, and no more is said. Each clause is proved by a PDF
broken on purpose: ``tests/unit/support/test_pdf_clauses.py``.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from tests.support.pdf import (
    file_clauses,
    font_clauses,
    graphics_clauses,
    interactive_clauses,
    metadata_clauses,
    structure_clauses,
)
from tests.support.pdf.content import read_content
from tests.support.pdf.reading import read

# ISO 19005-3:2012 and ISO 14289-1:2014; "redraft …" is what neither asks and redraft promises
CLAUSES = {
    "PDF/A-3 6.1.2": "the header, and four bytes above 127 after it",
    "PDF/A-3 6.1.3": "an ID, no encryption, nothing after the last end-of-file marker",
    "PDF/A-3 6.1.7.1": "streams read cleanly and lie in the file",
    "PDF/A-3 6.1.7.2": "no LZW, no Crypt filter",
    "PDF/A-3 6.1.8": "names are UTF-8",
    "PDF/A-3 6.1.12": "no permissions but UR3 and DocMDP",
    "PDF/A-3 6.1.13": "limits of integers, strings, names, page sizes, nesting of q",
    "PDF/A-3 6.2.2": "known operators in balance, each page with resources of its own",
    "PDF/A-3 6.2.3": "one output intent's profile, of a printer or monitor",
    "PDF/A-3 6.2.4.2": "ICC profiles that fit their colour spaces",
    "PDF/A-3 6.2.4.3": "device colours only where the output intent covers them",
    "PDF/A-3 6.2.5": "no transfer functions, no halftone origins",
    "PDF/A-3 6.2.6": "the four rendering intents only",
    "PDF/A-3 6.2.8": "images without alternates, OPI, interpolation",
    "PDF/A-3 6.2.9": "no PostScript, OPI or references in forms",
    "PDF/A-3 6.2.10": "standard blend modes; transparency only in a known colour space",
    "PDF/A-3 6.2.11.2": "font dictionaries as ISO 32000-1 has them",
    "PDF/A-3 6.2.11.3.2": "TrueType CID fonts map CIDs to glyphs",
    "PDF/A-3 6.2.11.3.3": "Identity encodings of composite fonts",
    "PDF/A-3 6.2.11.4.1": "every font embedded, with every glyph that is shown",
    "PDF/A-3 6.2.11.4.2": "a CIDSet lists every glyph",
    "PDF/A-3 6.2.11.5": "glyphs as wide as the PDF says",
    "PDF/A-3 6.2.11.7.2": "every code maps to Unicode",
    "PDF/A-3 6.2.11.7.3": "private characters have an actual text",
    "PDF/A-3 6.2.11.8": "the glyph .notdef is never shown",
    "PDF/A-3 6.3.1": "known annotations only",
    "PDF/A-3 6.3.2": "annotations are printed and not hidden",
    "PDF/A-3 6.3.3": "annotations have one normal appearance, but for links",
    "PDF/A-3 6.4.1": "form fields have no actions and have appearances",
    "PDF/A-3 6.4.2": "no XFA",
    "PDF/A-3 6.5.1": "no JavaScript, no forbidden actions",
    "PDF/A-3 6.5.2": "no additional actions",
    "PDF/A-3 6.6.2.1": "XMP metadata in UTF-8, without the old attributes",
    "PDF/A-3 6.6.2.3.1": "every XMP property is predefined or declared",
    "PDF/A-3 6.6.2.3.3": "extension schemas are complete",
    "PDF/A-3 6.6.4": "the file says that it is PDF/A-3, level A",
    "PDF/A-3 6.7.2.2": "the file says that it is tagged",
    "PDF/A-3 6.7.3.3": "a structure tree",
    "PDF/A-3 6.7.3.4": "types are standard ones or mapped to them",
    "PDF/A-3 6.7.4": "languages are named, and are languages",
    "PDF/A-3 6.7.5": "figures and formulas have an alternative text",
    "PDF/A-3 6.7.6": "annotations without text have a description",
    "PDF/A-3 6.8": "embedded files: both names, media type, relationship, associated",
    "PDF/A-3 6.9": "optional content has names and does not change by itself",
    "PDF/A-3 6.10": "no alternate presentations, no presentation steps",
    "PDF/A-3 6.11": "no requirements",
    "PDF/UA-1 5": "the file says that it is PDF/UA-1",
    "PDF/UA-1 6.1": "the header",
    "PDF/UA-1 6.2": "the file says that it is tagged",
    "PDF/UA-1 7.1": "all content tagged or artifact, elements linked both ways, a title shown",
    "PDF/UA-1 7.2": "languages; tables, lists and contents hold what they may",
    "PDF/UA-1 7.3": "figures have an alternative text",
    "PDF/UA-1 7.4.2": "headings leave out no level",
    "PDF/UA-1 7.4.4": "H and H1 to H6 are not mixed",
    "PDF/UA-1 7.5": "every data cell has a header",
    "PDF/UA-1 7.7": "formulas have an alternative text",
    "PDF/UA-1 7.9": "notes have IDs of their own",
    "PDF/UA-1 7.10": "optional content has names and does not change by itself",
    "PDF/UA-1 7.11": "embedded files have both names",
    "PDF/UA-1 7.15": "no XFA",
    "PDF/UA-1 7.16": "encryption lets assistive technology read",
    "PDF/UA-1 7.17": "bookmarks follow the pages",
    "PDF/UA-1 7.18.1": "annotations stand in the structure with a description",
    "PDF/UA-1 7.18.2": "no trap networks",
    "PDF/UA-1 7.18.3": "tabs follow the structure",
    "PDF/UA-1 7.18.4": "form fields stand in Form",
    "PDF/UA-1 7.18.5": "links stand in Link, with a description",
    "PDF/UA-1 7.18.8": "printer's marks are outside the structure",
    "PDF/UA-1 7.20": "forms refer to no other file, and are painted once where tagged",
    "PDF/UA-1 7.21.3.2": "TrueType CID fonts map CIDs to glyphs",
    "PDF/UA-1 7.21.3.3": "Identity encodings of composite fonts",
    "PDF/UA-1 7.21.4.1": "every font embedded, with every glyph that is shown",
    "PDF/UA-1 7.21.4.2": "a CIDSet lists every glyph",
    "PDF/UA-1 7.21.5": "glyphs as wide as the PDF says",
    "PDF/UA-1 7.21.7": "every code maps to Unicode",
    "PDF/UA-1 7.21.8": "the glyph .notdef is never shown",
    "redraft Info": "Info and XMP say the same",
    "redraft bookmarks": "there are bookmarks",
    "redraft files": "files are listed and associated once",
}

_PARTS = (
    file_clauses,
    metadata_clauses,
    graphics_clauses,
    font_clauses,
    structure_clauses,
    interactive_clauses,
)


class Failure(NamedTuple):
    """A clause that a PDF breaks, and how."""

    clause: str
    message: str


def failures(pdf: bytes | Path) -> list[Failure]:
    """Return every checked clause that a PDF breaks, each message once, in the order above."""
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    document = read(data, read_content)
    found: set[Failure] = set()
    for part in _PARTS:
        try:
            found |= {Failure(*each) for each in part.check(document)}
        except UnicodeDecodeError as error:  # pikepdf cannot give such a name
            found.add(Failure("PDF/A-3 6.1.8", f"a name that is no UTF-8: {error.object!r}"))
    order = list(CLAUSES)
    return sorted(found, key=lambda each: (order.index(each.clause), each.message))


if __name__ == "__main__":  # python -m tests.support.pdf_clauses FILE.pdf …
    for name in sys.argv[1:]:
        broken = failures(Path(name))
        print(f"{name}: {len(CLAUSES)} checked clauses, {len(broken)} failures")
        for failure in broken:
            print(f"  {failure.clause}: {failure.message}")
