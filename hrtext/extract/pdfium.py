"""What is asked of pdfium on every page, with as few steps as can be.

The objects of pypdfium2 for pages and their text cost more than a tenth of what
pdfium itself takes, and its functions twice as long as pdfium does for a box.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import CFUNCTYPE, PYFUNCTYPE, c_int, c_void_p, cast
from itertools import repeat
from typing import Any, TypeAlias

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

Edges: TypeAlias = tuple[list[float], list[float], list[float], list[float]]
"""The left, bottom, right and top edges of boxes, in points from the lower left of the page."""


def _function(function: Any, *arguments: type, gives: type | None = c_int, is_long: bool = False) -> Any:
    """Return a function of pdfium that takes plain addresses.

    Making sure that a pointer is one of the right kind costs more than most of the
    calls themselves, and so does letting other threads run meanwhile, unless a call `is_long`.
    """
    kind = CFUNCTYPE if is_long else PYFUNCTYPE
    address = cast(function, c_void_p).value
    if not address:
        raise ImportError("this pypdfium2 lacks a function: install pypdfium2 5 or newer")
    return kind(gives, *arguments)(address)


_load_page = _function(raw.FPDF_LoadPage, c_void_p, c_int, gives=c_void_p, is_long=True)
_close_page = _function(raw.FPDF_ClosePage, c_void_p, gives=None)
_get_rotation = _function(raw.FPDFPage_GetRotation, c_void_p)
_load_text = _function(raw.FPDFText_LoadPage, c_void_p, gives=c_void_p, is_long=True)
_close_text = _function(raw.FPDFText_ClosePage, c_void_p, gives=None)
_count_characters = _function(raw.FPDFText_CountChars, c_void_p)
_place_in_text = _function(raw.FPDFText_GetTextIndexFromCharIndex, c_void_p, c_int)
_get_text = _function(raw.FPDFText_GetText, c_void_p, c_int, c_int, c_void_p)
_get_character_box = _function(raw.FPDFText_GetLooseCharBox, c_void_p, c_int, c_void_p)
_count_segments = _function(raw.FPDFText_CountRects, c_void_p, c_int, c_int)
_get_segment_box = _function(raw.FPDFText_GetRect, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)

_UNIT = array("H").itemsize
_FLOAT, _DOUBLE = array("f").itemsize, array("d").itemsize


class TextPage:
    """The text of an open page, and where it stands.

    Parameters
    ----------
    address : int
        That of the text page in pdfium, which must stay open as long as this is used.
    """

    def __init__(self, address: int) -> None:
        self._address = address

    @classmethod
    def of(cls, textpage: Any) -> TextPage:
        """Return the same as a text page of pypdfium2."""
        return cls(cast(textpage.raw, c_void_p).value or 0)

    def text(self) -> str | None:
        """Return the text as pdfium gives it, or None where its characters are not those that have boxes.

        So it is where characters lie beyond the basic plane.
        """
        count: int = _count_characters(self._address)
        if count <= 0:
            return ""
        if _place_in_text(self._address, 0) < 0 or _place_in_text(self._address, count - 1) < 0:
            return None
        # One more, since the text ends with a NUL.
        units = array("H", bytes(_UNIT * (count + 1)))
        written: int = _get_text(self._address, 0, count, units.buffer_info()[0])
        text = str(memoryview(units)[: written - 1], "utf-16-le", "ignore")
        return None if len(text) != count or "\x00" in text else text

    def characters(self, indices: Sequence[int]) -> Edges:
        """Return the left, bottom, right and top edges of characters.

        In points from the lower left of the page; as high as the font, so that
        "a" and "p" stand on one row.

        Raises
        ------
        pypdfium2.PdfiumError
            If the page has no such character.
        """
        size = 4 * _FLOAT
        edges = array("f", bytes(size * len(indices)))
        start = edges.buffer_info()[0]
        places = range(start, start + size * len(indices), size)
        if not all(map(_get_character_box, repeat(self._address), indices, places)):
            raise pypdfium2.PdfiumError("a character has no box")
        flat = edges.tolist()
        return flat[0::4], flat[3::4], flat[2::4], flat[1::4]

    def count_segments(self, start: int = 0, end: int | None = None) -> int:
        """Return in how many pieces the page draws its text, or a part of it."""
        count: int = _count_segments(self._address, start, -1 if end is None else end - start)
        return count

    def segments(self, start: int = 0, end: int | None = None) -> Edges:
        """Return the left, bottom, right and top edges of these pieces, in points; all zero if unknown."""
        count = max(0, self.count_segments(start, end))
        edges = _FEW if count <= _FEW_SEGMENTS else array("d", bytes(4 * _DOUBLE * count))
        places = _FEW_PLACES if edges is _FEW else _places(edges)
        known = list(map(_get_segment_box, repeat(self._address), range(count), *places))
        if not all(known):
            for number in range(count):
                if not known[number]:
                    # Else the box of an earlier page would stay here.
                    edges[4 * number : 4 * number + 4] = array("d", bytes(4 * _DOUBLE))
        flat = edges[: 4 * count].tolist()
        return flat[0::4], flat[1::4], flat[2::4], flat[3::4]


def _places(edges: array[float]) -> tuple[Sequence[int], ...]:
    """Return where each left, top, right and bottom goes, in the order in which pdfium is told."""
    first, count = edges.buffer_info()
    left, bottom, right, top = (
        range(at, at + _DOUBLE * count, 4 * _DOUBLE) for at in range(first, first + 4 * _DOUBLE, _DOUBLE)
    )
    return left, top, right, bottom


# A row has few segments, and is asked for so often that making room for them takes longer than they do.
_FEW_SEGMENTS = 64
_FEW = array("d", bytes(4 * _DOUBLE * _FEW_SEGMENTS))
_FEW_PLACES = tuple(map(tuple, _places(_FEW)))


@contextmanager
def open_text(document: Any, index: int) -> Iterator[tuple[TextPage, bool] | None]:
    """Open a page of a document of pypdfium2; give its text, and whether it is shown as it was drawn.

    Gives None for a page that pdfium cannot load.
    """
    page = _load_page(cast(document.raw, c_void_p).value, index)
    if not page:
        yield None
        return
    try:
        textpage = _load_text(page)
        if not textpage:
            yield None
            return
        try:
            yield TextPage(textpage), _get_rotation(page) == 0
        finally:
            _close_text(textpage)
    finally:
        _close_page(page)
