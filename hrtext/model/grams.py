"""Words and word pairs, as scikit-learn counts them."""

from __future__ import annotations

import re
from itertools import pairwise

WORD = r"(?u)\b[a-zA-Z][a-zA-Z'-]+\b"
_WORD = re.compile(WORD)


def ngrams(text: str) -> list[str]:
    """Return the words and word pairs of `text`, lower-cased.

    Examples
    --------
    >>> ngrams("Rights of all")
    ['rights', 'of', 'all', 'rights of', 'of all']
    """
    words = _WORD.findall(text.lower())
    return words + [f"{first} {second}" for first, second in pairwise(words)]
