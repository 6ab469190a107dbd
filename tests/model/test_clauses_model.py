# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""Clauses are scored as scikit-learn would, and answers turn on the strongest of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from small_corpus import linear, samples  # noqa: F401

from hrtext.analyzer import load
from hrtext.clause_features import ClauseFeatures
from hrtext.model.clause_fitting import fit_clauses
from hrtext.model.clauses import clause_entries, clause_vectors, summarize_scores
from hrtext.model.marks import NO_MARKS, Marks, read_marks


def clause(*names, words="", start=0):
    return ClauseFeatures(start, start + 10, "operative", tuple(sorted(names)), 0.1, words)


def test_scores_are_the_product_of_the_matrix_that_was_learned_from(samples, linear):
    clauses = [clause for sample in samples for clause in sample.features.clauses]
    model = linear.clauses
    rows, columns, values = clause_entries(
        clauses, model.names, model.vocabulary, model.inverse_document_frequencies
    )
    matrix = sp.csr_matrix((values, (rows, columns)), shape=(len(clauses), model.coefficients.shape[1]))
    expected = matrix @ model.coefficients.T + clause_vectors(clauses) @ model.meaning.T + model.intercepts
    assert np.abs(model.scores(clauses).answers - expected).max() < 1e-9


def test_unknown_names_and_words_score_the_intercept_and_the_length(linear):
    model = linear.clauses
    unknown = replace(clause("never/seen", words="zyx wvu"), length=0.0)
    assert model.scores([unknown]).answers[0] == pytest.approx(model.intercepts)
    assert model.scores([]).answers.shape == (0, 3)


def test_what_words_mean_counts_for_all_but_the_title(linear):
    weight = np.abs(linear.clauses.meaning).sum(axis=1)
    assert weight[0] == 0
    assert (weight[1:] > 0).all()


@pytest.mark.parametrize("number", [0, 1, 2, 40])
def test_a_summary_is_finite_for_any_number_of_clauses(number):
    summary = summarize_scores(np.linspace(-9, 9, 3 * number).reshape(number, 3))
    assert summary.shape == (3, 4)
    assert np.isfinite(summary).all()
    assert (summary[:, 0] >= summary[:, 1]).all()


def test_one_more_weak_clause_leaves_the_strongest_alone():
    scores = np.array([[2.0, -1.0, 0.0]])
    more = np.vstack([scores, [[-3.0, -3.0, -3.0]] * 20])
    assert (summarize_scores(more)[:, 0] == summarize_scores(scores)[:, 0]).all()


def test_the_clause_that_a_coder_marked_is_learned_before_others(samples):
    """Two clauses that differ in one name: the marked one is what makes the answer."""
    told = []
    for number, sample in enumerate(samples):
        is_yes = sample.answers[2] is True
        clauses = (
            clause("section/recital", "x/marked" if is_yes else "x/other"),
            clause("section/operative", "x/plain"),
        )
        marks = frozenset({0}) if is_yes else frozenset[int]()
        told.append(
            replace(
                sample,
                features=replace(sample.features, clauses=clauses),
                marks=Marks((frozenset(), frozenset(), marks)),
                city=f"c{number}",
            )
        )
    model = fit_clauses(told)
    rights = model.coefficients[2]
    assert rights[model.names["x/marked"]] > 0 > rights[model.names["x/plain"]]


def test_without_marks_the_clauses_with_a_sign_are_the_first_guess(samples):
    bare = [replace(sample, marks=NO_MARKS) for sample in samples]
    assert np.abs(fit_clauses(bare).coefficients).sum(axis=1).all()


def test_nothing_is_shown_for_a_label_where_no_coder_showed_a_clause(samples):
    model = fit_clauses(
        [replace(sample, marks=replace(sample.marks, shown=frozenset())) for sample in samples]
    )
    assert not model.deciding.any()
    assert not model.scores([clause("section/operative")]).showing.any()


def test_marks_are_found_again_after_repair_moved_them():
    raw = "WHEREAS, the ri-\nght  to water; RESOLVED, that the City pays."
    clauses = ["WHEREAS, the right to water;", "RESOLVED, that the City pays."]
    start = raw.index("that")
    coding = {
        "rights": [{"id": "water", "start": 13, "end": 30}],
        "clauses": [
            {
                "act": "means",
                "addressee": "self",
                "negated": False,
                "decisive": True,
                "start": start,
                "end": len(raw),
            },
            {
                "act": "designation",
                "addressee": "self",
                "negated": True,
                "decisive": False,
                "start": 0,
                "end": 9,
            },
        ],
    }
    marks = read_marks(coding, raw, clauses)
    assert marks == Marks((frozenset(), frozenset({1}), frozenset({0})), shown=frozenset({1}))
    assert read_marks({}, raw, clauses) == NO_MARKS
    # Another maker's corpus may mean something else by these names.
    foreign = {
        "decisive": "yes",
        "rights": ["water"],
        "clauses": [{"text": "that the City pays"}, 3, {"start": 0, "end": len(raw)}],
        "principles": 2,
    }
    assert read_marks(foreign, raw, clauses) == NO_MARKS


def test_what_undertakes_nothing_is_told_from_what_does():
    lines = [
        "RESOLVED, that the Council urges Congress to act;",
        "RESOLVED, that the Council endorses the Convention;",
        "RESOLVED, that a desk be opened;",
        "RESOLVED, that the desk be closed.",
    ]
    acts = [("exhortation", "other", False), ("endorsement", "self", False), ("means", "self", False)]
    text = "\n".join(lines)
    coded = [
        {"act": act, "addressee": addressee, "negated": negated, "decisive": False,
         "start": text.index(line), "end": text.index(line) + len(line)}
        for line, (act, addressee, negated) in zip(lines, [*acts, ("means", "self", True)], strict=True)
    ]  # fmt: skip
    marks = read_marks({"clauses": coded}, text, lines)
    assert marks.deciding[1] == frozenset({2})
    assert marks.idle == frozenset({0, 1, 3})
    decides = [{**clause, "decisive": clause["act"] == "endorsement"} for clause in coded]
    assert read_marks({"clauses": decides}, text, lines).deciding[1] == frozenset({1, 2})


def test_a_clause_that_urges_in_an_act_that_also_undertakes_is_learned_as_idle(samples):
    told = []
    for number, sample in enumerate(samples):
        is_yes = sample.answers[1] is True
        clauses = (clause("x/does"), clause("x/urges")) if is_yes else (clause("x/hears"),)
        marks = Marks(
            (frozenset(), frozenset({0} if is_yes else ()), frozenset()), idle=frozenset({len(clauses) - 1})
        )
        told.append(
            replace(
                sample, features=replace(sample.features, clauses=clauses), marks=marks, city=f"c{number}"
            )
        )
    model = fit_clauses(told)
    does, urges = (model.coefficients[1, model.names[name]] for name in ("x/does", "x/urges"))
    assert does > 0 > urges


def test_an_answer_in_the_record_has_sentences_that_stand_in_the_text():
    text = (
        "A RESOLUTION\nWHEREAS, everyone has the right to water; now, therefore,\n"
        "BE IT RESOLVED, that the City Council declares Elm a Human Rights City;\n"
        "BE IT FURTHER RESOLVED, that the Water Board shall restore every line that was shut off."
    )
    analyzer = load()
    record = analyzer.classify(text)
    extracted = analyzer.extract(text).text
    assert record.label == "formal_designation"
    assert 1 <= len(record.deciding) <= 3
    for span in [*record.deciding, *(e for a in record.answers.values() for e in a.evidence)]:
        assert extracted[span.start : span.end] == span.text
    assert all(answer.evidence for answer in record.answers.values() if answer.answer)
