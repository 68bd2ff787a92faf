"""``python -m bench.weasyprint_alone FOLDER``: what WeasyPrint itself makes of a recorded page.

The folder holds page.html and the style sheets in their order, as ``building.record`` wrote them.
No notes are placed, nothing is audited, tags are WeasyPrint's own.
"""

import sys
from pathlib import Path

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse


class _Imports(URLFetcher):
    """Finds the sheets that the style sheets import beside them."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return ``redraft:NAME`` from the folder."""
        data = (self._folder / url.rpartition(":")[2]).read_bytes()
        return URLFetcherResponse(url, data, {"Content-Type": "text/css"})


def main(folder: Path) -> None:
    """Set the recorded page as a PDF of the same kind that redraft writes."""
    fetcher = _Imports(folder)
    sheets = [
        weasyprint.CSS(string=path.read_text("utf-8"), url_fetcher=fetcher)
        for path in sorted(folder.glob("sheet-*.css"))
    ]
    html = weasyprint.HTML(string=(folder / "page.html").read_text("utf-8"), url_fetcher=fetcher)
    html.write_pdf(folder / "alone.pdf", stylesheets=sheets, pdf_variant="pdf/a-3a")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
