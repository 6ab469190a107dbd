"""Figures of how well outcomes and answers were predicted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support

from hrtext.model.codebook import OUTCOMES, outcome, outcome_probabilities
from hrtext.model.samples import Sample
from hrtext.records import QUESTIONS

_RESAMPLES = 1_000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Predictions:
    """The calibrated probability of *yes* for each sample and question, shape (n, 3)."""

    samples: tuple[Sample, ...]
    probabilities: NDArray[np.float64]

    def select(self, keep: Sequence[bool]) -> Predictions:
        """Return the predictions for some of the samples."""
        rows = [i for i, kept in enumerate(keep) if kept]
        return Predictions(tuple(self.samples[i] for i in rows), self.probabilities[rows])

    def outcomes(self) -> list[str]:
        """Return the outcome that the table gives for each sample."""
        return [outcome(*(bool(p >= 0.5) for p in row)) for row in self.probabilities]

    def confidence(self) -> NDArray[np.float64]:
        """Return the probability of the outcome given to each sample."""
        return np.array([
            outcome_probabilities(dict(zip(QUESTIONS, map(float, row), strict=True)))[name]
            for row, name in zip(self.probabilities, self.outcomes(), strict=True)
        ])  # fmt: skip


def summarize(predictions: Predictions, *, seed: int = 0) -> dict[str, Any]:
    """Return the figures of one set of predictions, JSON-ready.

    Parameters
    ----------
    predictions : Predictions
        Of documents that the model did not learn from.
    seed : int, optional
        Of the bootstrap.

    Returns
    -------
    dict
        ``documents``, ``macro_f1`` with its 95 % bootstrap interval,
        ``accuracy``, ``outcomes`` (precision, recall, F1, support of each),
        ``answers`` (F1 of *yes* and accuracy of each), ``confusion`` (rows
        coded, columns predicted) and ``calibration_error`` (expected, of the
        outcome's probability, ten bins).
    """
    coded = np.array([sample.outcome for sample in predictions.samples])
    given = np.array(predictions.outcomes())
    seen = [name for name in OUTCOMES if name in {*coded, *given}]
    precision, recall, f1, support = precision_recall_fscore_support(
        coded, given, labels=list(OUTCOMES), zero_division=0
    )
    right = coded == given
    return {
        "documents": len(coded),
        "macro_f1": macro_f1(coded, given),
        "macro_f1_interval": _bootstrap(coded, given, seed),
        "accuracy": _rounded(right.mean()),
        "outcomes": {
            name: {
                "precision": _rounded(precision[i]),
                "recall": _rounded(recall[i]),
                "f1": _rounded(f1[i]),
                "documents": int(support[i]),
            }
            for i, name in enumerate(OUTCOMES)
        },
        "answers": _answers(predictions),
        "confusion": confusion_matrix(coded, given, labels=seen).tolist(),
        "confusion_labels": seen,
        "calibration_error": _calibration_error(predictions.confidence(), right),
    }


def macro_f1(coded: Sequence[str] | NDArray[Any], given: Sequence[str] | NDArray[Any]) -> float:
    """Return the mean F1 over the outcomes that were coded at least once."""
    present = [name for name in OUTCOMES if name in set(coded)]
    return _rounded(f1_score(coded, given, labels=present, average="macro", zero_division=0))


def review_threshold(predictions: Predictions, *, accuracy: float = 0.97) -> tuple[float, float]:
    """Return the lowest probability above which outcomes are right often enough.

    Acts of one group, near-duplicates, count as one: a mistake that is made three times is one mistake.

    Parameters
    ----------
    predictions : Predictions
        Of held-out documents.
    accuracy : float, optional
        How often the outcomes at or above the threshold must be right.

    Returns
    -------
    threshold, share : float
        And the share of documents that lies below it.
    """
    confidence = predictions.confidence()
    right = np.array([
        sample.outcome == given
        for sample, given in zip(predictions.samples, predictions.outcomes(), strict=True)
    ])  # fmt: skip
    repeated = Counter(sample.group for sample in predictions.samples)
    weights = np.array([1 / repeated[sample.group] for sample in predictions.samples])
    # Only thresholds with three places, so that what is let through is what was measured.
    for step in range(1_001):
        threshold = step / 1_000
        above = confidence >= threshold
        if above.any() and np.average(right[above], weights=weights[above]) >= accuracy:
            return threshold, _rounded(1 - above.mean())
    return 1.0, 1.0


def _answers(predictions: Predictions) -> dict[str, Any]:
    figures = {}
    for number, question in enumerate(QUESTIONS):
        rows = [i for i, s in enumerate(predictions.samples) if s.answers[number] is not None]
        coded = np.array([bool(predictions.samples[i].answers[number]) for i in rows])
        given = predictions.probabilities[rows, number] >= 0.5
        figures[question] = {
            "f1": _rounded(f1_score(coded, given, zero_division=0)) if coded.any() else None,
            "accuracy": _rounded((coded == given).mean()) if rows else None,
            "documents": len(rows),
        }
    return figures


def _bootstrap(coded: NDArray[Any], given: NDArray[Any], seed: int) -> list[float]:
    generator = np.random.default_rng(seed)
    names = {name: number for number, name in enumerate(OUTCOMES)}
    truth = np.array([names[name] for name in coded])
    guess = np.array([names[name] for name in given])
    present = sorted(set(truth.tolist()))
    scores = []
    for _ in range(_RESAMPLES):
        rows = generator.integers(0, len(truth), len(truth))
        table = np.zeros((len(OUTCOMES), len(OUTCOMES)))
        np.add.at(table, (truth[rows], guess[rows]), 1)
        both = table.sum(0) + table.sum(1)
        f1 = np.divide(2 * table.diagonal(), both, out=np.zeros(len(OUTCOMES)), where=both > 0)
        scores.append(f1[present].mean())
    return [_rounded(value) for value in np.percentile(scores, [2.5, 97.5])]


def _calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(confidence[bins == number].mean() - right[bins == number].mean()) * (bins == number).mean()
        for number in set(bins.tolist())
    ]
    return _rounded(sum(gaps))


def _rounded(value: SupportsFloat) -> float:
    return round(float(value), 4)
