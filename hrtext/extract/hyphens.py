"""Mending words that were broken with a hyphen at the end of a line."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_LAST_PART = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*$")
_FIRST_PART = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")

# Written with a hyphen even where the document has the word only once.
_PREFIXES = frozenset(
    (
        "non self ex vice quasi low high long short full half well ill cross mid twenty thirty forty "
        "fifty sixty seventy eighty ninety two three five eight nine first second third lower middle "
        "upper tax rent"
    ).split()
)
# After these, "high-" and "second-" are the beginnings of one word.
_SUFFIXES = frozenset(
    (
        "ly er ers est ness ed ing y ty teen th al als ary ment ments age ages way ways es ation "
        "payer payers land lands s some en ens ening ened"
    ).split()
)


class Hyphens:
    """Decides, for one document, which hyphens at line ends belong to the word.

    Parameters
    ----------
    text : str
        The document, in which the same word may stand unbroken.

    Examples
    --------
    >>> Hyphens("").keeps("com", "mission"), Hyphens("").keeps("non", "discrimination")
    (False, True)
    >>> Hyphens("the by-laws").keeps("by", "laws")
    True
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(_WORD.findall(self._text.casefold()))

    def keeps(self, left: str, right: str) -> bool:
        """Tell whether the hyphen between `left` and `right` stays.

        Parameters
        ----------
        left, right : str
            The text before the hyphen and the text after it; only the words
            that touch the hyphen count.
        """
        before = _LAST_PART.search(left[-80:])
        after = _FIRST_PART.match(right[:80])
        if not before or not after:
            return True
        head, tail = before[0].casefold(), after[0].casefold()
        if not after[0][0].islower() or not before[0][-1].isalpha():
            return True
        joined, hyphenated = self._words[head + tail], self._words[f"{head}-{tail}"]
        if joined != hyphenated:
            return hyphenated > joined
        return head.rpartition("-")[2] in _PREFIXES and tail not in _SUFFIXES
