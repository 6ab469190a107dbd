"""Text of PDF files: pdfium first, pdfplumber where pdfium finds nothing."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

from hrtext.errors import ReadError
from hrtext.extract.pages import PageTexts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrtext.extract.limits import Limits

LOCK = threading.Lock()  # pdfium is not thread safe
_FPDF_ERR_PASSWORD = 4
_FPDF_ERR_SECURITY = 5
# pdfminer takes up to a second a page, and text that it alone finds is on the first pages too.
_SECOND_OPINION_PAGES = 200
_TEXT_OBJECT = 1

NO_TEXT = "The PDF has pages but no text layer: "
_NO_TEXT_ADVICE = {
    "off": "let it be read by OCR with `--ocr auto`.",
    "no engine": "run `pip install 'hrtext[ocr]'`, which reads it by OCR.",
    "nothing seen": "OCR saw no words on them; if there are some, scan them again at 300 dots an inch.",
}
_ENCRYPTED = (
    "The PDF needs a password: give it with --password, or save a copy without one, for example with "
    "`qpdf --decrypt`."
)
_WRONG_PASSWORD = "The PDF needs another password than the one given: ask who made it, or leave it out."  # noqa: S105  # a message
_CORRUPT = "The PDF is damaged: download it again, or open it in a viewer and print it to a new PDF."


def read_pdf(data: bytes, limits: Limits, password: str | None = None) -> PageTexts:
    """Return the text of each page, in reading order, by OCR where a page needs it.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        At most how many pages and characters, and what does the OCR.
    password : str, optional
        Tried if the file needs one.

    Raises
    ------
    ReadError
        ``encrypted``, ``corrupt``, ``no_text`` or ``too_large``.
    """
    try:
        with LOCK:
            pages, has_text_objects = _with_pdfium(data, limits, password)
    except ReadError as error:
        if error.status != "corrupt":
            raise
        pages, has_text_objects = [], True
    is_open = bool(pages)
    if not _has_letters(pages) and has_text_objects:
        other = _with_pdfplumber(data, limits, password)
        pages = other if _has_letters(other) else pages or other
    if not pages:
        raise ReadError("corrupt", _CORRUPT)
    return (
        _recognized(data, pages, limits, password) if is_open else _lettered(PageTexts(pages), "nothing seen")
    )


def _recognized(data: bytes, texts: list[str], limits: Limits, password: str | None) -> PageTexts:
    """Return the pages, those that need it read off their pictures."""
    if limits.ocr == "off":
        return _lettered(PageTexts(texts), "off")
    from hrtext.extract.ocr.engines import choose_engine
    from hrtext.extract.ocr.pdf_pages import may_need_it, recognize_pages

    if not may_need_it(data, texts):
        return _lettered(PageTexts(texts), "nothing seen")
    engine = choose_engine(limits.ocr)
    if engine is None:
        return _lettered(PageTexts(texts), "no engine")
    with LOCK:
        return _lettered(recognize_pages(data, texts, engine, limits, password), "nothing seen")


def _lettered(pages: PageTexts, advice: str) -> PageTexts:
    if _has_letters(pages):
        return pages
    raise ReadError("no_text", NO_TEXT + _NO_TEXT_ADVICE[advice])


def _with_pdfium(data: bytes, limits: Limits, password: str | None) -> tuple[list[str], bool]:
    """Return the pages, and whether any page has objects that are text."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_FPDF_ERR_PASSWORD, _FPDF_ERR_SECURITY):
            raise ReadError("encrypted", _WRONG_PASSWORD if password else _ENCRYPTED) from error
        raise ReadError("corrupt", _CORRUPT) from error
    try:
        count = len(document)
        if count > limits.max_pages:
            raise ReadError(
                "too_large",
                f"The PDF has {count:,} pages, more than the limit of {limits.max_pages:,}: "
                "split it, or raise the limit.",
            )
        pages: list[str] = []
        characters = 0
        has_text_objects = False
        for index in range(count):
            text, has_text = _page_text(document, index)
            pages.append(text)
            has_text_objects = has_text_objects or has_text
            characters += len(text)
            if characters > limits.max_characters:
                raise ReadError(
                    "too_large",
                    f"The PDF has more than {limits.max_characters:,} characters: "
                    "split it, or raise the limit.",
                )
        return pages, has_text_objects
    finally:
        document.close()


def _page_text(document: Any, index: int) -> tuple[str, bool]:
    """Return the text of one page; a page that cannot be loaded is an empty one."""
    from hrtext.extract.layout import in_reading_order
    from hrtext.extract.pdfium import open_text

    with open_text(document, index) as opened:
        if opened is None:
            return "", True
        page, is_upright = opened
        text = in_reading_order(page, upright=is_upright)
    if text is None:
        text = _with_more_planes(document, index)
    if text.strip():
        return text.replace("\f", "\n"), True
    return "", _has_text_objects(document, index)


def _with_more_planes(document: Any, index: int) -> str:
    """Return the text of a page with characters that take two units of UTF-16."""
    page = document[index]
    try:
        return str(page.get_textpage().get_text_bounded())
    finally:
        page.close()


def _has_text_objects(document: Any, index: int) -> bool:
    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[_TEXT_OBJECT], max_depth=4))
    finally:
        page.close()


def _with_pdfplumber(data: bytes, limits: Limits, password: str | None) -> list[str]:
    import logging

    import pdfplumber

    # Its complaints would go to standard error where the caller has set up no logging.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    try:
        with pdfplumber.open(io.BytesIO(data), password=password) as document:
            count = min(len(document.pages), limits.max_pages, _SECOND_OPINION_PAGES)
            return list(_plumbed(document, count))
    # pdfminer raises whatever its parser stumbles over, down to TypeError and RecursionError.
    except Exception:
        return []


def _plumbed(document: Any, count: int) -> Iterator[str]:
    for page in document.pages[:count]:
        yield page.extract_text() or ""
        page.close()


def _has_letters(pages: list[str]) -> bool:
    return any(map(str.isalnum, "".join(pages)))
