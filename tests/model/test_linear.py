# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""What is scored without scikit-learn is what scikit-learn would say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from small_corpus import linear, samples  # noqa: F401

from hrtext.errors import CorpusError
from hrtext.features import Features
from hrtext.model.clauses import summarize_scores
from hrtext.model.fitting import fit
from hrtext.model.grams import WORD, ngrams
from hrtext.model.linear import (
    DOCUMENT_ALONE,
    FEATURE_WEIGHT,
)
from hrtext.model.splitting import split_units
from hrtext.records import QUESTIONS

UNSEEN = Features({"act/adoption/self": 1.4, "never/seen": 3.0, "length/clauses": 2.0})
EMPTY = Features({})


@pytest.fixture(scope="module")
def decisions(samples, linear):
    """The decision values of scikit-learn itself for the samples and two further documents."""
    documents = [sample.features for sample in samples] + [UNSEEN, EMPTY]
    learned = documents[: len(samples)]
    names = DictVectorizer()
    named = names.fit_transform([dict(f.numbers) for f in learned])
    scale = FEATURE_WEIGHT / StandardScaler(with_mean=False).fit(named).scale_
    matrix = named.multiply(scale).tocsr()
    rows = names.transform([dict(f.numbers) for f in documents]).multiply(scale).tocsr()
    columns = []
    for number, question in enumerate(QUESTIONS):
        coded = [i for i, s in enumerate(samples) if s.answers[number] is not None]
        weights = [
            0.2 if samples[i].origin == "written" and question == "rights_content" else 1.0 for i in coded
        ]
        regression = LogisticRegression(C=0.5, max_iter=5_000, class_weight="balanced", random_state=0)
        regression.fit(matrix[coded], [samples[i].answers[number] for i in coded], sample_weight=weights)
        columns.append(regression.decision_function(rows))
    return np.array(columns).T


def test_scores_are_those_of_scikit_learn(samples, linear, decisions):
    documents = [sample.features for sample in samples] + [UNSEEN, EMPTY]
    ours = np.array([linear.decision(features) for features in documents])
    assert np.abs(ours - decisions).max() < 1e-9
    assert np.ptp(ours, axis=0).min() > 0.1


def test_a_document_without_anything_known_gets_the_intercept(linear):
    assert linear.decision(EMPTY).tolist() == linear.intercepts.tolist()
    linear.decision(EMPTY)[0] = 99
    assert linear.decision(EMPTY).tolist() == linear.intercepts.tolist()


def test_probabilities_weigh_document_and_clauses(samples, linear):
    for sample in samples:
        clauses = summarize_scores(linear.clauses.scores(sample.features.clauses).answers)
        line = (clauses * linear.combination[:, :4]).sum(axis=1)
        line += linear.decision(sample.features) * linear.combination[:, 4] + linear.combination[:, 5]
        assert linear.probabilities(sample.features) == pytest.approx(1 / (1 + np.exp(-line)), abs=1e-12)


def test_the_document_speaks_for_its_answer(linear):
    assert linear.combination.shape == (3, 6)
    assert (linear.combination[:, 4] > 0).all()
    assert np.isfinite(linear.combination).all()


def test_the_order_of_features_does_not_matter(samples, linear):
    features = samples[0].features
    turned = Features(dict(reversed(features.numbers.items())))
    assert linear.decision(turned) == pytest.approx(linear.decision(features), abs=1e-12)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_words_are_counted_as_scikit_learn_counts_them(text):
    analyze = TfidfVectorizer(ngram_range=(1, 2), token_pattern=WORD).build_analyzer()
    assert ngrams(text) == analyze(text)


def test_words_of_one_city_only_are_not_learned(linear):
    assert linear.clauses.vocabulary
    assert "elevators" not in linear.clauses.vocabulary


def test_extreme_scores_do_not_overflow(linear):
    loud = Features(dict.fromkeys(linear.names, 1e9))
    assert all(0 <= value <= 1 for value in linear.probabilities(loud))
    quiet = Features(dict.fromkeys(linear.names, -1e9))
    assert all(0 <= value <= 1 for value in linear.probabilities(quiet))


@pytest.mark.parametrize("number", range(3))
def test_a_question_with_one_answer_only_cannot_be_learned(samples, number):
    alike = [replace(s, answers=tuple(a or i == number for i, a in enumerate(s.answers))) for s in samples]
    with pytest.raises(CorpusError, match=f"answers '{QUESTIONS[number]}' always alike"):
        fit(alike, combine=False)


def test_where_nothing_can_be_held_out_the_document_alone_answers(samples):
    city = [replace(s, city="Elm", origin="written") for s in samples]
    assert (fit(city).combination == DOCUMENT_ALONE).all()


def test_groups_are_cities_for_written_acts_and_groups_for_real_ones(samples):
    groups = split_units(samples, "group")
    for sample, group in zip(samples, groups, strict=True):
        assert group == (f"city {sample.city}" if sample.origin == "written" else f"group {sample.group}")


def test_the_same_samples_give_the_same_model(samples, linear):
    again = fit(samples, seed=0)
    assert (again.coefficients == linear.coefficients).all()
    assert (again.combination == linear.combination).all()
    assert (again.clauses.coefficients == linear.clauses.coefficients).all()
    assert (again.clauses.deciding == linear.clauses.deciding).all()
