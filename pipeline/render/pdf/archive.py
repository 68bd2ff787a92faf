"""The last touches that make a PDF archival: metadata, attachments, what viewers are told.

Clauses: ISO 19005-3 (PDF/A-3), 6.6 metadata and 6.8 embedded files; ISO 14289-1 (PDF/UA-1), 5
identification, 7.1 title, 7.18 annotations. One file carries both: PDF/A-3a as WeasyPrint writes
it, and the identification of PDF/UA-1 with the schema that PDF/A then asks for.
"""

import datetime
from typing import Any
from xml.sax.saxutils import escape

import pydyf
from weasyprint.document import Document

from pipeline.render.pdf.job import Job

PRODUCER = "redraft"


def finish(document: Document, pdf: pydyf.PDF, job: Job) -> None:
    """Complete a PDF that is about to be written."""
    _describe(document, pdf, job)
    _list_attachments(pdf, job)
    _name_links(document)
    if document._html.etree_element.get("dir") == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    for each in pdf.objects:
        if not isinstance(each, dict):
            continue
        if each.get("Type") == "/Page":
            each["Tabs"] = "/S"
        for key in ("BaseFont", "FontName"):
            if key in each:  # Pango ends a family's name that ends in a number with a comma
                each[key] = each[key].rstrip(b",")


def _describe(document: Document, pdf: pydyf.PDF, job: Job) -> None:
    """Write the same facts into the information dictionary and the XMP packet."""
    title = document.metadata.title or ""
    moment = job.date.astimezone(datetime.UTC)
    stamp = pydyf.String(moment.strftime("D:%Y%m%d%H%M%S+00'00'"))
    pdf.info.clear()
    pdf.info.update(
        {
            "Title": pydyf.String(title),
            "Subject": pydyf.String(job.description),
            "Creator": pydyf.String(PRODUCER),
            "Producer": pydyf.String(PRODUCER),
            "CreationDate": stamp,
            "ModDate": stamp,
        }
    )
    packet = _XMP.format(
        title=_attribute(title),
        description=_attribute(job.description),
        identifier=_attribute(job.identifier),
        language=_attribute(document.metadata.lang or "en"),
        producer=PRODUCER,
        date=moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    )
    stream = pydyf.Stream(
        [packet.encode()], pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"})
    )
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _list_attachments(pdf: pydyf.PDF, job: Job) -> None:
    """Name each attachment once, with the type that it was given.

    WeasyPrint lists each one twice in /AF, and guesses types from tables of the host.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    types = {attachment.name: attachment.media_type for attachment in job.attachments}
    for each in list(pdf.objects):
        if isinstance(each, dict) and each.get("Type") == "/Filespec":
            file = pdf.objects[int(each["EF"]["F"].split()[0])]
            media_type = types[each["UF"].string]
            file.extra["Subtype"] = "/" + media_type.replace("/", "#2F").replace("+", "#2B")
            each["EF"]["UF"] = each["EF"]["F"]


def _name_links(document: Document) -> None:
    """Say in words where each link leads: WeasyPrint gives the name of the anchor."""
    for page in document.pages:
        for kind, target, _, box in page.links:
            annotation: Any = box.link_annotation
            if annotation is not None:
                text = " ".join("".join(box.element.itertext()).split())
                text = box.element.get("title") or text or target
                if box.element.tag == "small":
                    text = f"{box.element.get('data-n')}: {text}"
                annotation["Contents"] = pydyf.String(
                    text[:200] if kind == "internal" else f"{text[:200]} ({target})"
                )


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()))


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">{description}</rdf:li>
</rdf:Alt></dc:description>
<dc:identifier>{identifier}</dc:identifier>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file is written</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
