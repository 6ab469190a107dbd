"""Scans, made by code: pages that are pictures of set text."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image

from .builders import pdf

DOTS_PER_INCH = 150


def picture(lines: Sequence[tuple[float, float, str]], *, size: int = 12, degrees: float = 0) -> Image.Image:
    """Return a page of set text as a grey picture, turned counter-clockwise, with some grain."""
    document = pypdfium2.PdfDocument(pdf([lines], size=size))
    try:
        page = document[0].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
    finally:
        document.close()
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, expand=degrees % 90 == 0, fillcolor=255)
    noise = np.random.default_rng(0).normal(0, 8, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + noise, 0, 255).astype(np.uint8))


def scanned(*pages: Image.Image) -> bytes:
    """Return a PDF of pictures, without a text layer."""
    buffer = io.BytesIO()
    first, *rest = pages
    first.save(buffer, "PDF", resolution=DOTS_PER_INCH, save_all=True, append_images=rest)
    return buffer.getvalue()


def layered(
    page: Image.Image,
    layer: Sequence[tuple[float, float, str]],
    size: int = 12,
    password: str | None = None,
) -> bytes:
    """Return a PDF of one picture over invisible text, as scanners make it."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1, encrypt=encryption)
    canvas.drawImage(ImageReader(page.convert("RGB")), 0, 0, 612, 792)
    for x, y, line in layer:
        text = canvas.beginText(x, y)
        text.setFont("Helvetica", size)
        text.setTextRenderMode(3)
        text.textOut(line)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


def joined(*files: bytes) -> bytes:
    """Return the pages of several PDFs as one."""
    whole = pypdfium2.PdfDocument.new()
    for file in files:
        part = pypdfium2.PdfDocument(file)
        whole.import_pages(part)
        part.close()
    buffer = io.BytesIO()
    whole.save(buffer)
    whole.close()
    return buffer.getvalue()
