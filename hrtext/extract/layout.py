"""The text of a PDF page in the order in which it is read.

pdfium gives text in the order in which the file draws it. That is right for
most pages, also for columns drawn one after the other; it is wrong where rows
are drawn across columns, or lines in any order.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from hrtext.extract.characters import BROKEN_HYPHEN

if TYPE_CHECKING:
    from hrtext.extract.columns import Word

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(rf"[^\s{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?|{BROKEN_HYPHEN}")
_PARAGRAPH_GAP = 1.45
_MIN_LINES_FOR_COLUMNS = 10
_MAX_SAME_ROW_SHARE = 0.1


class LineBox(NamedTuple):
    """A line as pdfium gives it: its offsets, and its box in points from the lower left."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Height of the middle of the line above the foot of the page."""
        return (self.bottom + self.top) / 2


def in_reading_order(textpage: Any, *, upright: bool) -> str:
    """Return the text of a page, lines parted by ``\\n``, paragraphs by a blank line.

    Parameters
    ----------
    textpage : pypdfium2.PdfTextPage
        An open text page.
    upright : bool
        Whether the page is shown as it was drawn; the boxes of a page that is
        turned tell nothing of its lines.
    """
    text: str = textpage.get_text_range()
    if "\x00" in text or len(text) != textpage.count_chars():
        # Characters beyond the basic plane: boxes no longer match the text.
        return str(textpage.get_text_bounded())
    boxes = _line_boxes(textpage, text)
    if not upright or len(boxes) < 2 or _is_vertical(boxes):
        return text
    if len(boxes) >= _MIN_LINES_FOR_COLUMNS:
        from hrtext.extract.columns import column_order

        ordered = column_order(_segments(textpage), lambda: _words(textpage, text))
        if ordered is not None:
            return ordered
    return _with_blank_lines(text, _sorted_rows(boxes))


def _line_boxes(textpage: Any, text: str) -> list[LineBox]:
    boxes: list[LineBox] = []
    for match in _LINE.finditer(text):
        start, end = _trimmed(match)
        if start == end:
            continue
        first, last = _box(textpage, start), _box(textpage, end - 1)
        boxes.append(
            LineBox(
                start,
                end,
                min(first[0], last[0]),
                min(first[1], last[1]),
                max(first[2], last[2]),
                max(first[3], last[3]),
            )
        )
    return boxes


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    # The loose box has the height of the font, so that "a" and "p" stand on one row.
    box: tuple[float, float, float, float] = textpage.get_charbox(index, loose=True)
    return box


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    stripped = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return start, start + len(stripped)


def _segments(textpage: Any) -> list[tuple[float, float, float, float]]:
    return [textpage.get_rect(index) for index in range(textpage.count_rects())]


def words_of(textpage: Any) -> list[Word]:
    """Return the words of an open text page with their boxes, in the order of the file."""
    text: str = textpage.get_text_range()
    if len(text) != textpage.count_chars():
        return []
    return _words(textpage, text)


def _words(textpage: Any, text: str) -> list[Word]:
    from hrtext.extract.columns import Word

    words: list[Word] = []
    for match in _WORD.finditer(text):
        first = _box(textpage, match.start())
        last = _box(textpage, match.end() - 1)
        if last[2] <= first[0] and match.end() - match.start() > 1:
            # The mark of a broken hyphen may have no box of its own.
            last = _box(textpage, match.end() - 2)
        words.append(
            Word(
                match[0],
                first[0],
                min(first[1], last[1]),
                max(first[2], last[2]),
                max(first[3], last[3]),
            )
        )
    return words


def _is_vertical(boxes: list[LineBox]) -> bool:
    long = [box for box in boxes if box.end - box.start > 5]
    tall = sum(box.top - box.bottom > box.right - box.left for box in long)
    return tall * 2 > len(long)


def _sorted_rows(boxes: list[LineBox]) -> list[LineBox]:
    """Return the lines from top to bottom, unless some stand side by side, as in a table."""
    height = median(box.top - box.bottom for box in boxes)
    jumps = any(after.middle > before.middle + height for before, after in pairwise(boxes))
    if not jumps:
        return boxes
    ordered = sorted(boxes, key=lambda box: (-box.middle, box.left))
    beside = sum(before.middle - after.middle < height / 2 for before, after in pairwise(ordered))
    return ordered if beside <= _MAX_SAME_ROW_SHARE * len(boxes) else boxes


def _with_blank_lines(text: str, boxes: list[LineBox]) -> str:
    """Return the lines, with a blank one wherever the space between two is wider than usual."""
    pitches = [before.middle - after.middle for before, after in pairwise(boxes)]
    height = median(box.top - box.bottom for box in boxes)
    usual = sorted(pitch for pitch in pitches if pitch > height / 2)
    if not usual:
        return text
    # The commonest pitch, not the middle one: a page of headings has few close lines.
    close = usual[len(usual) // 3]
    parts = [text[boxes[0].start : boxes[0].end]]
    for pitch, box in zip(pitches, boxes[1:], strict=True):
        parts.append("\n\n" if pitch > _PARAGRAPH_GAP * close else "\n")
        parts.append(text[box.start : box.end])
    return "".join(parts)
