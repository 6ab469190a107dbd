"""Score documents with the fitted linear models, without importing scikit-learn.

scikit-learn fits (see :mod:`hrtext.model.fitting`); what it learned is a
vocabulary, a few arrays and nothing else. Importing it costs two seconds of
processor time, more than labelling a hundred acts, so scoring is done here,
and a test holds the two equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from hrtext.features import Features
from hrtext.model.clauses import SUMMARY, ClauseModel, summarize_scores
from hrtext.model.grams import ngrams

# Bags of words know cities; named features know the codebook. Measured on cities
# held out, half the weight of words is best (models/default/README.md).
BAG_WEIGHT = 0.5
FEATURE_WEIGHT = 0.1
WORDLESS = 0.05
"""The highest probability of rights content where no sentence speaks of any."""
_SHOWN = ("topical/clauses", "reference/instrument", "reference/right", "reference/principle", "designation/")
# Which parts of a document each bag of words reads.
BAGS: Mapping[str, tuple[str, ...]] = {
    "heading": ("title",),
    "act": ("title", "operative", "prose"),
    "whole": ("title", "recital", "operative", "prose"),
}


def bag_text(features: Features, bag: str) -> str:
    """Return the text that one bag of words reads."""
    return " ".join(features.words[part] for part in BAGS[bag])


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Three logistic regressions over a document, three over its clauses, and three that weigh both.

    Attributes
    ----------
    names : mapping of str to int
        Column of each named feature.
    scale : array of float, shape (n_names,)
        What a named feature is multiplied by.
    vocabularies : mapping of str to (mapping of str to int)
        For each bag, the column of each word or word pair.
    inverse_document_frequencies : mapping of str to array, shape (n_words,)
        For each bag, how telling each word is.
    coefficients : array of float, shape (3, n_names + sum of n_words)
        One row a question, in the order of :data:`hrtext.records.QUESTIONS`.
    intercepts : array of float, shape (3,)
    clauses : ClauseModel
    combination : array of float, shape (3, 6)
        For each question the weights of what the clauses sum up to
        (:data:`hrtext.model.clauses.SUMMARY`) and of the document's decision
        value, and an intercept. Learned on documents held out, so that the
        probabilities are calibrated.
    """

    names: Mapping[str, int]
    scale: NDArray[np.float64]
    vocabularies: Mapping[str, Mapping[str, int]]
    inverse_document_frequencies: Mapping[str, NDArray[np.float64]]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    clauses: ClauseModel
    combination: NDArray[np.float64]

    def decision(self, features: Features) -> NDArray[np.float64]:
        """Return the three decision values of one document, shape (3,)."""
        columns: list[int] = []
        values: list[float] = []
        for name, number in features.numbers.items():
            column = self.names.get(name)
            if column is not None:
                columns.append(column)
                values.append(number * self.scale[column])
        offset = len(self.names)
        for bag in BAGS:
            vocabulary, weights = self.vocabularies[bag], self.inverse_document_frequencies[bag]
            counts = Counter(
                vocabulary[gram] for gram in ngrams(bag_text(features, bag)) if gram in vocabulary
            )
            found = sorted(counts)
            bag_values = [(1 + log(counts[column])) * float(weights[column]) for column in found]
            norm = sqrt(sum(value * value for value in bag_values))
            if norm:
                factor = BAG_WEIGHT / norm
                columns += [offset + column for column in found]
                values += [value * factor for value in bag_values]
            offset += len(vocabulary)
        if not columns:
            return self.intercepts.copy()
        product: NDArray[np.float64] = self.coefficients[:, columns] @ np.asarray(values)
        return product + self.intercepts

    def parts(
        self, features: Features, clause_scores: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return what :attr:`combination` weighs, shape (3, 6): clauses summed up, document, and one.

        Parameters
        ----------
        features : Features
        clause_scores : array of float, shape (n_clauses, 3), optional
            What :attr:`clauses` makes of them, where it is known already.
        """
        if clause_scores is None:
            clause_scores = self.clauses.scores(features.clauses)
        decision = self.decision(features)
        return np.hstack([summarize_scores(clause_scores), decision[:, None], np.ones((len(decision), 1))])

    def probabilities(
        self, features: Features, clause_scores: NDArray[np.float64] | None = None
    ) -> tuple[float, ...]:
        """Return the calibrated probability of *yes* for each question.

        Rights content is never likelier than :data:`WORDLESS` in a document
        without any reference or cue to show for it: resemblance is no content.
        """
        answers = [
            _sigmoid(value)
            for value in (self.parts(features, clause_scores) * self.combination).sum(axis=1).tolist()
        ]
        if not any(name.startswith(_SHOWN) for name in features.numbers):
            answers[-1] = min(answers[-1], WORDLESS)
        return tuple(answers)


DOCUMENT_ALONE = np.tile([0.0] * len(SUMMARY) + [1.0, 0.0], (3, 1))
"""The combination of a model that was told nothing about its clauses."""


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))


def column_names(model: LinearModel) -> Sequence[str]:
    """Return a readable name for each column of the coefficients."""
    names = sorted(model.names, key=model.names.__getitem__)
    for bag in BAGS:
        vocabulary = model.vocabularies[bag]
        names += [f"{bag}: {gram}" for gram in sorted(vocabulary, key=vocabulary.__getitem__)]
    return names
