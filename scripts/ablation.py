"""Print what each source of the shipped model is worth: without it, or with a part of the documents.

    python scripts/ablation.py corpora/written public.jsonl --model models/default
    python scripts/ablation.py corpora/written public.jsonl --rows tags words

Near-duplicates are kept on one side; whatever is left out, the documents tested on are the same. A row takes
some five minutes, and is printed as soon as it is known.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch

import numpy as np
from compare_models import PARTS, macro_f1_cell, measured_on, recorded_figures, table_row
from numpy.typing import NDArray

from hrtext.corpus import read_corpus
from hrtext.features import Features
from hrtext.model.evaluation import cross_validate, fit_and_predict, summaries
from hrtext.model.marks import NO_MARKS
from hrtext.model.samples import Sample
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import folds
from hrtext.model.word_vectors import DIMENSIONS, WordVectors

Reduce: TypeAlias = Callable[[Features], Features]
Choose: TypeAlias = Callable[[Sequence[Sample]], list[Sample]]
_SHIPPED = "shipped"


def _everything(features: Features) -> Features:
    return features


def _without_clauses(features: Features) -> Features:
    return replace(features, clauses=())


def _without_words(features: Features) -> Features:
    clauses = tuple(replace(clause, words="") for clause in features.clauses)
    return replace(features, clauses=clauses)


def _without_tags(features: Features) -> Features:
    if not features.speaks:
        return features
    numbers = {"topical/clauses": 1.0, "length/clauses": features.numbers["length/clauses"]}
    clauses = tuple(
        replace(clause, names=tuple(name for name in clause.names if name.startswith("section/")))
        for clause in features.clauses
    )
    return replace(features, numbers=numbers, clauses=clauses)


def _all(samples: Sequence[Sample]) -> list[Sample]:
    return list(samples)


def _without_hard(samples: Sequence[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.origin != "selected"]


def _without_written(samples: Sequence[Sample]) -> list[Sample]:
    """Leave written documents out, but that some give the title: no public act of the corpus does."""
    return [
        replace(sample, answers=(True, None, None)) if sample.origin == "written" else sample
        for sample in samples
        if sample.origin != "written" or sample.answers[0]
    ]


def _part_of(origins: tuple[str, ...], share: float, samples: Sequence[Sample]) -> list[Sample]:
    """Keep about `share` of the groups of these origins; a smaller share is a part of a larger one."""
    return [sample for sample in samples if sample.origin not in origins or _place(sample.group) < share]


def _place(group: str) -> float:
    """Return a place from 0 to 1 that depends on the name of the group alone."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:4]) / 2**32


_NO_VECTORS = WordVectors({}, np.zeros((0, DIMENSIONS), np.int8), np.zeros(0, np.float32), sha256="")
_REAL, _WRITTEN = ("real", "selected"), ("written",)


@dataclass(frozen=True, slots=True)
class Row:
    """One way of learning with less."""

    title: str
    reduce: Reduce = _everything
    choose: Choose = _all
    vectors: WordVectors | None = None

    def recipe(self, train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
        """Learn as the shipped model does, from what is left."""
        train, test = self._reduced(self.choose(train)), self._reduced(test)
        if self.vectors is None:
            return fit_and_predict(train, test, seed)
        # The package has one file of vectors, and no way to be told of another.
        with patch("hrtext.model.clauses.load_word_vectors", return_value=self.vectors):
            return fit_and_predict(train, test, seed)

    def _reduced(self, samples: Sequence[Sample]) -> list[Sample]:
        return [self._without(sample) for sample in samples]

    def _without(self, sample: Sample) -> Sample:
        features = self.reduce(sample.features)
        if features.clauses:
            return replace(sample, features=features)
        # The marks of coders count the clauses.
        return replace(sample, features=features, marks=NO_MARKS)


ROWS: Mapping[str, Row] = {
    _SHIPPED: Row("as shipped: all real, all written"),
    "clauses": Row("without the scores of clauses", _without_clauses),
    "words": Row("without the words of clauses and their vectors", _without_words),
    "vectors": Row("without the vectors of words", vectors=_NO_VECTORS),
    "tags": Row("without tags: words, sections and length alone", _without_tags),
    "written": Row("without written documents (but that some give the title)", choose=_without_written),
    "hard": Row("without the real acts chosen as hard", choose=_without_hard),
    "real/4": Row("a quarter of the real, all written", choose=partial(_part_of, _REAL, 0.25)),
    "real/2": Row("half of the real, all written", choose=partial(_part_of, _REAL, 0.5)),
    "written/4": Row("a quarter of the written, all real", choose=partial(_part_of, _WRITTEN, 0.25)),
    "written/2": Row("half of the written, all real", choose=partial(_part_of, _WRITTEN, 0.5)),
}


def ablation(paths: Sequence[str], names: Sequence[str], *, model: Path | None = None) -> Iterator[str]:
    """Yield the lines of the table in Markdown, as they are measured."""
    corpus = read_corpus(paths)
    samples = samples_of(corpus.documents)
    yield table_row("macro-F1, near-duplicates kept apart", ["learned from", *PARTS.values()])
    yield table_row("---", ["---:"] * (1 + len(PARTS)))
    divided = folds(samples, "group")
    for name in names:
        row = ROWS[name]
        known = recorded_figures(model, corpus) if name == _SHIPPED else None
        figures = (
            summaries(cross_validate(samples, split_by="group", recipe=row.recipe))
            if known is None
            else known["group"]
        )
        learned = sum(len(row.choose([samples[i] for i in train])) for train, _ in divided) / len(divided)
        yield table_row(row.title, [f"{learned:.0f}", *(macro_f1_cell(figures, part) for part in PARTS)])
    yield ""
    yield f"*learned from*: documents, the mean of the folds. {measured_on(corpus)}"


def main() -> None:
    """Print the rows asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="which rows to measure")
    parser.add_argument("--model", type=Path, help="model directory whose figures on record are shown")
    arguments = parser.parse_args()
    for line in ablation(arguments.corpora, arguments.rows, model=arguments.model):
        print(line, flush=True)


if __name__ == "__main__":
    main()
