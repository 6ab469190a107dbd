"""Fit the three logistic regressions with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from hrtext.errors import CorpusError
from hrtext.features import Features
from hrtext.model.linear import BAG_WEIGHT, BAGS, FEATURE_WEIGHT, WORD, LinearModel, bag_text
from hrtext.model.splitting import SplitBy, folds, split_units
from hrtext.records import QUESTIONS

# A word is kept if acts of this many cities use it: "Ohio" says where, not what.
_CITIES = 10
_DOCUMENTS = 4
# Of 0.2, 0.3, 0.5 and 1.0, what real acts of cities held out and of cities known speak for alike.
_INVERSE_PENALTY = 0.5
# Documents written for the corpus are hard cases on purpose; where they would
# shift how common rights content is, they count less than real acts.
_WRITTEN_WEIGHT = {"designation": 1.0, "undertaking": 1.0, "rights_content": 0.3}
_CALIBRATION_SPLITS: tuple[SplitBy, ...] = ("group", "city")


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled document, ready to be learned from.

    Attributes
    ----------
    id : str
    features : Features
    answers : tuple of (bool or None)
        One for each question; None where it was not coded.
    outcome : str
        One of :data:`hrtext.model.codebook.OUTCOMES`.
    city, group : str
        What is kept on one side of every split.
    origin : str
        ``real`` or ``written``.
    confidence : str
        How clear the coder found it.
    duplicate_of : str
        The id of the first sample whose text this one repeats; empty if that was not looked for.
    """

    id: str
    features: Features
    answers: tuple[bool | None, ...]
    outcome: str
    city: str
    group: str
    origin: str
    confidence: str
    duplicate_of: str = ""


def fit(samples: Sequence[Sample], *, seed: int = 0, calibrate: bool = True) -> LinearModel:
    """Fit the model that :mod:`hrtext.model.linear` scores with.

    Parameters
    ----------
    samples : sequence of Sample
    seed : int, optional
        Of the solver and the folds.
    calibrate : bool, optional
        Fit Platt's sigmoid on documents that the scores were not learned from.

    Raises
    ------
    CorpusError
        If a question has only one answer in all of `samples`.
    """
    names = DictVectorizer()
    named = names.fit_transform([dict(sample.features.numbers) for sample in samples])
    scaler = StandardScaler(with_mean=False).fit(named)
    scale = FEATURE_WEIGHT / scaler.scale_
    blocks = [named.multiply(scale)]
    vocabularies: dict[str, dict[str, int]] = {}
    frequencies: dict[str, NDArray[np.float64]] = {}
    cities = min(_CITIES, max(1, len({sample.city for sample in samples}) // 5))
    for bag in BAGS:
        texts = [bag_text(sample.features, bag) for sample in samples]
        vocabulary = _widespread(texts, [sample.city for sample in samples], cities)
        vocabularies[bag] = vocabulary
        frequencies[bag] = np.zeros(0)
        if not vocabulary:
            continue
        vectorizer = TfidfVectorizer(
            vocabulary=vocabulary, ngram_range=(1, 2), token_pattern=WORD, sublinear_tf=True
        )
        blocks.append(vectorizer.fit_transform(texts).multiply(BAG_WEIGHT))
        frequencies[bag] = np.asarray(vectorizer.idf_, dtype=np.float64)
    matrix = sp.hstack(blocks).tocsr()
    rows = [_fit_question(matrix, samples, number, seed) for number in range(len(QUESTIONS))]
    model = LinearModel(
        names={name: column for column, name in enumerate(names.get_feature_names_out())},
        scale=np.asarray(scale, dtype=np.float64),
        vocabularies=vocabularies,
        inverse_document_frequencies=frequencies,
        coefficients=np.vstack([row[0] for row in rows]),
        intercepts=np.array([row[1] for row in rows]),
        calibration=np.tile([1.0, 0.0], (len(QUESTIONS), 1)),
    )
    return replace(model, calibration=_calibration(samples, seed)) if calibrate else model


def split_groups(samples: Sequence[Sample]) -> list[str]:
    """Return the unit that a split may not cut: near-duplicates of real acts, cities of written ones."""
    return split_units(samples, "group")


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
    weights = np.array([_weight(samples[i], question) for i in rows])
    regression = LogisticRegression(
        C=_INVERSE_PENALTY, max_iter=5_000, class_weight="balanced", random_state=seed
    ).fit(matrix[rows], answers, sample_weight=weights)
    return np.asarray(regression.coef_[0], dtype=np.float64), float(regression.intercept_[0])


def _weight(sample: Sample, question: str) -> float:
    return _WRITTEN_WEIGHT[question] if sample.origin == "written" else 1.0


def _calibration(samples: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Return slope and intercept of the sigmoid of each question, learned on held-out documents.

    Half of the held-out scores come from models that saw other acts of the
    same cities, half from models that did not: calibrated on the first alone,
    a model is too sure of itself in a new city; on the second alone, too
    unsure in a known one.
    """
    splits = []
    for split_by in _CALIBRATION_SPLITS:
        # In a small corpus, all acts with one of the answers may be of one city.
        with suppress(CorpusError):
            splits.append(folds(samples, split_by, seed=seed))
    if not splits:
        return np.tile([1.0, 0.0], (len(QUESTIONS), 1))
    values = np.zeros((len(splits), len(samples), len(QUESTIONS)))
    for held_out, parts in zip(values, splits, strict=True):
        for train, test in parts:
            model = fit([samples[i] for i in train], seed=seed, calibrate=False)
            held_out[test] = [model.decision(samples[i].features) for i in test]
    lines = []
    for number, question in enumerate(QUESTIONS):
        rows = [i for i, sample in enumerate(samples) if sample.answers[number] is not None]
        answers = np.array([bool(samples[i].answers[number]) for i in rows])
        weights = np.array([_weight(samples[i], question) for i in rows])
        sigmoid = LogisticRegression(C=1e6).fit(
            values[:, rows, number].reshape(-1, 1),
            np.tile(answers, len(splits)),
            sample_weight=np.tile(weights, len(splits)),
        )
        lines.append([float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])])
    return np.array(lines)


def _widespread(texts: Sequence[str], cities: Sequence[str], at_least: int) -> dict[str, int]:
    """Return the words and pairs that enough documents and enough cities use."""
    users: dict[str, set[str]] = {}
    documents: dict[str, int] = {}
    analyze = TfidfVectorizer(ngram_range=(1, 2), token_pattern=WORD).build_analyzer()
    for text, city in zip(texts, cities, strict=True):
        for gram in set(analyze(text)):
            users.setdefault(gram, set()).add(city)
            documents[gram] = documents.get(gram, 0) + 1
    kept = sorted(
        gram
        for gram, found in users.items()
        if len(found) >= at_least and _DOCUMENTS <= documents[gram] <= 0.6 * len(texts)
    )
    return {gram: column for column, gram in enumerate(kept)}
