"""What a user may set about a run, with the defaults.

What decides a label (review thresholds, calibration) belongs to the model, so
that one model gives one answer whatever the settings are.
"""

from __future__ import annotations

from dataclasses import dataclass

from hrtext.errors import UsageError

OCR_CHOICES = ("auto", "rapidocr", "tesseract", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits under which each file is read.

    Attributes
    ----------
    timeout_seconds : float
        How long one file may take, reading and labelling together.
    max_bytes : int
        Files larger than this are ``too_large``.
    max_pages : int
        Documents with more pages than this are ``too_large``.
    memory_megabytes : int
        What one worker process may allocate, on Linux; elsewhere there is no
        limit.
    ocr : str
        What reads pages that are pictures, or whose text layer is broken:
        ``rapidocr``, ``tesseract``, ``auto`` for the better of those that are
        installed, or ``off``.
    ocr_pages : int
        How many pages of one file are read this way at most.
    ocr_page_seconds : float
        How much longer than `timeout_seconds` a file may take for each of
        these pages.

    Raises
    ------
    UsageError
        If a limit is not above zero, or there is no such way of OCR.

    Examples
    --------
    >>> Settings(timeout_seconds=30).timeout_seconds
    30
    """

    timeout_seconds: float = 120.0
    max_bytes: int = 100_000_000
    max_pages: int = 5_000
    memory_megabytes: int = 2_048
    ocr: str = "auto"
    ocr_pages: int = 300
    ocr_page_seconds: float = 20.0

    def __post_init__(self) -> None:
        if self.ocr not in OCR_CHOICES:
            raise UsageError(f"ocr must be one of {', '.join(OCR_CHOICES)}, not {self.ocr!r}")
        for name in self.__slots__:
            value = getattr(self, name)
            if name == "ocr":
                continue
            if not 0 < value < float("inf"):
                raise UsageError(f"{name} must be a number above zero, not {value}")
