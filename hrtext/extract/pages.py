"""The raw pages of a document, and how they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrtext.records import Ocr


class PageTexts(list[str]):
    """The raw text of each page.

    Parameters
    ----------
    texts : iterable of str
    ocr : Ocr, optional
        Which of them were read off their picture.

    Examples
    --------
    >>> PageTexts(["one", "two"]).ocr is None
    True
    """

    def __init__(self, texts: Iterable[str], ocr: Ocr | None = None) -> None:
        super().__init__(texts)
        self.ocr = ocr
