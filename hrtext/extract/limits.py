"""How much of one file is read before it is refused as too large, and of its pictures how."""

from __future__ import annotations

from dataclasses import dataclass

OCR_CHOICES = ("auto", "rapidocr", "tesseract", "off")
"""What may read pages that are pictures."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; what lies beyond them gets the status ``too_large``; and its OCR.

    Attributes
    ----------
    max_bytes : int
        Size of the file itself.
    max_pages : int
        Pages of a PDF.
    max_characters : int
        Characters of text taken out of the file.
    max_unpacked_bytes : int
        Sum of the unpacked members of a zip archive, which DOCX, ODT and EPUB
        are too, and of the archives inside it.
    max_archive_ratio : int
        Unpacked over packed size of such an archive. Ratios mean nothing for a
        small archive, so it is asked only above 1 MB unpacked.
    max_members : int
        Documents in a file that holds others, such as an archive or a message
        with attachments, counted with those in the containers inside it.
    max_nesting : int
        How many containers may lie in each other.
    ocr : str
        What reads pages that are pictures: ``rapidocr``, ``tesseract``,
        ``auto`` for the better of those installed, or ``off``.
    ocr_pages : int
        How many pages of one file are read this way at most; the rest stay
        without text.
    ocr_page_seconds : float
        How much longer than its timeout a file may take for each of these pages.

    Examples
    --------
    >>> Limits(max_pages=10).max_pages
    10
    """

    max_bytes: int = 100_000_000
    max_pages: int = 5_000
    max_characters: int = 20_000_000
    max_unpacked_bytes: int = 300_000_000
    max_archive_ratio: int = 200
    max_members: int = 10_000
    max_nesting: int = 3
    ocr: str = "auto"
    ocr_pages: int = 300
    ocr_page_seconds: float = 20.0
