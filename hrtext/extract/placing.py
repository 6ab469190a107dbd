"""Where a span of a text stands on the pages of its PDF, looked up when somebody asks."""

from __future__ import annotations

import hashlib
import unicodedata
from ctypes import byref, c_int
from itertools import islice, takewhile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias

from hrtext.extract import sniff
from hrtext.scans import Box

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from hrtext.records import Document

Edges: TypeAlias = tuple[float, float, float, float]

# pdfium gives whole numbers, so it is asked in parts of a point.
_PARTS = 100
# What fewer letters have in common is chance.
_MIN_LETTERS = 6


def find_boxes(
    document: Document,
    start: int,
    end: int,
    *,
    source: str | os.PathLike[str] | bytes | None = None,
    password: str | None = None,
) -> tuple[Box, ...]:
    """Return where the lines stand that a span of the text touches, on pages with a text layer too.

    Pages that were read off their picture have their boxes at hand, see
    :meth:`~hrtext.records.Document.boxes`. For the others the file is opened
    again and the letters of the span are sought on the page, which takes a few
    milliseconds a page.

    Parameters
    ----------
    document : Document
    start, end : int
        Code points into the text of `document`.
    source : str, path or bytes, optional
        The file, or its content; ``document.path`` if not given.
    password : str, optional
        The one that the file needs.

    Returns
    -------
    tuple of Box
        One for each line and page, from top to bottom; none where the format
        has no pages, or the words were not found.

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is another file than the text was read from, or one that needs
        another password.

    Examples
    --------
    >>> from hrtext.extract import read_document
    >>> document = read_document("corpora/samples/millbrook_cedaw_ordinance.pdf")
    >>> start = document.text.index("four hours of training")
    >>> [(box.page, round(box.y0)) for box in find_boxes(document, start, start + 22)]
    [(2, 61), (2, 77)]
    """
    known = document.boxes(start, end)
    if document.media_type != sniff.PDF:
        return known
    read_off = {line.box.page for line in document.lines}
    wanted = [number for number in _pages(document, start, end) if number not in read_off]
    if not wanted:
        return known
    import pypdfium2  # type: ignore[import-untyped]

    place = document.path if source is None else source
    data = place if isinstance(place, bytes) else Path(place).read_bytes()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ValueError("the text was read from another file: give the one whose sha256 it names")
    try:
        found = [box for number in wanted for box in _on_page(data, password, document, number, start, end)]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the file cannot be opened ({error}): give the password that it needs") from error
    return tuple(sorted([*known, *found], key=lambda box: box.page))


def _pages(document: Document, start: int, end: int) -> Iterable[int]:
    return range(document.page(start), document.page(max(start, end - 1)) + 1)


def _on_page(
    data: bytes, password: str | None, document: Document, number: int, start: int, end: int
) -> list[Box]:
    import pypdfium2

    from hrtext.extract.pdf import LOCK

    starts = [*document.page_starts, len(document.text)]
    first, last = starts[number - 1], starts[number]
    before = document.text[first : max(first, start)]
    span = document.text[max(first, start) : min(last, end)]
    with LOCK, pypdfium2.PdfDocument(data, password=password) as file:
        page = file[number - 1]
        textpage = page.get_textpage()
        text, letters = _letters(textpage)
        places = _found(text, _plain(before), _plain(span))
        boxes = [textpage.get_charbox(letters[place], loose=True) for place in places]
        shown = [_shown(page, line) for line in _lines(boxes)]
        textpage.close()
        page.close()
    return [Box(number, *(round(edge, 1) for edge in line)) for line in shown]


def _letters(textpage: Any) -> tuple[str, list[int]]:
    """Return the letters and figures of a page, and the character of the page that each belongs to."""
    from pypdfium2 import raw

    found: list[str] = []
    indices: list[int] = []
    for index in range(textpage.count_chars()):
        plain = _plain(chr(raw.FPDFText_GetUnicode(textpage, index)))
        found.append(plain)
        indices += [index] * len(plain)
    return "".join(found), indices


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def _found(text: str, before: str, sought: str) -> Sequence[int]:
    """Return where the letters of a span stand among those of a page: together, or in pieces."""
    # What a page repeats is told apart by how often it began before; repeats may overlap.
    earlier = sum(1 for _ in takewhile(lambda at: at < len(before), _occurrences(before + sought, sought)))
    at = next(islice(_occurrences(text, sought), earlier, None), None)
    if at is None:
        return list(_pieces(text, sought))
    return range(at, at + len(sought))


def _occurrences(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought) if sought else -1
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


def _pieces(text: str, sought: str) -> Iterator[int]:
    """Yield the same where the page is drawn in another order than it is read, or has more on it."""
    places: dict[str, list[int]] = {}
    for place in range(len(text) - _MIN_LETTERS + 1):
        places.setdefault(text[place : place + _MIN_LETTERS], []).append(place)
    at = 0
    while at < len(sought):
        candidates = places.get(sought[at : at + _MIN_LETTERS], ())
        sizes = [_shared(text, place, sought, at) for place in candidates]
        size = max(sizes, default=0)
        if size:
            place = candidates[sizes.index(size)]
            yield from range(place, place + size)
        at += max(size, 1)


def _shared(text: str, place: int, sought: str, at: int) -> int:
    """Return how many letters are the same from two places on."""
    size, most = 0, min(len(text) - place, len(sought) - at)
    while size < most and text[place + size] == sought[at + size]:
        size += 1
    return size


def _lines(boxes: Sequence[Edges]) -> Iterator[Edges]:
    """Yield the boxes around the characters of each line, in the order in which they are read."""
    if not boxes:
        return
    # Some characters have no height of their own, and some are raised.
    height = median(top - bottom for _, bottom, _, top in boxes)
    line: list[Edges] = []
    for box in boxes:
        if line and abs(line[-1][1] + line[-1][3] - box[1] - box[3]) > height:
            yield _around(line)
            line = []
        line.append(box)
    yield _around(line)


def _around(boxes: Sequence[Edges]) -> Edges:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _shown(page: Any, box: Edges) -> Edges:
    """Return a box of the page as it was drawn, as a viewer shows it, from the upper left."""
    from pypdfium2 import raw

    width, height = (round(size * _PARTS) for size in page.get_size())
    across, down = c_int(), c_int()
    corners: list[tuple[float, float]] = []
    for x, y in (box[:2], box[2:]):
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, byref(across), byref(down))
        corners.append((across.value / _PARTS, down.value / _PARTS))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
