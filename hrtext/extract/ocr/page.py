"""One page: the words that an engine sees on its picture, upright and in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from hrtext.extract.columns import Box, Word
from hrtext.extract.ocr.laid import LaidText, laid_out
from hrtext.extract.ocr.upright import UprightPicture, is_sideways, upright
from hrtext.scans import Box as PageBox
from hrtext.scans import BoxedLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrtext.extract.ocr.engines import Engine, Picture, SeenWord

# A line of which an engine is less sure than this is handwriting, a stamp or a stain.
_MIN_CONFIDENCE = 0.5
# A page read upside down scores far below this, a bad scan the right way up above.
_SURE = 0.8
_POINTS_PER_INCH = 72
_LONG_LINE = 40.0


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What an engine saw on a page.

    Attributes
    ----------
    upright : UprightPicture
    words : tuple of Word
        Boxes in points, from the lower left of the upright picture.
    confidences : tuple of float
        Of each word, from 0 to 1.
    lines : tuple of (left, bottom, right, top)
        The pieces of lines that the engine found.
    sizes : tuple of int
        How many of the words are in each of these.
    points_per_pixel : float
    """

    upright: UprightPicture
    words: tuple[Word, ...]
    confidences: tuple[float, ...]
    lines: tuple[Box, ...]
    sizes: tuple[int, ...]
    points_per_pixel: float

    @property
    def confidence(self) -> float:
        """Mean over the characters, to two places; 0 where nothing was seen."""
        characters = sum(len(word.text) for word in self.words)
        if not characters:
            return 0.0
        weighted = zip(self.words, self.confidences, strict=True)
        return round(sum(len(word.text) * sure for word, sure in weighted) / characters, 2)

    @property
    def is_level(self) -> bool:
        """Whether its lines run across; an engine may read those that run up or down, line by line."""
        long = [box for box in self.lines if max(box[2] - box[0], box[3] - box[1]) > _LONG_LINE]
        return sum(box[3] - box[1] > box[2] - box[0] for box in long) * 2 <= len(long)

    @property
    def laid(self) -> LaidText:
        """The words in reading order, lines parted by ``\\n``, paragraphs by a blank line."""
        return laid_out(self.words, self.lines)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is shown, in points."""
        return (
            round(self.upright.width * self.points_per_pixel, 1),
            round(self.upright.height * self.points_per_pixel, 1),
        )

    def words_by_line(self) -> Iterator[list[tuple[Word, float]]]:
        """Yield the words of each piece of a line, with their confidences."""
        words = zip(self.words, self.confidences, strict=True)
        for size in self.sizes:
            yield list(islice(words, size))

    def box_of(self, left: float, bottom: float, right: float, top: float, *, page_height: float) -> Box:
        """Return where a box of the page as it is shown, in points, stands in the upright picture."""
        corners = [
            self.upright.turned(x / self.points_per_pixel, (page_height - y) / self.points_per_pixel)
            for x in (left, right)
            for y in (bottom, top)
        ]
        rows = self.upright.picture.shape[0]
        across = [x * self.points_per_pixel for x, _ in corners]
        up = [(rows - y) * self.points_per_pixel for _, y in corners]
        return min(across), min(up), max(across), max(up)

    def boxed_lines(self, number: int, laid: LaidText) -> Iterator[BoxedLine]:
        """Yield the lines of a text with their boxes on the page as it is shown.

        Parameters
        ----------
        number : int
            Of the page, for the boxes.
        laid : LaidText
            Its boxes lie in the upright picture, in points from the lower left.
        """
        width, height = self.size
        rows = self.upright.picture.shape[0]
        for start, end, (left, bottom, right, top) in laid.lines():
            corners = [
                self.upright.turned_back(x / self.points_per_pixel, rows - y / self.points_per_pixel)
                for x in (left, right)
                for y in (bottom, top)
            ]
            across = [min(max(x * self.points_per_pixel, 0.0), width) for x, _ in corners]
            down = [min(max(y * self.points_per_pixel, 0.0), height) for _, y in corners]
            edges = (min(across), min(down), max(across), max(down))
            yield BoxedLine(start, end, PageBox(number, *(round(edge, 1) for edge in edges)))


def see(engine: Engine, picture: Picture, dots_per_inch: float) -> SeenPage:
    """Return what an engine sees on a picture, turned whichever way it reads best.

    Parameters
    ----------
    engine : Engine
    picture : array of uint8, shape (height, width)
        Grey; 0 is black.
    dots_per_inch : float
        Of `picture`.
    """
    first = 1 if is_sideways(picture) else 0
    seen: list[SeenPage] = []
    for quarters in (first, first + 2, 1 - first, 3 - first):
        seen.append(_seen(engine, upright(picture, quarters), dots_per_inch))
        if seen[-1].confidence >= _SURE and seen[-1].is_level:
            break
    return max(seen, key=lambda page: (page.is_level, _surely_read(page)))


def _surely_read(page: SeenPage) -> float:
    return sum(
        len(word.text) * (sure - _MIN_CONFIDENCE)
        for word, sure in zip(page.words, page.confidences, strict=True)
    )


def _seen(engine: Engine, picture: UprightPicture, dots_per_inch: float) -> SeenPage:
    scale = _POINTS_PER_INCH / dots_per_inch
    rows = picture.picture.shape[0]
    lines: dict[int, list[SeenWord]] = {}
    for word in engine.words(picture.picture):
        lines.setdefault(word.line, []).append(word)
    lines = {number: line for number, line in lines.items() if _is_sure(line)}
    kept = [word for line in lines.values() for word in line]
    return SeenPage(
        picture,
        tuple(
            Word(
                word.text,
                word.left * scale,
                (rows - word.bottom) * scale,
                word.right * scale,
                (rows - word.top) * scale,
            )
            for word in kept
        ),
        tuple(word.confidence for word in kept),
        tuple(
            (
                min(word.left for word in line) * scale,
                (rows - max(word.bottom for word in line)) * scale,
                max(word.right for word in line) * scale,
                (rows - min(word.top for word in line)) * scale,
            )
            for line in lines.values()
        ),
        tuple(len(line) for line in lines.values()),
        scale,
    )


def _is_sure(line: list[SeenWord]) -> bool:
    characters = sum(len(word.text) for word in line)
    return sum(len(word.text) * word.confidence for word in line) >= _MIN_CONFIDENCE * characters
