"""The layout itself, inside the process that ``layout`` starts: a job in, a PDF out.

HTML → pages → notes placed → footnotes audited and linked → PDF with its structure → archival.
"""

import logging
from collections.abc import Mapping
from urllib.parse import unquote

import pydyf
import weasyprint
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.text import ffi
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.errors import RenderError
from pipeline.render.document.images import media_type
from pipeline.render.pdf import archive, characters, footnotes, margin, mends, structure
from pipeline.render.pdf.boxes import is_pseudo
from pipeline.render.pdf.job import Job

_IMAGE = "redraft:image/"
_STYLE = "redraft:"


def compose(job: Job) -> tuple[bytes, int, tuple[str, ...]]:
    """Lay a job out; return the PDF, its pages, and the warnings about style sheets."""
    mends.apply()
    warnings = _Warnings()
    LOGGER.handlers = [warnings]
    LOGGER.setLevel(logging.WARNING)
    fetcher = _Given(job.images, job.imports)
    html = weasyprint.HTML(string=job.html, url_fetcher=fetcher)
    characters.spell_out(html.etree_element, job.undrawn)
    sheets = [weasyprint.CSS(string=sheet, url_fetcher=fetcher) for sheet in job.style_sheets]
    options = {"stylesheets": sheets, "pdf_variant": "pdf/a-3a", "cache": {}}
    document = html.render(**options)
    for message in warnings.messages:
        if message.startswith("Failed to load image") and _IMAGE in message:
            raise RenderError.of(
                "E076",
                f"an image cannot be printed: {unquote(message.partition(_IMAGE)[2])}",
                hint="save it again as PNG or JPEG",
            )
    bars: dict[int, list[margin.Bar]] = {}
    if job.margin_notes:
        document, bars = margin.place(html, document, options)
    _link_once(document)
    footnotes.audit(html.etree_element, document)
    footnotes.link(document)
    attachments = [
        weasyprint.Attachment(
            string=attachment.content,
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=job.date,
            modified=job.date,
        )
        for attachment in job.attachments
    ]

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        archive.finish(document, pdf, job)

    with structure.written_by_us(html.etree_element, bars):
        pdf = document.write_pdf(attachments=attachments, finisher=finish, **options)
    return pdf, len(document.pages), tuple(warnings.messages)


def can_cut_fonts() -> bool:
    """Whether HarfBuzz's library for subsets is there; without it the bytes would be others."""
    return ffi.harfbuzz_subset is not None


def _link_once(document: Document) -> None:
    """Keep one link for each box of an ``a``; WeasyPrint adds one for each box inside it."""
    for page in document.pages:
        page.links = [
            link for link in page.links if link[3].element.tag == "a" and not is_pseudo(link[3])
        ]


class _Given(URLFetcher):
    """Fetches nothing but what the job holds."""

    def __init__(self, images: Mapping[str, bytes], imports: Mapping[str, str]) -> None:
        super().__init__(fail_on_errors=False)
        self._images = images
        self._imports = imports

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return an image or a built-in style sheet; ValueError for any other address."""
        if url.startswith(_IMAGE):
            data = self._images.get(unquote(url.removeprefix(_IMAGE)), b"")
            kind = media_type(data)
            if kind is not None:
                return URLFetcherResponse(url, data, {"Content-Type": kind})
        sheet = self._imports.get(url.removeprefix(_STYLE)) if url.startswith(_STYLE) else None
        if sheet is not None:
            return URLFetcherResponse(url, sheet.encode(), {"Content-Type": "text/css"})
        raise ValueError("a document may use only the images of its repository")


class _Warnings(logging.Handler):
    """Keeps what WeasyPrint says, each message once."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages[record.getMessage()] = None
