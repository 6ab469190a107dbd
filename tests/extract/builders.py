"""Small real files, made by code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

WORD_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ODT_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of `members`; one named ``mimetype`` is stored as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, compress_type=method)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Return a DOCX with `body` as the inner XML of its body, and further parts by stem."""
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "word/document.xml": f"<w:document {WORD_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for stem, content in parts.items():
        members[f"word/{stem}.xml"] = f"<w:part {WORD_NAMESPACES}>{content}</w:part>"
    return archive(members)


def paragraph(text: str) -> str:
    """Return a Word paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(body: str, styles: str = "") -> bytes:
    """Return an ODT with `body` as the inner XML of its text."""
    return archive(
        {
            "mimetype": ODT_TYPE,
            "content.xml": f"<office:document-content {ODT_NAMESPACES}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODT_NAMESPACES}>{styles}</office:document-styles>",
        }
    )


def pdf(
    pages: Iterable[Sequence[tuple[float, float, str]]],
    *,
    size: int = 10,
    password: str | None = None,
) -> bytes:
    """Return a PDF that draws each ``(x, y, text)`` of each page, in that order."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1, encrypt=encryption)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(
    lines: Iterable[str], x: float = 72, top: float = 720, pitch: float = 12
) -> list[tuple[float, float, str]]:
    """Return lines set one below the other."""
    return [(x, top - pitch * index, line) for index, line in enumerate(lines)]


def scan() -> bytes:
    """Return a PDF of one page that is an image."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (200, 280), 255).save(buffer, "PDF")
    return buffer.getvalue()
