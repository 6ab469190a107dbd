"""Boxes of what stands on a PDF page, asked of pdfium with as few steps as can be.

The methods of pypdfium2 for these take twice as long as pdfium itself does.
"""

from __future__ import annotations

from ctypes import CFUNCTYPE, addressof, c_double, c_float, c_int, c_void_p, cast, sizeof
from typing import TYPE_CHECKING, Any, TypeAlias

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Sequence

Box: TypeAlias = tuple[float, float, float, float]

# The functions of pdfium, taking plain addresses: making sure that a pointer is one of
# the right kind costs more than the calls themselves.
_get_character_box = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(
    cast(raw.FPDFText_GetLooseCharBox, c_void_p).value or 0
)
_get_segment_box = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)(
    cast(raw.FPDFText_GetRect, c_void_p).value or 0
)
_FLOAT, _DOUBLE = sizeof(c_float), sizeof(c_double)


class Boxes:
    """Boxes as (left, bottom, right, top), in points from the lower left of the page.

    Parameters
    ----------
    textpage : pypdfium2.PdfTextPage
        An open text page, which must stay open as long as this is used.
    """

    def __init__(self, textpage: Any) -> None:
        self._handle = textpage.raw
        self._page = cast(textpage.raw, c_void_p).value

    def characters(self, indices: Sequence[int]) -> list[Box]:
        """Return the boxes of characters, as high as the font, so that "a" and "p" stand on one row.

        Raises
        ------
        pypdfium2.PdfiumError
            If the page has no such character.
        """
        edges = (c_float * (4 * len(indices)))()
        at = addressof(edges)
        for index in indices:
            if not _get_character_box(self._page, index, at):
                raise pypdfium2.PdfiumError(f"no box of character {index}")
            at += 4 * _FLOAT
        each = iter(edges[:])
        return [(left, bottom, right, top) for left, top, right, bottom in zip(*[each] * 4, strict=True)]

    def count_segments(self, start: int = 0, end: int | None = None) -> int:
        """Return in how many pieces the page draws its text, or a part of it."""
        count: int = raw.FPDFText_CountRects(self._handle, start, -1 if end is None else end - start)
        return count

    def segments(self, start: int = 0, end: int | None = None) -> list[Box]:
        """Return the boxes of the pieces in which the page draws its text, or a part of it."""
        count = self.count_segments(start, end)
        edges = (c_double * (4 * max(0, count)))()
        left = addressof(edges)
        for index in range(count):
            bottom, right, top = left + _DOUBLE, left + 2 * _DOUBLE, left + 3 * _DOUBLE
            _get_segment_box(self._page, index, left, top, right, bottom)
            left += 4 * _DOUBLE
        return list(zip(*[iter(edges[:])] * 4, strict=True))
