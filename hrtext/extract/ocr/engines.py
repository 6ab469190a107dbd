"""The programs that read text off a picture, and which of them is used."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from hrtext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Picture: TypeAlias = "NDArray[np.uint8]"


class SeenWord(NamedTuple):
    """A word as an engine sees it, in pixels from the upper left of the picture.

    `line` numbers the piece of a line that it stands in; `confidence` lies between 0 and 1.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: int
    confidence: float


class Engine(Protocol):
    """What reads words off a picture."""

    @property
    def name(self) -> str:
        """Its name and version, as the record gives it."""

    @property
    def dots_per_inch(self) -> int:
        """The resolution at which it reads best."""

    def words(self, picture: Picture) -> list[SeenWord]:
        """Return the words of an upright grey picture (height, width); 0 is black.

        Raises
        ------
        TimeoutError
            If it takes too long.
        """


def choose_engine(choice: str) -> Engine | None:
    """Return the engine that `choice` asks for, or None where it is not installed.

    Parameters
    ----------
    choice : str
        ``rapidocr``, ``tesseract``, ``off``, or ``auto`` for the better of
        those installed (``scripts/ocr_scores.py`` measures which that is).

    Examples
    --------
    >>> choose_engine("off") is None
    True
    """
    for name in _ORDER if choice == "auto" else (choice,):
        engine = _engine(name)
        if engine is not None:
            return engine
    return None


def require_engine(choice: str) -> None:
    """Check that the engine which a user asked for by name is there.

    Raises
    ------
    UsageError
        If it is not.

    Examples
    --------
    >>> require_engine("auto")
    """
    if choice in _STARTERS and choose_engine(choice) is None:
        raise UsageError(f"{choice} is not installed: {_ADVICE[choice]}, or use --ocr auto")


@cache
def _engine(name: str) -> Engine | None:
    return _STARTERS[name]() if name in _STARTERS else None


def _rapidocr() -> Engine | None:
    from hrtext.extract.ocr.rapid import start

    return start()


def _tesseract() -> Engine | None:
    from hrtext.extract.ocr.tesseract import start

    return start()


_STARTERS: dict[str, Callable[[], Engine | None]] = {"rapidocr": _rapidocr, "tesseract": _tesseract}
_ORDER = ("rapidocr", "tesseract")
_ADVICE = {
    "rapidocr": "run `pip install 'hrtext[ocr]'`",
    "tesseract": "install the program and its English data, for example with `apt-get install tesseract-ocr`",
}
