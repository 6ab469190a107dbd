"""Score documents with the fitted linear models, without importing scikit-learn.

scikit-learn fits (see :mod:`hrtext.model.fitting`); what it learned is a
vocabulary, a few arrays and nothing else. Importing it costs two seconds of
processor time, more than labelling a hundred acts, so scoring is done here,
and a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from hrtext.features import Features
from hrtext.model.clauses import SUMMARY, ClauseModel, ClauseScores, summarize_scores

# Words of whole documents know cities, and were left out: measured without them, real acts do no worse
# (models/default/README.md). The words of clauses are of use, see hrtext.model.clauses.
FEATURE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Three logistic regressions over a document, three over its clauses, and three that weigh both.

    Attributes
    ----------
    names : mapping of str to int
        Column of each named feature.
    scale : array of float, shape (n_names,)
        What a named feature is multiplied by.
    coefficients : array of float, shape (3, n_names)
        One row a question, in the order of :data:`hrtext.records.QUESTIONS`.
    intercepts : array of float, shape (3,)
    clauses : ClauseModel
    combination : array of float, shape (3, 6)
        For each question the weights of what the clauses sum up to
        (:data:`hrtext.model.clauses.SUMMARY`) and of the document's decision
        value, and an intercept. Learned on documents held out, so that the
        probabilities are calibrated.
    silent : array of float, shape (3,)
        The probability of *yes* for each question where nothing speaks of
        rights: the share of such documents of the corpus.
    """

    names: Mapping[str, int]
    scale: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    clauses: ClauseModel
    combination: NDArray[np.float64]
    silent: NDArray[np.float64]

    def decision(self, features: Features) -> NDArray[np.float64]:
        """Return the three decision values of one document, shape (3,)."""
        columns: list[int] = []
        values: list[float] = []
        for name, number in features.numbers.items():
            column = self.names.get(name)
            if column is not None:
                columns.append(column)
                values.append(number * self.scale[column])
        if not columns:
            return self.intercepts.copy()
        product: NDArray[np.float64] = self.coefficients[:, columns] @ np.asarray(values)
        return product + self.intercepts

    def parts(self, features: Features, clause_scores: ClauseScores | None = None) -> NDArray[np.float64]:
        """Return what :attr:`combination` weighs, shape (3, 6): clauses summed up, document, and one.

        Parameters
        ----------
        features : Features
        clause_scores : ClauseScores, optional
            What :attr:`clauses` makes of them, where it is known already.
        """
        if clause_scores is None:
            clause_scores = self.clauses.scores(features.clauses)
        decision = self.decision(features)[:, None]
        return np.hstack([summarize_scores(clause_scores.answers), decision, np.ones_like(decision)])

    def probabilities(
        self, features: Features, clause_scores: ClauseScores | None = None
    ) -> tuple[float, ...]:
        """Return the calibrated probability of *yes* for each question.

        A document in which nothing speaks of rights gets :attr:`silent`:
        resemblance is no content.
        """
        if not features.speaks:
            return tuple(self.silent.tolist())
        values = (self.parts(features, clause_scores) * self.combination).sum(axis=1)
        return tuple(map(_sigmoid, values.tolist()))


DOCUMENT_ALONE = np.tile([0.0] * len(SUMMARY) + [1.0, 0.0], (3, 1))
"""The combination of a model that was told nothing about its clauses."""


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
