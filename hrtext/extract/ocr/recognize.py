"""Reading the pages of one file off their pictures, within the time and number that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtext import patience
from hrtext.errors import ReadError
from hrtext.extract.ocr.page import SeenPage, see
from hrtext.extract.pages import PageTexts
from hrtext.scans import Ocr, OcrPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrtext.extract.limits import Limits
    from hrtext.extract.ocr.engines import Engine, Picture
    from hrtext.extract.ocr.laid import LaidText
    from hrtext.scans import BoxedLine, OcrCause

# In seconds: the text that there is must still be repaired and labelled.
_KEPT_BACK = 5.0

_NO_TIME = "There was no time to read its pages by OCR: use fewer jobs at once, or raise --ocr-page-seconds."


class Recognizer:
    """Reads pages, and keeps account of them.

    Parameters
    ----------
    engine : Engine
    limits : Limits
        For how many pages of the file, and how much more time each page gets.
    """

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.engine = engine
        self._limits = limits
        self._tried = 0
        self._is_late = False
        self._pages: list[OcrPage] = []
        self._lines: list[BoxedLine] = []
        self._unread: list[int] = []
        self._characters = 0
        self._sureness = 0.0

    def see(self, number: int, picture: Picture, dots_per_inch: float) -> SeenPage | None:
        """Return what is seen on page `number`, or None if it must stay unread.

        The pages read so far are kept: better half a document that says so
        than a ``timeout``.
        """
        if self._tried >= self._limits.ocr_pages:
            self._unread.append(number)
            return None
        self._tried += 1
        patience.ask_for(self._limits.ocr_page_seconds)
        try:
            if patience.seconds_left() >= self._limits.ocr_page_seconds + _KEPT_BACK:
                return see(self.engine, picture, dots_per_inch)
        except TimeoutError:
            pass
        self._unread.append(number)
        self._is_late = True
        return None

    def note(self, number: int, cause: OcrCause, seen: SeenPage, laid: LaidText) -> None:
        """Put down that page `number` got the text `laid` from what was seen."""
        characters = sum(len(word.text) for word in seen.words)
        self._pages.append(OcrPage(number, cause, seen.confidence, *seen.size))
        self._lines.extend(seen.boxed_lines(number, laid))
        self._characters += characters
        self._sureness += characters * seen.confidence

    def finished(self, texts: Sequence[str]) -> PageTexts:
        """Return the pages of the file with the account of them, if any needed to be read.

        Raises
        ------
        ReadError
            ``timeout`` if there is no text, for want of time.
        """
        if not self._pages and not self._unread:
            return PageTexts(texts)
        if self._is_late and not any(any(map(str.isalnum, text)) for text in texts):
            raise ReadError("timeout", _NO_TIME)
        confidence = round(self._sureness / self._characters, 2) if self._characters else 0.0
        account = Ocr(self.engine.name, tuple(self._pages), confidence, tuple(self._unread))
        return PageTexts(texts, account, self._lines)
