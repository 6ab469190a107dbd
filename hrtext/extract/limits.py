"""How much of one file is read before it is refused as too large."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; what lies beyond them gets the status ``too_large``.

    Attributes
    ----------
    max_bytes : int
        Size of the file itself.
    max_pages : int
        Pages of a PDF.
    max_characters : int
        Characters of text taken out of the file.
    max_unpacked_bytes : int
        Sum of the unpacked members of a DOCX or ODT, which are zip archives.
    max_archive_ratio : int
        Unpacked over packed size of such an archive. Ratios mean nothing for a
        small archive, so it is asked only above 1 MB unpacked.
    ocr : str
        What reads pages that are pictures: ``rapidocr``, ``tesseract``,
        ``auto`` for the better of those installed, or ``off``.
    ocr_pages : int
        How many pages of one file are read this way at most; the rest stay
        without text.
    ocr_page_seconds : float
        How much longer a file may take for each of these pages.

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
    ocr: str = "auto"
    ocr_pages: int = 300
    ocr_page_seconds: float = 20.0
