"""Fonts for a web page that fetches nothing: cut to the characters used, as data: addresses.

In: the text of the page. Out: ``@font-face`` rules. The variable fonts keep their weights, from
regular to semibold, and one optical size.
"""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from pipeline.render.pdf.fonts import CHINESE_FAMILY, chinese_file, family_files

_LATIN_FAMILIES = ("Source Serif 4", "Source Sans 3")
_LIMITS = {"opsz": 20.0, "wght": (400.0, 600.0)}  # points: the size for which text is drawn
_CHINESE_NUMBER = 2  # of the face for simplified Chinese in its collection
_FEATURES = ("kern", "liga", "lnum", "tnum", "pnum", "mark", "mkmk", "init", "medi", "fina", "rlig")


@dataclass(frozen=True, slots=True)
class _Face:
    """One font file as a page names it; ``number``: of its face in a collection."""

    family: str
    file: Path
    weight: str = "400"
    style: str = "normal"
    number: int = -1


def font_faces(text: str) -> str:
    """Return the rules for the characters of a text, the same for the same text and fonts.

    The fonts for Arabic and for Chinese come only where a letter needs them.
    """
    missing = {ord(character) for character in text}
    wanted = frozenset(missing)
    rules = []
    for face in _faces():
        with TTFont(face.file, fontNumber=face.number, lazy=True, recalcTimestamp=False) as font:
            covered = frozenset(font.getBestCmap())
            if face.family in _LATIN_FAMILIES or any(
                chr(code).isalpha() for code in covered & missing
            ):
                data = base64.b64encode(_cut(font, covered & wanted)).decode()
                rules.append(
                    f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
                    f"font-style:{face.style};src:url(data:font/woff2;base64,{data})}}\n"
                )
        if face.family in _LATIN_FAMILIES:
            missing -= covered
    return "".join(rules)


def _faces() -> list[_Face]:
    faces = [
        _Face(family, file.path, "400 600", file.style)
        for family in _LATIN_FAMILIES
        for file in family_files(family)
        if family == _LATIN_FAMILIES[0] or file.style == "normal"
    ]
    faces += [
        _Face("Amiri", file.path, str(file.weight))
        for file in family_files("Amiri")
        if file.style == "normal"
    ]
    chinese = chinese_file()
    return [*faces, _Face(CHINESE_FAMILY, chinese, number=_CHINESE_NUMBER)] if chinese else faces


def _cut(font: TTFont, characters: frozenset[int]) -> bytes:
    """Return a font with these characters only, as WOFF2."""
    # Slow to load, and only web pages need them
    from fontTools import subset
    from fontTools.varLib.instancer import instantiateVariableFont

    options = subset.Options(
        layout_features=list(_FEATURES), hinting=False, notdef_outline=True, name_IDs=[1, 2, 13, 14]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if "fvar" in font:
        own = {axis.axisTag for axis in font["fvar"].axes}
        limits = {tag: limit for tag, limit in _LIMITS.items() if tag in own}
        font = instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    output = io.BytesIO()
    font.save(output)
    return output.getvalue()
