"""Find documents that are the same act twice, so that no split has one on each side.

Two documents are near-duplicates if they share seven in ten of their runs of
five words (Jaccard index). Measured on the 373 real English acts of the shipped
corpus: bills introduced again in another year share 0.77 to 1.00; distinct acts
on the same form, such as contracts let by the same office, up to 0.69. A copy
with one word in thirty misread is found, one with a word in twenty is not.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np

from hrtext.corpus.documents import LabelledDocument

_RUN = 5
_LEAST_SHARED = 0.7
# Beyond this many documents a run is a formula. Only neighbours are then compared through it, which
# finds sets of many versions all the same, in time that grows with the corpus and not with its square.
_FORMULA = 30
_WORD = re.compile(r"\w+")


def with_duplicates(documents: Sequence[LabelledDocument]) -> tuple[LabelledDocument, ...]:
    """Return the documents with :attr:`~hrtext.corpus.LabelledDocument.duplicate_of` set."""
    first = list(range(len(documents)))

    def root(number: int) -> int:
        while first[number] != number:
            number = first[number]
        return number

    for one, other in _near_duplicates([document.text for document in documents]):
        low, high = sorted((root(one), root(other)))
        first[high] = low
    return tuple(
        replace(document, duplicate_of=documents[root(number)].id)
        for number, document in enumerate(documents)
    )


def fingerprint(document: LabelledDocument) -> str:
    """Return a short hash of a document's text, white space apart."""
    return hashlib.sha256(" ".join(document.text.split()).encode()).hexdigest()[:16]


def _near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    # Arrays, as most runs occur once, and a Python list for each would take a gigabyte for 5,000 texts.
    runs = [np.fromiter(word_runs(text), dtype=np.uint32) for text in texts]
    every = np.concatenate(runs)
    owners = np.repeat(np.arange(len(runs)), [len(found) for found in runs])
    order = np.argsort(every, kind="stable")
    starts = np.flatnonzero(np.diff(every[order], prepend=-1))
    ends = np.append(starts[1:], len(every))
    owners = owners[order]
    shared: Counter[tuple[int, int]] = Counter()
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        numbers = owners[start:end].tolist()
        shared.update(combinations(numbers, 2) if len(numbers) <= _FORMULA else pairwise(numbers))
    return sorted(
        (one, other)
        for (one, other), count in shared.items()
        if count >= _LEAST_SHARED * (len(runs[one]) + len(runs[other]) - count)
    )


def word_runs(text: str) -> set[int]:
    """Return a checksum of each run of five words, case and punctuation apart.

    Examples
    --------
    >>> word_runs("The Council shall report, yearly.") == word_runs("the council shall report yearly")
    True
    """
    words = _WORD.findall(text.lower())
    return {crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(max(1, len(words) - _RUN + 1))}
