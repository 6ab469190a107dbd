"""Columns of a page: finding the gutters between them, and reading one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import ceil
from statistics import median
from typing import NamedTuple, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
Interval: TypeAlias = tuple[float, float]

_MIN_ROWS = 8
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


Row: TypeAlias = list[Word]


def column_order(segments: Sequence[Box], words: Callable[[], list[Word]]) -> str | None:
    """Return the text of a page column by column, or None for a page of one column.

    Parameters
    ----------
    segments : sequence of (left, bottom, right, top)
        The pieces in which the page draws its text; they cost little to get.
    words : callable
        Gives the words with their boxes, which cost more; called only when
        the segments show more than one column.

    Examples
    --------
    >>> column_order([(50.0, 700.0, 550.0, 710.0)] * 3, list) is None
    True
    """
    boxes = [box for box in segments if box[2] > box[0] and box[3] > box[1]]
    if len(boxes) < 2 * _MIN_ROWS:
        return None
    height = median(box[3] - box[1] for box in boxes)
    intervals = [_merged(row, height * _MIN_GUTTER_HEIGHTS) for row in _box_rows(boxes, height)]
    gutters = find_gutters(intervals)
    if not gutters:
        return None
    return _read(words(), gutters, height)


def _box_rows(boxes: Sequence[Box], height: float) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: -(box[1] + box[3])):
        middle = (box[1] + box[3]) / 2
        if rows and abs((rows[-1][0][1] + rows[-1][0][3]) / 2 - middle) < height / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _merged(row: list[Box], gap: float) -> list[Interval]:
    merged: list[Interval] = []
    for left, _, right, _ in sorted(row):
        if merged and left - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def find_gutters(rows: Sequence[Sequence[Interval]]) -> list[float]:
    """Return where vertical white bands part columns of running text, from left to right.

    Parameters
    ----------
    rows : sequence of sequence of (left, right)
        For each row of the page, the stretches of it that bear text.

    Examples
    --------
    >>> find_gutters([[(50.0, 280.0), (320.0, 550.0)]] * 10)
    [300.5]
    >>> find_gutters([[(50.0, 550.0)]] * 10)
    []
    """
    stretches = [stretch for row in rows for stretch in row]
    if not stretches:
        return []
    left = min(stretch[0] for stretch in stretches)
    right = max(stretch[1] for stretch in stretches)
    steps = int((right - left) / _STEP) + 2
    # Sums over these give, at each step, how many rows cross it or lie beside it.
    crossed, before, after = [0] * (steps + 1), [0] * (steps + 1), [0] * (steps + 1)
    for row in rows:
        for start, end in row:
            first, last = int((start - left) // _STEP) + 1, ceil((end - left) / _STEP)
            crossed[first] += first < last
            crossed[max(first, last)] -= first < last
        before[ceil((min(end for _, end in row) - left) / _STEP)] += 1
        after[int((max(start for start, _ in row) - left) // _STEP) + 1] -= 1
    runs: list[list[float]] = []
    counts = zip(accumulate(crossed), accumulate(before), accumulate(after), strict=True)
    for step, (across, on_left, off_right) in enumerate(counts):
        at = left + step * _STEP
        beside = min(on_left, len(rows) + off_right)
        if beside >= _MIN_ROWS and across <= _MAX_CROSSING_SHARE * len(rows):
            if runs and at - runs[-1][-1] <= _STEP * 1.5:
                runs[-1].append(at)
            else:
                runs.append([at])
    gutters = [(run[0] + run[-1]) / 2 for run in runs]
    edges = [left, *gutters, right]
    if any(high - low < _MIN_COLUMN_WIDTH for low, high in pairwise(edges)):
        return []
    return gutters if gutters and _is_running_text(rows, edges) else []


def _is_running_text(rows: Sequence[Sequence[Interval]], edges: Sequence[float]) -> bool:
    for low, high in pairwise(edges):
        widths = [
            sum(end - start for start, end in row if low - _STEP <= start and end <= high + _STEP)
            for row in rows
        ]
        filled = sorted(width for width in widths if width)
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
        for word in row:
            column = columns[sum(word.left > gutter for gutter in gutters)]
            if column and column[-1][0].middle - word.middle < height / 2:
                column[-1].append(word)
            else:
                column.append([word])
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
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (-word.middle, word.left)):
        if rows and rows[-1][0].middle - word.middle < height / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _set_apart(rows: list[Row]) -> set[int]:
    """Return the first and last row where a wide space makes them the head or foot of the page."""
    pitches = [before[0].middle - after[0].middle for before, after in pairwise(rows)]
    if len(pitches) < _MIN_ROWS:
        return set()
    wide = _PARAGRAPH_GAP * median(pitches)
    return {row for row, pitch in ((0, pitches[0]), (len(rows) - 1, pitches[-1])) if pitch > wide}


def _runs_across(row: Row, gutters: list[float], height: float) -> bool:
    if any(word.left < gutter < word.right for word in row for gutter in gutters):
        return True
    return any(
        before.right <= gutter <= after.left and after.left - before.right < height * _MIN_GUTTER_HEIGHTS
        for before, after in pairwise(row)
        for gutter in gutters
    )


def joined_rows(rows: list[Row]) -> str:
    """Return the rows as lines, with a blank one where the space between two is wider than usual."""
    pitches = [before[0].middle - after[0].middle for before, after in pairwise(rows)]
    usual = sorted(pitches)[len(pitches) // 3] if pitches else 0.0
    parts = [" ".join(word.text for word in rows[0])]
    for pitch, row in zip(pitches, rows[1:], strict=True):
        parts.append("\n\n" if pitch > _PARAGRAPH_GAP * usual else "\n")
        parts.append(" ".join(word.text for word in row))
    return "".join(parts)
