"""Columns of a page: finding the gutters between them, and reading one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, chain, pairwise
from math import ceil
from operator import itemgetter, sub
from statistics import median
from typing import NamedTuple, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
Interval: TypeAlias = tuple[float, float]

_MIN_ROWS = 8
_MAX_BACKWARD_SHARE = 0.1
_MIN_COLUMN_WIDTH = 70.0
_MIN_GUTTER_HEIGHTS = 0.8
_MAX_CROSSING_SHARE = 0.25
# Columns of running text are filled to their right edge; those of a table are not.
_MIN_FILL = 0.6
_PARAGRAPH_GAP = 1.45
_STEP = 3.0


class Word(NamedTuple):
    """A word and its box, in points from the lower left of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Height of the middle of the word above the foot of the page."""
        return (self.bottom + self.top) / 2


Piece: TypeAlias = tuple[float, float, float, str]
"""A word: how deep its middle lies, from the foot of the page on downwards, and its left, right and text."""
Row: TypeAlias = list[Piece]

_left = itemgetter(1)
_depth_and_left = itemgetter(0, 1)


def column_order(
    segments: Sequence[Box], pieces: Callable[[Sequence[float], bool], list[Word]]
) -> str | None:
    """Return the text of a page column by column, or None for a page of one column.

    Parameters
    ----------
    segments : sequence of (left, bottom, right, top)
        The pieces in which the page draws its text; they cost little to get.
    pieces : callable
        Gives the text between the gutters with its boxes, which cost more;
        called only when the segments show more than one column. It is told
        whether each row is drawn from left to right, so that lines are whole.

    Examples
    --------
    >>> column_order([(50.0, 700.0, 550.0, 710.0)] * 3, lambda gutters, forwards: []) is None
    True
    """
    boxes = [box for box in segments if box[2] > box[0] and box[3] > box[1]]
    if len(boxes) < 2 * _MIN_ROWS:
        return None
    height = median([top - bottom for _, bottom, _, top in boxes])
    stretches = _stretches(boxes, height)
    if not _may_have_gutters([box[0] for box in stretches], [box[2] for box in stretches]):
        return None
    gutters = find_gutters(_intervals(boxes, height))
    if not gutters:
        return None
    return _read(pieces(gutters, _is_drawn_forwards(stretches, height)), gutters, height)


def _may_have_gutters(starts: list[float], ends: list[float]) -> bool:
    """Tell, at little cost, whether enough stands on the left of something else for a gutter."""
    return len(ends) >= _MIN_ROWS and sorted(ends)[_MIN_ROWS - 1] <= sorted(starts)[-_MIN_ROWS]


def _is_drawn_forwards(stretches: Sequence[Box], height: float) -> bool:
    """Tell whether few of the stretches are drawn above or, on a row, to the left of the one before."""
    back = 0
    for (left, low, _, high), (next_left, next_low, _, next_high) in pairwise(stretches):
        # Twice how much higher the next one stands.
        rise = next_low + next_high - low - high
        back += rise >= height or (rise > -height and next_left < left)
    return back <= _MAX_BACKWARD_SHARE * len(stretches)


def _stretches(boxes: Sequence[Box], height: float) -> list[Box]:
    """Return the boxes without gaps between those drawn one after the other on a row."""
    stretches: list[Box] = []
    gap = height * _MIN_GUTTER_HEIGHTS
    start, low, end, high = boxes[0]
    for left, bottom, right, top in boxes:
        if left - end < gap and left >= start and abs(bottom + top - low - high) < height:
            if right > end:
                end = right
        else:
            stretches.append((start, low, end, high))
            start, low, end, high = left, bottom, right, top
    stretches.append((start, low, end, high))
    return stretches


def _intervals(boxes: Sequence[Box], height: float) -> list[list[Interval]]:
    """Return for each row the stretches of it that bear text, from left to right."""
    edges = [(left, right) for left, _, right, _ in boxes]
    # Twice the height of the middle of a box, above the foot of the page.
    doubled = [bottom + top for _, bottom, _, top in boxes]
    rows: list[list[Interval]] = []
    first = float("inf")
    for place in sorted(range(len(boxes)), key=doubled.__getitem__, reverse=True):
        if first - doubled[place] < height:
            rows[-1].append(edges[place])
        else:
            rows.append([edges[place]])
            first = doubled[place]
    return [row if len(row) == 1 else _merged(row, height * _MIN_GUTTER_HEIGHTS) for row in rows]


def _merged(row: list[Interval], gap: float) -> list[Interval]:
    merged: list[Interval] = []
    row.sort()
    start, end = row[0]
    for left, right in row:
        if left - end < gap:
            if right > end:
                end = right
        else:
            merged.append((start, end))
            start, end = left, right
    merged.append((start, end))
    return merged


def find_gutters(rows: Sequence[Sequence[Interval]]) -> list[float]:
    """Return where vertical white bands part columns of running text, from left to right.

    Parameters
    ----------
    rows : sequence of sequence of (left, right)
        For each row of the page, the stretches of it that bear text, from left to right.

    Examples
    --------
    >>> find_gutters([[(50.0, 280.0), (320.0, 550.0)]] * 10)
    [300.5]
    >>> find_gutters([[(50.0, 550.0)]] * 10)
    []
    """
    first_ends, last_starts = [row[0][1] for row in rows], [row[-1][0] for row in rows]
    if not _may_have_gutters(last_starts, first_ends):
        return []
    left = min(row[0][0] for row in rows)
    right = max(row[-1][1] for row in rows)
    steps = int((right - left) / _STEP) + 2
    # Sums over these give, at each step, how many rows cross it or lie beside it.
    crossed, before, after = [0] * (steps + 1), [0] * (steps + 1), [0] * (steps + 1)
    for row in rows:
        for start, end in row:
            first, last = int((start - left) // _STEP) + 1, ceil((end - left) / _STEP)
            if first < last:
                crossed[first] += 1
                crossed[last] -= 1
    for end in first_ends:
        before[ceil((end - left) / _STEP)] += 1
    for start in last_starts:
        after[int((start - left) // _STEP) + 1] -= 1
    most = _MAX_CROSSING_SHARE * len(rows)
    counts = zip(accumulate(crossed), accumulate(before), accumulate(after), strict=True)
    white = [
        step
        for step, (across, on_left, off_right) in enumerate(counts)
        if across <= most and on_left >= _MIN_ROWS and len(rows) + off_right >= _MIN_ROWS
    ]
    runs: list[list[int]] = []
    for step in white:
        if runs and step == runs[-1][-1] + 1:
            runs[-1].append(step)
        else:
            runs.append([step])
    gutters = [((left + run[0] * _STEP) + (left + run[-1] * _STEP)) / 2 for run in runs]
    edges = [left, *gutters, right]
    if any(high - low < _MIN_COLUMN_WIDTH for low, high in pairwise(edges)):
        return []
    return gutters if gutters and _is_running_text(rows, edges) else []


def _is_running_text(rows: Sequence[Sequence[Interval]], edges: Sequence[float]) -> bool:
    for low, high in pairwise(edges):
        first, last = low - _STEP, high + _STEP
        widths = [sum([end - start for start, end in row if first <= start and end <= last]) for row in rows]
        filled = sorted(filter(None, widths))
        if len(filled) < _MIN_ROWS or median(filled) < _MIN_FILL * filled[-1]:
            return False
        if filled[-1] < _MIN_FILL * (high - low):
            return False
    return True


def _read(words: list[Word], gutters: list[float], height: float) -> str:
    """Return the columns one after the other, between lines that run across all of them."""
    blocks: list[str] = []
    columns: list[list[Row]] = [[] for _ in range(len(gutters) + 1)]

    def flush() -> None:
        blocks.extend(joined_rows(column) for column in columns if column)
        for column in columns:
            column.clear()

    across: list[Row] = []
    rows = word_rows(words, height)
    apart = _set_apart(rows)
    for index, row in enumerate(rows):
        if index in apart or _runs_across(row, gutters, height):
            flush()
            across.append(row)
            continue
        if across:
            blocks.append(joined_rows(across))
            across = []
        for piece in row:
            column = columns[bisect_left(gutters, piece[1])]
            if column and piece[0] - column[-1][0][0] < height / 2:
                column[-1].append(piece)
            else:
                column.append([piece])
    flush()
    if across:
        blocks.append(joined_rows(across))
    return "\n".join(blocks)


def word_rows(words: list[Word], height: float) -> list[Row]:
    """Return the words row by row, from the top, each row from left to right.

    Parameters
    ----------
    words : list of Word
    height : float
        Usual height of a word; two words half of it apart are in one row.
    """
    pieces = [(-((bottom + top) / 2), left, right, text) for text, left, bottom, right, top in words]
    rows: list[Row] = []
    first = float("-inf")
    for piece in sorted(pieces, key=_depth_and_left):
        if piece[0] - first < height / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            first = piece[0]
    for row in rows:
        row.sort(key=_left)
    return rows


def _pitches(rows: list[Row]) -> list[float]:
    depths = [row[0][0] for row in rows]
    return list(map(sub, depths[1:], depths))


def _set_apart(rows: list[Row]) -> set[int]:
    """Return the first and last row where a wide space makes them the head or foot of the page."""
    pitches = _pitches(rows)
    if len(pitches) < _MIN_ROWS:
        return set()
    wide = _PARAGRAPH_GAP * median(pitches)
    return {row for row, pitch in ((0, pitches[0]), (len(rows) - 1, pitches[-1])) if pitch > wide}


def _runs_across(row: Row, gutters: list[float], height: float) -> bool:
    for _, left, right, _ in row:
        if bisect_right(gutters, left) < bisect_left(gutters, right):
            return True
    for (_, _, end, _), (_, start, _, _) in pairwise(row):
        is_close = start - end < height * _MIN_GUTTER_HEIGHTS
        if is_close and bisect_left(gutters, end) < bisect_right(gutters, start):
            return True
    return False


def joined_rows(rows: list[Row]) -> str:
    """Return the rows as lines, with a blank one where the space between two is wider than usual."""
    pitches = _pitches(rows)
    widest = _PARAGRAPH_GAP * sorted(pitches)[len(pitches) // 3] if pitches else 0.0
    lines = [row[0][3] if len(row) == 1 else " ".join([piece[3] for piece in row]) for row in rows]
    gaps = ["\n\n" if pitch > widest else "\n" for pitch in pitches]
    return "".join(chain(lines[:1], chain.from_iterable(zip(gaps, lines[1:], strict=True))))
