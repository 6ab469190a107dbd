"""Score each clause for each question, and sum the scores of a document up.

An answer is yes if any clause makes it so, so the strongest clauses count, not
the average one. Like :mod:`hrtext.model.linear`, this scores without
importing scikit-learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hrtext.clause_features import ClauseFeatures
from hrtext.model.grams import ngrams
from hrtext.records import LABELS, Label

NAME_WEIGHT = 0.5
"""What a name counts beside the words of a clause, whose values have the length one."""
SUMMARY = ("strongest", "second", "all", "clauses")
"""What the scores of a document are summed up in, for each question."""
_NOTHING = -5.0


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """Three logistic regressions over clauses.

    Attributes
    ----------
    names : mapping of str to int
        Column of each name; ``length`` is one of them.
    vocabulary : mapping of str to int
        Column of each word or word pair, counted behind the names.
    inverse_document_frequencies : array of float, shape (n_words,)
        How telling each word is.
    coefficients : array of float, shape (3, n_names + n_words)
        One row a question, in the order of :data:`hrtext.records.QUESTIONS`.
    intercepts : array of float, shape (3,)
    deciding : array of float, shape (3, n_names + n_words)
        By what a coder chooses the clause to show for a label, one row a
        label in the order of :data:`hrtext.records.LABELS`; zeros where no
        coder of the corpus showed any.
    """

    names: Mapping[str, int]
    vocabulary: Mapping[str, int]
    inverse_document_frequencies: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    deciding: NDArray[np.float64]

    def scores(self, clauses: Sequence[ClauseFeatures]) -> NDArray[np.float64]:
        """Return the decision values of each clause, shape (n_clauses, 3)."""
        return self._product(clauses, self.coefficients) + self.intercepts

    def showing(self, clauses: Sequence[ClauseFeatures], label: Label) -> NDArray[np.float64]:
        """Return how good each clause is to show why the label is `label`, shape (n_clauses,).

        All alike, zero, if the corpus marked no such clauses.
        """
        row = LABELS.index(label)
        return self._product(clauses, self.deciding[row : row + 1])[:, 0]

    def _product(
        self, clauses: Sequence[ClauseFeatures], coefficients: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        rows, columns, values = clause_entries(
            clauses, self.names, self.vocabulary, self.inverse_document_frequencies
        )
        weighted = coefficients[:, columns] * values
        return np.stack([np.bincount(rows, row, minlength=len(clauses)) for row in weighted], axis=1)


def clause_entries(
    clauses: Sequence[ClauseFeatures],
    names: Mapping[str, int],
    vocabulary: Mapping[str, int],
    frequencies: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return row, column and value of what the matrix of these clauses holds."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, clause in enumerate(clauses):
        found = [column for name in clause.names if (column := names.get(name)) is not None]
        columns += found
        values += [NAME_WEIGHT] * len(found)
        columns.append(names["length"])
        values.append(NAME_WEIGHT * clause.length)
        words = sorted(
            {column for gram in ngrams(clause.words) if (column := vocabulary.get(gram)) is not None}
        )
        if words:
            weights = frequencies[words]
            columns += [len(names) + word for word in words]
            values += (weights / np.sqrt(weights @ weights)).tolist()
        rows += [row] * (len(columns) - len(rows))
    return np.array(rows, np.intp), np.array(columns, np.intp), np.array(values, np.float64)


def summarize_scores(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each question what :data:`SUMMARY` names.

    Parameters
    ----------
    scores : array of float, shape (n_clauses, 3)

    Returns
    -------
    array of float, shape (3, 4)

    Examples
    --------
    >>> summarize_scores(np.array([[0.0, -1.0, -2.0], [1.0, -3.0, -2.0]]))[0].round(2).tolist()
    [1.0, 0.0, 1.31, 1.1]
    """
    number = len(scores)
    padded = np.sort(np.vstack([scores, np.full((2, scores.shape[1]), _NOTHING)]), axis=0)
    everything = np.log(np.exp(scores).sum(axis=0)) if number else padded[-1]
    return np.stack([padded[-1], padded[-2], everything, np.full(scores.shape[1], np.log1p(number))], axis=1)
