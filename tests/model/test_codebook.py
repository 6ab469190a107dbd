from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.model.codebook import OUTCOMES, label_of, outcome, outcome_probabilities
from hrtext.records import LABELS, QUESTIONS

probabilities = st.tuples(*[st.floats(0, 1)] * 3)


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ((True, True, True), "formal_designation"),
        ((True, True, False), "formal_designation"),
        ((False, True, True), "informal_commitment"),
        ((True, False, True), "rhetoric_only"),
        ((True, False, False), "rhetoric_only"),
        ((False, False, True), "rhetoric_only"),
        ((False, False, False), None),
        ((False, True, False), None),
    ],
)
def test_the_table_of_the_codebook(answers, label):
    assert label_of(outcome(*answers)) == label


def test_there_are_three_labels_and_out_of_scope():
    assert (*LABELS, "out_of_scope") == OUTCOMES


@settings(deadline=None)
@given(probabilities)
def test_probabilities_of_outcomes_add_up_to_one(values):
    outcomes = outcome_probabilities(dict(zip(QUESTIONS, values, strict=True)))
    assert tuple(outcomes) == OUTCOMES
    assert sum(outcomes.values()) == pytest.approx(1, abs=1e-12)
    assert all(-1e-15 <= value <= 1 for value in outcomes.values())


@settings(deadline=None)
@given(probabilities)
def test_probabilities_of_outcomes_are_sums_over_the_table(values):
    outcomes = outcome_probabilities(dict(zip(QUESTIONS, values, strict=True)))
    expected = dict.fromkeys(OUTCOMES, 0.0)
    for cell in range(8):
        answers = [bool(cell >> i & 1) for i in range(3)]
        weight = 1.0
        for answer, value in zip(answers, values, strict=True):
            weight *= value if answer else 1 - value
        expected[outcome(*answers)] += weight
    assert outcomes == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(st.tuples(*[st.booleans()] * 3))
def test_certain_answers_give_a_certain_outcome(answers):
    outcomes = outcome_probabilities(dict(zip(QUESTIONS, map(float, answers), strict=True)))
    assert outcomes[outcome(*answers)] == 1
