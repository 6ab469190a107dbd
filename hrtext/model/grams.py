"""Words and word pairs, as scikit-learn counts them."""

from __future__ import annotations

import re
from itertools import pairwise

WORD = r"(?u)\b[a-zA-Z][a-zA-Z'-]+\b"
_WORD = re.compile(WORD)


def words_of(text: str) -> list[str]:
    """Return the words of `text`, lower-cased.

    Examples
    --------
    >>> words_of("Rights of all")
    ['rights', 'of', 'all']
    """
    return _WORD.findall(text.lower())


def ngrams(text: str) -> list[str]:
    """Return the words and word pairs of `text`, lower-cased.

    Examples
    --------
    >>> ngrams("Rights of all")
    ['rights', 'of', 'all', 'rights of', 'of all']
    """
    words = words_of(text)
    return words + [f"{first} {second}" for first, second in pairwise(words)]
