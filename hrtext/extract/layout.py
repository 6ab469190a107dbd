"""The text of a PDF page in the order in which it is read.

pdfium gives text in the order in which the file draws it. That is right for
most pages, also for columns drawn one after the other; it is wrong where rows
are drawn across columns, or lines in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from hrtext.extract.boxes import Boxes
from hrtext.extract.characters import BROKEN_HYPHEN
from hrtext.extract.columns import Word, column_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrtext.extract.boxes import Box

_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
_WORD = re.compile(rf"[^\s{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?|{BROKEN_HYPHEN}")
_PARAGRAPH_GAP = 1.45
_MIN_LINES_FOR_COLUMNS = 10
# A page has no columns where more than a quarter of its rows run through without a
# gap of 0.8 heights, and a column is 70 points wide; these leave a margin to each.
# Nor has it where fewer than eight rows stand on either side.
_RUNNING_SHARE = 0.33
_NARROWER_THAN_A_COLUMN = 60.0
_NARROWER_THAN_A_GUTTER = 0.7
_MIN_LINES_BESIDE = 8
_MAX_LINE_HEIGHTS = 1.3
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
    boxes = Boxes(textpage)
    lines = _line_boxes(boxes, text)
    if not upright or len(lines) < 2 or _is_vertical(lines):
        return text
    if len(lines) >= _MIN_LINES_FOR_COLUMNS and not _is_one_column(boxes, lines):
        ordered = column_order(boxes.segments(), lambda *found: _pieces(boxes, text, lines, *found))
        if ordered is not None:
            return ordered
    return _with_blank_lines(text, _sorted_rows(lines))


def _line_boxes(boxes: Boxes, text: str) -> list[LineBox]:
    spans = [match.span() for match in _LINE.finditer(text)]
    edges = iter(boxes.characters([index for start, end in spans for index in (start, end - 1)]))
    return [
        LineBox(start, end, *_hull(first, last))
        for (start, end), first, last in zip(spans, edges, edges, strict=True)
    ]


def _hull(first: Box, last: Box) -> Box:
    left, bottom, right, top = first
    other_left, other_bottom, other_right, other_top = last
    return (
        left if left < other_left else other_left,
        bottom if bottom < other_bottom else other_bottom,
        right if right > other_right else other_right,
        top if top > other_top else other_top,
    )


def _is_one_column(boxes: Boxes, lines: Sequence[LineBox]) -> bool:
    """Tell, for few boxes, that many lines run through from edge to edge.

    Few pages have columns, and pages drawn word by word have hundreds of segments.
    """
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left = max(lefts[0] + _NARROWER_THAN_A_COLUMN, lefts[_MIN_LINES_BESIDE - 1])
    right = min(rights[-1] - _NARROWER_THAN_A_COLUMN, rights[-_MIN_LINES_BESIDE])
    through = [line for line in lines if line.left <= left and line.right >= right]
    needed = int(_RUNNING_SHARE * len(lines)) + 1
    if len(through) < needed:
        return left > right
    rows = [
        boxes.segments(line.start, line.end)
        for line in through[:needed]
        if boxes.count_segments(line.start, line.end) > 1
    ]
    if not rows:
        return True
    gap = _NARROWER_THAN_A_GUTTER * median([top - bottom for row in rows for _, bottom, _, top in row])
    return all(_has_no_gap(row, left, right, gap) for row in rows)


def _has_no_gap(row: Sequence[Box], left: float, right: float, gap: float) -> bool:
    reached = left
    for start, _, end, _ in row:
        if start - reached > gap:
            return False
        if end > reached:
            reached = end
    return reached > right


def words_of(textpage: Any) -> list[Word]:
    """Return the words of an open text page with their boxes, in the order of the file."""
    text: str = textpage.get_text_range()
    if len(text) != textpage.count_chars():
        return []
    return _boxed(Boxes(textpage), text, [match.span() for match in _WORD.finditer(text)])


def _pieces(
    boxes: Boxes, text: str, lines: Sequence[LineBox], gutters: Sequence[float], forwards: bool
) -> list[Word]:
    """Return the lines, parted only where they reach across a gutter, or all words if not `forwards`."""
    highest = _MAX_LINE_HEIGHTS * median([line.top - line.bottom for line in lines]) if forwards else 0.0
    spans: list[tuple[int, int]] = []
    for line in lines:
        # To pdfium, what is drawn word by word may be one line where it is two rows.
        is_high = line.top - line.bottom > highest
        if is_high or bisect_right(gutters, line.left) < bisect_left(gutters, line.right):
            words = [match.span() for match in _WORD.finditer(text, line.start, line.end)]
            spans.extend(words if is_high else _parted(boxes, words, gutters))
        else:
            spans.append((line.start, line.end))
    return _boxed(boxes, text, spans)


def _boxed(boxes: Boxes, text: str, spans: Sequence[tuple[int, int]]) -> list[Word]:
    pieces: list[Word] = []
    edges = iter(boxes.characters([index for start, end in spans for index in (start, end - 1)]))
    for (start, end), first, end_box in zip(spans, edges, edges, strict=True):
        last = end_box
        if last[2] <= first[0] and end - start > 1:
            # The mark of a broken hyphen may have no box of its own.
            last = boxes.characters([end - 2])[0]
        _, bottom, right, top = _hull(first, last)
        pieces.append(Word(_spaced(text[start:end]), first[0], bottom, right, top))
    return pieces


def _parted(
    boxes: Boxes, words: Sequence[tuple[int, int]], gutters: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the spans of words that follow each other in one column."""
    spans: list[tuple[int, int]] = []
    before = -1
    firsts = boxes.characters([start for start, _ in words])
    for (start, end), (left, *_) in zip(words, firsts, strict=True):
        column = bisect_left(gutters, left)
        if column == before:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
        before = column
    return spans


def _spaced(text: str) -> str:
    return " ".join(_WORD.findall(text) if BROKEN_HYPHEN in text else text.split())


def _is_vertical(boxes: list[LineBox]) -> bool:
    long = [box for box in boxes if box.end - box.start > 5]
    tall = sum(box.top - box.bottom > box.right - box.left for box in long)
    return tall * 2 > len(long)


def _sorted_rows(boxes: list[LineBox]) -> list[LineBox]:
    """Return the lines from top to bottom, unless some stand side by side, as in a table."""
    height = median([box.top - box.bottom for box in boxes])
    middles = [box.middle for box in boxes]
    if not any(after > before + height for before, after in pairwise(middles)):
        return boxes
    ordered = sorted(boxes, key=lambda box: (-box.middle, box.left))
    beside = sum(before.middle - after.middle < height / 2 for before, after in pairwise(ordered))
    return ordered if beside <= _MAX_SAME_ROW_SHARE * len(boxes) else boxes


def _with_blank_lines(text: str, boxes: list[LineBox]) -> str:
    """Return the lines, with a blank one wherever the space between two is wider than usual."""
    middles = [box.middle for box in boxes]
    pitches = [before - after for before, after in pairwise(middles)]
    height = median([box.top - box.bottom for box in boxes])
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
