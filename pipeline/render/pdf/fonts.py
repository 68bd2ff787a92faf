"""The fonts that redraft sets its documents in: dependencies from PyPI, never a system font.

Out: where their files are, a fontconfig file that knows no others, and which characters they
have. Chinese is an extra, since its font weighs as much as all the rest.
"""

import functools
import importlib.util
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg
from fontTools.ttLib import TTCollection, TTFont

from pipeline.errors import RenderError

FAMILIES = ("Source Serif 4", "Source Sans 3", "Amiri")
CHINESE_FAMILY = "Noto Sans CJK SC"
CHINESE_PACKAGE = "noto-cjk-sans-otc"
_CHINESE_MODULE = "noto_cjk_sans_otc"
_CHINESE_FILE = "NotoSansCJK-Regular.ttc"
_WITHOUT_GLYPH = frozenset({"Cc", "Cf", "Zl", "Zp"})  # controls and formats are drawn by nothing
_PRIVATE = frozenset({"Co", "Cs", "Cn"})  # whatever a font has there, it means nothing
_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_COMMON = "\u017f"  # every font for text has what comes before


def font_files() -> tuple[Path, ...]:
    """Return the files of the fonts at hand, in a fixed order; Chinese last, if it is there."""
    files = [file.path for name in FAMILIES for file in family_files(name)]
    chinese = chinese_file()
    return tuple([*files, chinese] if chinese else files)


def family_files(name: str) -> tuple[fontpkg.FontFile, ...]:
    """Return the files of one of the families, each with its path, weight and style."""
    return tuple(sorted(fontpkg.family(name).files, key=lambda file: file.path))


def chinese_file() -> Path | None:
    """Return the file of the Chinese font, or None where the extra is not installed."""
    module = importlib.util.find_spec(_CHINESE_MODULE)
    if module is None or module.origin is None:
        return None
    file = Path(module.origin).parent / _CHINESE_FILE
    return file if file.is_file() else None


def require_chinese(language: str) -> None:
    """Refuse a document in Chinese where its font is not installed (contract, section 8)."""
    if language.lower().startswith("zh") and chinese_file() is None:
        raise RenderError.of(
            "E070",
            "a document in Chinese needs a font that is not installed",
            hint=f"install it with: {installing_command()}",
        )


def installing_command() -> str:
    """Return the command that adds the Chinese font to this very installation."""
    if "pipx" in Path(sys.prefix).parts:
        return f"pipx inject redraft {CHINESE_PACKAGE}"
    if importlib.util.find_spec("pip") is None:
        return f"uv pip install --python {sys.executable} {CHINESE_PACKAGE}"
    return f"{sys.executable} -m pip install {CHINESE_PACKAGE}"


def uncovered(text: str) -> frozenset[str]:
    """Return the characters of a text that no font at hand can draw."""
    asked = frozenset(character for character in frozenset(text) if character > _COMMON)
    return frozenset(filter(_is_uncovered, asked - _SELECTORS))


def fontconfig_xml(cache: Path) -> str:
    """Return a fontconfig configuration of exactly these fonts; ``cache``: a folder for it.

    It hides that Source Serif has optical sizes: fontconfig would take another cut for each size
    of type, where the style sheets say which, and each would be embedded as a font of its own.
    """
    folders = sorted({file.parent for file in font_files()})
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{escape(str(cache))}</cachedir>"
        '<match target="scan"><test name="variable"><bool>true</bool></test>'
        '<edit name="size" mode="delete_all"/></match></fontconfig>\n'
    )


def _is_uncovered(character: str) -> bool:
    category = unicodedata.category(character)
    if category in _WITHOUT_GLYPH:
        return False
    return category in _PRIVATE or ord(character) not in _covered()


@functools.cache
def _covered() -> frozenset[int]:
    characters: set[int] = set()
    for file in font_files():
        if file.suffix == ".ttc":
            with TTCollection(file, lazy=True) as collection:
                characters.update(collection.fonts[0].getBestCmap())
        else:
            with TTFont(file, lazy=True) as font:
                characters.update(font.getBestCmap())
    return frozenset(characters)
