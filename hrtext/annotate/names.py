"""Find the names in the lexicon in a text, in one pass over it, whatever its line breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from hrtext.lexicon.prefilter import fold

Item = TypeVar("Item")

# A name goes on in the next line, and past the number of that line, but not over a blank line.
_GAP = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\d{1,2}(?=\s))?[^\S\n]*(?!\s)|[^\S\n]{2,}")
_REST_OF_WORD = re.compile(r"\w*")
_BREAK = re.compile(r"[^\S \n]")
# Chinese, Japanese and Korean put no blanks around a name.
_UNSPACED = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Name(NamedTuple, Generic[Item]):
    """A name to look for, what it stands for, whether capitals count, and whether its last word may go on."""

    text: str
    item: Item
    is_exact: bool = False
    goes_on: bool = False


class NameFinder(Generic[Item]):
    """Finds names at the borders of words, in capitals or not, overlapping ones too.

    Parameters
    ----------
    names : iterable of Name

    Examples
    --------
    >>> find = NameFinder([Name("right to housing", "housing"), Name("CAT", "cat", is_exact=True)])
    >>> list(find("The Right to\\nHousing, a category, the cat, CAT"))
    [(4, 20, 'housing'), (43, 46, 'cat')]
    """

    def __init__(self, names: Iterable[Name[Item]]) -> None:
        alike: dict[str, list[Name[Item]]] = defaultdict(list)
        for name in names:
            alike[fold(" ".join(name.text.split()))].append(name)
        self._names = list(alike.values())
        self._finder = AhoCorasick(list(alike))

    def __call__(self, text: str) -> Iterator[tuple[int, int, Item]]:
        """Yield start, end and item of each name in `text`."""
        squeezed, places, shifts = _squeeze(fold(text))
        size = len(squeezed)
        for number, start, end in self._finder.find_matches_as_indexes(squeezed, overlapping=True):
            if start and _is_word(squeezed[start - 1 : start + 1]):
                continue
            is_cut = end < size and _is_word(squeezed[end - 1 : end + 1])
            first = start + shifts[bisect_right(places, start) - 1]
            last = end + shifts[bisect_right(places, end - 1) - 1]
            for name in self._names[number]:
                if name.goes_on:
                    rest = _REST_OF_WORD.match(text, last)
                    yield first, rest.end() if rest else last, name.item
                elif not is_cut and (not name.is_exact or text[first:last] == name.text):
                    yield first, last, name.item


def _is_word(pair: str) -> bool:
    """Tell whether two neighbours belong to one word."""
    return pair.isalnum() and not _UNSPACED.search(pair)


def _squeeze(text: str) -> tuple[str, list[int], list[int]]:
    """Return `text` with one blank for each gap, and by how much its places differ, from which place on."""
    pieces: list[str] = []
    places, shifts = [0], [0]
    done = length = 0
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        pieces += text[done:start], " "
        length += start - done + 1
        done = end
        places.append(length)
        shifts.append(end - length)
    pieces.append(text[done:])
    return _BREAK.sub(" ", "".join(pieces)), places, shifts
