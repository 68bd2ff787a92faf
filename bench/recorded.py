"""Pages as they are handed to the layout, written down for WeasyPrint to set alone."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from pipeline.render.pdf.fonts import fontconfig_xml
from pipeline.render.pdf.layout import style_sheet


class _RecordedError(Exception):
    """Stops what would set a page once its HTML is known."""


def record(module: ModuleType, write: Callable[[], object], folder: Path) -> None:
    """Write down the HTML and the style sheets that ``write`` hands to a module's ``layout``."""
    folder.mkdir()

    def keep(html: str, *, style_sheets: tuple[str, ...], **_: object) -> None:
        (folder / "page.html").write_text(html, "utf-8")
        for number, sheet in enumerate(style_sheets):
            (folder / f"sheet-{number}.css").write_text(sheet, "utf-8")
        raise _RecordedError

    theirs = vars(module)["layout"]
    vars(module)["layout"] = keep
    try:
        write()
    except _RecordedError:
        pass
    finally:
        vars(module)["layout"] = theirs
    (folder / "letter.css").write_text(style_sheet("letter.css"), "utf-8")
    (folder / "fonts.conf").write_text(fontconfig_xml(folder / "fonts"), "utf-8")
