"""Turning a picture of a page so that its lines run level, and finding the way back."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hrtext.extract.ocr.engines import Picture

# A text of fewer dark pixels tells nothing of its lines.
_MIN_INK = 500
_MOST_SKEW = 7.0
_LEAST_SKEW = 0.2
_SURVEY_PIXELS = 900
_MIN_NEIGHBOURS = 4
_TILE = 120
_MIN_TILE_INK = 150
_TILE_ANGLES = (-4.0, -2.0, 0.0, 2.0, 4.0)
_MOST_OF_USUAL = 3


@dataclass(frozen=True, slots=True)
class UprightPicture:
    """A picture turned by quarters and then by a small angle, both counter-clockwise.

    Attributes
    ----------
    picture : array of uint8, shape (height, width)
    quarters : int
        From 0 to 3.
    degrees : float
    width, height : int
        Size in pixels before turning.
    """

    picture: Picture
    quarters: int
    degrees: float
    width: int
    height: int

    def turned(self, x: float, y: float) -> tuple[float, float]:
        """Return where a pixel of the picture as it was stands in the upright one."""
        if self.quarters == 1:
            x, y = y, self.width - 1 - x
        elif self.quarters == 2:
            x, y = self.width - 1 - x, self.height - 1 - y
        elif self.quarters == 3:
            x, y = self.height - 1 - y, x
        rows, columns = self.picture.shape
        angle, middle_x, middle_y = radians(self.degrees), columns / 2, rows / 2
        across, down = x - middle_x, y - middle_y
        return (
            middle_x + cos(angle) * across + sin(angle) * down,
            middle_y - sin(angle) * across + cos(angle) * down,
        )

    def turned_back(self, x: float, y: float) -> tuple[float, float]:
        """Return where a pixel of the upright picture stands in the picture as it was."""
        rows, columns = self.picture.shape
        angle, middle_x, middle_y = radians(self.degrees), columns / 2, rows / 2
        across, down = x - middle_x, y - middle_y
        x = middle_x + cos(angle) * across - sin(angle) * down
        y = middle_y + sin(angle) * across + cos(angle) * down
        if self.quarters == 1:
            return self.width - 1 - y, x
        if self.quarters == 2:
            return self.width - 1 - x, self.height - 1 - y
        if self.quarters == 3:
            return y, self.height - 1 - x
        return x, y


def is_sideways(picture: Picture) -> bool:
    """Tell whether the lines of a page run up or down rather than across."""
    across, down = _ink(picture)
    if len(across) < _MIN_INK:
        return False
    # Tiles vote, so that the frame of a page that was pasted in does not decide.
    votes = 0
    for row in range(0, int(down.max()) + 1, _TILE):
        for column in range(0, int(across.max()) + 1, _TILE):
            here = (down >= row) & (down < row + _TILE) & (across >= column) & (across < column + _TILE)
            if np.count_nonzero(here) >= _MIN_TILE_INK:
                # Between level lines there is white, so the ink of the rows comes and goes.
                level, upended = (
                    max(_relief(along, beside, angle) for angle in _TILE_ANGLES)
                    for along, beside in ((down[here], across[here]), (across[here], down[here]))
                )
                votes += 1 if upended > level else -1
    return votes > 0


def upright(picture: Picture, quarters: int) -> UprightPicture:
    """Return a picture turned by `quarters` of a circle, and then until its lines are level.

    Parameters
    ----------
    picture : array of uint8, shape (height, width)
    quarters : int
        How many quarters counter-clockwise.

    Returns
    -------
    UprightPicture
        Its skew is looked for up to seven degrees either way.
    """
    height, width = picture.shape
    turned: Picture = np.ascontiguousarray(np.rot90(picture, quarters))
    degrees = _skew(turned)
    if abs(degrees) >= _LEAST_SKEW:
        from PIL import Image

        # The paper around the page gets the shade that most of it has.
        paper = int(np.bincount(turned.ravel(), minlength=256).argmax())
        rotated = Image.fromarray(turned).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=paper)
        turned = np.asarray(rotated, dtype=np.uint8)
    else:
        degrees = 0.0
    return UprightPicture(turned, quarters % 4, degrees, width, height)


def _skew(picture: Picture) -> float:
    """Return by how many degrees counter-clockwise to turn a picture so that its lines are level."""
    across, down = _ink(picture)
    if len(across) < _MIN_INK:
        return 0.0
    best = 0.0
    for step, reach in ((0.5, _MOST_SKEW), (0.1, 0.4)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        reliefs = [_relief(down, across, angle) for angle in angles]
        best = float(angles[int(np.argmax(reliefs))])
    return round(best, 1)


def _ink(picture: Picture) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the dark pixels of a reduced picture are: how far across, how far down."""
    step = max(1, max(picture.shape) // _SURVEY_PIXELS)
    rows, columns = picture.shape[0] // step * step, picture.shape[1] // step * step
    small = picture[:rows, :columns].reshape(rows // step, step, columns // step, step).mean(axis=(1, 3))
    # Scanned pages have dark edges, whose straight line is that of the scanner.
    edge_y, edge_x = (size // 25 for size in small.shape)
    inner = small[edge_y : small.shape[0] - edge_y, edge_x : small.shape[1] - edge_x]
    if not inner.size:
        return np.empty(0), np.empty(0)
    dark = inner < (np.median(inner) - 40)
    # Specks of dust have no neighbours.
    padded = np.pad(dark, 1).astype(np.int8)
    near = sum(np.roll(padded, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
    dark &= np.asarray(near)[1:-1, 1:-1] >= _MIN_NEIGHBOURS
    down, across = np.nonzero(dark)
    return across.astype(float), down.astype(float)


def _relief(along: NDArray[np.float64], beside: NDArray[np.float64], degrees: float) -> float:
    """Return how sharply ink and white alternate over the lines that run at an angle."""
    slope = np.tan(np.radians(degrees))
    places = np.rint(along - beside * slope).astype(np.int64)
    counts = np.bincount(places - places.min())
    # A ruled line or the edge of a sheet must not outweigh the lines of text.
    counts = np.minimum(counts, _MOST_OF_USUAL * np.median(counts[counts > 0]))
    return float(np.square(np.diff(counts)).sum())
