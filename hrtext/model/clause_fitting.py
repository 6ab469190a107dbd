"""Fit the scores of clauses, with scikit-learn, from documents of which few say which clause decided.

A document is *yes* if one of its clauses makes it so, and *no* only if none
does (multiple-instance learning). The clauses that coders marked are the
first examples of *yes*; in a document without marks it is the clause that
the fit so far scores highest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from hrtext.clause_features import ClauseFeatures
from hrtext.model.clauses import ClauseModel, clause_entries, clause_vectors
from hrtext.model.grams import ngrams
from hrtext.model.samples import Sample, sample_weight
from hrtext.records import LABELS, QUESTIONS, Label

# A word is kept if clauses of this many cities use it: "Ohio" says where, not what.
_CITIES = 8
_FEWEST_CLAUSES = 5
_INVERSE_PENALTY = 3.0
_ROUNDS = 3
# A title is given in set words, and what means nearly the same gives none.
_BY_MEANING = frozenset({"undertaking", "rights_content"})
# Of the weight of all clauses that make nothing so, what those that do have together.
_SHARE_OF_YES = 0.2
# Where no coder marked a clause, one that has such a name may be it.
_SIGNS = {
    "designation": ("title/",),
    "undertaking": ("act/",),
    "rights_content": ("content/", "reference/"),
}


def fit_clauses(samples: Sequence[Sample], *, seed: int = 0) -> ClauseModel:
    """Fit the three regressions over clauses.

    Parameters
    ----------
    samples : sequence of Sample
    seed : int, optional
        Of the solver.

    Returns
    -------
    ClauseModel
        With coefficients of zero for a question that no clause can show.
    """
    clauses = [clause for sample in samples for clause in sample.features.clauses]
    homes = np.repeat(np.arange(len(samples)), [len(sample.features.clauses) for sample in samples])
    names = {
        name: column
        for column, name in enumerate(sorted({"length"}.union(*(clause.names for clause in clauses))))
    }
    vocabulary, frequencies = _vocabulary(clauses, [samples[home].city for home in homes.tolist()])
    rows, columns, values = clause_entries(clauses, names, vocabulary, frequencies)
    width = len(names) + len(vocabulary)
    matrix = sp.csr_matrix((values, (rows, columns)), shape=(len(clauses), width))
    with_meaning = sp.hstack([matrix, clause_vectors(clauses)]).tocsr()
    fitted = []
    for number, question in enumerate(QUESTIONS):
        seen = with_meaning if question in _BY_MEANING else matrix
        coefficients, intercept = _fit_question(seen, samples, clauses, homes, number, seed)
        fitted.append((np.pad(coefficients, (0, with_meaning.shape[1] - len(coefficients))), intercept))
    counted, meaning = np.hsplit(np.vstack([coefficients for coefficients, _ in fitted]), [width])
    return ClauseModel(
        names=names,
        vocabulary=vocabulary,
        inverse_document_frequencies=frequencies,
        coefficients=counted,
        intercepts=np.array([intercept for _, intercept in fitted]),
        meaning=meaning,
        deciding=np.vstack([_fit_showing(matrix, samples, homes, label, seed) for label in LABELS]),
    )


def _fit_showing(
    matrix: sp.csr_matrix, samples: Sequence[Sample], homes: NDArray[np.intp], label: Label, seed: int
) -> NDArray[np.float64]:
    """Return what tells the clauses that coders showed for a label from the others of those documents."""
    told = np.array([sample.outcome == label and bool(sample.marks.shown) for sample in samples])
    rows = np.flatnonzero(told[homes])
    first = np.searchsorted(homes, np.arange(len(samples) + 1))
    is_shown = np.zeros(len(homes), np.bool_)
    for number in np.flatnonzero(told).tolist():
        is_shown[[first[number] + clause for clause in samples[number].marks.shown]] = True
    if not is_shown.any() or is_shown[rows].all():
        return np.zeros(matrix.shape[1])
    # In each document those shown count as much as the others.
    shown = np.bincount(homes[is_shown], minlength=len(samples))
    others = np.bincount(homes, minlength=len(samples)) - shown
    weight = np.where(is_shown, 1 / np.maximum(1, shown[homes]), 1 / np.maximum(1, others[homes]))
    regression = LogisticRegression(C=_INVERSE_PENALTY, max_iter=5_000, random_state=seed)
    regression.fit(matrix[rows], is_shown[rows], sample_weight=weight[rows])
    return np.asarray(regression.coef_[0], np.float64)


def _fit_question(
    matrix: sp.csr_matrix,
    samples: Sequence[Sample],
    clauses: Sequence[ClauseFeatures],
    homes: NDArray[np.intp],
    question: int,
    seed: int,
) -> tuple[NDArray[np.float64], float]:
    answers = np.array([sample.answers[question] is True for sample in samples])
    denied = np.array([sample.answers[question] is False for sample in samples])
    weights = np.array([sample_weight(sample, QUESTIONS[question]) for sample in samples])
    first = np.searchsorted(homes, np.arange(len(samples) + 1))
    marked = np.zeros(len(clauses), np.bool_)
    unmarked: list[int] = []
    for number in np.flatnonzero(answers).tolist():
        marks = sorted(samples[number].marks.deciding[question])
        marked[[first[number] + mark for mark in marks]] = True
        if not marks and first[number] < first[number + 1]:
            unmarked.append(number)
    no = denied[homes]
    if QUESTIONS[question] == "undertaking":
        for number, sample in enumerate(samples):
            no[[first[number] + mark for mark in sorted(sample.marks.idle)]] = True
    yes = marked if marked.any() else _with_signs(clauses, QUESTIONS[question]) & answers[homes]
    regression: LogisticRegression | None = None
    for _ in range(_ROUNDS):
        if regression is not None:
            scores = regression.decision_function(matrix)
            yes = marked.copy()
            for number in unmarked:
                yes[first[number] + np.argmax(scores[first[number] : first[number + 1]])] = True
        if not yes.any() or not no.any():
            break
        regression = _regression(matrix, homes, yes, no, weights, seed)
        if not unmarked:
            break
    if regression is None:
        return np.zeros(matrix.shape[1]), 0.0
    return np.asarray(regression.coef_[0], np.float64), float(regression.intercept_[0])


def _regression(
    matrix: sp.csr_matrix,
    homes: NDArray[np.intp],
    yes: NDArray[np.bool_],
    no: NDArray[np.bool_],
    weights: NDArray[np.float64],
    seed: int,
) -> LogisticRegression:
    rows = np.flatnonzero(yes | no)
    is_yes = yes[rows]
    weight = weights[homes[rows]]
    # Every document that says yes counts alike, however many clauses say so.
    in_document = np.bincount(homes[rows[is_yes]], minlength=len(weights))
    weight[is_yes] /= in_document[homes[rows[is_yes]]]
    weight[is_yes] *= _SHARE_OF_YES * weight[~is_yes].sum() / weight[is_yes].sum()
    return LogisticRegression(C=_INVERSE_PENALTY, max_iter=5_000, random_state=seed).fit(
        matrix[rows], is_yes, sample_weight=weight
    )


def _with_signs(clauses: Sequence[ClauseFeatures], question: str) -> NDArray[np.bool_]:
    signs = _SIGNS[question]
    return np.array([any(name.startswith(signs) for name in clause.names) for clause in clauses], np.bool_)


def _vocabulary(
    clauses: Sequence[ClauseFeatures], cities: Sequence[str]
) -> tuple[dict[str, int], NDArray[np.float64]]:
    """Return the words and pairs that clauses of enough cities use, and how telling each is."""
    at_least = min(_CITIES, max(1, len(set(cities)) // 5))
    users: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for clause, city in zip(clauses, cities, strict=True):
        for gram in set(ngrams(clause.words)):
            users.setdefault(gram, set()).add(city)
            counts[gram] = counts.get(gram, 0) + 1
    kept = sorted(
        gram for gram, found in users.items() if len(found) >= at_least and counts[gram] >= _FEWEST_CLAUSES
    )
    found = np.array([counts[gram] for gram in kept], np.float64)
    frequencies = np.log((1 + len(clauses)) / (1 + found)) + 1
    return {gram: column for column, gram in enumerate(kept)}, frequencies
