"""Text on the picture of a page that its text layer lacks, and putting it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hrtext.extract.columns import Box, Word
from hrtext.extract.ocr.page import SeenPage, in_order
from hrtext.extract.ocr.spelling import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrtext.extract.ocr.engines import Picture

# In points. A letter of small print is four high; what is taller than forty is a picture.
_LETTER_HEIGHTS = (4.0, 40.0)
_LETTER_WIDTHS = (1.0, 60.0)
_MIN_LETTERS_IN_ROW = 4
_ROW_HEIGHT = 12.0
_AROUND = 2.0
_MAX_COVERED = 0.3
_MIN_CONFIDENCE = 0.8
_MIN_LETTERS = 2


def has_uncovered_text(picture: Picture, points_per_pixel: float, covered: Sequence[Box]) -> bool:
    """Tell whether a page shows a row of letters where its text layer has none.

    Parameters
    ----------
    picture : array of uint8, shape (height, width)
        The page in grey, at some hundred dots to the inch.
    points_per_pixel : float
    covered : sequence of (left, bottom, right, top)
        The boxes of the layer's words, in points from the lower left.
    """
    from scipy import ndimage

    dark = picture < (np.median(picture) - 60)
    height = picture.shape[0]
    for left, bottom, right, top in covered:
        rows = slice(
            max(0, int(height - (top + _AROUND) / points_per_pixel)),
            max(0, int(height - (bottom - _AROUND) / points_per_pixel) + 1),
        )
        columns = slice(
            max(0, int((left - _AROUND) / points_per_pixel)),
            max(0, int((right + _AROUND) / points_per_pixel) + 1),
        )
        dark[rows, columns] = False
    found, _ = ndimage.label(dark, structure=np.ones((3, 3)))
    in_row: dict[int, int] = {}
    for rows, columns in ndimage.find_objects(found):
        tall = (rows.stop - rows.start) * points_per_pixel
        wide = (columns.stop - columns.start) * points_per_pixel
        if (
            _LETTER_HEIGHTS[0] <= tall <= _LETTER_HEIGHTS[1]
            and _LETTER_WIDTHS[0] <= wide <= _LETTER_WIDTHS[1]
        ):
            row = int((rows.start + rows.stop) / 2 * points_per_pixel // _ROW_HEIGHT)
            in_row[row] = in_row.get(row, 0) + 1
    return any(count >= _MIN_LETTERS_IN_ROW for count in in_row.values())


def filled(layer: Sequence[Word], seen: SeenPage, page_height: float) -> str | None:
    """Return the text of a page with the words that its layer lacks, or None if it lacks none.

    Parameters
    ----------
    layer : sequence of Word
        The words of the text layer; boxes in points of the page as it is shown.
    seen : SeenPage
    page_height : float
        In points.
    """
    layered = [
        Word(word.text, *seen.box_of(*word[1:], page_height=page_height)) for word in layer
    ]
    missing = [
        word
        for word, sure in zip(seen.words, seen.confidences, strict=True)
        if sure >= _MIN_CONFIDENCE and _is_writing(word.text) and _covered_share(word, layered) <= _MAX_COVERED
    ]
    if not missing:
        return None
    words = [*layered, *missing]
    return in_order(words, [*seen.lines, *(word[1:] for word in layered)])


def _is_writing(text: str) -> bool:
    letters = "".join(filter(str.isalnum, text))
    return len(letters) >= _MIN_LETTERS or is_known(letters)


def _covered_share(word: Word, layer: Sequence[Word]) -> float:
    area = (word.right - word.left) * (word.top - word.bottom)
    shared = sum(
        max(0.0, min(word.right, other.right) - max(word.left, other.left))
        * max(0.0, min(word.top, other.top) - max(word.bottom, other.bottom))
        for other in layer
    )
    return shared / area if area > 0 else 1.0
