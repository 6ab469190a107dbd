"""Boxes of what stands on a PDF page, asked of pdfium with as few steps as can be.

The methods of pypdfium2 for these take twice as long as pdfium itself does.
"""

from __future__ import annotations

from ctypes import byref, c_double
from typing import Any, TypeAlias

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

Box: TypeAlias = tuple[float, float, float, float]


class Boxes:
    """Boxes as (left, bottom, right, top), in points from the lower left of the page.

    Parameters
    ----------
    textpage : pypdfium2.PdfTextPage
        An open text page.
    """

    def __init__(self, textpage: Any) -> None:
        self._handle = textpage.raw
        self._box = raw.FS_RECTF()
        self._where = byref(self._box)
        left, bottom, right, top = self._edges = c_double(), c_double(), c_double(), c_double()
        self._where_edges = byref(left), byref(top), byref(right), byref(bottom)

    def character(self, index: int) -> Box:
        """Return the box of a character, as high as its font, so that "a" and "p" stand on one row.

        Raises
        ------
        pypdfium2.PdfiumError
            If the page has no such character.
        """
        if not raw.FPDFText_GetLooseCharBox(self._handle, index, self._where):
            raise pypdfium2.PdfiumError(f"no box of character {index}")
        box = self._box
        return box.left, box.bottom, box.right, box.top

    def segments(self, start: int = 0, end: int | None = None) -> list[Box]:
        """Return the boxes of the pieces in which the page draws its text, or a part of it."""
        left, bottom, right, top = self._edges
        where = self._where_edges
        handle, get = self._handle, raw.FPDFText_GetRect
        count = raw.FPDFText_CountRects(handle, start, -1 if end is None else end - start)
        return [
            (left.value, bottom.value, right.value, top.value)
            for index in range(count)
            if get(handle, index, *where)
        ]
