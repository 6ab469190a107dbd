"""A text that remembers where each of its characters came from.

Cleaning a text (unwrapping lines, mending hyphens, dropping running headers)
moves every later character. Each step here edits a :class:`MappedText`, which
carries the map along, rather than comparing the texts afterwards: comparing
guesses, and guesses drift.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Edit: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and the runs of it that were copied from a source.

    Attributes
    ----------
    text : str
        The text as edited so far.
    starts, sources : tuple of int
        Run ``k`` begins at ``text[starts[k]]`` and was copied from source
        offset ``sources[k]`` on, one source code point for each code point,
        until the next run begins.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    sources: tuple[int, ...] = (0,)

    def source(self, offset: int) -> int:
        """Return the source offset of code point `offset` of the text.

        Inserted characters take the offset of the run that they belong to.

        Examples
        --------
        >>> MappedText("ab- cd").edit([(2, 4, "")]).source(2)
        4
        """
        run = bisect_right(self.starts, offset) - 1
        return self.sources[run] + offset - self.starts[run]

    def edit(self, edits: Iterable[Edit]) -> MappedText:
        """Return the text with each ``(start, end, replacement)`` applied.

        Parameters
        ----------
        edits : iterable of (int, int, str)
            Sorted, not overlapping; offsets are those of the text before any
            of these edits.

        Raises
        ------
        ValueError
            If the edits overlap, are unsorted, or reach past the text.
        """
        pieces: list[str] = []
        starts: list[int] = []
        sources: list[int] = []
        done = 0
        length = 0

        def copy(upto: int) -> None:
            nonlocal length
            run = bisect_right(self.starts, done) - 1
            at = done
            while at < upto:
                stop = min(upto, self.starts[run + 1] if run + 1 < len(self.starts) else upto)
                starts.append(length + at - done)
                sources.append(self.sources[run] + at - self.starts[run])
                at = stop
                run += 1
            pieces.append(self.text[done:upto])
            length += upto - done

        for start, end, replacement in edits:
            if not done <= start <= end <= len(self.text):
                raise ValueError(f"edit {start}..{end} overlaps another or reaches past the text")
            copy(start)
            if replacement:
                starts.append(length)
                sources.append(self.source(start))
                pieces.append(replacement)
                length += len(replacement)
            done = end
        copy(len(self.text))
        return MappedText("".join(pieces), tuple(starts) or (0,), tuple(sources) or (0,))
