"""Fit what a document scores, and how much it weighs against its clauses, with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from hrtext.errors import CorpusError
from hrtext.model.clause_fitting import fit_clauses
from hrtext.model.linear import DOCUMENT_ALONE, FEATURE_WEIGHT, LinearModel
from hrtext.model.samples import Sample, sample_weight
from hrtext.model.splitting import SplitBy, folds
from hrtext.records import QUESTIONS

# Of 0.2, 0.3, 0.5 and 1.0, what real acts of cities held out and of cities known speak for alike.
_INVERSE_PENALTY = 0.5
# Two in three real acts of the corpus were chosen for looking like rights content and most have none,
# so the probability of rights content is given as if half had.
_BALANCED = frozenset({"rights_content"})
_IMAGINARY = 20
_HELD_OUT_SPLITS: tuple[SplitBy, ...] = ("group", "city")


def fit(samples: Sequence[Sample], *, seed: int = 0, combine: bool = True) -> LinearModel:
    """Fit the model that :mod:`hrtext.model.linear` scores with.

    Parameters
    ----------
    samples : sequence of Sample
    seed : int, optional
        Of the solver and the folds.
    combine : bool, optional
        Weigh document and clauses by documents that the scores were not
        learned from; else the document alone answers.

    Raises
    ------
    CorpusError
        If a question has only one answer in all of `samples`.
    """
    samples, unheard = _speaking(samples)
    names = DictVectorizer()
    named = names.fit_transform([dict(sample.features.numbers) for sample in samples])
    scaler = StandardScaler(with_mean=False).fit(named)
    scale = FEATURE_WEIGHT / scaler.scale_
    matrix = named.multiply(scale).tocsr()
    rows = [_fit_question(matrix, samples, number, seed) for number in range(len(QUESTIONS))]
    model = LinearModel(
        names={name: column for column, name in enumerate(names.get_feature_names_out())},
        scale=np.asarray(scale, dtype=np.float64),
        coefficients=np.vstack([row[0] for row in rows]),
        intercepts=np.array([row[1] for row in rows]),
        clauses=fit_clauses(samples, seed=seed),
        combination=DOCUMENT_ALONE,
        silent=_of_the_silent(unheard),
    )
    return replace(model, combination=_combination(samples, unheard, seed)) if combine else model


def _speaking(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Part the samples that the model will ever answer for from the others.

    If the first answer a question alike, all are learned from.
    """
    speaking = [sample for sample in samples if sample.features.speaks]
    for number in range(len(QUESTIONS)):
        if not {sample.answers[number] for sample in speaking}.issuperset((True, False)):
            return samples, ()
    return speaking, [sample for sample in samples if not sample.features.speaks]


def _of_the_silent(unheard: Sequence[Sample]) -> NDArray[np.float64]:
    """Return the share that answers each question *yes* among documents in which nothing speaks of rights.

    A few imaginary ones that say no keep it from resting on one or two documents. To undertake something for
    a right takes rights content, so that is no likelier.
    """
    shares = [
        (sum(sample.answers[number] is True for sample in unheard) + 1) / (len(unheard) + _IMAGINARY)
        for number in range(len(QUESTIONS))
    ]
    return np.minimum(shares, shares[-1])


def _fit_question(
    matrix: sp.csr_matrix, samples: Sequence[Sample], number: int, seed: int
) -> tuple[NDArray[np.float64], float]:
    question = QUESTIONS[number]
    rows = [i for i, sample in enumerate(samples) if sample.answers[number] is not None]
    answers = np.array([bool(samples[i].answers[number]) for i in rows])
    if len(set(answers.tolist())) < 2:
        raise CorpusError(
            f"the corpus answers {question!r} always alike: add documents with the other answer"
        )
    weights = np.array([sample_weight(samples[i], question) for i in rows])
    regression = LogisticRegression(
        C=_INVERSE_PENALTY, max_iter=5_000, class_weight="balanced", random_state=seed
    ).fit(matrix[rows], answers, sample_weight=weights)
    return np.asarray(regression.coef_[0], dtype=np.float64), float(regression.intercept_[0])


def _combination(samples: Sequence[Sample], unheard: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Return the weights of clauses and document for each question, learned on held-out documents.

    Half of the held-out scores come from models that saw other acts of the
    same cities, half from models that did not: calibrated on the first alone,
    a model is too sure of itself in a new city; on the second alone, too
    unsure in a known one.
    """
    splits = []
    for split_by in _HELD_OUT_SPLITS:
        # In a small corpus, all acts with one of the answers may be of one city.
        with suppress(CorpusError):
            splits.append(folds(samples, split_by, seed=seed))
    if not splits:
        return DOCUMENT_ALONE
    held_out = np.zeros((len(splits), len(samples), *DOCUMENT_ALONE.shape))
    for values, divided in zip(held_out, splits, strict=True):
        for train, test in divided:
            model = fit([samples[i] for i in train], seed=seed, combine=False)
            for i in test:
                values[i] = model.parts(samples[i].features)
    rows = []
    for number, question in enumerate(QUESTIONS):
        coded = [i for i, sample in enumerate(samples) if sample.answers[number] is not None]
        answers = np.array([bool(samples[i].answers[number]) for i in coded])
        weights = np.array([sample_weight(samples[i], question) for i in coded])
        if question in _BALANCED:
            # Those in which nothing speaks of rights are not learned from, but belong to the half without.
            silent = sum(sample_weight(s, question) for s in unheard if s.answers[number] is False)
            weights[answers] *= (weights[~answers].sum() + silent) / weights[answers].sum()
        regression = LogisticRegression(max_iter=5_000).fit(
            # The last column, of ones, is what the intercept stands for.
            held_out[:, coded, number, :-1].reshape(-1, DOCUMENT_ALONE.shape[1] - 1),
            np.tile(answers, len(splits)),
            sample_weight=np.tile(weights, len(splits)),
        )
        rows.append([*regression.coef_[0].tolist(), float(regression.intercept_[0])])
    return np.array(rows)
