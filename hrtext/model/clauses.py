"""Score each clause for each question, and sum the scores of a document up.

An answer is yes if any clause makes it so, so the strongest clauses count, not
the average one. Like :mod:`hrtext.model.linear`, this scores without
importing scikit-learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hrtext.clause_features import ClauseFeatures
from hrtext.model.grams import ngrams, words_of
from hrtext.model.word_vectors import load_word_vectors

NAME_WEIGHT = 0.5
"""What a name counts beside the words of a clause, whose values have the length one."""
MEANING_WEIGHT = 0.3
"""What the vector of a clause counts beside its words: of 0.3, 0.6 and 1.0, with it real acts of cities held
out and of cities known got the likeliest right answers; written ones would be served by more."""
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
    meaning : array of float, shape (3, DIMENSIONS)
        What the vector of a clause counts for each question, see
        :mod:`hrtext.model.word_vectors`.
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
    meaning: NDArray[np.float64]
    deciding: NDArray[np.float64]

    def scores(self, clauses: Sequence[ClauseFeatures]) -> ClauseScores:
        """Return what the model makes of each clause."""
        rows, columns, values = clause_entries(
            clauses, self.names, self.vocabulary, self.inverse_document_frequencies
        )
        of_all: NDArray[np.float64] = np.stack(
            [
                np.bincount(rows, of_one[columns] * values, minlength=len(clauses))
                for of_one in (*self.coefficients, *self.deciding)
            ],
            axis=1,
        )
        answers, showing = np.hsplit(of_all, [len(self.coefficients)])
        meant = np.einsum("cd,qd->cq", clause_vectors(clauses), self.meaning)
        return ClauseScores(answers + meant + self.intercepts, showing)


class ClauseScores(NamedTuple):
    """What a model makes of the clauses of one document.

    Attributes
    ----------
    answers : array of float, shape (n_clauses, 3)
        The decision value for each of :data:`hrtext.records.QUESTIONS`.
    showing : array of float, shape (n_clauses, 3)
        How good the clause is to show why a label was given, a column for each
        of :data:`hrtext.records.LABELS`; all zero if no coder of the corpus
        showed any.
    """

    answers: NDArray[np.float64]
    showing: NDArray[np.float64]


def clause_vectors(clauses: Sequence[ClauseFeatures]) -> NDArray[np.float64]:
    """Return the vector of each clause, of length :data:`MEANING_WEIGHT`; shape (n_clauses, DIMENSIONS)."""
    return MEANING_WEIGHT * load_word_vectors().of_clauses([words_of(clause.words) for clause in clauses])


def clause_entries(
    clauses: Sequence[ClauseFeatures],
    names: Mapping[str, int],
    vocabulary: Mapping[str, int],
    frequencies: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return row, column and value of what the matrix of these clauses holds."""
    named: list[int] = []
    named_in: list[int] = []
    words: list[int] = []
    words_in: list[int] = []
    for row, clause in enumerate(clauses):
        found = [names[name] for name in clause.names if name in names]
        named += found
        named_in += [row] * len(found)
        spoken = {vocabulary[gram] for gram in ngrams(clause.words) if gram in vocabulary}
        words += sorted(spoken)
        words_in += [row] * len(spoken)
    weights = frequencies[np.array(words, np.intp)]
    lengths = np.sqrt(np.bincount(words_in, weights**2, minlength=len(clauses)))
    every = np.arange(len(clauses))
    return (
        np.concatenate([np.array(named_in, np.intp), every, np.array(words_in, np.intp)]),
        np.concatenate(
            [
                np.array(named, np.intp),
                np.full(len(clauses), names["length"]),
                len(names) + np.array(words, np.intp),
            ]
        ),
        np.concatenate(
            [
                np.full(len(named), NAME_WEIGHT),
                NAME_WEIGHT * np.array([clause.length for clause in clauses]),
                weights / lengths[np.array(words_in, np.intp)],
            ]
        ),
    )


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
