"""A text that remembers where each of its characters came from.

Cleaning a text (unwrapping lines, mending hyphens, dropping running headers)
moves every later character. Each step here edits a :class:`MappedText`, which
carries the map along, rather than comparing the texts afterwards: comparing
guesses, and guesses drift.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
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

    def offset(self, source: int) -> int:
        """Return the first offset of the text that was copied from `source`, or from beyond it.

        Examples
        --------
        >>> text = MappedText("ab- cd").edit([(2, 4, "")])
        >>> text.offset(1), text.offset(3), text.offset(5), text.offset(6)
        (1, 2, 3, 4)
        """
        run = bisect_left(self.sources, source)
        offset = self.starts[run] if run < len(self.starts) else len(self.text)
        if run and (run == len(self.sources) or self.sources[run] > source):
            offset = min(offset, self.starts[run - 1] + source - self.sources[run - 1])
        return min(offset, len(self.text))

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
        size = len(self.text)
        # One more run, which is never reached, so that each run ends where another begins.
        old_starts, old_sources = (*self.starts, size + 1), self.sources
        pieces: list[str] = []
        starts: list[int] = []
        sources: list[int] = []
        done = length = run = 0
        for start, end, replacement in chain(edits, ((size, size, ""),)):
            if not done <= start <= end <= size:
                raise ValueError(f"edit {start}..{end} overlaps another or reaches past the text")
            if done < start:
                # From `done` to `start` the text is copied, run by run.
                shift = length - done
                while old_starts[run + 1] <= done:
                    run += 1
                starts.append(length)
                sources.append(old_sources[run] + done - old_starts[run])
                while old_starts[run + 1] < start:
                    run += 1
                    starts.append(old_starts[run] + shift)
                    sources.append(old_sources[run])
                pieces.append(self.text[done:start])
                length += start - done
            if replacement:
                while old_starts[run + 1] <= start:
                    run += 1
                starts.append(length)
                sources.append(old_sources[run] + start - old_starts[run])
                pieces.append(replacement)
                length += len(replacement)
            done = end
        return MappedText("".join(pieces), tuple(starts) or (0,), tuple(sources) or (0,))
