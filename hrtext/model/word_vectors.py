"""Compare clauses by what their words mean: near words have near vectors.

The words and word pairs of a clause say what coders of the corpus saw; an
act drafted in other words than theirs ("vagrants" for "homeless") is told by
the mean of its words' vectors. They were made once, without labels, by
``scripts/word_vectors.py``, and are part of the package.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Of 64, 128 and 256: real and written documents held out do best together.
DIMENSIONS = 128
"""The length of a word's vector."""
_FILE = Path(__file__).with_name("word_vectors.npz")
_STEPS = 127


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of words, in whole numbers.

    Attributes
    ----------
    rows : mapping of str to int
        Row of each lower-cased word.
    steps : array of int8, shape (n_words, DIMENSIONS)
    scale : array of float32, shape (n_words,)
        What the steps of a word are multiplied by.
    sha256 : str
        The hash of the file they were read from.
    """

    rows: Mapping[str, int]
    steps: NDArray[np.int8]
    scale: NDArray[np.float32]
    sha256: str

    def of_clauses(self, clauses: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return a vector of length one for the words of each clause; zeros where none is known.

        Parameters
        ----------
        clauses : sequence of sequence of str
            The lower-cased words of each; a word counts once.

        Returns
        -------
        array of float, shape (n_clauses, DIMENSIONS)

        Examples
        --------
        >>> same, near, far = load_word_vectors().of_clauses([["tenant"], ["renter"], ["asphalt"]])
        >>> same @ near > same @ far
        np.True_
        """
        summed = np.zeros((len(clauses), DIMENSIONS))
        for number, words in enumerate(clauses):
            rows = [self.rows[word] for word in dict.fromkeys(words) if word in self.rows]
            if rows:
                # No matrix product: how BLAS adds up depends on how many threads it may use.
                summed[number] = (self.steps[rows] * self.scale[rows, None]).sum(axis=0)
        lengths = np.linalg.norm(summed, axis=1, keepdims=True)
        return summed / np.where(lengths > 0, lengths, 1)


@cache
def load_word_vectors() -> WordVectors:
    """Return the vectors that are part of the package."""
    return read_word_vectors(_FILE)


def read_word_vectors(file: Path) -> WordVectors:
    """Read a file that :func:`write_word_vectors` wrote."""
    raw = file.read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode().split("\n")
        return WordVectors(
            rows={word: row for row, word in enumerate(words)},
            steps=arrays["steps"],
            scale=arrays["scale"],
            sha256=hashlib.sha256(raw).hexdigest(),
        )


def write_word_vectors(file: Path, words: Sequence[str], vectors: NDArray[np.float64]) -> None:
    """Write vectors in 255 steps each, an eighth of their size.

    Parameters
    ----------
    file : path
    words : sequence of str
    vectors : array of float, shape (n_words, DIMENSIONS)
    """
    scale = np.abs(vectors).max(axis=1) / _STEPS
    steps = np.rint(vectors / scale[:, None]).astype(np.int8)
    spelled = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez(file, words=spelled, steps=steps, scale=scale.astype(np.float32))
