"""Text on the picture of a page that its text layer lacks, and putting it in."""

from __future__ import annotations

import re
from collections import deque
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hrtext.extract.columns import Box, Word
from hrtext.extract.ocr.laid import LaidText, laid_out
from hrtext.extract.ocr.page import SeenPage
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
_MIN_LETTERS = 4
_MIN_LETTERS_ALONE = 3
_MIN_SHARED_HEIGHT = 0.5
_TOKEN = re.compile(r"\S+")


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


def filled(text: str, layer: Sequence[Word], seen: SeenPage, page_height: float) -> LaidText | None:
    """Return the text of a page with the words that its layer lacks, or None if it lacks none.

    Parameters
    ----------
    text : str
        What the layer says, in reading order.
    layer : sequence of Word
        The same words, in any order; boxes in points of the page as it is shown.
    seen : SeenPage
    page_height : float
        In points.

    Returns
    -------
    LaidText or None
        Its boxes lie in the upright picture of `seen`, like those of its words.
    """
    layered = [Word(word.text, *seen.box_of(*word[1:], page_height=page_height)) for word in layer]
    groups = [group for line in seen.words_by_line() for group in _missing(line, layered)]
    if not groups:
        return None
    tokens = list(_TOKEN.finditer(text))
    if [token[0] for token in tokens] != [word.text for word in layered]:
        # The order was mended, so that word and place are no longer known to belong together.
        words = [*layered, *(word for group in groups for word in group)]
        return laid_out(words, [*seen.lines, *(word[1:] for word in layered)])
    groups.sort(key=lambda group: (-group[0].middle, group[0].left))
    ends = [token.end() for token in tokens]
    pieces = [_Piece(*_place(text, ends, layered, group), group) for group in groups]
    spans = [token.span() for token in tokens]
    return _inserted(text, list(zip(spans, layered, strict=True)), sorted(pieces, key=lambda piece: piece.at))


class _Piece(NamedTuple):
    """Words that go into a text at an offset, and what stands around them."""

    at: int
    before: str
    after: str
    words: list[Word]


def _inserted(
    text: str, layered: Sequence[tuple[tuple[int, int], Word]], pieces: Sequence[_Piece]
) -> LaidText:
    """Return a text with pieces put in, and where its own words and the new ones stand."""
    parts: list[str] = []
    placed: list[tuple[int, int, Box]] = []
    waiting = deque(layered)
    done = length = 0
    for piece in (*pieces, _Piece(len(text), "", "", [])):
        while waiting and waiting[0][0][1] <= piece.at:
            (start, end), word = waiting.popleft()
            placed.append((start + length - done, end + length - done, word[1:]))
        added = " ".join(word.text for word in piece.words)
        parts += [text[done : piece.at], piece.before, added, piece.after]
        at = length + piece.at - done + len(piece.before)
        length = at + len(added) + len(piece.after)
        for word in piece.words:
            placed.append((at, at + len(word.text), word[1:]))
            at += len(word.text) + 1
        done = piece.at
    whole = "".join(parts)
    cut = len(whole) - len(whole.lstrip())
    return LaidText(whole[cut:], tuple((start - cut, end - cut, box) for start, end, box in placed))


def _missing(line: list[tuple[Word, float]], layer: Sequence[Word]) -> list[list[Word]]:
    """Return the runs of words of a line that the layer lacks."""
    row = [word for word in layer if _shares_row(word, line)]
    row.sort(key=lambda word: word.left)
    # Where words stand within a line is an estimate, so they are matched by their letters.
    layered, seen = [_plain(word.text) for word in row], [_plain(word.text) for word, _ in line]
    groups: list[list[Word]] = []
    for kind, _, _, start, end in SequenceMatcher(None, layered, seen).get_opcodes():
        if kind == "insert":
            group = [
                word
                for word, sure in line[start:end]
                if sure >= _MIN_CONFIDENCE
                and _is_writing(word.text)
                and _covered_share(word, row) <= _MAX_COVERED
            ]
            if sum(len(word.text) for word in group) >= _MIN_LETTERS_ALONE:
                groups.append(group)
    return groups


def _shares_row(word: Word, line: list[tuple[Word, float]]) -> bool:
    first, last = line[0][0], line[-1][0]
    shared = min(word.top, first.top) - max(word.bottom, first.bottom)
    return (
        shared >= _MIN_SHARED_HEIGHT * min(word.top - word.bottom, first.top - first.bottom)
        and word.right >= first.left
        and word.left <= last.right
    )


def _place(text: str, ends: list[int], layer: Sequence[Word], group: list[Word]) -> tuple[int, str, str]:
    """Return where in a text a run of words goes in, and what stands before and after it."""
    height = group[0].top - group[0].bottom
    middle, centre = group[0].middle, (group[0].left + group[-1].right) / 2
    row = [index for index, word in enumerate(layer) if abs(word.middle - middle) < height / 2]
    beside = [index for index in row if layer[index].right <= centre]
    if beside:
        return ends[max(beside, key=lambda index: layer[index].right)], " ", ""
    if row:
        first = min(row, key=lambda index: layer[index].left)
        return ends[first] - len(layer[first].text), "", " "
    above = [index for index, word in enumerate(layer) if word.middle > middle]
    if not above:
        return 0, "", "\n\n"
    place = text.find("\n", ends[max(above)])
    return (len(text) if place < 0 else place), "\n\n", ""


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _is_writing(text: str) -> bool:
    """Tell whether a word may be added on the word of the engine: a known one, a name, a number.

    Engines read signatures too, as words of no language.
    """
    letters = text.strip(".,;:()[]\"'“”‘’-")
    return (
        is_known(letters)
        or (len(letters) >= _MIN_LETTERS and letters.isalpha() and (letters.istitle() or letters.isupper()))
        or letters.isdigit()
    )


def _covered_share(word: Word, layer: Sequence[Word]) -> float:
    area = (word.right - word.left) * (word.top - word.bottom)
    shared = sum(
        max(0.0, min(word.right, other.right) - max(word.left, other.left))
        * max(0.0, min(word.top, other.top) - max(word.bottom, other.bottom))
        for other in layer
    )
    return shared / area if area > 0 else 1.0
