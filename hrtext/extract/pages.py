"""The raw pages of a document, and how they were read."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrtext.scans import BoxedLine, Ocr
    from hrtext.textmap import MappedText


class PageTexts(list[str]):
    """The raw text of each page.

    Parameters
    ----------
    texts : iterable of str
    ocr : Ocr, optional
        Which of them were read off their picture.
    lines : iterable of BoxedLine, optional
        The lines of these, page by page; offsets into the text of their page.

    Examples
    --------
    >>> PageTexts(["one", "two"]).ocr is None
    True
    """

    def __init__(self, texts: Iterable[str], ocr: Ocr | None = None, lines: Iterable[BoxedLine] = ()) -> None:
        super().__init__(texts)
        self.ocr = ocr
        self.lines = tuple(lines)

    def lines_in(self, text: MappedText) -> tuple[BoxedLine, ...]:
        """Return the lines that are left in `text`, with offsets into it.

        Parameters
        ----------
        text : MappedText
            Made from the pages joined by one character.
        """
        page_starts = [0, *accumulate(len(page) + 1 for page in self)]
        moved = (
            line._replace(start=text.offset(at + line.start), end=text.offset(at + line.end))
            for line in self.lines
            for at in (page_starts[line.box.page - 1],)
        )
        return tuple(line for line in moved if line.start < line.end)
