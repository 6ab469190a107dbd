"""Words of a page laid out as its text, which keeps the place of each."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from hrtext.extract.columns import Box, Word, column_order, joined_rows, word_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = re.compile(r"\d+|\s+")


class LaidText(NamedTuple):
    """The text of a page, and where its words stand.

    Attributes
    ----------
    text : str
    words : tuple of (start, end, (left, bottom, right, top))
        Offsets into `text`, in its order, each with the box of the word.
    """

    text: str
    words: tuple[tuple[int, int, Box], ...]

    def lines(self) -> Iterator[tuple[int, int, Box]]:
        r"""Yield the start and end of each line that has words, and the box around them.

        Examples
        --------
        >>> words = (0, 2, (9, 11, 40, 21)), (3, 5, (50, 10, 60, 20)), (6, 8, (9, 0, 20, 9))
        >>> list(LaidText("Be it\nso", words).lines())
        [(0, 5, (9, 10, 60, 21)), (6, 8, (9, 0, 20, 9))]
        """
        line: list[tuple[int, int, Box]] = []
        for word in self.words:
            if line and "\n" in self.text[line[-1][1] : word[0]]:
                yield _around(line)
                line = []
            line.append(word)
        if line:
            yield _around(line)


def _around(line: Sequence[tuple[int, int, Box]]) -> tuple[int, int, Box]:
    lefts, bottoms, rights, tops = zip(*(box for _, _, box in line), strict=True)
    return line[0][0], line[-1][1], (min(lefts), min(bottoms), max(rights), max(tops))


def laid_out(words: Sequence[Word], lines: Sequence[Box]) -> LaidText:
    """Return words in reading order, column by column.

    Parameters
    ----------
    words : sequence of Word
    lines : sequence of (left, bottom, right, top)
        Boxes of the pieces of lines in which they stand.

    Examples
    --------
    >>> laid_out([Word("it", 50, 10, 60, 20), Word("Be", 10, 11, 40, 21)], []).text
    'Be it'
    """
    if not words:
        return LaidText("", ())
    # Their order depends on their boxes alone, so numbers are laid out, and the words put in for them.
    numbers = [word._replace(text=str(number)) for number, word in enumerate(words)]
    layout = column_order(lines, lambda *_: numbers)
    if layout is None:
        layout = joined_rows(word_rows(numbers, median(word.top - word.bottom for word in words)))
    parts: list[str] = []
    placed: list[tuple[int, int, Box]] = []
    at = 0
    for piece in _PIECE.findall(layout):
        if piece.isdigit():
            word = words[int(piece)]
            parts.append(word.text)
            placed.append((at, at + len(word.text), word[1:]))
        else:
            parts.append(piece)
        at += len(parts[-1])
    return LaidText("".join(parts), tuple(placed))
