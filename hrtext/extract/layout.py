"""The text of a PDF page in the order in which it is read.

pdfium gives text in the order in which the file draws it. That is right for
most pages, also for columns drawn one after the other; it is wrong where rows
are drawn across columns, or lines in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, chain, islice
from operator import gt, sub
from statistics import median
from typing import TYPE_CHECKING, Any

from hrtext.extract.characters import BROKEN_HYPHEN
from hrtext.extract.columns import Word, column_order
from hrtext.extract.pdfium import TextPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hrtext.extract.pdfium import Edges

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
_SHORT = 5


class PageLines:
    """The lines of a page as pdfium gives them; each list has one item a line.

    Parameters
    ----------
    page : TextPage
    text : str
        All of its text.

    Attributes
    ----------
    texts : list of str
        Without the white space around them; no line is blank.
    starts, ends : list of int
        Offsets in the text of the page.
    lefts, bottoms, rights, tops : list of float
        Edges of their boxes, in points from the lower left of the page.
    """

    def __init__(self, page: TextPage, text: str) -> None:
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for raw in text.replace("\r", "\n").split("\n"):
            stripped = raw.strip()
            if stripped:
                start = at if raw[0] == stripped[0] else at + raw.index(stripped)
                self.texts.append(stripped)
                self.starts.append(start)
                self.ends.append(start + len(stripped))
            at += len(raw) + 1
        first = page.characters(self.starts)
        last = page.characters([end - 1 for end in self.ends])
        self.lefts, self.bottoms, self.rights, self.tops = _hulls(first, last)
        self.heights: list[float] = list(map(sub, self.tops, self.bottoms))

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def height(self) -> float:
        """The usual height of a line."""
        return median(self.heights)

    @property
    def middles(self) -> list[float]:
        """Heights of the middles of the lines above the foot of the page."""
        return [(bottom + top) / 2 for bottom, top in zip(self.bottoms, self.tops, strict=True)]


def _hulls(first: Edges, last: Edges) -> Edges:
    """Return the edges of what reaches from a first box to a last."""
    lefts, bottoms = (
        [one if one < other else other for one, other in zip(*pair, strict=True)]
        for pair in zip(first[:2], last[:2], strict=True)
    )
    rights, tops = (
        [one if one > other else other for one, other in zip(*pair, strict=True)]
        for pair in zip(first[2:], last[2:], strict=True)
    )
    return lefts, bottoms, rights, tops


def in_reading_order(page: TextPage, *, upright: bool) -> str | None:
    """Return the text of a page, lines parted by ``\\n``, paragraphs by a blank line.

    Parameters
    ----------
    page : TextPage
    upright : bool
        Whether the page is shown as it was drawn; the boxes of a page that is
        turned tell nothing of its lines.

    Returns
    -------
    str or None
        None where the boxes do not match the text.
    """
    text = page.text()
    if not text or not upright:
        return text
    lines = PageLines(page, text)
    if len(lines) < 2 or _is_vertical(lines):
        return text
    if len(lines) >= _MIN_LINES_FOR_COLUMNS and not _is_one_column(page, lines):
        segments = list(zip(*page.segments(), strict=True))
        ordered = column_order(segments, lambda *found: _pieces(page, text, lines, *found))
        if ordered is not None:
            return ordered
    return _with_blank_lines(text, lines)


def _is_one_column(page: TextPage, lines: PageLines) -> bool:
    """Tell, for few boxes, that many lines run through from edge to edge.

    Few pages have columns, and pages drawn word by word have hundreds of segments.
    """
    lefts, rights = sorted(lines.lefts), sorted(lines.rights)
    left = max(lefts[0] + _NARROWER_THAN_A_COLUMN, lefts[_MIN_LINES_BESIDE - 1])
    right = min(rights[-1] - _NARROWER_THAN_A_COLUMN, rights[-_MIN_LINES_BESIDE])
    edges = zip(lines.starts, lines.ends, lines.lefts, lines.rights, strict=True)
    through = [(start, end) for start, end, low, high in edges if low <= left and high >= right]
    needed = int(_RUNNING_SHARE * len(lines)) + 1
    if len(through) < needed:
        return left > right
    # Each line is one segment or more, and no more of them have gaps than there are segments left.
    if len(through) - (page.count_segments() - len(lines)) >= needed:
        return True
    rows = [page.segments(start, end) for start, end in through[:needed]]
    heights = [height for _, bottoms, _, tops in rows if len(tops) > 1 for height in map(sub, tops, bottoms)]
    if not heights:
        return True
    gap = _NARROWER_THAN_A_GUTTER * median(heights)
    return all(_has_no_gap(lefts, rights, left, right, gap) for lefts, _, rights, _ in rows if len(lefts) > 1)


def _has_no_gap(lefts: list[float], rights: list[float], left: float, right: float, gap: float) -> bool:
    """Tell whether pieces of a row reach from `left` to `right` without one."""
    reached = list(accumulate(rights, max, initial=left))
    return reached[-1] > right and max(map(sub, lefts, reached)) <= gap


def words_of(textpage: Any) -> list[Word]:
    """Return the words of an open text page of pypdfium2 with their boxes, in the order of the file."""
    page = TextPage.of(textpage)
    text = page.text()
    if text is None:
        return []
    return _boxed(page, text, [match.span() for match in _WORD.finditer(text)])


def _pieces(
    page: TextPage, text: str, lines: PageLines, gutters: Sequence[float], forwards: bool
) -> list[Word]:
    """Return the lines, parted only where they reach across a gutter, or all words if not `forwards`."""
    highest = _MAX_LINE_HEIGHTS * lines.height if forwards else 0.0
    # Of each line the words, if it may have to be parted, and whether it has to be in any case.
    found: list[tuple[list[tuple[int, int]], bool]] = []
    edges = zip(lines.texts, lines.starts, lines.ends, lines.lefts, lines.rights, lines.heights, strict=True)
    for line, start, end, left, right, height in edges:
        # To pdfium, what is drawn word by word may be one line where it is two rows.
        is_high = height > highest
        if is_high or bisect_right(gutters, left) < bisect_left(gutters, right):
            found.append((_word_spans(line, start), is_high))
        else:
            found.append(([(start, end)], True))
    firsts = [start for spans, is_whole in found if not is_whole for start, _ in spans]
    columns = iter([bisect_left(gutters, left) for left in page.characters(firsts)[0]])
    spans: list[tuple[int, int]] = []
    for pieces, is_whole in found:
        spans.extend(pieces if is_whole else _parted(pieces, columns))
    return _boxed(page, text, spans)


def _word_spans(line: str, start: int) -> list[tuple[int, int]]:
    """Return where the words of a line are in a text in which it begins at `start`."""
    words = line.split()
    if BROKEN_HYPHEN in line or sum(map(len, words)) + len(words) - 1 != len(line):
        return [(start + match.start(), start + match.end()) for match in _WORD.finditer(line)]
    spans = []
    for word in words:
        end = start + len(word)
        spans.append((start, end))
        start = end + 1
    return spans


def _boxed(page: TextPage, text: str, spans: Sequence[tuple[int, int]]) -> list[Word]:
    firsts = page.characters([start for start, _ in spans])
    lasts = page.characters([end - 1 for _, end in spans])
    for place, (left, right, (start, end)) in enumerate(zip(firsts[0], lasts[2], spans, strict=True)):
        if right <= left and end - start > 1:
            # The mark of a broken hyphen may have no box of its own.
            for edges, (edge,) in zip(lasts, page.characters([end - 2]), strict=True):
                edges[place] = edge
    _, bottoms, rights, tops = _hulls(firsts, lasts)
    texts = [_spaced(text[start:end]) for start, end in spans]
    return list(map(Word, texts, firsts[0], bottoms, rights, tops))


def _parted(words: list[tuple[int, int]], columns: Iterator[int]) -> list[tuple[int, int]]:
    """Return the spans of words that follow each other in one column."""
    spans: list[tuple[int, int]] = []
    before = -1
    for (start, end), column in zip(words, columns, strict=False):
        if column == before:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
            before = column
    return spans


def _spaced(text: str) -> str:
    return " ".join(_WORD.findall(text) if BROKEN_HYPHEN in text else text.split())


def _is_vertical(lines: PageLines) -> bool:
    edges = zip(lines.texts, lines.lefts, lines.rights, lines.heights, strict=True)
    long = [height > right - left for text, left, right, height in edges if len(text) > _SHORT]
    return sum(long) * 2 > len(long)


def _with_blank_lines(text: str, lines: PageLines) -> str:
    """Return the lines, with a blank one wherever the space between two is wider than usual."""
    texts, middles = _sorted_rows(lines)
    pitches = list(map(sub, middles, middles[1:]))
    usual = sorted(pitch for pitch in pitches if pitch > lines.height / 2)
    if not usual:
        return text
    # The commonest pitch, not the middle one: a page of headings has few close lines.
    widest = _PARAGRAPH_GAP * usual[len(usual) // 3]
    gaps = ["\n\n" if pitch > widest else "\n" for pitch in pitches]
    return "".join(chain(texts[:1], chain.from_iterable(zip(gaps, texts[1:], strict=True))))


def _sorted_rows(lines: PageLines) -> tuple[list[str], list[float]]:
    """Return the lines and their middles from the top down, unless some stand side by side, as in a table."""
    texts, middles, height = lines.texts, lines.middles, lines.height
    if not any(map(gt, islice(middles, 1, None), [middle + height for middle in middles])):
        return texts, middles
    order = sorted(range(len(lines)), key=lambda row: (-middles[row], lines.lefts[row]))
    ordered = [middles[row] for row in order]
    beside = sum(pitch < height / 2 for pitch in map(sub, ordered, ordered[1:]))
    if beside > _MAX_SAME_ROW_SHARE * len(lines):
        return texts, middles
    return [texts[row] for row in order], ordered
