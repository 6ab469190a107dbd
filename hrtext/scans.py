"""What was read off the pictures of pages, and where on them it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

OcrCause: TypeAlias = Literal["no_text", "garbled", "incomplete"]


class Box(NamedTuple):
    """Where a line stands on a page.

    In points, 72 to the inch, from the upper left corner of the page as a
    viewer shows it: cut to its crop box and turned as its file says. A page
    that was scanned askew or lying on its side stays so, and the box is the
    smallest upright one around the line. In JSON it is an array of five numbers.

    Attributes
    ----------
    page : int
        Counted from 1.
    x0, y0, x1, y1 : float
        Left, upper, right and lower edge.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class BoxedLine(NamedTuple):
    """A line of a page that was read off its picture.

    In JSON it is an array of two numbers and the array of its box.

    Attributes
    ----------
    start, end : int
        Code points into :attr:`hrtext.records.Document.text`, without the line end.
    box : Box
    """

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page whose text was read off its picture.

    Attributes
    ----------
    page : int
        Counted from 1.
    cause : str
        ``no_text`` for a page without a text layer, ``garbled`` for one whose
        layer is no writing, ``incomplete`` for one whose layer lacked words,
        which were added to it.
    confidence : float
        What the engine says of itself, from 0 to 1, mean over the characters.
    width, height : float
        In points, as a viewer shows the page: what a :class:`Box` lies in.
    """

    page: int
    cause: OcrCause
    confidence: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ocr:
    """How text was read off the pictures of pages.

    Attributes
    ----------
    engine : str
        Name and version.
    pages : tuple of OcrPage
    confidence : float
        Mean over the characters of these pages.
    unread : tuple of int
        Pages that needed it, but for which there was no time left, or which
        lie beyond the number of pages that are read this way.
    """

    engine: str
    pages: tuple[OcrPage, ...]
    confidence: float
    unread: tuple[int, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Ocr:
        """Build it from JSON-ready data.

        Examples
        --------
        >>> Ocr.from_dict({"engine": "e", "pages": [], "confidence": 0.9, "unread": [2]}).unread
        (2,)
        """
        pages = tuple(OcrPage(**page) for page in data["pages"])
        return cls(data["engine"], pages, data["confidence"], tuple(data.get("unread", ())))
