"""Reading the pages of one file off their pictures, within the time and number that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtext import patience
from hrtext.extract.ocr.page import SeenPage, see
from hrtext.scans import Ocr, OcrPage

if TYPE_CHECKING:
    from hrtext.extract.limits import Limits
    from hrtext.extract.ocr.engines import Engine, Picture
    from hrtext.extract.ocr.laid import LaidText
    from hrtext.scans import BoxedLine, OcrCause

# In seconds: the text that there is must still be repaired and labelled.
_KEPT_BACK = 5.0


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
        self._pages: list[OcrPage] = []
        self.lines: list[BoxedLine] = []
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
        if patience.seconds_left() < self._limits.ocr_page_seconds + _KEPT_BACK:
            self._unread.append(number)
            return None
        return see(self.engine, picture, dots_per_inch)

    def note(self, number: int, cause: OcrCause, seen: SeenPage, laid: LaidText) -> None:
        """Put down that page `number` got the text `laid` from what was seen."""
        characters = sum(len(word.text) for word in seen.words)
        self._pages.append(OcrPage(number, cause, seen.confidence, *seen.size))
        self.lines.extend(seen.boxed_lines(number, laid))
        self._characters += characters
        self._sureness += characters * seen.confidence

    @property
    def account(self) -> Ocr | None:
        """What the record says of it; None where no page needed it."""
        if not self._pages and not self._unread:
            return None
        confidence = round(self._sureness / self._characters, 2) if self._characters else 0.0
        return Ocr(self.engine.name, tuple(self._pages), confidence, tuple(self._unread))
