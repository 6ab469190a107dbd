"""Which pages of a PDF are read off their picture, and what becomes of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hrtext.extract.columns import Word
from hrtext.extract.layout import words_of
from hrtext.extract.ocr.gaps import filled, has_uncovered_text
from hrtext.extract.ocr.recognize import Recognizer
from hrtext.extract.ocr.spelling import is_doubtful, is_garbled, known_share
from hrtext.extract.pages import PageTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrtext.extract.limits import Limits
    from hrtext.extract.ocr.engines import Engine, Picture
    from hrtext.extract.ocr.page import SeenPage
    from hrtext.scans import OcrCause

_IMAGE_OBJECT = 3
# By how much more of the words must be known for a layer that reads as English to be replaced.
_CLEARLY_BETTER = 0.03
# An image that covers less of a page than this is a seal or a picture in the text.
_MIN_IMAGE_SHARE = 0.3
_MAX_DEPTH = 3
_POINTS_PER_INCH = 72
_SURVEY_DOTS_PER_INCH = 100
# In pixels along the longer side, whatever size the file gives for its pages.
_FEWEST, _MOST = 1_200, 3_600


def recognize_pages(
    data: bytes, texts: Sequence[str], engine: Engine, limits: Limits, password: str | None = None
) -> PageTexts:
    """Return the pages of a PDF, read off their pictures where the text layer does not do.

    Parameters
    ----------
    data : bytes
        A PDF that pdfium opens.
    texts : sequence of str
        What the text layer holds, page by page.
    engine : Engine
    limits : Limits
    password : str, optional
        The one that the file needs.
    """
    import pypdfium2  # type: ignore[import-untyped]

    recognizer = Recognizer(engine, limits)
    has_images = b"/Image" in data
    pages = list(texts)
    document = pypdfium2.PdfDocument(data, password=password)
    try:
        for index, text in enumerate(texts):
            try:
                page = document[index]
            except pypdfium2.PdfiumError:
                continue
            try:
                pages[index] = _page_text(page, index + 1, text, recognizer, has_images=has_images)
            finally:
                page.close()
    finally:
        document.close()
    return recognizer.finished(pages)


def may_need_it(data: bytes, texts: Sequence[str]) -> bool:
    """Tell at little cost whether any page of a PDF may have to be read off its picture."""
    return b"/Image" in data or any(not _has_letters(text) or is_garbled(text) for text in texts)


def _page_text(page: Any, number: int, text: str, recognizer: Recognizer, *, has_images: bool) -> str:
    if not _has_letters(text):
        if not has_uncovered_text(*_survey(page), []):
            return text
        seen = _seen(page, number, recognizer)
        return _taken(number, "no_text", seen, recognizer) if seen and seen.words else text
    if is_garbled(text):
        seen = _seen(page, number, recognizer)
        better = seen is not None and known_share(seen.laid.text) > known_share(text)
        return _taken(number, "garbled", seen, recognizer) if seen and better else text
    if not has_images or page.get_rotation() != 0 or not _is_mostly_image(page):
        return text
    if is_doubtful(text):
        seen = _seen(page, number, recognizer)
        if seen and known_share(seen.laid.text) >= known_share(text) + _CLEARLY_BETTER:
            return _taken(number, "garbled", seen, recognizer)
        return _filled(page, number, text, seen, recognizer)
    if not has_uncovered_text(*_survey(page), [word[1:] for word in _layer(page)]):
        return text
    return _filled(page, number, text, _seen(page, number, recognizer), recognizer)


def _filled(page: Any, number: int, text: str, seen: SeenPage | None, recognizer: Recognizer) -> str:
    """Return the text of a page with the words that its layer lacks."""
    whole = filled(text, _layer(page), seen, page.get_height()) if seen else None
    if seen is None or whole is None:
        return text
    recognizer.note(number, "incomplete", seen, whole)
    return whole.text


def _taken(number: int, cause: OcrCause, seen: SeenPage, recognizer: Recognizer) -> str:
    laid = seen.laid
    recognizer.note(number, cause, seen, laid)
    return laid.text


def _seen(page: Any, number: int, recognizer: Recognizer) -> SeenPage | None:
    picture, scale = _picture(page, recognizer.engine.dots_per_inch)
    return recognizer.see(number, picture, _POINTS_PER_INCH / scale)


def _survey(page: Any) -> tuple[Picture, float]:
    return _picture(page, _SURVEY_DOTS_PER_INCH)


def _picture(page: Any, dots_per_inch: float) -> tuple[Picture, float]:
    """Return a page in grey, and how many points a pixel of it is wide."""
    longer = max(page.get_size()) or 1.0
    fewest = _FEWEST * dots_per_inch / _SURVEY_DOTS_PER_INCH / 2
    scale = min(max(dots_per_inch / _POINTS_PER_INCH, fewest / longer), _MOST / longer)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    return pixels.reshape(pixels.shape[:2]), 1 / scale


def _is_mostly_image(page: Any) -> bool:
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[_IMAGE_OBJECT], max_depth=_MAX_DEPTH):
        left, bottom, right, top = image.get_bounds()
        area += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return bool(area >= _MIN_IMAGE_SHARE * width * height)


def _layer(page: Any) -> list[Word]:
    """Return the words of the text layer, with boxes in points of the page as it is shown."""
    left, bottom, _, _ = page.get_bbox()
    textpage = page.get_textpage()
    try:
        return [
            Word(text, x0 - left, y0 - bottom, x1 - left, y1 - bottom)
            for text, x0, y0, x1, y1 in words_of(textpage)
        ]
    finally:
        textpage.close()


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))
